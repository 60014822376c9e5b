"""A paper as the data the template reads: text by its role, figures that depend on the paper (LAY-H, LAY-B, LAY-F)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.typesetting.fonts import FontBook, Role
from app.typesetting.inventory import verbatim
from app.typesetting.paper import NO_DATE_YET, Layout, Paper, SignOff, Table, chinese_date
from app.typesetting.structure import Block, parse
from app.typesetting.title import balanced, width

PITCH_PT = 225 / 22 / 25.4 * 72
"""A line: 22 of them fill the 225 mm of the 版心 (LAY-P07, LAY-P12)."""
TYPE_PT = 16.0
"""3号."""
HEAD_LINES = 5
"""The head of a table comes again on every page unless it has more lines than these."""
SEAL_DROP_MM = 3.0
Say = Callable[[Role, str], str]
_HEADS = (Role.HEI, Role.KAI)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What may be changed to make a document fit; see `settle`."""

    pitch: float = PITCH_PT
    recipients_in_foot: bool = False
    mark_scale: float = 1.0
    shift: float = 0.0
    page_breaks: int = 0
    unnumbered: tuple[int, ...] = ()
    carried: int = 0
    """So many blocks at the end of the text stay on the page of the signature."""


def blank_lines(seal_mm: float, pitch: float) -> int:
    """Empty lines between text and 署名, so that the seal's top comes within one line of the text (LAY-B08).

    署名 and date stand `SEAL_DROP_MM` below the centre of the seal.
    """
    centre = TYPE_PT + (SEAL_DROP_MM + seal_mm / 2) / 25.4 * 72
    return max(0, int((centre - (pitch + TYPE_PT) / 2) // pitch))


def separated(names: Sequence[str]) -> list[str]:
    """Names, each but the last with its mark: 、, or ， where a name has its own 、 (LAY-F04)."""
    mark = "，" if any("、" in name for name in names) else "、"
    return [*(name + mark for name in names[:-1]), *names[-1:]]


def joined(names: Sequence[str]) -> str:
    """Names of organs in one line."""
    return "".join(separated(names))


def describe(paper: Paper, fonts: FontBook, arrangement: Arrangement, say: Say) -> dict[str, Any]:
    """Everything the template prints; ``say`` hears of every text with its role and may change it."""
    to_foot = arrangement.recipients_in_foot
    recipients = joined(paper.recipients)
    return {
        "layout": paper.layout.value,
        "subject": verbatim(Role.TEXT, " ".join(paper.title.split())),
        "author": verbatim(Role.TEXT, "、".join(paper.issuers or paper.issuer_marks)),
        "date": _dated(paper),
        "fonts": _fonts(fonts),
        "pitch": arrangement.pitch,
        "shift": arrangement.shift,
        "unnumbered": arrangement.unnumbered,
        "carried": arrangement.carried,
        "dash": say(Role.SONG, "—"),
        "draft": say(Role.HEI, paper.draft_mark or ""),
        "preprinted": paper.preprinted.start_mm if paper.preprinted else None,
        "mark": _mark(paper, say),
        "mark_scale": arrangement.mark_scale,
        "left_fields": _left_fields(paper, say),
        "number": say(Role.TEXT, paper.doc_number or ""),
        "signers": [say(Role.KAI, name) for name in paper.signers],
        "title": [say(Role.TITLE, line) for line in balanced(paper.title)],
        "recipients": say(Role.TEXT, f"{recipients}：") if recipients and not to_foot else "",
        "body": [_block(block, say) for block in parse(paper.body, paper.tables)],
        "notes": _notes(paper, say),
        "lists": _lists(paper, say),
        "sign": _sign(paper, arrangement.pitch, say),
        "note": say(Role.TEXT, f"（{paper.note}）" if paper.note else ""),
        "attachments": _attachments(paper, say),
        "foot": {**_foot(paper, recipients if to_foot else "", say), "page_breaks": arrangement.page_breaks},
    }


def _dated(paper: Paper) -> list[int]:
    """The date in the file's metadata: fixed, so that one paper always gives the same bytes."""
    day = paper.doc_date or paper.print_date or date(1970, 1, 1)
    return [day.year, day.month, day.day]


def _fonts(fonts: FontBook) -> dict[str, Any]:
    others = list(dict.fromkeys(face.family for face in fonts.others))
    return {
        role.value: {"families": [face.family, *(o for o in others if o != face.family)], "weight": face.weight}
        for role, face in fonts.faces.items()
    }


def _mark(paper: Paper, say: Say) -> dict[str, Any]:
    names = paper.issuer_marks[:1] if paper.layout is Layout.LETTER else paper.issuer_marks
    suffix = paper.mark_suffix if paper.layout is Layout.DOCUMENT else ""
    if paper.preprinted:
        return {"names": [""], "suffix": ""}
    return {"names": [say(Role.TITLE, name) for name in names], "suffix": say(Role.TITLE, suffix)}


def _left_fields(paper: Paper, say: Say) -> list[dict[str, Any]]:
    """份号 on line 1, 密级 on line 2, 紧急程度 below them, or on line 1 if alone (LAY-H01 to LAY-H03)."""
    fields: list[dict[str, Any]] = []
    if paper.copy_number:
        fields.append({"role": Role.TEXT.value, "line": 0, "text": say(Role.TEXT, paper.copy_number)})
    if paper.classification:
        fields.append({"role": Role.HEI.value, "line": 1, "text": say(Role.HEI, paper.classification)})
    if paper.urgency:
        line = fields[-1]["line"] + 1 if fields else 0
        fields.append({"role": Role.HEI.value, "line": line, "text": say(Role.HEI, paper.urgency)})
    return fields


def _block(block: Block, say: Say) -> dict[str, Any]:
    if isinstance(block, Table):
        return _table(block, say)
    head = say(_HEADS[block.level - 1], block.head) if block.head else ""
    return {"kind": "text", "level": block.level, "head": head, "rest": say(Role.TEXT, block.rest)}


def _table(table: Table, say: Say) -> dict[str, Any]:
    head, *rest = table.rows
    widest = [max(width(row[i]) for row in table.rows) for i in range(len(head))]
    columns = [min(max(column, 3.0), 18.0) + 1 for column in widest]
    cells_of_four = 156 / 25.4 * 72 / 14
    head_lines = max(
        width(cell) * sum(columns) / column / cells_of_four for cell, column in zip(head, columns, strict=True)
    )
    return {
        "kind": "table",
        "caption": say(Role.HEI, table.caption) if table.caption else None,
        "columns": columns,
        "repeats": head_lines <= HEAD_LINES,
        "rows": [[say(Role.HEI, cell) for cell in head], *([say(Role.TEXT, cell) for cell in row] for row in rest)],
    }


def _notes(paper: Paper, say: Say) -> list[dict[str, str]]:
    several = len(paper.attachment_notes) > 1
    numbered = enumerate(paper.attachment_notes, start=1)
    return [{"number": f"{i}. " if several else "", "text": say(Role.TEXT, note)} for i, note in numbered]


def _lists(paper: Paper, say: Say) -> list[dict[str, Any]]:
    lists = (("出席", paper.attendees), ("请假", paper.absentees), ("列席", paper.observers))
    return [
        {"label": say(Role.HEI, label), "names": [say(Role.TEXT, name) for name in separated(names)]}
        for label, names in lists
        if names and paper.layout is Layout.MINUTES
    ]


def _sign(paper: Paper, pitch: float, say: Say) -> dict[str, Any]:
    kind = SignOff.NONE if paper.sign_off is not SignOff.STAMPED and not paper.issuers else paper.sign_off
    return {
        "kind": kind.value,
        "issuers": [say(Role.TEXT, name) for name in paper.issuers],
        "stamps": [{"post": say(Role.TEXT, one.post), "name": say(Role.TEXT, one.name)} for one in paper.stamps],
        "seal_mm": paper.seal_mm,
        "blanks": blank_lines(paper.seal_mm, pitch),
        "date": say(Role.TEXT, chinese_date(paper.doc_date) if paper.doc_date else NO_DATE_YET),
    }


def _attachments(paper: Paper, say: Say) -> list[dict[str, Any]]:
    several = len(paper.attachments) > 1
    return [
        {
            "label": say(Role.HEI, f"附件{number}" if several else "附件"),
            "title": [say(Role.TITLE, line) for line in balanced(one.title)],
            "body": [_block(block, say) for block in parse(one.body, one.tables)],
        }
        for number, one in enumerate(paper.attachments, start=1)
    ]


def _foot(paper: Paper, recipients: str, say: Say) -> dict[str, str]:
    printed = f"{chinese_date(paper.print_date)}印发" if paper.print_date else ""
    return {
        "recipients": say(Role.TEXT, f"{recipients}。") if recipients else "",
        "cc": say(Role.TEXT, f"{'，'.join(paper.cc)}。") if paper.cc else "",
        "print_org": say(Role.TEXT, paper.print_org or ""),
        "print_date": say(Role.TEXT, printed) if paper.print_org else "",
    }
