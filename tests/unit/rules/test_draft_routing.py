"""行文规则 on a draft (DOC-R): who may write to whom, and what must be there beforehand."""

from dataclasses import replace

import pytest

from app.rules.checks.draft import Issuer, Recipient
from app.rules.checks.organs import kind_of
from app.vocabulary.documents import DocType as Kind
from app.vocabulary.drafting import CheckMoment as Moment
from app.vocabulary.drafting import CosignState, OrganKind, OrganLevel
from app.vocabulary.outgoing import Direction, Relation
from app.vocabulary.rules import Severity
from tests.factories.drafts import BUREAU, CITY, CITY_BUREAU, COUNTY, OFFICE, SCHOOL, TOWNS, a_draft, found, marked

PROVINCE = Recipient("云山省人民政府", relation=Relation.SUPERIOR, skipped=("云州市人民政府",))
LEADER = Recipient("王志远副市长", relation=Relation.SUPERIOR_LEADER)
REQUEST = Kind.REQUEST_INSTRUCTION


@pytest.mark.rule("DOC-R01")
def test_a_document_says_why_it_is_needed_and_hears_of_similar_ones():
    assert found("DOC-R01", a_draft()) == []
    (unsaid,) = found("DOC-R01", a_draft(necessity=" "))
    assert unsaid.pointer == "/necessity"
    (similar,) = found("DOC-R01", a_draft(similar_numbers=("清政发〔2026〕3号",)))
    assert "清政发〔2026〕3号" in similar.message


@pytest.mark.rule("DOC-R02")
def test_whoever_skips_a_level_copies_the_skipped_organ_and_says_why():
    skipping = a_draft(Kind.REPORT, main_recipients=(PROVINCE,))
    (blocked,) = found("DOC-R02", skipping)
    assert (blocked.at_most, blocked.suggestion) == (Severity.BLOCK, "抄送云州市人民政府，或者改送直接上级")
    (warned,) = found("DOC-R02", replace(skipping, cc_recipients=(CITY,)))
    assert (warned.at_most, warned.pointer) == (Severity.WARN, "/skip_level_reason")
    assert found("DOC-R02", replace(skipping, cc_recipients=(CITY,), skip_level_reason="省政府直接交办")) == []
    assert found("DOC-R02", a_draft(Kind.REPORT)) == []


@pytest.mark.rule("DOC-R03")
@pytest.mark.parametrize(("kind", "at_most"), [(REQUEST, Severity.BLOCK), (Kind.REPORT, Severity.WARN)])
def test_one_superior_is_addressed(kind, at_most):
    assert found("DOC-R03", a_draft(kind, cc_recipients=(CITY_BUREAU,))) == []
    (one,) = found("DOC-R03", a_draft(kind, main_recipients=(CITY, CITY_BUREAU)))
    assert one.at_most is at_most
    assert found("DOC-R03", a_draft(main_recipients=(TOWNS, SCHOOL))) == []


@pytest.mark.rule("DOC-R04")
def test_no_copy_of_what_goes_up_goes_down():
    assert found("DOC-R04", a_draft(REQUEST, cc_recipients=(CITY_BUREAU,))) == []
    town = Recipient("青山镇人民政府", relation=Relation.SUBORDINATE)
    (one,) = found("DOC-R04", a_draft(REQUEST, cc_recipients=(CITY_BUREAU, town)))
    assert (one.pointer, one.at_most) == ("/cc_recipients/1", Severity.BLOCK)
    (doubtful,) = found("DOC-R04", a_draft(REQUEST, cc_recipients=(TOWNS,)))
    assert doubtful.at_most is Severity.WARN
    assert found("DOC-R04", a_draft(cc_recipients=(town,))) == []


@pytest.mark.rule("DOC-R05")
class TestOneMatter:
    def test_one_wish_and_one_closing_are_right(self):
        assert found("DOC-R05", a_draft(REQUEST)) == []

    def test_several_wishes_go_to_a_person(self):
        body = "恳请市政府批准水库立项。\n另请市政府增拨公路养护经费50万元。\n妥否，请批示。"
        draft = a_draft(REQUEST, body=body)
        (one,) = found("DOC-R05", draft)
        assert marked(draft, one) == "另请市政府增拨公路养护经费50万元。"

    def test_several_closings_too(self):
        draft = a_draft(REQUEST, body="同意立项。妥否，请批示。\n拨付经费。当否，请批复。")
        (one,) = found("DOC-R05", draft)
        assert marked(draft, one) == "当否，请批复。"
        assert found("DOC-R05", replace(draft, doc_type=Kind.LETTER)) == []


