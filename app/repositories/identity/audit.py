"""The trail as the audit administrator reads it: who did what, never the business text itself (SEC-R42)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, any_, bindparam, case, column, func, literal_column, or_, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import Boolean, Text, Uuid

from app.db.database import Db
from app.db.slice import Listing, Slice, Sort, Wanted
from app.models.trail import AuditEntry
from app.repositories.identity.terms import ARRAY_UUID

entries = AuditEntry.__table__

_ACCOUNTS = ("organ", "department", "person", "post", "role_grants", "delegation", "service_key", "login_session")
_POLICY = ("flow_parameters", "ladder", "calendar_year", "rule_switch")
SHOWN = _ACCOUNTS + _POLICY
"""Subjects whose changed values the audit administrator sees: accounts, rights and policy."""
PRIVATE = ("phone", "reason")
"""Columns whose values are never shown."""

_shown = and_(entries.c.matter_id.is_(None), entries.c.subject.in_(SHOWN))
_one = func.jsonb_each(entries.c.changes).table_valued(column("key", Text), column("value", JSONB)).lateral()
_plain = and_(_shown, _one.c.key.not_in(PRIVATE))
_changes = func.coalesce(
    select(
        func.json_agg(
            func.json_build_object(
                "column", _one.c.key,
                "before", case((_plain, _one.c.value[0].astext)),
                "after", case((_plain, _one.c.value[1].astext)),
            )
        )
    ).select_from(_one).correlate(entries).scalar_subquery(),
    literal_column("'[]'::json"),
)  # fmt: skip
_PLAINLY = ("id", "seq", "at", "organ_id", "actor_id", "actor_name", "on_behalf_of_id", "action", "subject")
_BEHIND = ("subject_id", "matter_id", "state_before", "state_after", "request_id", "address")
_ROW = {
    **{name: entries.c[name] for name in _PLAINLY + _BEHIND},
    "note": case((_shown, entries.c.note)),
    "changes": _changes,
}
_LIST = Listing(
    _ROW,
    entries,
    id_column=entries.c.id,
    scopes={
        "reach": or_(
            entries.c.organ_id == any_(bindparam("organs", type_=ARRAY_UUID)),
            and_(entries.c.organ_id.is_(None), bindparam("whole", type_=Boolean())),
        )
    },
    filters={
        "organ_id": entries.c.organ_id == bindparam("organ_id", type_=Uuid()),
        "actor_id": entries.c.actor_id == bindparam("actor_id", type_=Uuid()),
        "action": entries.c.action == bindparam("action"),
        "subject": entries.c.subject == bindparam("subject"),
        "subject_id": entries.c.subject_id == bindparam("subject_id", type_=Uuid()),
        "matter_id": entries.c.matter_id == bindparam("matter_id", type_=Uuid()),
        "request_id": entries.c.request_id == bindparam("request_id"),
        "at_from": entries.c.at >= bindparam("at_from"),
        "at_before": entries.c.at < bindparam("at_before"),
    },
    sorts={"-seq": Sort(entries.c.seq, int, descending=True), "seq": Sort(entries.c.seq, int)},
)


class AuditRepository:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def search(self, wanted: Wanted, organ_ids: Sequence[UUID], *, whole: bool) -> Slice:
        """Entries of these organs; ``whole`` adds what belongs to no organ, such as log-ins under unknown names."""
        binds: dict[str, Any] = {"organs": list(organ_ids), "whole": whole}
        return await _LIST.fetch(self._db, wanted, "reach", binds)
