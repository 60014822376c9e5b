"""Drafts of ours for the checks: one right draft of each kind, to be spoilt one member at a time."""

from dataclasses import replace
from datetime import date
from typing import Any

from app.rules.checks.draft import Draft, Issuer, Recipient
from app.rules.checks.outgoing import check_draft
from app.rules.finding import Finding
from app.vocabulary.documents import DocType as Kind
from app.vocabulary.drafting import CheckMoment as Moment
from app.vocabulary.drafting import OrganLevel
from app.vocabulary.outgoing import Direction, Layout, Relation

COUNTY = Issuer(
    "清河县人民政府", "清河县政府", level=OrganLevel.COUNTY, codes=("清政发",), superiors=("云州市人民政府",)
)
OFFICE = Issuer("清河县人民政府办公室", "清河县政府办公室", is_office=True, codes=("清政办发",))
BUREAU = Issuer("清河县水利局", "县水利局", level=OrganLevel.TOWNSHIP, codes=("清水发",), superiors=("清河县人民政府",))
CITY = Recipient("云州市人民政府", relation=Relation.SUPERIOR)
CITY_BUREAU = Recipient("云州市水利局", relation=Relation.SUPERIOR)
TOWNS = Recipient("各乡镇人民政府", relation=Relation.COLLECTIVE)
SCHOOL = Recipient("清河县教育局", relation=Relation.PEER)
SUBJECT = "青山水库除险加固"

_BODIES = {
    Kind.REQUEST_INSTRUCTION: f"{SUBJECT}前期工作已经完成，恳请市政府批准立项。\n妥否，请批示。",
    Kind.REPORT: f"现将{SUBJECT}情况报告如下。工程于3月开工，进展顺利。\n特此报告。",
    Kind.REPLY_TO_REQUEST: f"你局《关于{SUBJECT}的请示》（清水发〔2026〕5号）收悉。经研究，同意实施。\n此复。",
    Kind.LETTER: f"我县拟实施{SUBJECT}，现就有关事项函请支持。\n特此函达。",
}


def a_draft(kind: Kind = Kind.NOTICE, **changes: Any) -> Draft:
    """A draft nothing is wrong with while it is being written, with ``changes`` made to it."""
    up = kind in {Kind.REPORT, Kind.REQUEST_INSTRUCTION}
    public = kind in {Kind.ANNOUNCEMENT, Kind.COMMUNIQUE, Kind.PUBLIC_NOTICE}
    unaddressed = public or kind in {Kind.ORDER, Kind.RESOLUTION, Kind.MINUTES}
    recipient = {Kind.LETTER: SCHOOL, Kind.PROPOSAL: Recipient("清河县人民代表大会常务委员会")}.get(kind, TOWNS)
    name = {Kind.ORDER: "令", Kind.OTHER: "实施方案"}.get(kind, kind.label)
    draft = Draft(
        doc_type=kind,
        title=f"清河县人民政府关于{SUBJECT}的{name}",
        body=_BODIES.get(kind, f"为做好{SUBJECT}工作，现将有关事项明确如下。"),
        direction=Direction.UPWARD if up else Direction.PUBLIC if public else Direction.DOWNWARD,
        issuers=(COUNTY,),
        main_recipients=() if unaddressed else (CITY,) if up else (recipient,),
        note="（联系人：张明，电话：0571-88001234）" if kind is Kind.REQUEST_INSTRUCTION else None,
        necessity="落实年度重点任务",
        replies_to=("清水发〔2026〕5号",) if kind is Kind.REPLY_TO_REQUEST else (),
    )
    if kind is Kind.RESOLUTION:
        draft = replace(draft, meeting_name="清河县人民政府第8次常务会议", adopted_on=date(2026, 3, 9))
    if kind in {Kind.LETTER, Kind.PROPOSAL}:
        draft = replace(draft, direction=Direction.LEVEL)
    if kind in {Kind.LETTER, Kind.MINUTES, Kind.ORDER}:
        draft = replace(draft, layout={Kind.LETTER: Layout.LETTER, Kind.ORDER: Layout.ORDER}.get(kind, Layout.MINUTES))
    return replace(draft, **changes)


def findings(draft: Draft, moment: Moment = Moment.DRAFTING) -> list[Finding]:
    return check_draft(draft, moment)


def rules(draft: Draft, moment: Moment = Moment.DRAFTING) -> list[str]:
    """The rules a draft breaks, each as often as it is found."""
    return [one.rule for one in check_draft(draft, moment)]


def found(rule: str, draft: Draft, moment: Moment = Moment.DRAFTING) -> list[Finding]:
    return [one for one in check_draft(draft, moment) if one.rule == rule]


def marked(draft: Draft, one: Finding) -> str:
    """The characters a finding points at."""
    texts = {"/title": draft.title, "/body": draft.body, "/note": draft.note or ""}
    texts |= {f"/attachment_notes/{at}": note for at, note in enumerate(draft.attachment_notes)}
    place = one.place
    assert place is not None
    assert texts[one.pointer].count("\n", 0, place.offset) + 1 == place.paragraph
    return texts[one.pointer][place.offset : place.offset + place.length]