@pytest.mark.rule("DOC-R06")
class TestNoRequest:
    @pytest.mark.parametrize(
        ("sentence", "words"),
        [
            ("妥否，请批示。", "妥否，请"),
            ("以上报告，请批准。", "请批准"),
            ("请予批复为盼。", "请予批复"),
            ("恳请市政府拨付资金200万元。", "恳请市政府拨付"),
        ],
    )
    def test_is_in_a_report(self, sentence, words):
        draft = a_draft(Kind.REPORT, body=f"工程进展顺利。\n{sentence}")
        (one,) = found("DOC-R06", draft)
        assert marked(draft, one) == words

    @pytest.mark.parametrize(
        "sentence", ["报请批准后实施。", "已请批准的项目有三个。", "以上报告，请审阅。", "申请批准的程序已经简化。"]
    )
    def test_is_not_in_words_that_only_look_like_one(self, sentence):
        assert found("DOC-R06", a_draft(Kind.REPORT, body=f"工程进展顺利。\n{sentence}")) == []

    def test_is_looked_for_in_whatever_goes_up_without_being_a_request(self):
        body = "现将情况通报如下。妥否，请批示。"
        assert found("DOC-R06", a_draft(Kind.CIRCULAR, body=body)) == []
        assert len(found("DOC-R06", a_draft(Kind.CIRCULAR, body=body, direction=Direction.UPWARD))) == 1
        assert found("DOC-R06", a_draft(Kind.OPINION, body=body, direction=Direction.UPWARD)) == []


@pytest.mark.rule("DOC-R07")
def test_a_superiors_leader_is_written_to_only_at_his_own_instruction():
    draft = a_draft(Kind.REPORT, main_recipients=(LEADER,))
    (one,) = found("DOC-R07", draft)
    assert one.pointer == "/main_recipients/0"
    assert found("DOC-R07", replace(draft, assignment_reference="2026年3月2日批示")) == []
    by_name = a_draft(Kind.REPORT, cc_recipients=(Recipient("李明市长"),))
    assert [one.pointer for one in found("DOC-R07", by_name)] == ["/cc_recipients/0"]
    assert found("DOC-R07", a_draft(Kind.REPORT)) == []


@pytest.mark.rule("DOC-R08")
def test_a_leader_does_not_write_up_in_his_own_name():
    assert found("DOC-R08", a_draft(Kind.REPORT)) == []
    for person in (Issuer("张建国", is_person=True), Issuer("清河县县长")):
        (one,) = found("DOC-R08", a_draft(Kind.REPORT, issuers=(person,)))
        assert one.pointer == "/issuers/0"
    assert found("DOC-R08", a_draft(Kind.ORDER, issuers=(Issuer("清河县县长"),))) == []


@pytest.mark.rule("DOC-R09")
def test_a_department_takes_major_matters_up_with_consent():
    major = a_draft(Kind.REPORT, issuers=(BUREAU,), main_recipients=(CITY_BUREAU,), is_important=True)
    (one,) = found("DOC-R09", major)
    assert one.pointer == "/consent_reference"
    assert found("DOC-R09", replace(major, consent_reference="县政府第8次常务会议")) == []
    assert found("DOC-R09", replace(major, is_important=False)) == []
    assert found("DOC-R09", replace(major, issuers=(COUNTY,), main_recipients=(CITY,))) == []


@pytest.mark.rule("DOC-R10")
def test_a_request_is_not_passed_up_as_it_came():
    theirs = "青山镇水库大坝渗漏，请求县政府安排资金100万元用于应急抢险。"
    passed = a_draft(REQUEST, forwarded_text=theirs, body=f"{theirs}\n妥否，请批示。")
    (bare,) = found("DOC-R10", passed)
    assert bare.pointer == "/body"
    own = f"{theirs}\n经现场核查，渗漏情况属实，我县倾向于由市级应急资金解决六成，其余自筹。\n妥否，请批示。"
    (unsaid,) = found("DOC-R10", replace(passed, body=own))
    assert unsaid.pointer == "/own_opinion"
    assert found("DOC-R10", replace(passed, body=own, own_opinion="同意，市县六四分担")) == []
    assert found("DOC-R10", a_draft(REQUEST)) == []


@pytest.mark.rule("DOC-R11")
def test_the_second_superior_gets_a_copy():
    dual = replace(BUREAU, superiors=("清河县人民政府", "云州市水利局"))
    up = a_draft(Kind.REPORT, issuers=(dual,), main_recipients=(CITY_BUREAU,))
    (one,) = found("DOC-R11", up)
    assert one.suggestion == "抄送清河县人民政府"
    assert found("DOC-R11", replace(up, cc_recipients=(Recipient("清河县人民政府"),))) == []
    down = a_draft(main_recipients=(Recipient("清河县水利局", superiors=("清河县人民政府", "云州市水利局")),))
    (other,) = found("DOC-R11", down)
    assert other.suggestion == "抄送云州市水利局"
    assert found("DOC-R11", replace(down, cc_recipients=(CITY_BUREAU,))) == []


@pytest.mark.rule("DOC-R12")
def test_an_important_document_down_is_shown_above():
    assert found("DOC-R12", a_draft()) == []
    (one,) = found("DOC-R12", a_draft(is_important=True))
    assert one.suggestion == "抄送云州市人民政府"
    assert found("DOC-R12", a_draft(is_important=True, cc_recipients=(CITY,))) == []


