"""Which rules the tests prove: ``python -m tests.rule_coverage`` from the root of the project.

Compares the catalogue with the marks ``@pytest.mark.rule(...)`` under tests/ and with docs/rules-waived.md. Prints one line
for each prefix of ids, then what needs an eye. Exit code 1 if a rule that software is said to check has no test.
"""

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.rules.catalogue import CATALOGUE
from app.rules.rule import Rule
from app.vocabulary.rules import Enforcement, RuleLevel

ROOT = Path(__file__).parent.parent
RULE_ID = re.compile(r"\b[A-Z]{3,4}-[A-Z][0-9]{2}\b")
WRITTEN_LAW = frozenset({RuleLevel.LAW, RuleLevel.STANDARD})


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is known of every rule: whether a test names it, whether it is waived with a reason."""

    rules: Mapping[str, Rule]
    tested: frozenset[str]
    waived: frozenset[str]

    @property
    def unproven(self) -> list[str]:
        """Rules said to be checked by software that no test names."""
        return [
            i for i, rule in self.rules.items() if rule.enforcement is Enforcement.ENFORCED and i not in self.tested
        ]

    @property
    def unanswered(self) -> list[str]:
        """Rules of law or standard that are neither tested nor waived nor planned for later."""
        return [
            i
            for i, rule in self.rules.items()
            if rule.level in WRITTEN_LAW
            and rule.enforcement is not Enforcement.PLANNED
            and i not in self.tested | self.waived
        ]

    @property
    def unknown(self) -> list[str]:
        """Ids in marks or on the page of waivers that the catalogue does not have."""
        return sorted((self.tested | self.waived) - self.rules.keys())

    def lines(self) -> Iterator[str]:
        """The report."""
        yield f"{'prefix':8}{'catalogued':>12}{'enforced':>10}{'tested':>8}{'waived':>8}"
        for prefix in dict.fromkeys(rule_id[:-2] for rule_id in self.rules):
            ids = {rule_id for rule_id in self.rules if rule_id[:-2] == prefix}
            enforced = sum(self.rules[i].enforcement is Enforcement.ENFORCED for i in ids)
            yield f"{prefix:8}{len(ids):>12}{enforced:>10}{len(ids & self.tested):>8}{len(ids & self.waived):>8}"
        yield _listed("law and standards neither tested nor waived nor planned", self.unanswered)
        yield _listed("named but not catalogued", self.unknown)
        yield _listed("enforced but not tested", self.unproven)


def marked_in(folder: Path) -> frozenset[str]:
    """The ids in all ``pytest.mark.rule(...)`` of the Python files under a folder: on tests, classes, parameters, modules."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in folder.rglob("*.py"))
    calls = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call) and _is_mark(node.func))
    arguments = (argument for call in calls for argument in call.args)
    return frozenset(a.value for a in arguments if isinstance(a, ast.Constant) and isinstance(a.value, str))


def waived_on(page: Path) -> frozenset[str]:
    """The ids in the first column of the tables of a page."""
    rows = (line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("|"))
    return frozenset(found for row in rows for found in RULE_ID.findall(row.split("|")[1]))


def coverage() -> Coverage:
    """The state of this checkout."""
    return Coverage(CATALOGUE, marked_in(ROOT / "tests"), waived_on(ROOT / "docs" / "rules-waived.md"))


def main() -> int:
    state = coverage()
    sys.stdout.writelines(f"{line}\n" for line in state.lines())
    return 1 if state.unproven else 0


def _is_mark(function: ast.expr) -> bool:
    return ast.unparse(function) == "pytest.mark.rule"


def _listed(title: str, ids: list[str]) -> str:
    return f"\n{title}: {len(ids)}" + "".join(f"\n  {rule_id}" for rule_id in ids)


if __name__ == "__main__":
    sys.exit(main())
