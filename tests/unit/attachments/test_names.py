import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.attachments.errors import FileRefused
from app.services.attachments.names import LONGEST, clean_name
from app.vocabulary.files import FileKind, RefusalReason


class TestCleanName:
    @pytest.mark.parametrize(
        "name",
        [
            "通知.pdf",
            "关于 2026 年工作的通知（定稿）.docx",
            "𠮷田.txt",
            "a" * 255,
            "𠮷" * 255,
            ".隐藏.txt",
            "e\u0301.txt",
        ],
    )
    def test_is_the_name_as_sent(self, name):
        assert clean_name(name) == name

    @pytest.mark.parametrize(
        "name",
        [
            "",
            " ",
            "\u3000",
            " 通知.pdf",
            ".",
            "..",
            "...",
            "\u3164",
            "\u200b\u2060",
            "a" * 256,
            "../etc/passwd",
            "a/b.pdf",
            "a\\b.pdf",
            "C:a.pdf",
            "a..pdf",
            "a\x00.pdf",
            "a\n.pdf",
            "a.pdf\n",
            "a\t.pdf",
            "a\x7f.pdf",
            "a\x9b.pdf",
            "a\u2028b.pdf",
            "通知\u202efdp.exe",
            "a\u200f.pdf",
            "a\u061c.pdf",
            "a\u2066.pdf",
            "\ud800.pdf",
            "a\uffff.pdf",
            "a\ufdd0.pdf",
            "a\U0001fffe.pdf",
        ],
    )
    def test_refuses_what_is_no_label(self, name):
        with pytest.raises(FileRefused) as refusal:
            clean_name(name)
        assert refusal.value.reason is RefusalReason.BAD_NAME
        assert refusal.value.extra == {"reason": "bad_name"}

    @given(st.text(max_size=LONGEST + 5))
    def test_what_passes_can_be_stored_shown_and_sent(self, name):
        try:
            clean_name(name)
        except FileRefused:
            return
        assert 1 <= len(name) <= LONGEST
        assert name.strip()
        assert not set(name) & set("/\\:\r\n\x00")
        name.encode()


class TestKindOfName:
    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("a.pdf", FileKind.PDF),
            ("A.PDF", FileKind.PDF),
            ("a.exe.docx", FileKind.DOCX),
            ("照片.jpeg", FileKind.JPG),
            ("a.TIFF", FileKind.TIF),
            ("a.pdf.exe", None),
            ("a.pdf ", None),
            ("a.pdf.", None),
            (".pdf", None),
            ("pdf", None),
            ("", None),
        ],
    )
    def test_is_what_the_extension_announces(self, name, kind):
        assert FileKind.of_name(name) is kind

    def test_every_kind_has_its_own_media_type_and_extensions(self):
        assert len({kind.media_type for kind in FileKind}) == len(FileKind)
        for kind in FileKind:
            assert {FileKind.of_name(f"a.{extension}") for extension in kind.extensions} == {kind}
