"""Document numbers and the formats of an organ's own numbers."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.numbering import (
    DocNumber,
    NumberFault,
    NumberFormat,
    OrderNumber,
    normalise,
    parse_doc_number,
    parse_order_number,
)
from app.vocabulary.numbering import NumberFaultCode as Fault

PATTERN = re.compile(r"[一-龥A-Za-z]{1,16}〔[0-9]{4}〕[1-9][0-9]*号")
MEANT = "某政发〔2024〕5号"
CODES = st.from_regex(r"[一-龥A-Za-z]{1,16}", fullmatch=True)
SEQUENCES = st.integers(1, 999_999_999)


def faults(text: str) -> tuple[Fault, ...]:
    parsed = parse_doc_number(text)
    assert isinstance(parsed, NumberFault)
    return parsed.codes


class TestDocNumber:
    @pytest.mark.rule("DOC-N01")
    @pytest.mark.parametrize(
        ("text", "number"),
        [
            ("国办发〔2024〕5号", DocNumber("国办发", 2024, 5)),
            ("某政函〔2025〕120号", DocNumber("某政函", 2025, 120)),
            ("A〔2024〕999999999号", DocNumber("A", 2024, 999_999_999)),
        ],
    )
    def test_a_right_one_is_read_and_means_itself(self, text, number):
        assert parse_doc_number(text) == number
        assert str(number) == normalise(text) == text

    @pytest.mark.rule("DOC-N02")
    @pytest.mark.parametrize(
        "brackets", ["[]", "()", "（）", "【】", "〈〉", "［］", "<>", "《》", "{}", "﹝﹞", "[〕"]
    )
    def test_only_tortoise_shell_brackets_will_do(self, brackets):
        text = f"某政发{brackets[0]}2024{brackets[1]}5号"
        assert parse_doc_number(text) == NumberFault((Fault.BRACKETS,), MEANT)

    @pytest.mark.rule("DOC-N03")
    @pytest.mark.parametrize(
        ("text", "fault"),
        [
            ("某政发〔2024〕05号", Fault.LEADING_ZERO),
            ("某政发〔2024〕第5号", Fault.ORDINAL),
            ("某政发 〔2024〕 5 号", Fault.SPACES),
            ("某政发〔2024〕5号\n", Fault.SPACES),
            ("某政发〔2024〕\u200b5号", Fault.SPACES),
            ("某政发\u3000〔2024〕5号", Fault.SPACES),
            ("某政发〔２０２４〕５号", Fault.DIGITS),
            ("某政发〔٢٠٢٤〕5号", Fault.DIGITS),
        ],
    )
    def test_no_ordinal_no_zeros_no_spaces_plain_digits(self, text, fault):
        assert parse_doc_number(text) == NumberFault((fault,), MEANT)

    @pytest.mark.rule("DOC-N03")
    @pytest.mark.parametrize("year", ["24", "024", "02024", ""])
    def test_a_year_without_four_digits_needs_a_person(self, year):
        text = f"某政发〔{year}〕5号"
        assert parse_doc_number(text) == NumberFault((Fault.YEAR,), None)
        assert normalise(text) is None

    @pytest.mark.rule("DOC-N01")
    def test_the_suffix_is_part_of_it(self):
        assert parse_doc_number("某政发〔2024〕5") == NumberFault((Fault.NO_SUFFIX,), MEANT)

    @pytest.mark.rule("DOC-N01")
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "号",
            "某政发",
            "〔2024〕5号",
            "某政发2024年5号",
            "某政发〔2024〕0号",
            "某政发〔2024〕号",
            "某政发〔2024〕五号",
            "某1发〔2024〕5号",
            "某" * 17 + "〔2024〕5号",
            "某政发〔2024〕1234567890号",
            "某政发〔2024〕5号附件",
            "²〔2024〕5号",
        ],
    )
    def test_what_is_no_number_at_all_gets_no_suggestion(self, text):
        assert Fault.MALFORMED in faults(text)
        assert normalise(text) is None

    def test_all_that_is_wrong_is_told_at_once_with_its_rules(self):
        fault = parse_doc_number("某政发 [２０２４] 第05")
        assert fault == NumberFault(
            (Fault.BRACKETS, Fault.SPACES, Fault.DIGITS, Fault.ORDINAL, Fault.LEADING_ZERO, Fault.NO_SUFFIX), MEANT
        )
        assert fault.code is Fault.BRACKETS
        assert fault.rules == ("DOC-N02", "DOC-N03", "DOC-N01")

    @pytest.mark.rule("DOC-N04")
    def test_the_order_form_is_no_document_number(self):
        assert parse_doc_number("第12号") == NumberFault((Fault.ORDER_FORM,), None)
        assert faults("第 12 号")[0] is Fault.ORDER_FORM

    @given(CODES, st.integers(0, 9999), SEQUENCES)
    def test_what_is_written_is_read_back(self, code, year, sequence):
        number = DocNumber(code, year, sequence)
        assert parse_doc_number(str(number)) == number

    @given(
        st.text() | st.from_regex(r"[一-龥]{0,3}[〔\[（ ]?[0-9０-９]{0,5}[〕\]） ]?第?[0-9]{0,11}号?", fullmatch=True)
    )
    def test_any_text_is_a_number_or_a_fault_whose_suggestion_is_one(self, text):
        parsed = parse_doc_number(text)
        if isinstance(parsed, DocNumber):
            assert PATTERN.fullmatch(text)
            return
        assert parsed.codes
        assert parsed.rules
        if parsed.suggestion is not None:
            assert PATTERN.fullmatch(parsed.suggestion)
            assert normalise(parsed.suggestion) == parsed.suggestion


class TestOrderNumber:
    @pytest.mark.rule("DOC-N04")
    def test_an_order_is_numbered_without_code_and_year(self):
        assert parse_order_number("第12号") == OrderNumber(12)
        assert str(OrderNumber(12)) == "第12号"

    @pytest.mark.rule("DOC-N04")
    @pytest.mark.parametrize(
        ("text", "codes", "suggestion"),
        [
            ("第012号", (Fault.LEADING_ZERO,), "第12号"),
            ("第 12 号", (Fault.SPACES,), "第12号"),
            ("第１２号", (Fault.DIGITS,), "第12号"),
            ("12号", (Fault.NOT_ORDER_FORM,), "第12号"),
            ("第12", (Fault.NOT_ORDER_FORM,), "第12号"),
            ("第0号", (Fault.NOT_ORDER_FORM,), None),
            ("第十二号", (Fault.NOT_ORDER_FORM,), None),
            ("国令〔2024〕12号", (Fault.NOT_ORDER_FORM,), None),
        ],
    )
    def test_any_other_form_is_a_fault(self, text, codes, suggestion):
        assert parse_order_number(text) == NumberFault(codes, suggestion)


class TestNumberFormat:
    @pytest.mark.rule("DOC-N09")
    @pytest.mark.parametrize(
        ("template", "number", "is_yearly"),
        [
            ("收〔{year}〕{seq}号", "收〔2026〕7号", True),
            ("SW-{year}-{seq:04}", "SW-2026-0007", True),
            ("{year}{seq}", "20267", True),
            ("督办第{seq}号", "督办第7号", False),
        ],
    )
    def test_it_writes_the_numbers_of_a_series(self, template, number, is_yearly):
        made = NumberFormat(template)
        assert made.render(2026, 7) == number
        assert made.is_yearly is is_yearly

    @pytest.mark.parametrize(
        "template",
        [
            "",
            "收〔{year}〕号",
            "收{seq}-{seq}",
            "{year}{year}{seq}",
            "收{seq:4}",
            "收{seq!r}",
            "收{seq.real}",
            "收{0}{seq}",
            "收 {seq}",
            "收1{seq}",
            "收{seq}\n",
            "收{{seq}}",
            "{year:02}{seq}",
            "收[{year}]{seq}",
            "收" * 43 + "{seq}号",
        ],
    )
    def test_any_other_template_is_refused(self, template):
        with pytest.raises(ValueError, match="no number format"):
            NumberFormat(template)

    @pytest.mark.parametrize(("year", "seq"), [(26, 1), (2100, 1), (2026, 0), (2026, -1), (2026, 10**9)])
    def test_a_year_or_sequence_out_of_range_is_refused(self, year, seq):
        with pytest.raises(ValueError, match="no number has"):
            NumberFormat("收〔{year}〕{seq}号").render(year, seq)

    @given(st.sampled_from(["收〔{year}〕{seq}号", "{year}{seq}", "{seq}{year}", "A{seq:03}-{year}"]), st.data())
    def test_two_sequences_never_look_alike(self, template, data):
        pair = st.tuples(st.integers(1900, 2099), SEQUENCES)
        one, other = data.draw(pair), data.draw(pair)
        made = NumberFormat(template)
        assert (made.render(*one) == made.render(*other)) is (one == other)
