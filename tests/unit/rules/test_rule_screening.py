"""初审五问, 退文, 补正."""

from datetime import date

import pytest

from app.rules.checks.screening import REASONS, check_correction, check_return, check_screening
from app.vocabulary.documents import Screening
from app.vocabulary.returns import ReturnReason

PASSED = dict.fromkeys(Screening, True)


@pytest.mark.rule("DOC-I03")
class TestScreening:
    def test_passes_a_paper_that_answers_all_five(self):
        assert check_screening(PASSED) == ()

    @pytest.mark.parametrize("question", Screening)
    def test_stops_a_paper_that_fails_one_and_says_how_to_go_on(self, question):
        (found,) = check_screening({**PASSED, question: False})
        assert (found.rule, found.pointer) == ("DOC-I03", f"/{question}")
        assert question.label in found.message
        assert all(reason.label in found.suggestion for reason in REASONS[question])

    @pytest.mark.parametrize("question", Screening)
    def test_takes_no_answer_for_no_pass(self, question):
        unanswered = {other: True for other in Screening if other is not question}
        for answers in (unanswered, {**unanswered, question: None}):
            (found,) = check_screening(answers)
            assert "未答复" in found.message

    def test_tells_every_failure(self):
        assert len(check_screening(dict.fromkeys(Screening, False))) == 5


@pytest.mark.rule("DOC-X01")
class TestReturn:
    def test_wants_a_reason(self):
        (found,) = check_return([])
        assert (found.rule, found.pointer) == ("DOC-X01", "/reasons")

    @pytest.mark.parametrize("reason", [reason for reason in ReturnReason if reason is not ReturnReason.OTHER])
    def test_takes_any_listed_reason_without_words(self, reason):
        assert check_return([reason]) == ()

    @pytest.mark.parametrize("text", [None, "", " "])
    def test_wants_words_for_another_reason(self, text):
        (found,) = check_return({ReturnReason.NO_SEAL, ReturnReason.OTHER}, text)
        assert found.pointer == "/other_text"
        assert check_return({ReturnReason.OTHER}, "来文为复印件") == ()

    def test_knows_the_sixteen_reasons(self):
        assert len(ReturnReason) == 16
        assert ReturnReason("wrong_channel").label == "应经主管部门或所在地政府报送"


@pytest.mark.rule("DOC-X02")
class TestCorrection:
    TODAY = date(2026, 11, 20)

    @pytest.mark.parametrize("due_on", [date(2026, 11, 20), date(2026, 11, 19)])
    def test_refuses_a_day_that_is_not_to_come(self, due_on):
        (found,) = check_correction(due_on, self.TODAY)
        assert (found.rule, found.pointer) == ("DOC-X02", "/due_on")

    def test_takes_tomorrow(self):
        assert check_correction(date(2026, 11, 21), self.TODAY) == ()
