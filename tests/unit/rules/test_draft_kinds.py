"""Each kind of document and what it asks for (DOC-K), regulations left alone (DOC-S03), old conventions (DOC-S05)."""

from dataclasses import replace
from datetime import date

import pytest

from app.rules.checks.draft import Recipient
from app.rules.checks.outgoing import check_draft
from app.vocabulary.documents import DocType as Kind
from app.vocabulary.drafting import CheckMoment as Moment
from app.vocabulary.drafting import OrganKind, OrganLevel
from app.vocabulary.outgoing import Direction, Relation
from app.vocabulary.rules import Severity
from tests.factories.drafts import BUREAU, CITY, COUNTY, SCHOOL, TOWNS, a_draft, found, marked, rules

DAY = date(2026, 3, 9)
STATUTORY = [kind for kind in Kind if kind is not Kind.OTHER]


@pytest.mark.parametrize("kind", STATUTORY)
def test_a_right_draft_of_each_kind_has_no_findings(kind):
    assert rules(a_draft(kind)) == []


class TestKinds:
    @pytest.mark.rule("DOC-K01")
    def test_a_resolution_names_its_meeting_and_its_day(self):
        right = a_draft(Kind.RESOLUTION, doc_date=DAY)
        assert found("DOC-K01", right) == []
        wrong = replace(right, meeting_name=" ", adopted_on=None)
        assert [one.pointer for one in found("DOC-K01", wrong)] == ["/meeting_name", "/adopted_on"]
        (late,) = found("DOC-K01", replace(right, doc_date=date(2026, 3, 10)))
        assert (late.pointer, late.suggestion) == ("/doc_date", "2026年3月9日")

    @pytest.mark.rule("DOC-K03")
    def test_orders_are_given_by_governments_and_numbered_as_orders(self):
        order = a_draft(Kind.ORDER, order_number="第12号")
        assert found("DOC-K03", order, Moment.NUMBERED) == []
        assert found("DOC-K03", replace(order, issuers=(replace(BUREAU, may_order=True),))) == []
        (bureau,) = found("DOC-K03", replace(order, issuers=(BUREAU,)))
        assert bureau.pointer == "/issuers/0"
        (unnumbered,) = found("DOC-K03", replace(order, order_number=None), Moment.NUMBERED)
        assert unnumbered.pointer == "/order_number"

    @pytest.mark.rule("DOC-K04", "DOC-K05")
    @pytest.mark.parametrize(("kind", "rule"), [(Kind.COMMUNIQUE, "DOC-K04"), (Kind.ANNOUNCEMENT, "DOC-K05")])
    def test_what_is_published_is_addressed_to_nobody(self, kind, rule):
        assert found(rule, a_draft(kind)) == []
        (one,) = found(rule, a_draft(kind, main_recipients=(TOWNS,)))
        assert one.pointer == "/main_recipients"

    @pytest.mark.rule("DOC-K05")
    def test_an_announcement_is_not_for_daily_business(self):
        (one,) = found("DOC-K05", a_draft(Kind.ANNOUNCEMENT, title="关于城区停水的公告"))
        assert (one.pointer, one.at_most) == ("/title", Severity.WARN)
        assert found("DOC-K05", a_draft(Kind.ANNOUNCEMENT, title="关于公开招聘工作人员的公告")) == []

    @pytest.mark.rule("DOC-K06")
    def test_a_public_notice_may_name_recipients_but_no_superior(self):
        assert found("DOC-K06", a_draft(Kind.PUBLIC_NOTICE, main_recipients=(TOWNS,))) == []
        assert len(found("DOC-K06", a_draft(Kind.PUBLIC_NOTICE, main_recipients=(CITY,)))) == 1

    @pytest.mark.rule("DOC-K07")
    def test_an_opinion_sent_up_goes_the_way_of_a_request(self):
        upward = a_draft(Kind.OPINION, direction=Direction.UPWARD, main_recipients=(CITY,))
        assert found("DOC-K07", upward) == []
        both = replace(upward, main_recipients=(CITY, Recipient("云州市水利局")), expects_reply=False)
        assert {one.pointer for one in found("DOC-K07", both)} == {"/main_recipients", "/expects_reply"}
        assert found("DOC-K07", a_draft(Kind.OPINION, main_recipients=(TOWNS, SCHOOL), expects_reply=False)) == []

    @pytest.mark.rule("DOC-K08")
    @pytest.mark.parametrize(
        ("title", "better"),
        [
            ("某局关于转发市政府关于做好防汛工作的通知的通知", "某局转发市政府关于做好防汛工作的通知"),
            ("关于转发县局关于转发市局关于开展检查的通知的通知的通知", "转发市局关于开展检查的通知"),
            ("关于转发《云州市水利局关于开展检查的通知》的通知", "转发云州市水利局关于开展检查的通知"),
        ],
    )
    def test_notices_of_notices_are_unstacked(self, title, better):
        (one,) = found("DOC-K08", a_draft(title=title))
        assert one.suggestion == better

    @pytest.mark.rule("DOC-K08")
    def test_passing_on_something_else_is_no_stack(self):
        assert found("DOC-K08", a_draft(title="清河县人民政府转发云州市人民政府关于做好防汛工作意见的通知")) == []

    @pytest.mark.rule("DOC-K10", "DOC-K11")
    @pytest.mark.parametrize(("kind", "rule"), [(Kind.REPORT, "DOC-K10"), (Kind.REQUEST_INSTRUCTION, "DOC-K11")])
    def test_reports_and_requests_go_up(self, kind, rule):
        assert found(rule, a_draft(kind)) == []
        down = Recipient("青山镇人民政府", relation=Relation.SUBORDINATE)
        (one,) = found(rule, a_draft(kind, main_recipients=(down,)))
        assert one.pointer == "/main_recipients/0"

    @pytest.mark.rule("DOC-K11")
    def test_a_request_comes_before_the_act_and_waits_for_its_answer(self):
        request = a_draft(Kind.REQUEST_INSTRUCTION, checked_on=DAY, decision_needed_on=date(2026, 4, 9))
        assert found("DOC-K11", request) == []
        (late,) = found("DOC-K11", replace(request, decision_needed_on=date(2026, 3, 8)))
        assert late.pointer == "/decision_needed_on"
        (lost,) = found("DOC-K11", replace(request, expects_reply=False))
        assert lost.pointer == "/expects_reply"

    @pytest.mark.rule("DOC-K11")
    def test_a_request_says_what_it_asks_for(self):
        body = "水库存在安全隐患。\n需要资金300万元。"
        (one,) = found("DOC-K11", a_draft(Kind.REQUEST_INSTRUCTION, body=body))
        assert marked(a_draft(body=body), one) == "需要资金300万元。"

    @pytest.mark.rule("DOC-K12")
    def test_a_reply_answers_exactly_one_request(self):
        reply = a_draft(Kind.REPLY_TO_REQUEST)
        assert found("DOC-K12", reply) == []
        for linked in ((), ("清水发〔2026〕5号", "清水发〔2026〕6号")):
            (one,) = found("DOC-K12", replace(reply, replies_to=linked))
            assert one.pointer == "/replies_to"

    @pytest.mark.rule("DOC-K12")
    def test_a_reply_begins_with_the_request(self):
        (one,) = found("DOC-K12", a_draft(Kind.REPLY_TO_REQUEST, body="经研究，同意实施。\n此复。"))
        assert (one.place.paragraph, one.at_most) == (1, Severity.WARN)

    @pytest.mark.rule("DOC-K13")
    def test_a_proposal_goes_from_a_government_to_its_congress(self):
        proposal = a_draft(Kind.PROPOSAL)
        assert found("DOC-K13", proposal) == []
        (wrong_issuer,) = found("DOC-K13", replace(proposal, issuers=(BUREAU,)))
        assert wrong_issuer.pointer == "/issuers/0"
        (wrong_recipient,) = found("DOC-K13", replace(proposal, main_recipients=(SCHOOL,)))
        assert wrong_recipient.pointer == "/main_recipients/0"
        congress = Recipient("云州市人大常委会", kind=OrganKind.CONGRESS, level=OrganLevel.PREFECTURE)
        session = Recipient("清河县第十七届人民代表大会第六次会议")
        assert found("DOC-K13", replace(proposal, main_recipients=(session,))) == []
        (unclear,) = found("DOC-K13", replace(proposal, main_recipients=(Recipient("主席团"),)))
        assert unclear.at_most is Severity.WARN
        (other_level,) = found("DOC-K13", replace(proposal, main_recipients=(congress,)))
        assert "同级" in other_level.message

    @pytest.mark.rule("DOC-K14")
    def test_a_letter_is_for_organs_without_subordination(self):
        assert found("DOC-K14", a_draft(Kind.LETTER)) == []
        (up,) = found("DOC-K14", a_draft(Kind.LETTER, main_recipients=(CITY,)))
        assert up.at_most is Severity.BLOCK
        below = Recipient("青山镇人民政府", relation=Relation.SUBORDINATE)
        (down,) = found("DOC-K14", a_draft(Kind.LETTER, main_recipients=(below,)))
        assert down.at_most is Severity.WARN

    @pytest.mark.rule("DOC-K15")
    def test_minutes_bear_no_signature_and_no_seal(self):
        assert found("DOC-K15", a_draft(Kind.MINUTES)) == []
        signed = a_draft(Kind.MINUTES, issuer_signatures=(COUNTY.name,), seals=(COUNTY.name,))
        assert [one.pointer for one in found("DOC-K15", signed)] == ["/issuer_signatures", "/seals"]

    @pytest.mark.rule("DOC-K16")
    @pytest.mark.parametrize(("title", "pointer"), [("防汛工作实施方案", "/title"), ("防汛工作的思考", "/doc_type")])
    def test_other_names_are_no_kind(self, title, pointer):
        (one,) = found("DOC-K16", a_draft(Kind.OTHER, title=title))
        assert one.pointer == pointer
        assert found("DOC-K16", a_draft(title=f"关于印发《{title}》的通知")) == []

    @pytest.mark.rule("DOC-K08", "DOC-K10", "DOC-K11", "DOC-K12", "DOC-K14")
    @pytest.mark.parametrize(
        ("kind", "phrase", "rule"),
        [
            (Kind.NOTICE, "特此报告。", "DOC-K08"),
            (Kind.REPORT, "特此请示。", "DOC-K10"),
            (Kind.REQUEST_INSTRUCTION, "特此报告。", "DOC-K11"),
            (Kind.REPLY_TO_REQUEST, "特此通知。", "DOC-K12"),
            (Kind.LETTER, "特此通知。", "DOC-K14"),
            (Kind.OPINION, "特此通知。", "DOC-E07"),
        ],
    )
    def test_a_closing_phrase_fits_its_kind(self, kind, phrase, rule):
        draft = a_draft(kind)
        (one,) = found(rule, replace(draft, body=f"{draft.body}\n{phrase}"))
        assert one.at_most is Severity.WARN
        assert marked(replace(draft, body=f"{draft.body}\n{phrase}"), one) == phrase[:-1]


