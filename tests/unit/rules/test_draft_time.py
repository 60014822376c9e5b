"""No text makes the checks fail, and none makes them slow."""

import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.rules.catalogue import CATALOGUE
from app.rules.checks.draft import Draft, Issuer, Recipient
from app.rules.checks.outgoing import check_draft
from app.vocabulary.common import Classification, Urgency
from app.vocabulary.documents import DocType, Medium
from app.vocabulary.drafting import CheckMoment, CosignState, OrganKind, OrganLevel
from app.vocabulary.outgoing import Direction, Layout, Relation
from tests.factories.corpus import samples
from tests.factories.drafts import a_draft

MOST_SECONDS = 0.1
LENGTH = 20_000

PIECES = [
    "一、", "（一）", "1.", "（1）", "(", ")", "《", "》", "“", "”", '"', "'", ",", ".", "。", "…", "-", "～", "—", "\n", "\r\n",
    "请批示", "妥否", "附件1", "见附件", "〔2026〕5号", "[2026]5号", "清政发", "的通知", "关于", "转发", "特此通知", "5%", "3万",
    "2026年", "05月", "二〇二六年", "公分", "斤", "http://a", "@", "★", "机密", " ", "　", "联系人", "：", "字", "10:30", "９",
]  # fmt: skip
CHARACTERS = st.characters(exclude_categories=["Cs"])
TEXT = st.one_of(st.text(CHARACTERS, max_size=300), st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
MAYBE = st.none() | TEXT
DAYS = st.none() | st.dates()
RECIPIENTS = st.lists(
    st.builds(
        Recipient,
        name=TEXT,
        relation=st.none() | st.sampled_from(Relation),
        is_listed=st.none() | st.booleans(),
        skipped=st.lists(TEXT, max_size=2).map(tuple),
    ),
    max_size=3,
).map(tuple)
ISSUERS = st.lists(
    st.builds(
        Issuer,
        name=TEXT,
        kind=st.none() | st.sampled_from(OrganKind),
        level=st.none() | st.sampled_from(OrganLevel),
        superiors=st.lists(TEXT, max_size=2).map(tuple),
    ),
    max_size=3,
).map(tuple)
NAMES = st.lists(TEXT, max_size=3).map(tuple)
DRAFTS = st.builds(
    Draft,
    doc_type=st.sampled_from(DocType),
    title=TEXT,
    body=TEXT,
    direction=st.sampled_from(Direction),
    issuers=ISSUERS,
    main_recipients=RECIPIENTS,
    cc_recipients=RECIPIENTS,
    layout=st.sampled_from(Layout),
    medium=st.sampled_from(Medium),
    is_exempt=st.booleans(),
    attachment_notes=NAMES,
    attachments=NAMES,
    note=MAYBE,
    number=MAYBE,
    order_number=MAYBE,
    doc_date=DAYS,
    signed_on=DAYS,
    adopted_on=DAYS,
    print_date=DAYS,
    checked_on=DAYS,
    decision_needed_on=DAYS,
    urgency=st.sampled_from(Urgency),
    classification=st.sampled_from(Classification),
    secrecy_term=MAYBE,
    copy_number=MAYBE,
    forwarded_text=MAYBE,
    cosign=st.sampled_from(CosignState),
)
HARD = [
    "（", "《", "1\n", "一、\n", "请", "妥否", "特请", "申请", "〔2026", "0-", "a@", "的通知", "，", '"中', "经", "http",
    "绝密 ", "9", "二〇二六年", "可否请", "附件1", "见附件", "（一", "1）", " ", "\n", "万", "中(", "5-", "》、《", "特此",
    "…", "a1", "》〔",
]  # fmt: skip


@given(DRAFTS, st.sampled_from(CheckMoment))
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_never_fails_and_always_tells_a_place_that_exists(draft, moment):
    texts = {"/title": draft.title, "/body": draft.body, "/note": draft.note or ""}
    texts |= {f"/attachment_notes/{at}": note for at, note in enumerate(draft.attachment_notes)}
    for one in check_draft(draft, moment):
        assert one.rule in CATALOGUE
        assert len(one.message) <= 500
        assert len(one.suggestion or "") <= 2_000
        if one.place is not None:
            text = texts[one.pointer]
            assert 0 <= one.place.offset <= one.place.offset + one.place.length <= len(text)
            assert text.count("\n", 0, one.place.offset) + 1 == one.place.paragraph


@pytest.mark.parametrize("piece", HARD)
def test_takes_a_time_that_grows_with_the_text_alone(piece):
    body = (piece * LENGTH)[:LENGTH]
    for kind in (DocType.NOTICE, DocType.REQUEST_INSTRUCTION, DocType.REPORT):
        draft = a_draft(kind, body=body, note=body, forwarded_text=body[:500])
        assert min(seconds(draft) for _ in range(3)) < 2 * MOST_SECONDS  # body and note, each as long as may be


def test_reads_a_long_document_in_a_tenth_of_a_second():
    paragraphs = "\n".join(sample.draft.body for sample in samples())
    draft = a_draft(body=(paragraphs * 10)[:LENGTH])
    assert min(seconds(draft) for _ in range(3)) < MOST_SECONDS
    assert min(seconds(replace(draft, is_exempt=True)) for _ in range(3)) < MOST_SECONDS


def seconds(draft):
    """Processor time of one check."""
    started = time.process_time()
    check_draft(draft, CheckMoment.DISPATCH)
    return time.process_time() - started
