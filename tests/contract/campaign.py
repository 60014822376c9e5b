"""Runs schemathesis against a live service as one caller, and tells what it found."""

import json
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import schemathesis
from hypothesis import strategies as st
from schemathesis import BaseSchema
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from schemathesis.hooks import GLOBAL_HOOK_DISPATCHER

from tests.contract.memory import Memory

_CONFIG = Path(__file__).parents[2] / "schemathesis.toml"
_PHASES = ("examples", "coverage", "fuzzing", "stateful")
_SHOWN = 30
_SLOWEST = 15.0
"""Seconds: here other suites may share the machine; what is slow by itself is the benchmark's to find."""


@dataclass
class Findings:
    """What came of a campaign: cases by phase, answers of each operation by status, and what is wrong."""

    cases: Counter[str] = field(default_factory=Counter)
    answers: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    failures: dict[tuple[str, ...], str] = field(default_factory=dict)

    def succeeded(self) -> set[str]:
        """The operations that answered 2xx at least once."""
        return {name for name, statuses in self.answers.items() if any(200 <= one < 300 for one in statuses)}

    def told(self) -> str:
        """The failures, as a person wants to read them."""
        shown = ["\n".join((*key, how)) for key, how in self.failures.items()][:_SHOWN]
        return "\n\n".join([f"{len(self.failures)} failures", *shown])

    def take(self, event: events.EngineEvent) -> None:
        if isinstance(event, events.ScenarioFinished):
            self._take_scenario(event)
        elif isinstance(event, events.NonFatalError):
            self.failures.setdefault((event.label, str(event.value)), "")
        elif isinstance(event, events.FatalError):
            raise event.exception

    def _take_scenario(self, event: events.ScenarioFinished) -> None:
        recorder = event.recorder
        self.cases[event.phase.value] += len(recorder.interactions)
        for case_id, interaction in recorder.interactions.items():
            case = recorder.cases[case_id].value
            if interaction.response is not None and interaction.request.method == case.operation.method.upper():
                name = case.operation.definition.raw["operationId"]
                self.answers[name][interaction.response.status_code] += 1
        for case_id, checks in recorder.checks.items():
            for check in checks:
                if check.failure_info is not None:
                    failure = check.failure_info.failure
                    key = (recorder.cases[case_id].value.operation.label, check.name, failure.title, failure.message)
                    self.failures.setdefault(key, check.failure_info.code_sample)


class Sortie(NamedTuple):
    """A part of a campaign: which operations, in which phases of the generator, how many requests, how long chains."""

    operations: Collection[str]
    phases: Collection[str]
    examples: int
    steps: int = 6


@dataclass(frozen=True)
class Campaign:
    """One caller's requests. ``peer`` is a like caller of another organ, who must not see what this one made."""

    url: str
    folder: Path
    token: str
    peer: str
    memory: Memory
    seed: int

    def run(self, plan: Iterable[Sortie]) -> list[Findings]:
        """Generate and send requests. May be called in another process than the campaign was made in."""
        return [self._send(sortie) for sortie in plan if sortie.operations]

    def _send(self, sortie: Sortie) -> Findings:
        schema = schemathesis.openapi.from_dict(_document(self.url), config=self._config(sortie))
        others = _named(schema) - set(sortie.operations)
        chosen = schema.exclude(operation_id=sorted(others)) if others else schema
        findings = Findings()
        with _hooked(self.memory.before_call, self.memory.after_call):
            for event in from_schema(chosen).execute():
                findings.take(event)
        return findings

    def _config(self, sortie: Sortie) -> SchemathesisConfig:
        told: dict[str, Any] = tomllib.loads(_CONFIG.read_text())
        told |= {"seed": self.seed, "workers": 1, "base-url": self.url, "auth": {"wfc": self._identities()}}
        told["generation"]["max-examples"] = sortie.examples
        told["checks"]["max_response_time"] = _SLOWEST
        told["phases"] = {name: {"enabled": name in sortie.phases} for name in _PHASES}
        told["phases"]["stateful"]["max-steps"] = sortie.steps
        return SchemathesisConfig.from_dict(told)

    def _identities(self) -> Mapping[str, Any]:
        """Who is calling and who the peer is, in a file as the Web Fuzzing Commons format wants it."""
        tokens = {"caller": self.token, "peer": self.peer}
        entries = [
            {"name": name, "fixedHeaders": [{"name": "Authorization", "value": f"Bearer {token}"}]}
            for name, token in tokens.items()
        ]
        path = self.folder / f"identities-{self.seed}.json"
        path.write_text(json.dumps({"auth": entries}))
        return {"path": str(path), "user": "caller", "peers": list(tokens)}


def _document(url: str) -> dict[str, Any]:
    """The published document, with a format of our own on ``If-Match``.

    The coverage phase sends no valid header at all where quotes are needed, unless the format of the header is known.
    """
    document: dict[str, Any] = httpx.get(f"{url}/openapi.json").raise_for_status().json()
    for operations in document["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                if parameter["name"] == "If-Match":
                    parameter["schema"]["format"] = _QUOTED
    return document


def _named(schema: BaseSchema) -> set[str]:
    return {
        operation["operationId"] for methods in schema.raw_schema["paths"].values() for operation in methods.values()
    }


_QUOTED = "quoted-version"
schemathesis.openapi.format(_QUOTED, st.integers(1, 99).map('"{}"'.format))


@contextmanager
def _hooked(*hooks: Callable[..., None]) -> Iterator[None]:
    for hook in hooks:
        GLOBAL_HOOK_DISPATCHER.register_hook_with_name(hook, hook.__name__)
    try:
        yield
    finally:
        GLOBAL_HOOK_DISPATCHER.unregister_all()
