"""The trail tells everything: whoever plays its entries over an empty page gets the paper as it is now (SEC-R43)."""

import re
from datetime import datetime
from typing import Any

import pytest

from app.core.clock import FixedClock
from app.db.database import Database
from app.models.incoming import IncomingDocument
from app.services.audit.service import plain
from tests.scenarios.ledger import audit_entries, stored_document
from tests.scenarios.office import PASSED, Office, moment, told

is_moment = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d").fullmatch
UNWATCHED = {"version"}
"""Every entry stands for one version, so it need not say so."""


def same_zone(value: Any) -> Any:
    """The value with all moments in it at +08:00, however they were written."""
    if isinstance(value, dict):
        return {name: same_zone(one) for name, one in value.items()}
    if isinstance(value, list):
        return [same_zone(one) for one in value]
    return told(datetime.fromisoformat(value)) if isinstance(value, str) and is_moment(value) else value


async def by_all_ways(office: Office, clock: FixedClock) -> dict[str, Any]:
    """A paper that was corrected, spoken of by phone, handed back, extended, handed over and answered."""
    seen = await office.receiver.receive(urgency="urgent", due_at=told(moment("11-27 17:30")))
    seen = (
        await office.registrar.client.patch(
            f"/incoming-documents/{seen['id']}",
            json={"pages": 6, "sender_number": "江政办发[2026]018号"},
            headers={"If-Match": f'"{seen["version"]}"'},
        )
    ).json()
    seen = await office.registrar.take("register", seen, opinion="随附件一份")
    seen = await office.clerk.take("request-correction", seen, wanted="请补附件2", due_on="2026-11-23")
    clock.advance(days=1)
    seen = await office.clerk.take("record-correction", seen, note="已补")
    seen = await office.clerk.take("screen", seen, **PASSED)
    asked = {"handling_kind": "for_action", "proposal": "拟请综合科牵头办理。", "supervisor_id": office.supervisor.id}
    seen = await office.director.take("triage", seen, **asked)
    by_phone = {"opinion": "马上办。", "leader_id": office.leader.id, "said_at": told(clock.now())}
    seen = await office.director.take("instruct-orally", seen, **by_phone, lead_handler_id=office.lead.id)
    seen = await office.circulation.take("assign", seen, supervisor_id=office.director.id)
    seen = await office.lead.take("hand-back", seen, reason="不属于本科职责")
    named = {"lead_handler_id": office.co.id, "co_handler_ids": [office.other.id]}
    seen = await office.circulation.take("assign", seen, **named)
    seen = await office.leader.take("confirm-instruction", seen, opinion="同意")
    seen = await office.co.take("request-extension", seen, to_due_at=told(moment("12-04 17:30")), reason="需要核实")
    seen = await office.director.take("decide-extension", seen, approved=True)
    handle = next(task for task in seen["tasks"] if task["step"] == "handle" and task["state"] == "open")
    seen = await office.co.take("hand-over", seen, task_id=handle["id"], to_person_id=office.lead.id, reason="出差")
    seen = await office.other.take("report", seen, opinion="已核实")
    seen = await office.lead.take("reply", seen, opinion="已办结", reply_number="江综函〔2026〕7号")
    seen = await office.lead.take("close", seen, result="已答复")
    return await office.archivist.take("dispose", seen, disposal="archive", retention="y30", basis="第12条")


@pytest.mark.rule("SEC-R43", "DOC-T08")
async def test_the_entries_of_a_paper_replayed_give_the_paper(
    office: Office, clock: FixedClock, database: Database
) -> None:
    seen = await by_all_ways(office, clock)
    entries = await audit_entries(database, seen["id"])
    assert len(entries) == seen["version"]
    now: dict[str, Any] = {}
    for entry in entries:
        for name, (before, after) in same_zone(entry.changes).items():
            assert now.get(name) in (before, None), (
                f"{entry.action} says {name} was {before}, but it was {now.get(name)}"
            )
            now[name] = after
    document: IncomingDocument = await stored_document(database, seen["id"])
    kept = same_zone({name: plain(value) for name, value in vars(document).items() if not name.startswith("_")})
    different = {
        name: (now.get(name), value)
        for name, value in kept.items()
        if name not in UNWATCHED and now.get(name) != value and (name in now or value not in (None, []))
    }
    assert different == {}
