import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from app.services.attachments.archive import Limits
from app.services.attachments.errors import FileRefused
from app.services.attachments.sniff import Sniffed, sniff
from app.vocabulary.files import FileKind, FileWarning, RefusalReason

ALL = frozenset(FileKind)
MAIL = b"Received: from a\r\n by b\r\nFrom: a@example.org\r\nSubject: x\r\n\r\n<html>\xb0\xec</html>"


def refusal(path: Path, name: str, **more: object) -> RefusalReason:
    with pytest.raises(FileRefused) as caught:
        sniff(path, name, ALL, **more)
    return caught.value.reason


class TestAccepts:
    @pytest.mark.parametrize(
        ("kind", "make"),
        [
            (FileKind.PDF, lambda forge: forge.pdf([["通知"]])),
            (FileKind.PDF, lambda forge: forge.file(b"\xef\xbb\xbf\n%PDF-1.4\n")),
            (FileKind.OFD, lambda forge: forge.ofd([forge.words("通知", 20)])),
            (FileKind.DOC, lambda forge: forge.compound(["WordDocument", "1Table"])),
            (FileKind.WPS, lambda forge: forge.compound(["WordDocument", "1Table"])),
            (FileKind.XLS, lambda forge: forge.compound(["Workbook"])),
            (FileKind.XLS, lambda forge: forge.compound(["Book"])),
            (FileKind.ET, lambda forge: forge.compound(["Workbook"])),
            (FileKind.PPT, lambda forge: forge.compound(["Current User", "PowerPoint Document"])),
            (FileKind.DPS, lambda forge: forge.compound(["PowerPoint Document"])),
            (FileKind.DOCX, lambda forge: forge.word()),
            (FileKind.XLSX, lambda forge: forge.workbook("")),
            (FileKind.PPTX, lambda forge: forge.office("pptx")),
            (FileKind.JPG, lambda forge: forge.file(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00")),
            (FileKind.PNG, lambda forge: forge.png()),
            (FileKind.TIF, lambda forge: forge.tiff("<")),
            (FileKind.TIF, lambda forge: forge.tiff(">")),
            (FileKind.TXT, lambda forge: forge.text("办公室会议纪要\r\n")),
            (FileKind.TXT, lambda forge: forge.text("办公室", "utf-8-sig")),
            (FileKind.TXT, lambda forge: forge.text("办公室", "gbk")),
            (FileKind.TXT, lambda forge: forge.text("㐀𠮷", "gb18030")),
            (FileKind.TXT, lambda forge: forge.text("办公室", "utf-16")),
            (FileKind.TXT, lambda forge: forge.text("a < b，见 <附件一>")),
            (FileKind.EML, lambda forge: forge.file(MAIL)),
            (FileKind.EML, lambda forge: forge.file(MAIL + b"x" * 200_000)),
            (
                FileKind.EML,
                lambda forge: forge.file(b"From: a\nTo: b\n" + b"X" * 70_000 + b": y\n\nhead cut in a name"),
            ),
        ],
    )
    def test_what_content_and_extension_agree_on(self, forge, kind, make):
        assert sniff(make(forge), f"通知.{kind.value}", ALL) == Sniffed(kind, kind.media_type, False, ())

    def test_a_table_of_many_sectors(self, forge):
        path = forge.compound([*(f"Stream {n}" for n in range(400)), "WordDocument"])
        assert sniff(path, "a.doc", ALL).kind is FileKind.DOC

    def test_a_link_to_a_web_page(self, forge):
        path = forge.office("docx", {"word/_rels/document.xml.rels": forge.external("hyperlink")})
        assert sniff(path, "a.docx", ALL).kind is FileKind.DOCX


class TestWarns:
    @pytest.mark.parametrize(
        ("name", "make"),
        [
            ("a.docx", lambda forge: forge.office("docx", {"word/vbaProject.bin": b"macro"})),
            (
                "a.docx",
                lambda forge: forge.office(
                    "docx",
                    {"word/vbaProject.bin": b"macro"},
                    "application/vnd.ms-word.document.macroEnabled.main+xml",
                ),
            ),
            ("a.xlsx", lambda forge: forge.workbook("", {"xl/macrosheets/sheet1.xml": "<x/>"})),
            ("a.doc", lambda forge: forge.compound(["WordDocument"], nested=["VBA"])),
            ("a.xls", lambda forge: forge.compound(["Workbook", "_VBA_PROJECT_CUR"])),
        ],
    )
    def test_of_macros(self, forge, name, make):
        found = sniff(make(forge), name, ALL)
        assert found.has_macros
        assert found.warnings == (FileWarning.MACROS,)

    @pytest.mark.parametrize(
        ("name", "make"),
        [
            ("a.docx", lambda forge: forge.office("docx", {"word/embeddings/oleObject1.bin": b"x"})),
            ("a.doc", lambda forge: forge.compound(["WordDocument"], nested=["\x01Ole10Native"])),
        ],
    )
    def test_of_embedded_files(self, forge, name, make):
        found = sniff(make(forge), name, ALL)
        assert not found.has_macros
        assert found.warnings == (FileWarning.EMBEDDED_FILES,)


class TestRefuses:
    def test_what_the_deployment_does_not_allow(self, forge):
        path = forge.pdf([["x"]])
        for name in ("a.exe", "a", "a.pdf.exe", "a.html", "a.svg", "a.zip"):
            assert refusal(path, name) is RefusalReason.KIND_NOT_ALLOWED
        with pytest.raises(FileRefused) as caught:
            sniff(path, "a.pdf", ALL - {FileKind.PDF})
        assert caught.value.reason is RefusalReason.KIND_NOT_ALLOWED

    def test_an_empty_file(self, forge):
        assert refusal(forge.file(b""), "a.txt") is RefusalReason.EMPTY

    def test_every_kind_under_the_extension_of_another(self, forge):
        made = {
            "pdf": forge.pdf([["x"]]),
            "ofd": forge.ofd([]),
            "doc": forge.compound(["WordDocument"]),
            "docx": forge.word(),
            "xls": forge.compound(["Workbook"]),
            "xlsx": forge.workbook(""),
            "ppt": forge.compound(["PowerPoint Document"]),
            "pptx": forge.office("pptx"),
            "png": forge.png(),
            "tif": forge.tiff("<"),
            "txt": forge.text("文字"),
        }
        akin = {("doc", "wps"), ("xls", "et"), ("ppt", "dps")}
        for true, path in made.items():
            for claimed in {kind.value for kind in FileKind} - {true}:
                if (true, claimed) not in akin:
                    assert refusal(path, f"a.{claimed}") is RefusalReason.MISMATCH, (true, claimed)

    @pytest.mark.parametrize("name", ["a.pdf", "a.txt", "a.doc", "a.eml", "a.png"])
    @pytest.mark.parametrize(
        "page",
        [
            b"<!DOCTYPE html><html></html>",
            b"\xef\xbb\xbf  \r\n<HTML><script>alert(1)</script>",
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
            b"<?xml version='1.0'?><svg/>",
            b"<!-- \xd6\xd0 --><script>",
            b"<script>\n",
            b"#!/bin/sh\nrm -rf /\n",
            "<html>办公室".encode("utf-16"),
        ],
    )
    def test_pages_drawings_and_scripts_under_any_name(self, forge, name, page):
        assert refusal(forge.file(page), name) is RefusalReason.ACTIVE_CONTENT

    @pytest.mark.parametrize(
        "magic", [b"MZ\x90\x00", b"\x7fELF\x02\x01\x01\x00", b"\xcf\xfa\xed\xfe\x07\x00", b"\xca\xfe\xba\xbe\x00\x00"]
    )
    def test_programs_under_any_name(self, forge, magic):
        for name in ("a.pdf", "a.txt", "a.docx", "a.jpg", "a.doc", "a.eml"):
            assert refusal(forge.file(magic + bytes(64)), name) is RefusalReason.EXECUTABLE

    @pytest.mark.parametrize(
        ("data", "name"),
        [
            (b"Rar!\x1a\x07\x00", "a.docx"),
            (b"7z\xbc\xaf\x27\x1c\x00\x04", "a.docx"),
            (b"junk\x00junk", "a.txt"),
            (b"II*\x00\xff\xff\xff\x00" + bytes(8), "a.tif"),
            (b"\x89PNG\r\n\x1a\n" + bytes(20), "a.png"),
            ("办公室".encode("gbk") + b"\x00", "a.txt"),
            ("\ufffe".encode(), "a.txt"),
        ],
    )
    def test_what_nothing_knows(self, forge, data, name):
        assert refusal(forge.file(data), name) is RefusalReason.KIND_UNKNOWN

    def test_mail_without_the_head_of_a_mail(self, forge):
        for data in (b"Dear all\r\n\r\nFrom: x\r\nTo: y", b"From: x\r\n\r\n", b"From: x\r\nno header\r\nTo: y\r\n\r\n"):
            assert refusal(forge.file(data), "a.eml") is RefusalReason.MISMATCH


class TestContainers:
    def test_a_zip_of_another_kind_is_unknown(self, forge):
        for entries in (
            {"a.txt": "x"},
            {"META-INF/MANIFEST.MF": "x"},
            {"mimetype": "application/vnd.oasis.opendocument.text"},
            {},
        ):
            expected = RefusalReason.KIND_UNKNOWN
            assert refusal(forge.zip(entries), "a.docx") is expected

    def test_a_package_without_a_known_main_part_is_unknown(self, forge):
        assert refusal(forge.office("docx", content_type="application/x-other"), "a.docx") is RefusalReason.KIND_UNKNOWN
        assert refusal(forge.zip({"OFD.xml": "<OFD/>"}), "a.ofd") is RefusalReason.KIND_UNKNOWN
        assert refusal(forge.zip({"OFD.xml": "<X><DocRoot/></X>"}), "a.ofd") is RefusalReason.KIND_UNKNOWN

    def test_a_package_that_claims_to_be_two_things_is_unknown(self, forge):
        types = (
            '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
            '<Override ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
        )
        assert refusal(forge.zip({"[Content_Types].xml": types}), "a.docx") is RefusalReason.KIND_UNKNOWN

    @pytest.mark.parametrize("kind", ["attachedTemplate", "oleObject", "image", "externalLinkPath", "frame"])
    def test_links_that_opening_would_follow(self, forge, kind):
        path = forge.office("docx", {"word/_rels/settings.xml.rels": forge.external(kind)})
        assert refusal(path, "a.docx") is RefusalReason.EXTERNAL_LINK

    def test_a_link_part_in_capitals_is_read_too(self, forge):
        path = forge.office("xlsx", {"xl/externalLinks/_RELS/a.XML.RELS": forge.external("externalLinkPath")})
        assert refusal(path, "a.xlsx") is RefusalReason.EXTERNAL_LINK

    @pytest.mark.parametrize(
        "name", ["../evil.xml", "/etc/passwd", "word/../../x", "..\\evil", "C:\\x", "\\\\host\\x", "a\x01b"]
    )
    def test_paths_that_lead_out(self, forge, name):
        assert refusal(forge.office("docx", {name: "x"}), "a.docx") is RefusalReason.UNSAFE_ENTRY

    def test_two_entries_of_one_name(self, forge):
        path = forge.office("docx")
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("WORD/document.xml", "<other/>")
        assert refusal(path, "a.docx") is RefusalReason.BROKEN

    def test_methods_no_office_program_writes(self, forge):
        path = forge.zip({"[Content_Types].xml": "<Types/>"}, zipfile.ZIP_LZMA)
        assert refusal(path, "a.docx") is RefusalReason.BROKEN

    def test_an_encrypted_entry(self, forge):
        path = forge.office("docx")
        data = bytearray(path.read_bytes())
        data[data.index(b"PK\x01\x02") + 8] |= 1
        assert refusal(forge.file(bytes(data)), "a.docx") is RefusalReason.ENCRYPTED

    def test_an_encrypted_package_in_a_compound_file(self, forge):
        assert refusal(forge.compound(["EncryptionInfo", "EncryptedPackage"]), "a.docx") is RefusalReason.ENCRYPTED

    @pytest.mark.parametrize(
        "prolog", ['<!DOCTYPE Types [<!ENTITY a "aaaa">]>', '<!DOCTYPE Types SYSTEM "file:///etc/passwd">']
    )
    def test_document_types_and_entities(self, forge, prolog):
        assert refusal(forge.zip({"[Content_Types].xml": prolog + "<Types/>"}), "a.docx") is RefusalReason.BROKEN
        assert refusal(forge.zip({"OFD.xml": prolog + "<OFD><DocRoot/></OFD>"}), "a.ofd") is RefusalReason.BROKEN

    def test_an_installer_is_no_document(self, forge):
        assert refusal(forge.compound(["䡀㼿䕷䑬㭪䗤䠤"]), "a.doc") is RefusalReason.KIND_UNKNOWN

    def test_streams_of_an_embedded_object_do_not_make_the_kind(self, forge):
        path = forge.compound(["WordDocument"], nested=["Workbook"])
        assert refusal(path, "a.xls") is RefusalReason.MISMATCH
        assert refusal(forge.compound(["x"], nested=["WordDocument"]), "a.doc") is RefusalReason.KIND_UNKNOWN

    def test_a_compound_file_whose_directory_runs_in_a_circle(self, forge):
        path = forge.compound(["WordDocument"])
        data = bytearray(path.read_bytes())
        struct.pack_into("<I", data, 512 + 4, 1)
        assert refusal(forge.file(bytes(data)), "a.doc") is RefusalReason.BROKEN

    def test_truncation_anywhere_is_never_accepted(self, forge):
        for whole, name in ((forge.word(), "a.docx"), (forge.compound(["WordDocument"]), "a.doc")):
            data = whole.read_bytes()
            for size in range(600, len(data) - 1, max(1, len(data) // 40)):
                assert refusal(forge.file(data[:size]), name) is RefusalReason.BROKEN


class TestBombs:
    LIMITS = Limits(unpacked=1_000_000, entries=50, part=100_000)

    def test_a_bomb_that_declares_its_size(self, forge):
        path = forge.office("docx", {"word/media/image1.bmp": bytes(2_000_000)})
        assert path.stat().st_size < 10_000
        assert refusal(path, "a.docx", limits=self.LIMITS) is RefusalReason.UNPACKED_TOO_LARGE

    def test_a_bomb_that_declares_to_be_small(self, forge):
        path = self._lying(forge, bytes(50_000_000), declared=10)
        assert refusal(path, "a.docx", limits=self.LIMITS) is RefusalReason.UNPACKED_TOO_LARGE

    def test_a_small_lie_about_the_size(self, forge):
        assert (
            refusal(self._lying(forge, bytes(5000), declared=10), "a.docx", limits=self.LIMITS) is RefusalReason.BROKEN
        )

    def test_a_wrong_checksum(self, forge):
        path = forge.office("docx", {"word/x.xml": b"x" * 1000}, content_type="")
        data = path.read_bytes()
        wrong = data.replace(struct.pack("<I", zlib.crc32(b"x" * 1000)), b"\0\0\0\0")
        assert refusal(forge.file(wrong), "a.docx") is RefusalReason.BROKEN

    def test_many_entries_sharing_the_same_bytes(self, forge):
        """Every entry of the directory points at one stretch of data: few bytes packed, many unpacked."""
        path = forge.zip({"[Content_Types].xml": bytes(100_000)})
        data = path.read_bytes()
        begin, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
        entry, tail = data[begin:end], data[end:]
        copies = b"".join(entry.replace(b"[Content_Types].xml", b"[Content_Types].%03d" % n) for n in range(40))
        many = struct.pack("<4s4xHHII", tail[:4], 40, 40, len(copies), begin) + tail[20:]
        path = forge.file(data[:begin] + copies + many)
        assert len(zipfile.ZipFile(path).infolist()) == 40
        assert refusal(path, "a.docx", limits=self.LIMITS) is RefusalReason.BROKEN

    def test_more_entries_than_a_document_has(self, forge):
        path = forge.office("docx", {f"word/{n}.xml": "x" for n in range(60)})
        assert refusal(path, "a.docx", limits=self.LIMITS) is RefusalReason.TOO_MANY_ENTRIES
        assert sniff(path, "a.docx", ALL).kind is FileKind.DOCX

    def test_parts_too_large_to_be_parsed(self, forge):
        large = "<Relationships>" + "<x/>" * 15_000 + "</Relationships>"
        for names in (["word/_rels/a.rels", "word/_rels/b.rels"], ["_rels/c.rels", "_rels/d.rels"]):
            path = forge.office("docx", dict.fromkeys(names, large))
            assert refusal(path, "a.docx", limits=self.LIMITS) is RefusalReason.UNPACKED_TOO_LARGE
        path = forge.office("docx", dict.fromkeys(["_rels/a.rels", "_rels/b.rels"], "<x>" + "<x/>" * 60 + "</x>"))
        assert refusal(path, "a.docx", limits=Limits(links=100)) is RefusalReason.TOO_COMPLEX
        path = forge.zip({"[Content_Types].xml": " " * 200_000})
        assert refusal(path, "a.docx", limits=self.LIMITS) is RefusalReason.UNPACKED_TOO_LARGE

    @staticmethod
    def _lying(forge, data: bytes, declared: int) -> Path:
        """A package with an entry whose directory states a smaller size, and the checksum of so many bytes."""
        path = forge.office("docx", {"word/media/image1.bmp": data})
        raw = bytearray(path.read_bytes())
        place = raw.rindex(b"PK\x01\x02", 0, raw.rindex(b"word/media/image1.bmp"))
        struct.pack_into("<I", raw, place + 16, zlib.crc32(data[:declared]))
        struct.pack_into("<I", raw, place + 24, declared)
        made = forge.file(bytes(raw))
        with zipfile.ZipFile(made) as archive:
            assert len(archive.read("word/media/image1.bmp")) == declared, "the standard library is fooled"
        return made


def test_nothing_is_written_while_looking(forge, tmp_path):
    path = forge.word()
    before = path.read_bytes()
    sniff(path, "a.docx", ALL)
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == before
