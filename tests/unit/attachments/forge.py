"""Small real files of every kind, and the ill-meant ones, made on the spot."""

import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import docx

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_MAIN = {
    "docx": ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
    "pptx": (
        "ppt/presentation.xml",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
    ),
}
_NO_ORDER = b"<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


class Forge:
    """Writes into one folder; every method gives the path of what it wrote."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made = 0

    def file(self, data: bytes) -> Path:
        self._made += 1
        path = self.folder / f"made-{self._made}"
        path.write_bytes(data)
        return path

    def text(self, text: str, encoding: str = "utf-8") -> Path:
        return self.file(text.encode(encoding))

    def zip(self, entries: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
        path = self.file(b"")
        with zipfile.ZipFile(path, "w", compression) as archive:
            for name, data in entries.items():
                archive.writestr(name, data)
        return path

    def office(self, kind: str, more: Mapping[str, str | bytes] | None = None, content_type: str = "") -> Path:
        """The least package of a kind that the standard allows, and further parts."""
        part, official = _MAIN[kind]
        override = f'<Override PartName="/{part}" ContentType="{content_type or official}"/>'
        return self.zip({
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{override}</Types>',
            "_rels/.rels": self.links(("rId1", f"{_OFFICE}/officeDocument", part, "Internal")),
            part: "<document/>",
            **(more or {}),
        })  # fmt: skip

    @staticmethod
    def links(*links: tuple[str, str, str, str]) -> str:
        rows = "".join(
            f'<Relationship Id="{number}" Type="{kind}" Target="{target}" TargetMode="{mode}"/>'
            for number, kind, target, mode in links
        )
        return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'

    def external(self, kind: str) -> str:
        """A link part with one link out of the document."""
        return self.links(("rId9", f"{_OFFICE}/{kind}", "https://example.org/x", "External"))

    def word(self) -> Path:
        """A document by python-docx with header, footer, paragraphs and a table."""
        document = docx.Document()
        section = document.sections[0]
        section.header.paragraphs[0].text = "某某县人民政府办公室文件"
        section.footer.paragraphs[0].text = "第一页"
        document.add_paragraph("关于做好防汛工作的通知")
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).text = "联系人"
        table.cell(0, 1).text = "张三"
        document.add_paragraph("特此通知")
        path = self.file(b"")
        document.save(str(path))
        return path

    def workbook(self, rows: str, more: Mapping[str, str | bytes] | None = None) -> Path:
        """A workbook with one sheet 台账 of the given rows (SpreadsheetML)."""
        return self.office("xlsx", {
            "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>'
            '<sheet name="台账" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": self.links(("rId1", f"{_OFFICE}/worksheet", "worksheets/sheet1.xml", "Internal")),
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEET}"><sheetData>{rows}</sheetData></worksheet>',
            **(more or {}),
        })  # fmt: skip

    def ofd(self, pages: Iterable[str], template: str = "", more: Mapping[str, str | bytes] | None = None) -> Path:
        """An OFD whose pages hold the given objects; a template appears behind each page."""
        space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
        contents = list(pages)
        listed = "".join(
            f'<ofd:Page ID="{10 + n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(contents))
        )
        used = '<ofd:Template TemplateID="2"/>' if template else ""
        parts = {
            "OFD.xml": f'<ofd:OFD {space} Version="1.0" DocType="OFD"><ofd:DocBody>'
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f'<ofd:Document {space}><ofd:CommonData><ofd:TemplatePage ID="2" '
            f'BaseLoc="/Doc_0/Tpls/Tpl_0/Content.xml"/></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>',
            "Doc_0/Tpls/Tpl_0/Content.xml": f"<ofd:Page {space}><ofd:Content>{template}</ofd:Content></ofd:Page>",
        }
        for number, content in enumerate(contents):
            page = f"<ofd:Page {space}>{used}<ofd:Content><ofd:Layer>{content}</ofd:Layer></ofd:Content></ofd:Page>"
            parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = page
        return self.zip({**parts, **(more or {})})

    @staticmethod
    def words(text: str, top: float) -> str:
        """A text object of an OFD at a height, millimetres from the top."""
        return (
            f'<ofd:TextObject ID="9" Boundary="20 {top} 100 6" Font="1" Size="5">'
            f'<ofd:TextCode X="0" Y="5">{text}</ofd:TextCode></ofd:TextObject>'
        )

    def pdf(self, pages: Iterable[list[str]], encrypted: bool = False) -> Path:
        """A PDF with lines of any language: two-byte codes and a table back to Unicode, no font inside."""
        contents = list(pages)
        kids = " ".join(f"{6 + 2 * n} 0 R" for n in range(len(contents)))
        mapping = (
            b"/CIDInit /ProcSet findresource begin begincmap /CMapName /A def 1 begincodespacerange <0000> <FFFF> "
            b"endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end"
        )
        objects = [
            b"<</Type/Catalog/Pages 2 0 R>>",
            f"<</Type/Pages/Kids[{kids}]/Count {len(contents)}>>".encode(),
            b"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/DW 1000/CIDSystemInfo " + _NO_ORDER + b">>",
            _stream(mapping),
        ]
        for number, lines in enumerate(contents):
            shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -20 Td " for line in lines)
            objects += [
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>"
                f"/Contents {7 + 2 * number} 0 R>>".encode(),
                _stream(f"BT /F 16 Tf 72 750 Td {shown}ET".encode()),
            ]
        lock = b"/Encrypt<</Filter/Standard/V 1/R 2/O<" + b"00" * 32 + b">/U<" + b"11" * 32 + b">/P -4>>/ID[<00><00>]"
        return self.file(_pdf(objects, lock if encrypted else b""))

    def compound(self, streams: Iterable[str], nested: Iterable[str] = ()) -> Path:
        """An OLE file with empty streams at the top, and a folder ``Folder`` holding the nested ones."""
        top, inner = list(streams), list(nested)
        names = [*top, "Folder", *inner]
        nothing = (_FREE, _FREE, _FREE)
        entries = [_entry("Root Entry", 5, (_FREE, _FREE, 1))]
        for number, name in enumerate(names, start=1):
            last_of_folder = number in {len(top) + 1, len(names)}
            right = _FREE if last_of_folder else number + 1
            child = number + 1 if name == "Folder" and inner else _FREE
            entries.append(_entry(name, 1 if name == "Folder" else 2, (_FREE, right, child)))
        entries += [_entry("", 0, nothing)] * (-len(entries) % 4)
        sectors = len(entries) // 4
        table = [_FAT, *range(2, sectors + 1), _END]
        table += [_FREE] * (128 - len(table))
        header = struct.pack("<8s16xHHHHH6xIIIIIIIII", bytes.fromhex("d0cf11e0a1b11ae1"), 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1,
                             0, 4096, _END, 0, _END, 0)  # fmt: skip
        tables = struct.pack("<109I", 0, *[_FREE] * 108)
        return self.file(header + tables + struct.pack("<128I", *table) + b"".join(entries))

    def png(self) -> Path:
        parts = [
            (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
            (b"IDAT", zlib.compress(b"\0\0")),
            (b"IEND", b""),
        ]
        chunks = (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
            for name, data in parts
        )
        return self.file(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))

    def tiff(self, order: str) -> Path:
        return self.file({"<": b"II", ">": b"MM"}[order] + struct.pack(f"{order}HIHHHIII", 42, 8, 1, 256, 4, 1, 1, 0))


def _entry(name: str, kind: int, links: tuple[int, int, int]) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0" if name else b""
    return struct.pack("<64sHBB3I48x", text, len(text), kind, 1, *links)


def _stream(data: bytes) -> bytes:
    return f"<</Length {len(data)}>>stream\n".encode() + data + b"\nendstream"


def _pdf(objects: list[bytes], trailer: bytes) -> bytes:
    written, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj".encode() + body + b"endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        written
        + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
        + f"trailer<</Size {len(objects) + 1}/Root 1 0 R".encode()
        + trailer
        + f">>\nstartxref\n{len(written)}\n%%EOF".encode()
    )
