import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from app.services.attachments import extract
from app.services.attachments.errors import FileRefused
from app.services.attachments.extract import extract_text
from app.services.attachments.reading import child
from app.services.attachments.reading.child import READERS, read
from app.vocabulary.files import FileKind, RefusalReason

INLINE = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>事项</t></is></c><c r="C1"><v>3</v></c><c r="D1"><v>2.5</v></c></row>'
)
CORNERS = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def refusal(path, kind) -> RefusalReason:
    with pytest.raises(FileRefused) as caught:
        extract_text(path, kind)
    return caught.value.reason


class TestExtractText:
    """Through the process of its own, as it is used."""

    def test_gives_the_text_of_a_file_in_chinese(self, forge):
        assert extract_text(forge.pdf([["关于做好防汛", "工作的通知"]]), FileKind.PDF) == "关于做好防汛工作的通知"

    def test_gives_no_more_than_asked_for(self, forge):
        assert extract_text(forge.text("办" * 5000), FileKind.TXT, limit=100) == "办" * 100

    def test_is_empty_for_kinds_nothing_here_reads(self, forge):
        for kind in set(FileKind) - set(READERS):
            assert extract_text(forge.file(b"anything"), kind) == ""

    def test_takes_any_path(self, forge, tmp_path, monkeypatch):
        path = forge.text("文字").rename(tmp_path / "--help 空 格")
        assert extract_text(path, FileKind.TXT) == "文字"
        monkeypatch.chdir(tmp_path)
        assert extract_text(path.relative_to(tmp_path), FileKind.TXT) == "文字"

    def test_loads_nothing_from_the_working_folder_and_writes_nothing(self, forge, tmp_path, monkeypatch):
        path = forge.text("文字")
        (tmp_path / "app.py").write_text("raise SystemExit(0)")
        monkeypatch.chdir(tmp_path)
        assert extract_text(path, FileKind.TXT) == "文字"
        assert {entry.name for entry in tmp_path.iterdir()} == {path.name, "app.py"}

    def test_works_from_several_threads(self, forge):
        path, found = forge.pdf([["通知"]]), []
        threads = [threading.Thread(target=lambda: found.append(extract_text(path, FileKind.PDF))) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == ["通知"] * 3

    @pytest.mark.parametrize("kind", sorted(set(READERS) - {FileKind.TXT, FileKind.EML}))
    def test_refuses_a_broken_file(self, forge, kind):
        assert refusal(forge.file(b"%PDF-1.4 PK\x03\x04 nothing more"), kind) is RefusalReason.BROKEN

    def test_refuses_a_locked_pdf(self, forge):
        assert refusal(forge.pdf([["x"]], encrypted=True), FileKind.PDF) is RefusalReason.ENCRYPTED

    def test_survives_a_sheet_that_asks_for_half_a_terabyte(self, forge):
        assert refusal(forge.workbook(CORNERS), FileKind.XLSX) is RefusalReason.TOO_COMPLEX

    def test_ends_a_reader_that_hangs(self, forge, tmp_path, monkeypatch):
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)  # opening it for reading waits for a writer that never comes
        monkeypatch.setattr(extract, "PATIENCE", 0.5)
        begun = time.monotonic()
        assert refusal(pipe, FileKind.TXT) is RefusalReason.TOO_COMPLEX
        assert time.monotonic() - begun < 5

    @pytest.mark.parametrize(
        ("status", "reason"),
        [
            (-signal.SIGSEGV, RefusalReason.BROKEN),
            (1, RefusalReason.BROKEN),
            (-signal.SIGXCPU, RefusalReason.TOO_COMPLEX),
            (-signal.SIGKILL, RefusalReason.TOO_COMPLEX),
        ],
    )
    def test_a_reader_that_dies_is_a_refusal(self, forge, monkeypatch, status, reason):
        done = subprocess.CompletedProcess([], status, b"")
        monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)
        assert refusal(forge.text("x"), FileKind.TXT) is reason


class TestChild:
    def test_gives_away_what_it_does_not_need(self, forge):
        """The limits hold before the file is touched: run in a process, seen from inside."""
        probe = (
            "import resource, sys\n"
            "from app.services.attachments.reading import child\n"
            "child.read = lambda *_: '%s %s %s' % tuple(resource.getrlimit(one)[0] for one in"
            " (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE))\n"
            "sys.exit(child.main(['txt', '/nowhere', '1']))"
        )
        done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
        assert done.stdout == f"{child.MEMORY} {child.SECONDS} 0"

    @pytest.mark.parametrize(
        ("fault", "said"),
        [
            (MemoryError(), "too_complex"),
            (KeyError("x"), "broken"),
            (FileRefused(RefusalReason.ENCRYPTED), "encrypted"),
        ],
    )
    def test_says_why_it_refuses(self, monkeypatch, capfdbinary, fault, said):
        def fail(*_: object) -> str:
            raise fault

        monkeypatch.setattr(child, "_restrict", lambda: None)
        monkeypatch.setattr(child, "read", fail)
        assert child.main(["txt", "/nowhere", "1"]) == child.REFUSED
        sys.stdout.flush()
        assert capfdbinary.readouterr().out == said.encode()