@pytest.mark.rule("DOC-S03")
def test_regulations_are_checked_as_any_text_and_no_further():
    wrong = a_draft(
        Kind.OTHER, title="清河县防汛办法", body="第一条　为了防汛,制定本办法。", issuers=(), necessity=None
    )
    assert {one.rule for one in check_draft(wrong)} == {"DOC-K16", "DOC-R01", "LAY-T06"}
    assert {one.rule for one in check_draft(replace(wrong, is_exempt=True))} == {"LAY-T06"}


@pytest.mark.rule("DOC-S05")
class TestOldConventions:
    @pytest.mark.parametrize(
        ("line", "replacement"),
        [
            ("主题词：防汛 通知", None),
            ("抄报：市政府办公室", None),
            ("（此页无正文）", None),
            ("二〇二六年五月十日", "2026年5月10日"),
            ("二○二六年十二月三十一日", "2026年12月31日"),
        ],
    )
    def test_are_found_where_they_stand(self, line, replacement):
        body = f"各单位要落实责任。\n  {line}"
        (one,) = found("DOC-S05", a_draft(body=body))
        assert (one.place.paragraph, one.replacement) == (2, replacement)

    def test_leave_present_ones_alone(self):
        body = "各单位要明确宣传主题，词语规范。会议纪要由办公室印发。\n2026年5月10日"
        assert found("DOC-S05", a_draft(body=body, copy_number="000012")) == []

    def test_include_the_name_of_minutes_and_seven_digits(self):
        title = a_draft(Kind.MINUTES, title="关于水库建设有关问题的会议纪要")
        (one,) = found("DOC-S05", title)
        assert (marked(title, one), one.replacement) == ("会议纪要", "纪要")
        assert found("DOC-S05", replace(title, title="县政府第3次常务会议纪要")) == []
        (digits,) = found("DOC-S05", a_draft(copy_number="0000012"))
        assert digits.pointer == "/copy_number"
