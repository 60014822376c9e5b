"""Which face serves, which stands in, and what is said about it (LAY-S01)."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from fontTools.ttLib import TTFont

from app.typesetting.fonts import SHIPPED, FontFolderUnusable, Role, font_book
from app.typesetting.pdf import render_pdf
from tests.factories.sample_papers import DOWNWARD, GALLERY, JOINT_UPWARD, plain
from tests.unit.typesetting.measure import Measured, measured

pytestmark = pytest.mark.rule("LAY-S01")


@pytest.fixture(scope="module")
def licensed(tmp_path_factory):
    """A folder with a face named 方正小标宋简体, made from a free one, and two files that are no typefaces."""
    folder = tmp_path_factory.mktemp("faces")
    font = TTFont(SHIPPED / "FandolHei-Regular.otf")
    for record in list(font["name"].names):
        if record.nameID in (1, 16):
            font["name"].setName(
                "FZXiaoBiaoSong-B05S", record.nameID, record.platformID, record.platEncID, record.langID
            )
    font["name"].setName("方正小标宋简体", 1, 3, 1, 0x804)
    font["CFF "].cff.fontNames = ["FZXiaoBiaoSong"]
    font.save(folder / "FZXBSJW.OTF")
    (folder / "broken.ttf").write_bytes(b"\0\1\0\0 no typeface")
    shutil.copy(SHIPPED / "README.md", folder)
    return folder


class TestSubstitution:
    def test_every_free_face_in_use_is_reported_with_the_one_it_stands_for(self):
        said = {s.role: (s.wanted, s.used) for s in measured(DOWNWARD).rendition.substitutions if not s.characters}
        assert said == {
            "小标宋": ("方正小标宋简体", "Noto Serif CJK SC"),
            "仿宋": ("仿宋_GB2312", "FandolFang R"),
            "楷体": ("楷体_GB2312", "FandolKai"),
            "黑体": ("黑体", "FandolHei"),
            "宋体": ("宋体", "FandolSong"),
        }

    def test_a_licensed_face_in_the_folder_is_used_and_no_longer_reported(self, licensed):
        rendition = render_pdf(DOWNWARD, font_book(licensed))
        assert "小标宋" not in {s.role for s in rendition.substitutions}
        title = Measured(rendition).find("关于做好", page=1)
        assert "XiaoBiaoSong" in title[0].font or "FandolHei" not in measured(DOWNWARD).find("关于做好", page=1)[0].font
        assert rendition.content != measured(DOWNWARD).rendition.content

    def test_a_folder_that_is_not_there_is_refused(self, tmp_path):
        with pytest.raises(FontFolderUnusable):
            font_book(tmp_path / "nowhere")

    def test_an_empty_folder_changes_nothing(self, tmp_path):
        assert render_pdf(DOWNWARD, font_book(tmp_path)).content == measured(DOWNWARD).rendition.content


class TestRareCharacters:
    @pytest.mark.parametrize("name", ["喆", "堃", "祎", "昇", "燊", "镕", "彧", "㎡", "𬭎", "𫖯", "㐂"])
    def test_names_are_printed_from_another_face_and_reported(self, name):
        document = measured(plain(1, body=f"王{name}同志任局长。"))
        borrowed = [s for s in document.rendition.substitutions if name in s.characters]
        assert len(borrowed) == 1
        if borrowed[0].used:
            assert document.find(name)[0].font.endswith("NotoSerifCJKsc-Regular")
        else:
            assert document.has("王〓同志")

    def test_what_no_face_has_is_printed_as_a_gap_and_reported(self):
        document = measured(plain(1, body="会议😀结束𪛕了。\u0007控\u200b制\ufe0f符"))
        assert document.has("会议〓结束")
        assert document.has("控制符")
        lost = [s for s in document.rendition.substitutions if s.used is None]
        assert len(lost) == 1
        assert "😀" in lost[0].characters

    def test_common_characters_need_no_other_face(self):
        assert not [s for s in measured(JOINT_UPWARD).rendition.substitutions if s.characters]

    def test_markup_is_never_read(self):
        text = '#let x = 1; $a^2$ *b* _c_ `d` <e> @f \\ // g /* h */ "i" [j] #pagebreak() = k'
        document = measured(plain(1, body=text))
        assert document.has("".join(text.split()))
        assert document.rendition.pages <= 2


def test_shipped_faces_have_every_character_of_gb2312():
    cells = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    characters = [text for cell in cells if (text := cell.decode("gb2312", "ignore"))]
    assert len(characters) == 6763
    book = font_book()
    for role in (Role.TITLE, Role.TEXT, Role.KAI, Role.HEI):
        missing = [c for c in characters if not book.faces[role].has(c)]
        assert missing == [], role


def test_threads_may_typeset_at_once_and_get_their_own_document():
    papers = [replace(paper, title=f"第{n}号") for n in range(6) for paper in GALLERY.values() if paper.title]
    with ThreadPoolExecutor(8) as pool:
        renditions = list(pool.map(lambda paper: render_pdf(paper, font_book()), papers))
    for paper, rendition in zip(papers, renditions, strict=True):
        assert Measured(rendition).has(paper.title.replace(" ", ""))
