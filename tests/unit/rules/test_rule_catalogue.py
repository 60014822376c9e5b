"""The catalogue holds together: ids, wording, sources, switches, and what it says of its own checks."""

import ast
import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from app.rules.catalogue import CATALOGUE, effective_severity, rule
from app.rules.rule import PARTY_GOV
from app.settings import Settings
from app.vocabulary.common import Profile
from app.vocabulary.documents import Retention
from app.vocabulary.rules import Enforcement, RuleLevel, Severity
from tests.rule_coverage import RULE_ID, WRITTEN_LAW, coverage

BLOCK, WARN, OFF = Severity.BLOCK, Severity.WARN, Severity.OFF
CHECKS = Path(__file__).parents[3] / "app" / "rules" / "checks"
SUBJECTS = re.compile(r"DOC-[SKENITXM]|SEC-R")

DOC = {"S": 5, "K": 16, "E": 18, "N": 10, "R": 17, "P": 15, "I": 11, "T": 8, "X": 13, "M": 8, "G": 1}
PAGES = {f"DOC-{letter}": count for letter, count in DOC.items()}
PAGES |= {"OFF-D": 1, "SEAL-R": 17, "ARC-R": 22, "CHR-R": 5, "INF-R": 7, "MAT-R": 4, "LAY-T": 6}
PAGES |= {"LAY-P": 13, "LAY-H": 10, "LAY-B": 17, "LAY-F": 6, "LAY-N": 6, "LAY-X": 8, "LAY-S": 5}
"""How many rules each prefix has, numbered without a gap; those on secrecy come in blocks."""

SECRECY = [*range(1, 28), *range(30, 35), *range(40, 44)]

SAME_CHECK = {"DOC-X11": "SEC-R01", "DOC-M06": "DOC-I11"}
"""Rules that the check of another rule keeps too."""

_MAKES = re.compile(r"^Finding$|\.finding$")

FIGURES = {"DOC-T02", "DOC-T03", "DOC-T04", "DOC-T07"}
"""Rules that only say how long something takes: they become limits and refuse nothing."""


def is_chinese_sentence(text: str) -> bool:
    chinese, latin = (len(re.findall(letters, text)) for letters in ("[一-龥]", "[A-Za-z]"))
    wrong = re.search(r"[,;:?!()]|\.(?![0-9])|\s{2}", text)
    return chinese >= 10 and chinese > latin and text.endswith("。") and not wrong


