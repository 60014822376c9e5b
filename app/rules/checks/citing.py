"""Citing other documents in the text: 《标题》（发文字号） (LAY-T04), and how their numbers are written (DOC-N02, DOC-N03)."""

import re
from collections.abc import Iterator
from typing import Final

from app.engine.numbering import NumberFault, parse_doc_number
from app.rules.finding import Finding
from app.rules.passages import Passage
from app.vocabulary.rules import Severity

_OPENING, _CLOSING = "[(（【〔［", r"\])）】〕］"
_TAIL: Final = rf"[{re.escape(_OPENING)}][0-9０-９]{{4}}[{_CLOSING}] ?第?[0-9０-９]{{1,9}} ?号"
_CITED: Final = re.compile(f"(?<=[一-龥A-Za-z]) ?{_TAIL}")
_RIGHT: Final = re.compile("〔[0-9]{4}〕[1-9][0-9]{0,8}号")
_NUMBER_FIRST: Final = re.compile("〔[0-9]{4}〕[0-9]{1,9}号(?:文件?)?[，、]?《")
_NUMBER_BARE: Final = re.compile(r"》([一-龥A-Za-z]{1,10}〔[0-9]{4}〕[0-9]{1,9}号)")
_IN_BRACKETS: Final = re.compile("》（[一-龥A-Za-z]{1,16}〔[0-9]{4}〕([0-9]{1,9}号)")
_UNTITLED: Final = re.compile("([一-龥A-Za-z])〔([0-9]{4})〕([0-9]{1,9}号)")


def check_cited_numbers(body: Passage) -> Iterator[Finding]:
    """Numbers of other documents in the text have their right form; it is theirs, so it only warns (DOC-N02, DOC-N03)."""
    for found in _CITED.finditer(body.text):
        written = found[0]
        if _RIGHT.fullmatch(written):
            continue
        parsed = parse_doc_number("某" + written)
        put = parsed.suggestion[1:] if isinstance(parsed, NumberFault) and parsed.suggestion else None
        if written.strip()[0] != "〔":
            message = "引用的发文字号，年份应当用六角括号〔〕"
            yield body.finding("DOC-N02", message, found.span(), "如“〔2024〕5号”", put, Severity.WARN)
        else:
            message = "引用的发文字号书写不规范：不加“第”字、不编虚位、不留空格"
            yield body.finding("DOC-N03", message, found.span(), "如“〔2024〕5号”", put, Severity.WARN)


def check_citations(body: Passage) -> Iterator[Finding]:
    """A document is cited by its title first and its number behind it in brackets (LAY-T04).

    A number alone is right once title and number stand together somewhere in the text.
    """
    text, form = body.text, "写作“《标题》（发文字号）”"
    titled = {found[1] for found in _IN_BRACKETS.finditer(text)}
    turned = list(_NUMBER_FIRST.finditer(text))
    for found in turned:
        yield body.finding("LAY-T04", "引用公文应当先引标题，后引发文字号", found.span(), form)
    bare = list(_NUMBER_BARE.finditer(text))
    for found in bare:
        yield body.finding("LAY-T04", "引用公文时发文字号应当用圆括号括入", found.span(1), form, f"（{found[1]}）")
    told = {found.start() for found in turned} | {found.end() for found in bare}
    for found in _UNTITLED.finditer(text):
        if found[3] not in titled and not {found.start() + 1, found.end()} & told:
            message = "引用公文只引了发文字号，首次引用应当先引标题"
            yield body.finding("LAY-T04", message, found.span(), form)