class TestReaders:
    """In this process: what each makes of its kind."""

    def test_pdf_keeps_words_whole_and_pages_apart(self, forge):
        path = forge.pdf([["关于做好防汛", "工作的通知", "No. 12", "of 2026"], ["秘密★1年"]])
        assert read(FileKind.PDF, path, 1000) == "关于做好防汛工作的通知\nNo. 12\nof 2026\f秘密★1年"

    def test_pdf_reads_500_pages_at_most(self, forge):
        assert read(FileKind.PDF, forge.pdf([["x"]] * 510), 100_000) == "\f".join(["x"] * 500)

    def test_docx_has_headers_body_tables_and_footers(self, forge):
        text = read(FileKind.DOCX, forge.word(), 1000)
        assert text.split("\n") == [
            "某某县人民政府办公室文件",
            "关于做好防汛工作的通知",
            "联系人",
            "张三",
            "特此通知",
            "第一页",
        ]

    def test_docx_with_macros_boxes_notes_and_changes(self, forge):
        space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        box = "<w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent>"
        body = (
            f'<w:document xmlns:w="{space}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>'
            f"<w:p><w:r><w:t>正文</w:t><w:tab/><w:t>后</w:t><w:br/></w:r><w:del><w:r><w:delText>删去</w:delText></w:r></w:del>"
            f"<w:ins><w:r><w:t>新增</w:t></w:r></w:ins>"
            f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:p>"
            "</w:body></w:document>"
        )
        notes = f'<w:footnotes xmlns:w="{space}"><w:footnote><w:p><w:r><w:t>脚注</w:t></w:r></w:p></w:footnote></w:footnotes>'
        link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
        more = {
            "word/document.xml": body,
            "word/footnotes.xml": notes,
            "word/_rels/document.xml.rels": forge.links(("rId1", link, "footnotes.xml", "Internal")),
        }
        path = forge.office("docx", more, "application/vnd.ms-word.document.macroEnabled.main+xml")
        assert read(FileKind.DOCX, path, 1000) == "正文\t后\n新增\n框内\n脚注"

    def test_xlsx_has_sheet_names_rows_and_cells(self, forge):
        assert read(FileKind.XLSX, forge.workbook(INLINE), 1000) == "台账\n事项\t\t3\t2.5"

    def test_ofd_has_the_template_then_the_objects_line_by_line(self, forge):
        objects = forge.words("关于", 40) + forge.words("防汛", 40.4) + forge.words("No.", 60) + forge.words("12", 70)
        path = forge.ofd([objects, forge.words("第二页", 20)], template=forge.words("红头 A", 10))
        assert read(FileKind.OFD, path, 1000) == "红头 A\n关于防汛\nNo.\n12\f红头 A\n第二页"

    def test_ofd_reads_500_pages_at_most(self, forge):
        assert read(FileKind.OFD, forge.ofd([forge.words("x", 1)] * 510), 100_000).count("x") == 500

    def test_ofd_follows_no_path_out_and_no_missing_page(self, forge):
        root = "<OFD><DocBody><DocRoot>../../../../etc/passwd</DocRoot></DocBody></OFD>"
        with pytest.raises(FileRefused):
            read(FileKind.OFD, forge.zip({"OFD.xml": root}), 1000)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
    def test_txt_in_every_encoding(self, forge, encoding):
        assert (
            read(FileKind.TXT, forge.text("办公室\r\n会议\r纪要\f附件", encoding), 1000) == "办公室\n会议\n纪要\f附件"
        )

    def test_eml_has_head_text_and_names_of_attachments(self, forge):
        path = forge.file(
            b"From: =?gb2312?B?1cXI/Q==?= <a@example.org>\r\nTo: \xc0\xee\xcb\xc4 <b@example.org>\r\nX-Trace: hidden\r\n"
            b"Subject: =?utf-8?B?5Lya6K6u6YCa55+l?=\r\nMIME-Version: 1.0\r\n"
            b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: text/plain; charset=gb2312\r\n\r\n'
            + "正文朱镕基".encode("gbk")
            + b"\r\n--x\r\nContent-Type: text/html\r\n\r\n<p>double</p>\r\n--x\r\nContent-Type: application/pdf\r\n"
            b'Content-Disposition: attachment; filename="=?utf-8?B?6ZmE5Lu2LnBkZg==?="\r\n\r\n%PDF-secret\r\n--x--\r\n'
        )
        text = read(FileKind.EML, path, 1000)
        assert text.split("\n") == [
            "张三 <a@example.org>",
            "李四 <b@example.org>",
            "会议通知",
            "正文朱镕基",
            "附件.pdf",
        ]

    def test_eml_of_html_alone(self, forge):
        page = (
            "<html><head><style>p{}</style></head><body><p>第一段</p><script>x()</script><div>第二&nbsp;段</div></body>"
        )
        path = forge.file(b"From: a\nTo: b\nContent-Type: text/html; charset=no-such-set\n\n" + page.encode())
        assert read(FileKind.EML, path, 1000) == "a\nb\n\n第一段\n第二\xa0段"

    @pytest.mark.parametrize("subject", [b"=?utf-8?B?####?=", b"=?x?Q?=ff?=", b"=?utf-8?B?6?=", b"\xff\xfe"])
    def test_eml_with_damaged_words_is_still_read(self, forge, subject):
        path = forge.file(b"From: a\nSubject: " + subject + b"\n\nbody")
        assert read(FileKind.EML, path, 1000).startswith("a\n")
        assert read(FileKind.EML, path, 1000).endswith("\nbody")

    def test_text_that_no_database_takes_is_left_out(self, forge):
        assert read(FileKind.EML, forge.file(b"From: a\nTo: b\n\nx\x00y\x08z\xef\xbf\xbf!"), 1000) == "a\nb\nxyz!"
