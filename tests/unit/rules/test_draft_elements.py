"""Elements and numbers of a draft (DOC-E, DOC-N), its length, its time (DOC-P15, DOC-T06)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.rules.checks.draft import Issuer, LengthCaps, Recipient
from app.vocabulary.common import Classification, Urgency
from app.vocabulary.documents import DocType as Kind
from app.vocabulary.documents import Medium
from app.vocabulary.drafting import CheckMoment as Moment
from app.vocabulary.outgoing import Direction, Layout
from app.vocabulary.rules import Severity
from tests.factories.drafts import BUREAU, CITY, COUNTY, TOWNS, a_draft, found, marked

DAY = date(2026, 3, 9)
NUMBER = "清政发〔2026〕5号"


def titled(title, kind=Kind.NOTICE, **more):
    return a_draft(kind, title=title, **more)


class TestElements:
    @pytest.mark.rule("DOC-E01", "DOC-E02")
    def test_classified_papers_are_marked_and_counted(self):
        secret = a_draft(classification=Classification.SECRET, secrecy_term="5年", copy_number="000012")
        assert found("DOC-E01", secret) + found("DOC-E02", secret) == []
        assert len(found("DOC-E01", replace(secret, copy_number=None))) == 1
        assert len(found("DOC-E01", replace(secret, copy_number="十二"))) == 1
        for term in (None, "五年"):
            assert len(found("DOC-E02", replace(secret, secrecy_term=term))) == 1

    @pytest.mark.rule("DOC-E02")
    def test_the_star_is_for_nothing_else(self):
        assert found("DOC-E02", a_draft(body="各宾馆要提升服务，力争达到★★★标准。")) == []
        assert len(found("DOC-E02", a_draft(secrecy_term="5年"))) == 1
        marked_text = a_draft(body="本件按机密 ★5年管理。")
        (one,) = found("DOC-E02", marked_text)
        assert marked(marked_text, one) == "机密 ★"

    @pytest.mark.rule("DOC-E03")
    def test_urgency_is_said_in_the_words_of_the_medium_and_sets_a_limit(self):
        due = datetime(2026, 3, 10, tzinfo=UTC)
        assert found("DOC-E03", a_draft(urgency=Urgency.URGENT, due_at=due)) == []
        assert [one.pointer for one in found("DOC-E03", a_draft(urgency=Urgency.URGENT))] == ["/due_at"]
        flash = a_draft(urgency=Urgency.FLASH, due_at=due)
        assert [one.pointer for one in found("DOC-E03", flash)] == ["/urgency"]
        assert found("DOC-E03", replace(flash, medium=Medium.TELEGRAM)) == []
        (word,) = found("DOC-E03", titled("（急件）关于做好防汛工作的通知"))
        assert word.at_most is Severity.WARN

    @pytest.mark.rule("DOC-E04")
    def test_the_header_names_all_issuers_or_the_lead(self):
        joint = a_draft(issuers=(COUNTY, Issuer("清溪县人民政府")), basis="联合防汛")
        for marks in (("清河县人民政府文件",), ("清河县政府", "清溪县人民政府文件")):
            assert found("DOC-E04", replace(joint, issuer_marks=marks)) == []
        (second,) = found("DOC-E04", replace(joint, issuer_marks=("清溪县人民政府文件",)))
        assert second.pointer == "/issuer_marks"
        (unknown,) = found("DOC-E04", a_draft(issuer_marks=("清河政府文件",)))
        assert unknown.pointer == "/issuer_marks/0"

    @pytest.mark.rule("DOC-E06")
    def test_what_goes_up_shows_who_signed(self):
        report = a_draft(Kind.REPORT, signers=("张建国",), number=NUMBER)
        assert found("DOC-E06", report, Moment.NUMBERED) == []
        assert len(found("DOC-E06", replace(report, signers=()), Moment.NUMBERED)) == 1
        assert found("DOC-E06", replace(report, signers=()), Moment.REVIEW) == []
        joint = replace(report, issuers=(COUNTY, Issuer("清溪县人民政府")))
        assert len(found("DOC-E06", joint, Moment.NUMBERED)) == 1
        assert found("DOC-E06", a_draft(number=NUMBER), Moment.NUMBERED) == []

    @pytest.mark.rule("DOC-E08")
    def test_it_is_addressed_to_organs_by_name(self):
        assert found("DOC-E08", a_draft()) == []
        (nobody,) = found("DOC-E08", a_draft(main_recipients=()))
        assert nobody.at_most is Severity.BLOCK
        (decision,) = found("DOC-E08", a_draft(Kind.DECISION, main_recipients=()))
        assert decision.at_most is Severity.WARN
        assert found("DOC-E08", a_draft(Kind.ANNOUNCEMENT)) == []
        (person,) = found("DOC-E08", a_draft(main_recipients=(Recipient("王志远同志"),)))
        assert person.message == "主送机关不写个人"
        (unlisted,) = found("DOC-E08", a_draft(main_recipients=(Recipient("清河镇政府", is_listed=False),)))
        assert unlisted.at_most is Severity.WARN
        (twice,) = found("DOC-E08", a_draft(main_recipients=(TOWNS, TOWNS)))
        assert twice.pointer == "/main_recipients/1"

    @pytest.mark.rule("DOC-E09")
    def test_it_has_a_text(self):
        assert found("DOC-E09", a_draft()) == []
        assert len(found("DOC-E09", a_draft(body=" \n "))) == 1

    @pytest.mark.rule("DOC-E11", "DOC-E13")
    def test_signature_and_seal_agree(self):
        sealed = a_draft(number=NUMBER, issuer_signatures=("清河县政府",), seals=("清河县人民政府",))
        for rule in ("DOC-E11", "DOC-E13"):
            assert found(rule, sealed, Moment.DISPATCH) == []
        assert len(found("DOC-E11", replace(sealed, issuer_signatures=()), Moment.DISPATCH)) == 1
        assert len(found("DOC-E11", replace(sealed, issuer_signatures=("青河县政府",)), Moment.NUMBERED)) == 1
        unsealed = replace(sealed, seals=())
        assert found("DOC-E13", unsealed, Moment.NUMBERED) == []
        assert len(found("DOC-E13", unsealed, Moment.DISPATCH)) == 1
        assert len(found("DOC-E13", replace(sealed, seals=("清溪县人民政府",)), Moment.DISPATCH)) == 1
        assert found("DOC-E13", replace(unsealed, medium=Medium.TELEGRAM), Moment.DISPATCH) == []
        assert found("DOC-E13", replace(unsealed, is_unsealed_mass_issue=True), Moment.DISPATCH) == []

    @pytest.mark.rule("DOC-E12")
    def test_the_date_is_that_of_the_last_signature_or_of_adoption(self):
        signed = a_draft(doc_date=DAY, signed_on=DAY)
        assert found("DOC-E12", signed, Moment.NUMBERED) == []
        assert len(found("DOC-E12", replace(signed, doc_date=None), Moment.NUMBERED)) == 1
        (other,) = found("DOC-E12", replace(signed, doc_date=date(2026, 3, 8)), Moment.NUMBERED)
        assert other.suggestion == "2026年3月9日"
        adopted = replace(signed, adopted_on=date(2026, 3, 8))
        (day,) = found("DOC-E12", adopted, Moment.NUMBERED)
        assert day.suggestion == "2026年3月8日"

    @pytest.mark.rule("DOC-E14")
    @pytest.mark.parametrize(
        ("note", "is_right"),
        [
            ("（联系人：张明，电话：0571-88001234）", True),
            ("（联系人：张明，联系电话：13800001234）", True),
            ("（联系人：张明）", False),
            ("（此件公开发布）", False),
            (None, False),
        ],
    )
    def test_a_request_names_a_person_to_call(self, note, is_right):
        assert (found("DOC-E14", a_draft(Kind.REQUEST_INSTRUCTION, note=note)) == []) is is_right
        assert found("DOC-E14", a_draft(note=note)) == []

    @pytest.mark.rule("DOC-E16")
    def test_nobody_is_named_twice(self):
        assert found("DOC-E16", a_draft(cc_recipients=(CITY,))) == []
        both = a_draft(
            main_recipients=(Recipient("云州市人民政府", "云州市政府"),), cc_recipients=(Recipient("云州市政府"),)
        )
        (one,) = found("DOC-E16", both)
        assert (one.pointer, one.at_most) == ("/cc_recipients/0", Severity.BLOCK)
        (twice,) = found("DOC-E16", a_draft(cc_recipients=(CITY, CITY)))
        assert twice.at_most is Severity.WARN

    @pytest.mark.rule("DOC-E17")
    def test_the_foot_says_who_had_it_printed_and_when(self):
        printed = a_draft(doc_date=DAY, print_org="清河县人民政府办公室", print_date=DAY)
        assert found("DOC-E17", printed, Moment.DISPATCH) == []
        bare = replace(printed, print_org=None, print_date=None)
        assert [one.pointer for one in found("DOC-E17", bare, Moment.DISPATCH)] == ["/print_org", "/print_date"]
        assert found("DOC-E17", bare, Moment.NUMBERED) == []
        assert found("DOC-E17", replace(bare, layout=Layout.LETTER), Moment.DISPATCH) == []
        early = replace(printed, print_date=date(2026, 3, 8))
        assert [one.pointer for one in found("DOC-E17", early, Moment.DISPATCH)] == ["/print_date"]


@pytest.mark.rule("DOC-E07")
class TestTitle:
    @pytest.mark.parametrize(
        ("title", "kind"),
        [
            ("清河县人民政府关于做好防汛工作的通知", Kind.NOTICE),
            ("关于印发《清河县公文处理办法》的通知", Kind.NOTICE),
            ("清河县政府转发云州市人民政府关于防汛工作意见的通知", Kind.NOTICE),
            ("清河县人民政府关于“十五五”规划编制工作的通知", Kind.NOTICE),
            ("清河县人民政府关于加强水利、交通建设的意见（试行）", Kind.OPINION),
            ("关于同意设立青山街道的批复", Kind.REPLY_TO_REQUEST),
            ("清河县人民政府关于商请支持水库建设的函", Kind.LETTER),
            ("关于水库建设有关问题的复函", Kind.LETTER),
            ("清河县人民政府令", Kind.ORDER),
            ("县政府第3次常务会议纪要", Kind.MINUTES),
            ("公告", Kind.ANNOUNCEMENT),
        ],
    )
    def test_is_right(self, title, kind):
        assert found("DOC-E07", titled(title, kind)) == []

    @pytest.mark.parametrize(
        ("title", "kind", "words", "at_most"),
        [
            ("关于做好防汛工作的通告", Kind.NOTICE, "通告", Severity.BLOCK),
            ("关于做好防汛工作", Kind.NOTICE, "作", Severity.BLOCK),
            ("关于申请经费的请示报告", Kind.REPORT, "请示报告", Severity.BLOCK),
            ("关于申请经费的请示函", Kind.LETTER, "请示函", Severity.BLOCK),
            ("通知", Kind.NOTICE, "通知", Severity.BLOCK),
            ("做好防汛工作的通知", Kind.NOTICE, "做好防汛工作的通知", Severity.WARN),
            ("关于做好防汛工作的通知。", Kind.NOTICE, "。", Severity.WARN),
            ("关于做好防汛工作，确保安全的通知", Kind.NOTICE, "，", Severity.WARN),
            ("关于印发《防汛工作方案》的通知", Kind.NOTICE, "《防汛工作方案》", Severity.WARN),
            ("关于关于做好防汛工作的通知", Kind.NOTICE, "关于关于", Severity.WARN),
            ("关于做好防汛工作通知", Kind.NOTICE, "通知", Severity.WARN),
            ("青溪县人民政府关于做好防汛工作的通知", Kind.NOTICE, "青溪县人民政府", Severity.WARN),
        ],
    )
    def test_is_wrong_and_where(self, title, kind, words, at_most):
        draft = titled(title, kind)
        (one,) = found("DOC-E07", draft)
        assert (marked(draft, one), one.at_most) == (words, at_most)

    def test_is_there(self):
        assert [one.pointer for one in found("DOC-E07", titled(" "))] == ["/title"]

    def test_is_put_right_where_that_is_certain(self):
        (one,) = found("DOC-E07", titled("关于做好防汛工作通知"))
        assert one.replacement == "的通知"


@pytest.mark.rule("DOC-E10")
class TestAnnexes:
    def test_are_listed_as_they_are(self):
        titles = ("责任人名单", "水库名册")
        for files in (titles, ("附件1：责任人名单.docx", "附件2 水库名册.xlsx")):
            assert found("DOC-E10", a_draft(attachment_notes=titles, attachments=files)) == []

    @pytest.mark.parametrize(
        ("notes", "files", "pointer"),
        [
            ((), ("责任人名单",), "/attachment_notes"),
            (("责任人名单",), (), "/attachments"),
            (("责任人名单",), ("责任人名单", "水库名册"), "/attachments/1"),
            (("责任人名单", "水库名册"), ("责任人名单",), "/attachment_notes/1"),
            (("责任人名单",), ("负责人名单",), "/attachment_notes/0"),
            (("责任人名单。",), ("责任人名单",), "/attachment_notes/0"),
            (("1.责任人名单",), ("责任人名单",), "/attachment_notes/0"),
        ],
    )
    def test_differ_from_their_list(self, notes, files, pointer):
        (one,) = found("DOC-E10", a_draft(attachment_notes=notes, attachments=files))
        assert one.pointer == pointer

    def test_stand_in_another_order(self):
        swapped = a_draft(attachment_notes=("责任人名单", "水库名册"), attachments=("水库名册", "责任人名单"))
        assert ["顺序" in one.message for one in found("DOC-E10", swapped)] == [True, True]

    @pytest.mark.parametrize(
        ("body", "words"),
        [
            ("名单见附件。", "见附件"),
            ("名单见附件3。", "附件3"),
            ("名单附后。", "附后"),
            ("工作完成。\n附件：名单", "附件："),
        ],
    )
    def test_are_named_in_the_text_and_missing(self, body, words):
        draft = a_draft(body=body)
        (one,) = found("DOC-E10", draft)
        assert (marked(draft, one), one.at_most) == (words, Severity.WARN)

    def test_are_named_in_the_text_and_there(self):
        body = "名单见附件1，名册见附件2。无附件的不必填报。"
        titles = ("责任人名单", "水库名册")
        assert found("DOC-E10", a_draft(body=body, attachment_notes=titles, attachments=titles)) == []
        assert found("DOC-E10", a_draft(body="本件无附件。")) == []


class TestNumbers:
    @pytest.mark.rule("DOC-N01", "DOC-N02", "DOC-N03")
    @pytest.mark.parametrize("number", ["国办发〔2024〕5号", "某政函〔2025〕120号"])
    def test_a_right_one_passes(self, number):
        numbered = a_draft(number=number)
        assert [found(rule, numbered) for rule in ("DOC-N01", "DOC-N02", "DOC-N03")] == [[], [], []]

    @pytest.mark.rule("DOC-N01", "DOC-N02", "DOC-N03")
    @pytest.mark.parametrize(
        ("number", "rule"),
        [
            ("某政发[2024]5号", "DOC-N02"),
            ("某政发（2024）5号", "DOC-N02"),
            ("某政发【2024】5号", "DOC-N02"),
            ("某政发〔2024〕05号", "DOC-N03"),
            ("某政发〔2024〕第5号", "DOC-N03"),
            ("某政发 〔2024〕 5 号", "DOC-N03"),
            ("某政发〔２０２４〕５号", "DOC-N03"),
            ("某政发〔2024〕5", "DOC-N01"),
        ],
    )
    def test_a_wrong_one_is_normalised(self, number, rule):
        (one,) = found(rule, a_draft(number=number))
        assert (one.pointer, one.replacement) == ("/number", "某政发〔2024〕5号")

    @pytest.mark.rule("DOC-N01", "DOC-N03")
    def test_what_only_a_person_knows_is_not_guessed(self):
        (short,) = found("DOC-N03", a_draft(number="某政发〔24〕5号"))
        assert short.replacement is None
        (order,) = found("DOC-N01", a_draft(number="第12号"))
        assert order.replacement is None

    @pytest.mark.rule("DOC-N02", "DOC-N03")
    @pytest.mark.parametrize(
        ("cited", "rule", "wrong", "right"),
        [
            ("《防汛意见》（清政发[2026]5号）", "DOC-N02", "[2026]5号", "〔2026〕5号"),
            ("《防汛意见》（清政发（2026）5号）", "DOC-N02", "（2026）5号", "〔2026〕5号"),
            ("《防汛意见》（清政发〔2026〕第05号）", "DOC-N03", "〔2026〕第05号", "〔2026〕5号"),
        ],
    )
    def test_cited_ones_are_read_too(self, cited, rule, wrong, right):
        draft = a_draft(body=f"根据{cited}，制定本方案。")
        (one,) = found(rule, draft)
        assert (marked(draft, one), one.replacement, one.at_most) == (wrong, right, Severity.WARN)
        assert found(rule, a_draft(body="根据《防汛意见》（清政发〔2026〕5号），制定本方案。")) == []

    @pytest.mark.rule("DOC-N04")
    def test_orders_have_a_number_of_their_own(self):
        assert found("DOC-N04", a_draft(Kind.ORDER, order_number="第12号")) == []
        (wrong,) = found("DOC-N04", a_draft(Kind.ORDER, order_number="12号"))
        assert (wrong.pointer, wrong.replacement) == ("/order_number", "第12号")
        assert [one.pointer for one in found("DOC-N04", a_draft(Kind.ORDER, number=NUMBER))] == ["/number"]
        assert [one.pointer for one in found("DOC-N04", a_draft(order_number="第12号"))] == ["/order_number"]

    @pytest.mark.rule("DOC-N05", "DOC-E05")
    def test_a_number_comes_after_signing_and_not_before(self):
        numbered, bare = a_draft(number=NUMBER), a_draft()
        for moment in (Moment.DRAFTING, Moment.REVIEW, Moment.SIGN):
            assert len(found("DOC-N05", numbered, moment)) == 1
            assert found("DOC-N05", bare, moment) + found("DOC-E05", bare, moment) == []
        for moment in (Moment.NUMBERED, Moment.DISPATCH):
            assert found("DOC-N05", numbered, moment) + found("DOC-E05", numbered, moment) == []
            assert len(found("DOC-E05", bare, moment)) == 1

    @pytest.mark.rule("DOC-E05")
    def test_a_joint_document_has_the_number_of_its_lead(self):
        joint = a_draft(issuers=(COUNTY, BUREAU), number=NUMBER)
        assert found("DOC-E05", joint, Moment.NUMBERED) == []
        assert len(found("DOC-E05", replace(joint, number="清水发〔2026〕5号"), Moment.NUMBERED)) == 1

    @pytest.mark.rule("DOC-N07")
    def test_its_year_is_that_of_the_date(self):
        assert found("DOC-N07", a_draft(number=NUMBER, doc_date=DAY), Moment.NUMBERED) == []
        (one,) = found("DOC-N07", a_draft(number=NUMBER, doc_date=date(2025, 12, 31)), Moment.NUMBERED)
        assert (one.suggestion, one.replacement) == ("在2025年的序列中编号", None)

    @pytest.mark.rule("DOC-N10")
    def test_an_issuer_is_registered(self):
        assert found("DOC-N10", a_draft(issuers=(replace(COUNTY, is_registered=True),))) == []
        assert len(found("DOC-N10", a_draft(issuers=(replace(COUNTY, is_registered=False),)))) == 1


class TestBurden:
    @pytest.mark.rule("DOC-P15")
    def test_policy_is_brief(self):
        caps = LengthCaps(comprehensive=30, single_topic=20)
        brief = a_draft(body="字" * 18 + "\n 。", length_caps=caps)
        assert found("DOC-P15", brief) == []
        (long,) = found("DOC-P15", replace(brief, body="字" * 21))
        assert long.suggestion == "压缩1字以上"
        assert found("DOC-P15", replace(brief, body="字" * 21, is_comprehensive=True)) == []
        assert found("DOC-P15", a_draft(Kind.REPORT, body="字" * 21, length_caps=caps)) == []

    @pytest.mark.rule("DOC-P15")
    def test_there_are_no_more_documents_than_last_year(self):
        assert found("DOC-P15", a_draft(issued_this_year=99, issued_last_year=100)) == []
        more = a_draft(issued_this_year=100, issued_last_year=100)
        assert [one.pointer for one in found("DOC-P15", more)] == ["/growth_reason"]
        assert found("DOC-P15", replace(more, growth_reason="机构新设")) == []
        assert found("DOC-P15", replace(more, issued_last_year=0)) == []

    @pytest.mark.rule("DOC-T06")
    def test_a_request_leaves_its_superior_time(self):
        request = a_draft(Kind.REQUEST_INSTRUCTION, checked_on=DAY, decision_needed_on=date(2026, 3, 23))
        assert found("DOC-T06", request) == []
        short = replace(request, decision_needed_on=date(2026, 3, 22))
        assert [one.pointer for one in found("DOC-T06", short)] == ["/lead_time_reason"]
        assert found("DOC-T06", replace(short, lead_time_reason="汛情紧急")) == []
        urgent = replace(short, urgency=Urgency.URGENT, due_at=datetime(2026, 3, 20, tzinfo=UTC))
        assert found("DOC-T06", replace(urgent, workdays_left=7)) == []
        assert len(found("DOC-T06", replace(urgent, workdays_left=6))) == 1
        assert found("DOC-T06", replace(short, doc_type=Kind.NOTICE, direction=Direction.DOWNWARD)) == []
