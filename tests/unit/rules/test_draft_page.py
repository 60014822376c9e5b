"""docs/drafting-checks.md names exactly the rules that are checked on a draft."""

import ast
import re
from pathlib import Path

from app.rules.catalogue import CATALOGUE

ROOT = Path(__file__).parents[3]
CHECKS = ROOT / "app" / "rules" / "checks"
PAGE = ROOT / "docs" / "drafting-checks.md"
RULE = re.compile(r"\b(?:DOC|LAY)-[A-Z][0-9]{2}\b")
BORROWED = {"check_lead_time": "DOC-T06"}
"""Checks of another flow that a check of drafts asks."""


def checked() -> set[str]:
    """Every rule that a module behind `check_draft` can find."""
    table = (CHECKS / "outgoing.py").read_text(encoding="utf-8")
    found = set()
    for module in re.findall(r"^from app\.rules\.checks\.(\w+) import", table, re.MULTILINE):
        source = (CHECKS / f"{module}.py").read_text(encoding="utf-8")
        found |= {rule for name, rule in BORROWED.items() if f"{name}(" in source}
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and re.search(r"(?:^Finding|\.finding)$", ast.unparse(node.func)):
                found.add(ast.literal_eval(node.args[0]))
    return found


def test_every_rule_is_on_the_page_once():
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    named = [rule for line in lines for rule in RULE.findall(line.split("|")[1])]
    assert len(named) == len(set(named))
    assert set(named) == checked()
    assert set(named) <= CATALOGUE.keys()
