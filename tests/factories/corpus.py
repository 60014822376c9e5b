"""The corpus of drafts in tests/corpus/drafts: what is written, when it is checked, and exactly what is found.

``draft`` has the members of `app.rules.checks.draft.Draft`; of a finding, ``severity`` is how it bites in a party or
government organ, ``words`` are the characters it points at, ``replacement`` is what it would put there.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from app.rules.catalogue import CATALOGUE, effective_severity
from app.rules.checks.draft import Draft
from app.rules.finding import Finding
from app.vocabulary.common import Profile
from app.vocabulary.drafting import CheckMoment
from tests.factories.drafts import marked

DRAFTS: Final = Path(__file__).parent.parent / "corpus" / "drafts"
_DRAFT: Final = TypeAdapter(Draft)
_MEMBERS: Final = {one.name for one in fields(Draft)}


@dataclass(frozen=True, slots=True)
class Sample:
    """One draft of the corpus."""

    name: str
    moment: CheckMoment
    draft: Draft
    expected: tuple[Mapping[str, str], ...]


def samples() -> Iterator[Sample]:
    """All of them, by name."""
    for path in sorted(DRAFTS.glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        assert set(told["draft"]) <= _MEMBERS, f"{path.name}: a member that drafts do not have"
        draft = _DRAFT.validate_json(json.dumps(told["draft"]), strict=True)
        yield Sample(path.stem, CheckMoment(told["moment"]), draft, tuple(told["findings"]))


def as_told(draft: Draft, found: Finding) -> dict[str, Any]:
    """A finding as the corpus writes it."""
    severity = found.milder(effective_severity(CATALOGUE[found.rule], Profile.PARTY_GOV))
    told = {"rule": found.rule, "severity": str(severity), "pointer": found.pointer}
    if found.place is not None:
        told["words"] = marked(draft, found)
    if found.replacement is not None:
        told["replacement"] = found.replacement
    return told
