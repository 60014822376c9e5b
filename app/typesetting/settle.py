"""Making a document fit: what the standard lets one change, tried in order (LAY-B03, LAY-B14, LAY-H05, LAY-N04)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.typesetting.compiler import Compiler, Typeset, compiler
from app.typesetting.describe import PITCH_PT, Arrangement, describe
from app.typesetting.fonts import FontBook
from app.typesetting.inventory import Inventory
from app.typesetting.paper import Paper
from app.typesetting.rendition import Substitution
from app.typesetting.structure import Paragraph, parse

_CLOSER = (28.5, 28.0)
_WIDER, _WIDEST = ([225 / lines / 25.4 * 72 for lines in few] for few in ((21, 20, 19), (18, 17, 16, 15, 14)))
_CARRIED_CHARACTERS = 28 * 8
_MARK_SCALES = (0.85, 0.7, 0.6, 0.5)


@dataclass(frozen=True, slots=True)
class Settled:
    """A document that fits, and what it took."""

    typeset: Typeset
    arrangement: Arrangement
    substitutions: tuple[Substitution, ...]
    adjustments: tuple[str, ...]


class Settling:
    """One document being fitted."""

    def __init__(self, paper: Paper, fonts: FontBook) -> None:
        self._paper, self._fonts = paper, fonts
        self._compiler: Compiler = compiler(fonts)
        self._substitutions: tuple[Substitution, ...] = ()
        self._arrangement = Arrangement()
        self._typeset = self._set(self._arrangement)
        self._done: list[str] = []

    def settle(self) -> Settled:
        """Try what the standard allows, one thing after the other, each only if it is needed."""
        self._show_text_on_first_page()
        self._keep_text_with_seal()
        self._place_foot()
        foot = self._typeset.first("foot")
        if foot is not None and foot.width < 1:
            self._done.append("版记内容过多，字号缩小")
        return Settled(self._typeset, self._arrangement, self._substitutions, tuple(self._done))

    def _set(self, arrangement: Arrangement) -> Typeset:
        inventory = Inventory(self._fonts)
        typeset = self._compiler.set(describe(self._paper, self._fonts, arrangement, inventory))
        self._substitutions = inventory.substitutions()
        return typeset

    def _take(self, arrangement: Arrangement, typeset: Typeset, what: str) -> None:
        self._arrangement, self._typeset = arrangement, typeset
        self._done.append(what)

    def _show_text_on_first_page(self) -> None:
        """Page 1 shows text: smaller names of joint issuers, else the recipients go to the 版记 (LAY-B03, LAY-H05)."""
        if _shows_text(self._typeset):
            return
        for arrangement, what in self._ways_to_show_text():
            typeset = self._set(arrangement)
            if _shows_text(typeset):
                self._take(arrangement, typeset, what)
                return
        self._done.append("首页未能显示正文，需人工调整")

    def _ways_to_show_text(self) -> Iterator[tuple[Arrangement, str]]:
        joint = len(self._paper.issuer_marks) > 1
        if joint:
            for scale in _MARK_SCALES:
                yield replace(self._arrangement, mark_scale=scale), "联合行文发文机关标志缩小，保证首页显示正文"
        if self._paper.recipients:
            moved = replace(self._arrangement, recipients_in_foot=True)
            what = "主送机关移至版记，保证首页显示正文"
            yield moved, what
            if joint:
                for scale in _MARK_SCALES:
                    yield replace(moved, mark_scale=scale), f"{what}；联合行文发文机关标志缩小"

    def _keep_text_with_seal(self) -> None:
        """No page holds only the signature: lines closer, else wider, within bounds (LAY-B14)."""
        if not _seal_is_alone(self._typeset):
            return
        for arrangement, what in self._ways_to_keep_text():
            typeset = self._set(arrangement)
            if not _seal_is_alone(typeset) and _shows_text(typeset):
                self._take(arrangement, typeset, what)
                return
        self._done.append("末页只有署名和印章，需人工调整")

    def _ways_to_keep_text(self) -> Iterator[tuple[Arrangement, str]]:
        for pitch in (*_CLOSER, *_WIDER):
            yield self._with_pitch(pitch)
        blocks = parse(self._paper.body, self._paper.tables)
        carried = next((i for i, block in enumerate(reversed(blocks), 1) if isinstance(block, Paragraph)), 0)
        tail = sum(len(block.head + block.rest) for block in blocks[-carried:] if isinstance(block, Paragraph))
        if 0 < carried < len(blocks) and tail <= _CARRIED_CHARACTERS:
            yield replace(self._arrangement, carried=carried), "末段移至署名所在页，避免末页只有署名和印章"
        for pitch in _WIDEST:
            yield self._with_pitch(pitch)

    def _with_pitch(self, pitch: float) -> tuple[Arrangement, str]:
        what = f"行距由{PITCH_PT:.2f}磅调整为{pitch:.2f}磅，避免末页只有署名和印章"
        return replace(self._arrangement, pitch=pitch), what

    def _place_foot(self) -> None:
        """The 版记 on an even page where the office wants it; a blank page before it has no number (LAY-F02, LAY-N04)."""
        foot, text = self._typeset.first("foot"), self._typeset.first("end")
        if not self._paper.foot_on_even_page or foot is None or text is None or foot.page % 2 == 0:
            return
        last = _last_text_page(self._typeset)
        breaks = foot.page + 1 - last
        blank = tuple(range(last + 1, foot.page + 1))
        unnumbered = (*blank, foot.page + 1) if blank else ()
        arrangement = replace(self._arrangement, page_breaks=breaks, unnumbered=unnumbered)
        self._take(arrangement, self._set(arrangement), "版记移至双数页")


def settle(paper: Paper, fonts: FontBook) -> Settled:
    """The document, fitted to its pages."""
    return Settling(paper, fonts).settle()


def _shows_text(typeset: Typeset) -> bool:
    start = typeset.first("body-start")
    return start is None or start.page == 1


def _seal_is_alone(typeset: Typeset) -> bool:
    sign = typeset.first("sign")
    before = typeset.first("notes-end") or typeset.first("body-end")
    return sign is not None and before is not None and sign.page > before.page


def _last_text_page(typeset: Typeset) -> int:
    last = typeset.first("text-end")
    return last.page if last else 1