@pytest.mark.rule("DOC-R13")
def test_departments_command_no_committee_or_government_without_consent():
    order = a_draft(issuers=(BUREAU,))
    (one,) = found("DOC-R13", order)
    assert one.pointer == "/main_recipients/0"
    (silent,) = found("DOC-R13", replace(order, consent_reference="清政办函〔2026〕8号"))
    assert silent.pointer == "/body"
    said = "经县政府同意，现就防汛工作通知如下。"
    assert found("DOC-R13", replace(order, consent_reference="清政办函〔2026〕8号", body=said)) == []
    assert found("DOC-R13", a_draft(issuers=(OFFICE,))) == []
    assert found("DOC-R13", replace(order, main_recipients=(Recipient("各乡镇水利站"),))) == []


@pytest.mark.rule("DOC-R14")
def test_nothing_goes_down_before_departments_agree():
    for state in (CosignState.PENDING, CosignState.DISAGREED):
        split = a_draft(cosign=state)
        assert found("DOC-R14", split, Moment.DRAFTING) == []
        (one,) = found("DOC-R14", split, Moment.SIGN)
        assert one.pointer == "/cosign"
        assert found("DOC-R14", replace(split, direction=Direction.UPWARD), Moment.SIGN) == []
    assert found("DOC-R14", a_draft(cosign=CosignState.AGREED), Moment.SIGN) == []


@pytest.mark.rule("DOC-R15")
def test_joint_issue_is_for_organs_of_one_level():
    peer = Issuer("清溪县人民政府", level=OrganLevel.COUNTY)
    assert found("DOC-R15", a_draft(issuers=(COUNTY, peer))) == []
    (one,) = found("DOC-R15", a_draft(issuers=(COUNTY, replace(peer, level=OrganLevel.TOWNSHIP))))
    assert one.at_most is Severity.BLOCK
    party = Issuer("中共清河县委", kind=OrganKind.PARTY_COMMITTEE, level=OrganLevel.COUNTY)
    (together,) = found("DOC-R15", a_draft(issuers=(party, COUNTY)))
    assert (together.at_most, together.pointer) == (Severity.WARN, "/basis")
    assert found("DOC-R15", a_draft(issuers=(party, COUNTY), basis="市委、市政府联合部署")) == []


@pytest.mark.rule("DOC-R16")
def test_internal_units_do_not_issue_outside():
    unit = Issuer("清河县水利局工程科", is_internal_unit=True)
    (one,) = found("DOC-R16", a_draft(issuers=(unit,)))
    assert one.pointer == "/issuers/0"
    assert found("DOC-R16", a_draft(issuers=(replace(OFFICE, is_internal_unit=True),))) == []


@pytest.mark.rule("DOC-R17")
@pytest.mark.parametrize("kind", [REQUEST, Kind.REPLY_TO_REQUEST])
def test_organs_without_subordination_write_letters(kind):
    strange = Recipient("青州市财政局", relation=Relation.UNRELATED)
    (one,) = found("DOC-R17", a_draft(kind, main_recipients=(strange,)))
    assert one.suggestion == "改用“函”"
    assert found("DOC-R17", a_draft(Kind.LETTER, main_recipients=(strange,))) == []
    below = Recipient("清河县水利局", relation=Relation.SUBORDINATE)
    right = CITY if kind is REQUEST else below
    assert found("DOC-R17", a_draft(kind, main_recipients=(right,))) == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("中共清河县委", OrganKind.PARTY_COMMITTEE),
        ("中共清河县委员会", OrganKind.PARTY_COMMITTEE),
        ("清河县委", OrganKind.PARTY_COMMITTEE),
        ("清河县人民政府", OrganKind.GOVERNMENT),
        ("各乡镇人民政府", OrganKind.GOVERNMENT),
        ("清河县政府", OrganKind.GOVERNMENT),
        ("清河县人民政府办公室", OrganKind.OFFICE),
        ("中共清河县委办公室", OrganKind.OFFICE),
        ("清河县人大常委会", OrganKind.CONGRESS),
        ("清河县人民代表大会常务委员会", OrganKind.CONGRESS),
        ("政协清河县委员会", OrganKind.CONSULTATIVE),
        ("清河县水利局", OrganKind.DEPARTMENT),
        ("中共清河县委组织部", OrganKind.DEPARTMENT),
        ("云州市发展和改革委员会", OrganKind.DEPARTMENT),
        ("清河县水务公司", OrganKind.OTHER),
        ("青山村村民委员会", OrganKind.OTHER),
        ("清河县防汛抗旱指挥部", OrganKind.OTHER),
        ("清河县人大常委会办公室", OrganKind.OFFICE),
        ("清河县第十七届人大第六次会议", OrganKind.CONGRESS),
        ("清河县实验小学", None),
    ],
)
def test_names_tell_what_an_organ_is(name, kind):
    assert kind_of(Issuer(name)) is kind
