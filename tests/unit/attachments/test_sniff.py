from pathlib import Path

import pytest

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


def test_nothing_is_written_while_looking(forge, tmp_path):
    path = forge.word()
    before = path.read_bytes()
    sniff(path, "a.docx", ALL)
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == before
