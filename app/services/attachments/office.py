"""What lies in a zip or OLE container: the kinds it can be, and what it carries along."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from app.services.attachments.archive import Archive, Limits, open_archive
from app.services.attachments.compound import read_directory
from app.services.attachments.errors import FileRefused
from app.services.attachments.safexml import Element, scan
from app.vocabulary.files import FileKind, FileWarning, RefusalReason


@dataclass(frozen=True, slots=True)
class Content:
    """The kinds that the bytes may be; the extension must name one of them."""

    kinds: frozenset[FileKind]
    warnings: frozenset[FileWarning] = frozenset()


_CONTENT_TYPES = "[Content_Types].xml"
_MAIN_PARTS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": FileKind.DOCX,
    "application/vnd.ms-word.document.macroenabled.main+xml": FileKind.DOCX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": FileKind.XLSX,
    "application/vnd.ms-excel.sheet.macroenabled.main+xml": FileKind.XLSX,
    "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": FileKind.PPTX,
    "application/vnd.ms-powerpoint.presentation.macroenabled.main+xml": FileKind.PPTX,
}
_STREAMS = {
    "worddocument": frozenset({FileKind.DOC, FileKind.WPS}),
    "workbook": frozenset({FileKind.XLS, FileKind.ET}),
    "book": frozenset({FileKind.XLS, FileKind.ET}),
    "powerpoint document": frozenset({FileKind.PPT, FileKind.DPS}),
}
_VBA_STORAGES = frozenset({"macros", "vba", "_vba_project", "_vba_project_cur"})
_PACKAGED_FILE = "\x01ole10native"


def zip_content(path: Path, limits: Limits) -> Content:
    """OFD or one of the Office Open XML kinds. Every byte is unpacked once, into nothing.

    Links out of the document other than hyperlinks are refused: opening it would fetch them (templates, pictures,
    other workbooks).

    Raises: FileRefused.
    """
    with open_archive(path, limits) as archive:
        archive.verify()
        if _CONTENT_TYPES in archive:
            return _open_xml(archive, limits)
        if "OFD.xml" in archive:
            return Content(frozenset({FileKind.OFD}) if _is_ofd(archive) else frozenset())
    raise FileRefused(RefusalReason.KIND_UNKNOWN)


def compound_content(path: Path) -> Content:
    """One of the binary office kinds, by the streams at the top of the compound file.

    Macros of Word and Excel show in the directory; PowerPoint hides its own inside the main stream, unseen here.

    Raises: FileRefused.
    """
    directory = read_directory(path)
    if "encryptedpackage" in directory.top:
        raise FileRefused(RefusalReason.ENCRYPTED)
    kinds = frozenset[FileKind]().union(*(_STREAMS.get(name, frozenset()) for name in directory.top))
    return Content(kinds, _warnings(directory.all & _VBA_STORAGES, directory.all & {_PACKAGED_FILE}))


def _open_xml(archive: Archive, limits: Limits) -> Content:
    kinds: set[FileKind] = set()

    def note(part: Element) -> None:
        kind = _MAIN_PARTS.get(part.attributes.get("ContentType", "").lower())
        if kind:
            kinds.add(kind)

    scan(archive.read(_CONTENT_TYPES), {"Default", "Override"}, note)
    _check_links(archive, limits)
    names = [name.lower() for name in archive.names]
    macros = (name for name in names if name.endswith("vbaproject.bin") or "/macrosheets/" in name)
    embedded = (name for name in names if "/embeddings/" in name)
    return Content(frozenset(kinds if len(kinds) == 1 else ()), _warnings(macros, embedded))


def _check_links(archive: Archive, limits: Limits) -> None:
    """Look at every link of the package. The lists are parsed here and now, so together they must stay small."""
    size = tags = 0
    for name in archive.names:
        if name.lower().endswith(".rels"):
            part = archive.read(name)
            size += len(part)
            tags += part.count(b"<")
            if size > limits.part:
                raise FileRefused(RefusalReason.UNPACKED_TOO_LARGE)
            if tags > limits.links:
                raise FileRefused(RefusalReason.TOO_COMPLEX)
            scan(part, {"Relationship"}, _refuse_external)


def _refuse_external(relationship: Element) -> None:
    target = relationship.attributes.get("TargetMode", "").strip().lower()
    if target == "external" and not relationship.attributes.get("Type", "").endswith("/hyperlink"):
        raise FileRefused(RefusalReason.EXTERNAL_LINK)


def _is_ofd(archive: Archive) -> bool:
    found: list[str] = []
    scan(archive.read("OFD.xml"), {"OFD", "DocRoot"}, lambda element: found.append(element.name))
    return found[-1:] == ["OFD"] and "DocRoot" in found


def _warnings(macros: Iterable[str], embedded: Iterable[str]) -> frozenset[FileWarning]:
    carried = {FileWarning.MACROS: macros, FileWarning.EMBEDDED_FILES: embedded}
    return frozenset(warning for warning, names in carried.items() if any(True for _ in names))