def ids_found_by_checks() -> set[str]:
    """The first argument of every ``Finding(...)`` and ``passage.finding(...)`` in the checks."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in CHECKS.glob("*.py"))
    calls = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {ast.literal_eval(call.args[0]) for call in calls if _MAKES.search(ast.unparse(call.func))}


class TestCatalogue:
    def test_numbers_the_rules_of_each_prefix_without_a_gap(self):
        expected = {f"{prefix}{n:02}" for prefix, count in PAGES.items() for n in range(1, count + 1)}
        assert set(CATALOGUE) == expected | {f"SEC-R{n:02}" for n in SECRECY}

    def test_finds_a_rule_by_its_id_and_refuses_an_unknown_one(self):
        assert rule("DOC-I04").id == "DOC-I04"
        with pytest.raises(KeyError):
            rule("DOC-I99")

    def test_cannot_be_changed(self):
        with pytest.raises(TypeError):
            CATALOGUE["DOC-I04"] = CATALOGUE["DOC-I05"]

    def test_every_id_is_well_formed_and_leads_to_its_own_rule(self):
        assert [i for i, entry in CATALOGUE.items() if entry.id != i or not RULE_ID.fullmatch(i)] == []

    def test_every_statement_is_a_chinese_sentence(self):
        assert [i for i, entry in CATALOGUE.items() if not is_chinese_sentence(entry.statement)] == []

    def test_no_two_rules_say_the_same(self):
        assert len({entry.statement for entry in CATALOGUE.values()}) == len(CATALOGUE)

    def test_every_source_is_named(self):
        assert [i for i, entry in CATALOGUE.items() if not re.search("[一-龥]|DA/T|GB/T", entry.source)] == []

    def test_law_names_its_article_or_says_what_it_rests_on(self):
        law = [entry for entry in CATALOGUE.values() if entry.level is RuleLevel.LAW]
        assert [entry.id for entry in law if not re.search("第.+条|二手资料|见 SEC-R01", entry.source)] == []

    def test_every_rule_that_is_referred_to_exists(self):
        texts = "".join(entry.statement + entry.source for entry in CATALOGUE.values())
        assert set(RULE_ID.findall(texts)) <= CATALOGUE.keys()

    def test_no_rule_is_off_by_default_where_its_source_binds(self):
        assert [i for i, entry in CATALOGUE.items() if entry.severity is OFF or not entry.profiles] == []


class TestSeverity:
    def test_no_switch_weakens_binding_law(self):
        for entry in CATALOGUE.values():
            for profile in entry.profiles if entry.level is RuleLevel.LAW else ():
                assert not entry.may_weaken(profile)
                assert effective_severity(entry, profile, OFF) is entry.severity
                assert effective_severity(entry, profile, BLOCK) is BLOCK

    def test_no_switch_weakens_what_is_built_in(self):
        built_in = [entry for entry in CATALOGUE.values() if entry.enforcement is Enforcement.STRUCTURAL]
        assert built_in
        for entry in built_in:
            for profile in Profile:
                assert not entry.may_weaken(profile)
                assert effective_severity(entry, profile, OFF) is entry.severity

    @pytest.mark.rule("DOC-S01")
    @pytest.mark.parametrize(
        ("profile", "default", "switched_off"),
        [(Profile.PARTY_GOV, BLOCK, BLOCK), (Profile.SOE, WARN, OFF), (Profile.INSTITUTION, WARN, OFF)],
    )
    def test_the_regulation_binds_organs_and_advises_others(self, profile, default, switched_off):
        entry = rule("DOC-I04")
        assert effective_severity(entry, profile) is default
        assert effective_severity(entry, profile, OFF) is switched_off
        assert effective_severity(entry, profile, BLOCK) is BLOCK

    @pytest.mark.rule("DOC-S01")
    def test_whatever_rests_on_the_regulation_reaches_as_far_as_it(self):
        law = [entry for entry in CATALOGUE.values() if entry.level is RuleLevel.LAW]
        resting = [entry for entry in law if entry.source.startswith("《党政机关公文处理工作条例》")]
        assert len(resting) > 70
        assert [entry.id for entry in resting if entry.reach is not PARTY_GOV] == []

    @pytest.mark.parametrize("profile", Profile)
    def test_the_law_on_secrecy_binds_everybody(self, profile):
        assert effective_severity(rule("SEC-R01"), profile, OFF) is BLOCK

    def test_habits_are_switched_either_way(self):
        habit = rule("DOC-T06")
        assert effective_severity(habit, Profile.PARTY_GOV) is WARN
        assert [effective_severity(habit, Profile.PARTY_GOV, switch) for switch in Severity] == [BLOCK, WARN, OFF]

    @pytest.mark.parametrize(
        ("rule_id", "expected"),
        [
            ("SEC-R31", {Profile.PARTY_GOV: OFF, Profile.SOE: BLOCK, Profile.INSTITUTION: OFF}),
            ("SEC-R34", {Profile.PARTY_GOV: BLOCK, Profile.SOE: OFF, Profile.INSTITUTION: OFF}),
        ],
    )
    def test_duties_of_one_profile_mean_nothing_to_the_others(self, rule_id, expected):
        assert {profile: effective_severity(rule(rule_id), profile) for profile in Profile} == expected

    def test_advice_is_never_stricter_than_law(self):
        reminder = rule("DOC-K02")
        assert [effective_severity(reminder, profile) for profile in Profile] == [WARN, WARN, WARN]


class TestTruthfulness:
    def test_a_rule_is_called_enforced_exactly_if_something_checks_it(self):
        enforced = {i for i, entry in CATALOGUE.items() if entry.enforcement is Enforcement.ENFORCED}
        assert enforced == ids_found_by_checks() | SAME_CHECK.keys() | FIGURES

    def test_every_rule_checked_here_is_proven_by_a_test(self):
        found_here = ids_found_by_checks() | SAME_CHECK.keys()
        assert sorted(found_here - coverage().tested) == []

    def test_every_written_rule_left_alone_is_waived_with_a_reason(self):
        left_alone = {
            i
            for i, entry in CATALOGUE.items()
            if entry.level in WRITTEN_LAW and entry.enforcement in {Enforcement.HUMAN, Enforcement.PLANNED}
        }
        waived = coverage().waived
        assert sorted(i for i in left_alone if SUBJECTS.match(i) and i not in waived) == []
        assert sorted(waived - left_alone) == []

    @pytest.mark.rule("SEC-R05", "SEC-R04")
    def test_no_deployment_of_this_version_can_raise_the_ceiling(self):
        with pytest.raises(ValidationError):
            Settings(classification_ceiling="confidential")
        assert Settings().classification_ceiling == "none"

    @pytest.mark.rule("ARC-R03")
    def test_retention_knows_three_periods(self):
        assert [period.label for period in Retention] == ["永久", "30年", "10年"]
