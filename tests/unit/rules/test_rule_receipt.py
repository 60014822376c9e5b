"""签收, 登记, and the sender's number."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from app.core.clock import SHANGHAI
from app.rules.checks.numbers import check_sender_number
from app.rules.checks.receipt import Receipt, Registration, check_is_registered, check_receipt, check_registration
from app.rules.finding import Finding
from app.vocabulary.documents import Channel, DocType

MOMENT = datetime(2026, 11, 20, 9, 5, tzinfo=SHANGHAI)
RECEIPT = Receipt(listed_copies=3, counted_copies=3, received=MOMENT)
ENTRY = Registration(
    title="关于做好防汛工作的通知",
    sender="某市人民政府办公室",
    doc_type=DocType.NOTICE,
    copies=3,
    doc_date=date(2026, 11, 18),
    received_at=MOMENT,
    channel=Channel.EXCHANGE,
)


def pointers(findings):
    return [finding.pointer for finding in findings]


@pytest.mark.rule("DOC-I01")
class TestReceipt:
    def test_passes_a_complete_parcel(self):
        assert check_receipt(RECEIPT) == ()

    @pytest.mark.parametrize("counted", [2, 4, 0])
    def test_wants_every_difference_explained(self, counted):
        found = check_receipt(replace(RECEIPT, counted_copies=counted))
        assert [finding.rule for finding in found] == ["DOC-I01"]
        assert pointers(found) == ["/counted_copies"]
        assert check_receipt(replace(RECEIPT, counted_copies=counted, remark="已电话告知来文单位")) == ()

    @pytest.mark.parametrize("remark", [None, "", "  　"])
    def test_wants_damage_described(self, remark):
        assert pointers(check_receipt(replace(RECEIPT, is_intact=False, remark=remark))) == ["/remark"]
        assert check_receipt(replace(RECEIPT, is_intact=False, remark="第3页破损")) == ()

    def test_wants_the_minute_of_an_urgent_paper_and_the_day_of_any_other(self):
        by_day = replace(RECEIPT, received=MOMENT.date())
        assert pointers(check_receipt(replace(by_day, is_urgent=True))) == ["/received_at"]
        assert check_receipt(by_day) == ()
        assert check_receipt(replace(RECEIPT, is_urgent=True)) == ()

    def test_tells_everything_that_is_wrong_at_once(self):
        wrong = Receipt(listed_copies=2, counted_copies=1, received=MOMENT.date(), is_urgent=True, is_intact=False)
        assert pointers(check_receipt(wrong)) == ["/counted_copies", "/remark", "/received_at"]


@pytest.mark.rule("DOC-I02")
class TestRegistration:
    def test_passes_a_complete_entry(self):
        assert check_registration(ENTRY) == ()

    @pytest.mark.parametrize("name", Registration.__dataclass_fields__)
    def test_misses_each_particular(self, name):
        found = check_registration(replace(ENTRY, **{name: None}))
        assert [(finding.rule, finding.pointer) for finding in found] == [("DOC-I02", f"/{name}")]

    @pytest.mark.parametrize(("name", "empty"), [("title", " "), ("sender", "　"), ("copies", 0)])
    def test_takes_nothing_said_for_missing(self, name, empty):
        assert pointers(check_registration(replace(ENTRY, **{name: empty}))) == [f"/{name}"]

    def test_names_all_that_is_missing(self):
        nothing = Registration(None, None, None, None, None, None, None)
        assert len(check_registration(nothing)) == 7


@pytest.mark.rule("DOC-X08")
class TestIsRegistered:
    def test_refuses_action_on_a_paper_outside_the_register(self):
        (found,) = check_is_registered(None)
        assert found.rule == "DOC-X08"
        assert found.suggestion == "退回办公室登记后再办理"

    def test_passes_a_registered_one(self):
        assert check_is_registered("收〔2026〕15号") == ()


@pytest.mark.rule("DOC-N09")
class TestSenderNumber:
    @pytest.mark.parametrize(
        ("number", "doc_type"),
        [("国办发〔2024〕5号", DocType.NOTICE), ("某政函〔2025〕120号", None), ("第12号", DocType.ORDER), (None, None)],
    )
    def test_says_nothing_of_a_right_number_or_of_none(self, number, doc_type):
        assert check_sender_number(number, doc_type) == ()

    @pytest.mark.parametrize(
        ("number", "broken"),
        [
            ("某政发[2024]5号", "DOC-N02"),
            ("某政发（2024）5号", "DOC-N02"),
            ("某政发〔2024〕05号", "DOC-N03"),
            ("某政发〔2024〕第5号", "DOC-N03"),
            ("某政发 〔2024〕 5 号", "DOC-N03"),
            ("某政发〔2024〕5", "DOC-N01"),
            ("某政发〔２０２４〕５号", "DOC-N03"),
        ],
    )
    def test_flags_a_wrong_one_and_says_what_it_should_be(self, number, broken):
        (found,) = check_sender_number(number)
        assert (found.rule, found.pointer, found.suggestion) == ("DOC-N09", "/sender_number", "某政发〔2024〕5号")
        assert broken in found.message

    def test_leaves_a_short_year_to_a_person(self):
        (found,) = check_sender_number("某政发〔24〕5号")
        assert found.suggestion is None

    def test_knows_the_order_form_for_orders_alone(self):
        assert check_sender_number("第12号", DocType.NOTICE) != ()
        assert check_sender_number("某政发〔2024〕5号", DocType.ORDER) != ()


class TestFinding:
    def test_speaks_of_the_whole_and_suggests_nothing_unless_told(self):
        assert Finding("DOC-I04", "说明") == Finding("DOC-I04", "说明", pointer="", suggestion=None)
