"""What a client keeps in mind between requests: ids it was shown, versions it saw, actions it was offered.

Random requests alone hit nothing: an id nobody has, a version nobody saw, a day in 1931. With this memory the generated
requests reach what lies behind the first refusal. Only what is valid is replaced, by something as valid; what is broken
on purpose stays broken.
"""

import random
import re
import uuid
from collections.abc import Iterable, Mapping, MutableMapping
from datetime import datetime, timedelta
from typing import Any

from schemathesis import Case, HookContext, Response
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.meta import TestPhase

from app.core.clock import SHANGHAI
from tests.contract.crawl import Known

_ALIASES = {"superior": "organ", "parent": "department", "resubmission_of": "document"}
"""Members that refer to something, where neither name nor default tells to what."""
AnyCase = Case[Any]
_OFTEN = 0.85
_PLACE = re.compile(r"(/api/v1/[a-z-]+)/([^/]+)")
_AHEAD = re.compile(r"(to_)?due|starts|ends|expires")
KEY = "Idempotency-Key"


class Memory:
    """Of one caller. ``spare`` are tokens of other log-ins of the caller, to be used up by logging out."""

    def __init__(self, document: Mapping[str, Any], token: str, spare: Iterable[str], seed: int) -> None:
        self.known = Known(document)
        self._authorization, self._spare = f"Bearer {token}", list(spare)
        self._random = random.Random(seed)
        self._versions: dict[str, int] = {}
        self._offers: dict[str, set[str]] = {}

    def before_call(self, context: HookContext, case: AnyCase, kwargs: dict[str, Any]) -> None:
        """Put what is known into a request that is about to be sent."""
        if case.headers.get(KEY) and _is_valid(case, ParameterLocation.HEADER):
            case.headers[KEY] = uuid.UUID(int=self._random.getrandbits(128), version=4).hex
        if case.operation.definition.raw["operationId"] == "log_out":
            self._use_spare(case)
        if case.path_parameters and _is_valid(case, ParameterLocation.PATH):
            if case.meta is None or case.meta.phase.name is not TestPhase.STATEFUL:
                self._choose_path(case)
            self._quote_version(case)
        if isinstance(case.body, dict) and _is_valid(case, ParameterLocation.BODY):
            self._fill(case.body)

    def _often(self) -> bool:
        return self._random.random() < _OFTEN

    def _use_spare(self, case: AnyCase) -> None:
        if case.headers.get("Authorization") == self._authorization:
            case.headers["Authorization"] = f"Bearer {self._spare.pop()}"

    def _choose_path(self, case: AnyCase) -> None:
        action = case.path.rpartition("/")[2].replace("-", "_")
        for name in case.path_parameters:
            known = self.known.ids(name)
            offered = [one for one in known if action in self._offers.get(one, ())]
            if known and self._often():
                case.path_parameters[name] = self._random.choice(offered or known)

    def _quote_version(self, case: AnyCase) -> None:
        seen = self._versions.get(_subject(case))
        if seen and "If-Match" in case.headers and _is_valid(case, ParameterLocation.HEADER):
            case.headers["If-Match"] = f'"{seen}"'

    def _fill(self, body: MutableMapping[str, Any]) -> None:
        for name, value in body.items():
            if isinstance(value, list) and value and isinstance(value[0], dict):
                for one in value:
                    self._fill(one)
            elif value is not None and self._often():
                body[name] = self._better(name, value)

    def _better(self, name: str, value: Any) -> Any:
        """Something that makes sense where the generator could only be right in form."""
        if name == "on_behalf_of_id":
            return None
        if name.endswith("_ids") and isinstance(value, list):
            known = self._pool(name.removesuffix("s"))
            return self._random.sample(known, min(len(value), 3, len(known)))
        if name.endswith("_id") and isinstance(value, str):
            return self._random.choice(self._pool(name) or [value])
        if _AHEAD.match(name) and isinstance(value, str):
            ahead = datetime.now(SHANGHAI) + timedelta(days=self._random.randrange(1, 20))
            return ahead.isoformat(timespec="seconds")[: 10 if name.endswith("_on") else None]
        return value

    def _pool(self, name: str) -> list[str]:
        stem = name.removesuffix("_id")
        stem = next((to for part, to in _ALIASES.items() if part in stem), stem)
        return self.known.ids(f"{stem}_id") or self.known.ids("person_id")

    def after_call(self, context: HookContext, case: AnyCase, response: Response) -> None:
        """Keep what an answer shows; one that is too late says which version is the present one."""
        if response.status_code == 412:
            self._versions[_subject(case)] = response.json()["current_version"]
        elif 200 <= response.status_code < 300:
            place = _PLACE.fullmatch(response.headers.get("location", [""])[0])
            if place and place[1] in self.known.called:
                self.known.keep(self.known.called[place[1]], place[2])
            if "json" in response.headers.get("content-type", [""])[0]:
                body = response.json()
                if response.status_code == 200 or self._is_named(case.path, body, place):
                    self.learn(case.path, body)

    def _is_named(self, template: str, body: Mapping[str, Any], place: re.Match[str] | None) -> bool:
        """Whether something new is what its path says: a hold or an export of a record is no record."""
        return place is not None and self.known.called.get(place[1]) == self.known.name_at(template, body)

    def learn(self, template: str, body: Mapping[str, Any]) -> None:
        """Keep what the answer of an operation shows; ``template`` is its path as the document writes it."""
        for thing in self.known.learn(template, body):
            if isinstance(thing.get("version"), int):
                self._versions[thing["id"]] = thing["version"]
            if "allowed_actions" in thing:
                self._offers[thing["id"]] = {one["action"] for one in thing["allowed_actions"]}
        called = self.known.name_at(template, body)
        if "id" not in body and isinstance(body.get("version"), int) and called in body:
            self._versions[body[called]] = body["version"]


def _is_valid(case: AnyCase, location: ParameterLocation) -> bool:
    return case.meta is None or not case.meta.is_negative_at(location)


def _subject(case: AnyCase) -> str:
    """The id of what a request is about."""
    return str(next(iter(case.path_parameters.values()), ""))
