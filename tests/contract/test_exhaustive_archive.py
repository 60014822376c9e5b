"""Every state of a loan and of a disposal list × every action, through the API: what the table permits happens, no more."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from app.core.clock import FixedClock
from app.db.database import Database
from app.services.archives.workflow import DISPOSAL, LOAN
from app.vocabulary.archives import DisposalAction, DisposalState, LoanAction, LoanState
from app.vocabulary.identity import Role
from tests.factories.archives import Archive, acted, ok, tomorrow
from tests.factories.client import Client, problem
from tests.factories.make import Make, Someone

LOANS = [action for action in LoanAction if action is not LoanAction.REQUEST]
LISTS = [action for action in DisposalAction if action is not DisposalAction.PROPOSE]
LOAN_WAYS: Mapping[LoanState, tuple[LoanAction, ...]] = {
    LoanState.REQUESTED: (),
    LoanState.APPROVED: (LoanAction.APPROVE,),
    LoanState.LENT: (LoanAction.APPROVE, LoanAction.LEND),
    LoanState.RETURNED: (LoanAction.APPROVE, LoanAction.LEND, LoanAction.RETURN),
    LoanState.REFUSED: (LoanAction.REFUSE,),
    LoanState.WITHDRAWN: (LoanAction.WITHDRAW,),
}
_TO_EXECUTION = (DisposalAction.APPROVE, DisposalAction.WITNESS, "witness_second")
LIST_WAYS: Mapping[DisposalState, tuple[str, ...]] = {
    DisposalState.APPROVAL: (),
    DisposalState.WITNESSING: (DisposalAction.APPROVE,),
    DisposalState.EXECUTION: _TO_EXECUTION,
    DisposalState.DONE: (*_TO_EXECUTION, DisposalAction.EXECUTE),
    DisposalState.REFUSED: (DisposalAction.REFUSE,),
    DisposalState.TERMINATED: (DisposalAction.TERMINATE,),
}
MAY_LOAN = {(state, row.action) for row in LOAN.table for state in row.sources}
MAY_LIST = {(state, row.action) for row in DISPOSAL.table for state in row.sources}
WITH_REASON = frozenset({"refuse", "withdraw", "terminate"})
Thing = dict[str, Any]


class Vault:
    """An archive, and whoever may take each step of a disposal list."""

    def __init__(self, archive: Archive, leader: Someone, eyes: list[Someone], clients: Mapping[str, Client]) -> None:
        self.archive, self._leader, self._eyes, self._clients = archive, leader, eyes, clients

    async def loan(self, state: LoanState) -> Thing:
        record = await self.archive.filed_of_2010()
        said = {
            "record_id": record["id"],
            "purpose": "编写年鉴",
            "due_on": tomorrow(self.archive.make, 3),
            "borrower_id": str(self.archive.colleague.id),
        }
        loan = await ok(await self.archive.client.post("/archive-loans", json=said), 201)
        for action in LOAN_WAYS[state]:
            loan = await ok(await self.act_on_loan(loan, action))
        assert loan["state"] == state
        return loan

    async def act_on_loan(self, loan: Thing, action: str) -> httpx.Response:
        said = {"reason": "不需要了"} if action in WITH_REASON else {}
        return await acted(self.archive.client, "archive-loans", loan, action, **said)

    async def listed(self, state: DisposalState) -> Thing:
        record = await self.archive.filed_of_2010()
        said = {
            "title": "到期档案鉴定销毁清册",
            "report": "经鉴定小组逐件审查，已无保存价值。",
            "entries": [{"record_id": record["id"], "conclusion": "destroy", "reason": "已无查考价值"}],
            "watcher_ids": [str(one.id) for one in self._eyes],
            "approver_id": str(self._leader.id),
        }
        found = await ok(await self.archive.client.post("/archive-disposals", json=said), 201)
        for step in LIST_WAYS[state]:
            found = await ok(await self.act_on_list(found, step))
        assert found["state"] == state
        return found

    async def act_on_list(self, found: Thing, step: str, *, mine: bool = False) -> httpx.Response:
        """By whoever the step is for, or by whoever drew the list up."""
        client = self.archive.client if mine else self._clients.get(step, self.archive.client)
        action = "witness" if step == "witness_second" else step
        said = {"reason": "仍有查考价值"} if action in WITH_REASON else {}
        return await acted(client, "archive-disposals", found, action, **said)


@pytest_asyncio.fixture(scope="module")
async def vault(app: FastAPI, database: Database, _clock: FixedClock) -> AsyncIterator[Vault]:
    make = Make(database)
    organ = await make.organ()
    me, colleague = await make.person(*Role, organ=organ), await make.person(organ=organ)
    leader = await make.person(Role.PRINCIPAL_LEADER, organ=organ)
    eyes = [await make.person(organ=organ) for _ in range(2)]
    async with (
        Client(app, me.token) as mine,
        Client(app, leader.token) as leads,
        Client(app, eyes[0].token) as first,
        Client(app, eyes[1].token) as second,
    ):
        by = {"approve": leads, "refuse": leads, "witness": first, "witness_second": second}
        yield Vault(Archive(make, mine, organ, me, colleague), leader, eyes, by)


@pytest.mark.usefixtures("clock")
class TestLoans:
    @pytest.mark.parametrize(("state", "action"), sorted(MAY_LOAN))
    async def test_of_the_table_are_accepted(self, vault: Vault, state: LoanState, action: LoanAction) -> None:
        loan = await vault.loan(state)
        assert action in {one["action"] for one in loan["allowed_actions"]}
        moved = await ok(await vault.act_on_loan(loan, action))
        assert moved["state"] in {target for row in LOAN.table if row.action == action for target in row.targets}
        assert moved["version"] == loan["version"] + 1

    @pytest.mark.parametrize("state", LoanState)
    async def test_outside_the_table_are_refused_and_change_nothing(self, vault: Vault, state: LoanState) -> None:
        loan = await vault.loan(state)
        for action in LOANS:
            if (state, action) not in MAY_LOAN:
                said = problem(await vault.act_on_loan(loan, action), 409, "transition_refused")
                assert (said["action"], said["state"]) == (action, state)
        assert await ok(await vault.archive.client.get(f"/archive-loans/{loan['id']}")) == loan


@pytest.mark.usefixtures("clock")
class TestDisposalLists:
    @pytest.mark.parametrize(("state", "action"), sorted(MAY_LIST))
    async def test_of_the_table_are_accepted(self, vault: Vault, state: DisposalState, action: DisposalAction) -> None:
        found = await vault.listed(state)
        moved = await ok(await vault.act_on_list(found, action))
        assert moved["state"] in {target for row in DISPOSAL.table if row.action == action for target in row.targets}
        assert moved["version"] == found["version"] + 1

    @pytest.mark.parametrize("state", DisposalState)
    async def test_outside_the_table_are_refused_and_change_nothing(self, vault: Vault, state: DisposalState) -> None:
        found = await vault.listed(state)
        path = f"/archive-disposals/{found['id']}"
        before = await ok(await vault.archive.client.get(path))
        for action in LISTS:
            if (state, action) not in MAY_LIST:
                problem(await vault.act_on_list(found, action, mine=True), 409, "transition_refused")
        assert await ok(await vault.archive.client.get(path)) == before


def test_every_state_is_reached() -> None:
    assert (set(LOAN_WAYS), set(LIST_WAYS)) == (set(LoanState), set(DisposalState))
