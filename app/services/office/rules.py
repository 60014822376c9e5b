"""The catalogue of rules as an organ sees it, and the switches by which it makes a rule milder or stricter for itself."""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NoReturn

import orjson

from app.core.actor import Actor
from app.core.errors import InvalidCursor, NotFound, RuleViolated
from app.db.database import Db
from app.db.slice import Slice, Wanted
from app.models.office import RuleSwitch
from app.repositories.office import OfficeRepository
from app.rules.catalogue import CATALOGUE, Rule, effective_severity
from app.rules.finding import Finding
from app.schemas.rules import SwitchChange
from app.services.audit.service import AuditService
from app.services.office.desk import Desk, DeskService
from app.services.rules.judge import told
from app.vocabulary.rules import Severity

NEVER_WEAKER: Final = frozenset(f"SEC-R{n}" for n in ("01", "02", "03", "04", "40", "41", "42", "43"))
"""The gate against state secrets and the separation of the three administrators: no switch opens either, whatever the
level of the source (SEC-R04)."""


class RuleService:
    """Made for one request from ``(db, actor)``."""

    def __init__(self, db: Db, actor: Actor) -> None:
        self._db, self._actor, self._office = db, actor, OfficeRepository(db)

    async def search(self, wanted: Wanted) -> Slice:
        """Rules in the order of the catalogue, each with how it bites in the caller's organ. Raises: InvalidCursor."""
        desk, switches = await self._desk(), await self._switches()
        found = [rule for rule in CATALOGUE.values() if _matches(rule, wanted.filters)]
        return _page(found, wanted, self._db.database.cursor_key, lambda rule: _row(rule, desk, switches))

    async def one(self, rule_id: str) -> dict[str, Any]:
        """One rule with its source, reach and switch. Raises: NotFound."""
        rule = _known(rule_id)
        desk, switches = await self._desk(), await self._switches()
        switch = switches.get(rule_id)
        return {
            **_row(rule, desk, switches),
            "source": rule.source,
            "profiles": sorted(rule.profiles),
            "may_be_weakened": _may_be_weakened(rule, desk),
            "switch": {
                "severity": switch.severity,
                "reason": switch.reason,
                "set_by_id": switch.set_by_id,
                "set_by_name": switch.set_by_name,
                "set_at": switch.set_at,
            }
            if switch
            else None,
        }

    async def switch(self, rule_id: str, said: SwitchChange) -> dict[str, Any]:
        """Set how a rule bites in the caller's organ.

        Raises: NotFound, RuleViolated (binding law, a rule kept by the very shape of things, or one of `NEVER_WEAKER`
        would become milder).
        """
        rule, desk = _known(rule_id), await self._desk()
        if said.severity.rank < rule.default_severity(desk.profile).rank and not _may_be_weakened(rule, desk):
            _refuse(rule)
        now = self._db.clock.now()
        switch = await self._office.switch(self._actor.organ_id, rule_id)
        before = switch.severity if switch else None
        if switch is None:
            switch = RuleSwitch(organ_id=self._actor.organ_id, rule_id=rule_id)
            self._db.add(switch)
        switch.severity, switch.reason = said.severity, said.reason
        switch.set_by_id, switch.set_at = self._actor.user_id, now
        self._record(rule_id, "switch_rule", before, said.severity, said.reason)
        await self._db.forget()
        return await self.one(rule_id)

    async def unswitch(self, rule_id: str) -> None:
        """Let the rule bite as it does by default. Raises: NotFound (no such rule, or no switch to take away)."""
        _known(rule_id)
        switch = await self._office.switch(self._actor.organ_id, rule_id)
        if switch is None:
            raise NotFound
        self._record(rule_id, "unswitch_rule", switch.severity, None, None)
        self._db.remove(switch)
        await self._db.forget()

    async def _desk(self) -> Desk:
        return await DeskService(self._db).of(self._actor.organ_id)

    async def _switches(self) -> dict[str, Any]:
        return {row.rule_id: row for row in await self._office.switched(self._actor.organ_id)}

    def _record(
        self, rule_id: str, action: str, before: Severity | None, after: Severity | None, why: str | None
    ) -> None:
        AuditService(self._db, self._actor).record(
            "rule_switch",
            None,
            action,
            note=f"{rule_id}：{why}" if why else rule_id,
            changes={rule_id: (before, after)},
        )


def _known(rule_id: str) -> Rule:
    rule = CATALOGUE.get(rule_id)
    if rule is None:
        raise NotFound
    return rule


def _may_be_weakened(rule: Rule, desk: Desk) -> bool:
    return rule.id not in NEVER_WEAKER and rule.may_weaken(desk.profile)


def _refuse(rule: Rule) -> NoReturn:
    finding = Finding(rule.id, f"规则{rule.id}具有约束力或者由系统结构保证，不得放宽", "/severity")
    errors = [{"pointer": finding.pointer, "in": "body", "code": rule.id, "message": finding.message}]
    raise RuleViolated(finding.message, rules=[told(finding)], errors=errors)


def _row(rule: Rule, desk: Desk, switches: Mapping[str, Any]) -> dict[str, Any]:
    switch = switches.get(rule.id)
    return {
        "id": rule.id,
        "level": rule.level,
        "enforcement": rule.enforcement,
        "statement": rule.statement,
        "default_severity": rule.default_severity(desk.profile),
        "severity": effective_severity(rule, desk.profile, switch.severity if switch else None),
        "is_switched": switch is not None,
    }


def _matches(rule: Rule, filters: Mapping[str, Any]) -> bool:
    asked = str(filters.get("q", "")).casefold()
    return (
        rule.id.startswith(filters.get("prefix", ""))
        and rule.level in filters.get("level", [rule.level])
        and rule.enforcement in filters.get("enforcement", [rule.enforcement])
        and any(asked in text.casefold() for text in (rule.id, rule.statement, rule.source))
    )


def _page(found: Sequence[Rule], wanted: Wanted, key: bytes, row: Callable[[Rule], dict[str, Any]]) -> Slice:
    """A page of a list that lives in memory; the cursor names the last rule and is bound to the question."""
    seal = hmac.new(key, json.dumps(["rules", _sorted(wanted.filters)]).encode(), hashlib.sha256).digest()
    start = 0 if wanted.cursor is None else _after(found, _opened(wanted.cursor, seal))
    shown = found[start : start + wanted.limit]
    more = start + wanted.limit < len(found)
    return Slice(
        [orjson.dumps(row(rule)).decode() for rule in shown],
        _closed(shown[-1].id, seal) if more else None,
        len(found) if wanted.with_total else None,
        True if wanted.with_total else None,
    )


def _sorted(filters: Mapping[str, Any]) -> list[tuple[str, str]]:
    return sorted((name, str(value)) for name, value in filters.items())


def _after(found: Iterable[Rule], rule_id: str) -> int:
    place = next((place for place, rule in enumerate(found) if rule.id == rule_id), None)
    if place is None:
        raise InvalidCursor
    return place + 1


def _closed(rule_id: str, seal: bytes) -> str:
    signed = hmac.new(seal, rule_id.encode(), hashlib.sha256).digest()[:12] + rule_id.encode()
    return base64.urlsafe_b64encode(signed).decode().rstrip("=")


def _opened(cursor: str, seal: bytes) -> str:
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except (ValueError, binascii.Error) as fault:
        raise InvalidCursor from fault
    signature, rule_id = raw[:12], raw[12:]
    if not hmac.compare_digest(signature, hmac.new(seal, rule_id, hashlib.sha256).digest()[:12]):
        raise InvalidCursor
    return rule_id.decode()
