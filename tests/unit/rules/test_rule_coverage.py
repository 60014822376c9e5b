"""The report on which rules are proven."""

from app.rules.rule import Rule
from app.rules.terms import BLOCK, ENFORCED, HUMAN, LAW, LOCAL, PLANNED
from tests.rule_coverage import Coverage, coverage, marked_in, waived_on

SOURCE = """
import pytest

pytestmark = pytest.mark.rule("DOC-I01")


@pytest.mark.rule("DOC-I02", "DOC-I03")
class TestIt:
    @pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.rule("DOC-I04"))])
    def test_it(self, x):
        assert "pytest.mark.rule('DOC-I05')"


@pytest.mark.deep
def test_other():
    rule("DOC-I06")
"""


def a_rule(rule_id, level=LAW, enforcement=ENFORCED):
    return Rule(rule_id, level, BLOCK, enforcement, "来源", "内容。")


RULES = {
    rule.id: rule
    for rule in (
        a_rule("DOC-I01"),
        a_rule("DOC-I02"),
        a_rule("DOC-I03", enforcement=HUMAN),
        a_rule("DOC-I04", enforcement=PLANNED),
        a_rule("SEC-R01", level=LOCAL),
    )
}


class TestMarkedIn:
    def test_finds_marks_on_modules_classes_and_parameters_and_nothing_else(self, tmp_path):
        (tmp_path / "deep").mkdir()
        (tmp_path / "deep" / "test_it.py").write_text(SOURCE, encoding="utf-8")
        assert marked_in(tmp_path) == {"DOC-I01", "DOC-I02", "DOC-I03", "DOC-I04"}


class TestWaivedOn:
    def test_reads_the_first_column_only(self, tmp_path):
        page = tmp_path / "page.md"
        page.write_text(
            "DOC-I01\n\n| rule | reason |\n|---|---|\n| DOC-I02, SEAL-R01 | like DOC-I03 |\n", encoding="utf-8"
        )
        assert waived_on(page) == {"DOC-I02", "SEAL-R01"}


class TestCoverage:
    def test_lists_what_is_unproven_unanswered_and_unknown(self):
        state = Coverage(RULES, tested=frozenset({"DOC-I01", "DOC-Z99"}), waived=frozenset())
        assert state.unproven == ["DOC-I02", "SEC-R01"]
        assert state.unanswered == ["DOC-I02", "DOC-I03"]
        assert state.unknown == ["DOC-Z99"]

    def test_is_satisfied_by_tests_and_reasons(self):
        tested = frozenset({"DOC-I01", "DOC-I02", "SEC-R01"})
        state = Coverage(RULES, tested, waived=frozenset({"DOC-I03"}))
        assert (state.unproven, state.unanswered, state.unknown) == ([], [], [])

    def test_reports_a_line_for_each_prefix(self):
        state = Coverage(RULES, tested=frozenset({"DOC-I01"}), waived=frozenset({"DOC-I03"}))
        lines = [line.split() for line in state.lines()]
        assert ["DOC-I", "4", "2", "1", "1"] in lines
        assert ["SEC-R", "1", "1", "0", "0"] in lines

    def test_names_no_rule_of_this_project_that_is_not_catalogued_on_the_page_of_waivers(self):
        state = coverage()
        assert state.waived <= state.rules.keys()
