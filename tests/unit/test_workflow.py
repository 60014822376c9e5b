"""The table of transitions, read pair by pair."""

from dataclasses import dataclass
from itertools import product
from uuid import UUID

import pytest

from app.core.actor import Actor
from app.core.errors import Forbidden, TransitionRefused
from app.core.ids import new_id
from app.engine.workflow import Transition, Workflow
from app.models.incoming import IncomingDocument
from app.services.incoming.policy import IncomingCase
from app.services.incoming.workflow import AWAITS, DEFAULTS, INCOMING, OPEN
from app.vocabulary.documents import IncomingAction, IncomingState, IncomingStep
from app.vocabulary.identity import Permission, Role
from app.vocabulary.labelled import Labelled
from app.vocabulary.tasks import TaskKind


@dataclass
class Waiting:
    """An open task of somebody."""

    step: str
    assignee_id: UUID
    kind: str = TaskKind.STEP
    state: str = "open"
    role: str | None = None
    seen_at: object = None
    done_by_id: UUID | None = None


def case_of(state: IncomingState, *tasks: Waiting) -> IncomingCase:
    told = {"urgency": "urgent", "handling_kind": "for_action", "sender_organ_id": OWNER.organ_id}
    document = IncomingDocument(id=new_id(), state=state, **told)
    return IncomingCase(document, list(tasks))


OWNER = Actor(
    new_id(), "全能", new_id(), roles=frozenset(Role), permissions=frozenset(Permission), principals=frozenset()
)
STRANGER = Actor(new_id(), "无关", new_id())


def everything(state: IncomingState, action: IncomingAction | None = None) -> IncomingCase:
    """A case in which the owner holds a task of every step. Time is asked for once, so its decision must not be waiting."""
    left_out = {IncomingStep.DECIDE_EXTENSION} if action is IncomingAction.REQUEST_EXTENSION else set()
    return case_of(state, *(Waiting(step, OWNER.user_id) for step in IncomingStep if step not in left_out))


class TestEveryPair:
    @pytest.mark.parametrize(("state", "action"), list(product(IncomingState, IncomingAction)))
    def test_is_permitted_exactly_where_the_table_has_a_row(self, state, action):
        row = INCOMING.row(action, state)
        to = next(iter(row.choice), None) if row else None
        if row is None:
            with pytest.raises(TransitionRefused):
                INCOMING.check(everything(state, action), state, action, OWNER)
        elif action is not IncomingAction.WITHDRAW:
            step = INCOMING.check(everything(state, action), state, action, OWNER, to=to)
            assert step.before == state
            assert step.after == (to or row.target or state)

    @pytest.mark.parametrize(("state", "action"), list(product(IncomingState, IncomingAction)))
    def test_is_refused_to_whoever_holds_nothing_here(self, state, action):
        row = INCOMING.row(action, state)
        if row is not None:
            with pytest.raises(Forbidden):
                INCOMING.check(everything(state), state, action, STRANGER, to=next(iter(row.choice), None))

    @pytest.mark.parametrize("state", IncomingState)
    def test_offers_what_check_would_permit(self, state):
        case = everything(state)
        offered = INCOMING.allowed(case, state, OWNER)
        for action in IncomingAction:
            row = INCOMING.row(action, state)
            permitted = row is not None and row.allow(case, OWNER)
            assert (action in offered) == permitted


class TestTheTable:
    def test_leaves_no_final_state(self):
        assert {one for row in INCOMING.table for one in row.sources} == OPEN

    def test_reaches_every_state_from_the_first(self):
        seen, edge = set(INCOMING.beginnings), list(INCOMING.beginnings)
        while edge:
            state = edge.pop()
            for row in INCOMING.table:
                if state in row.sources:
                    edge += [one for one in row.targets if one not in seen]
                    seen |= row.targets
        assert seen == set(IncomingState)

    def test_can_end_from_every_open_state(self):
        can_end = set(INCOMING.final)
        while True:
            more = {one for row in INCOMING.table if row.targets & can_end for one in row.sources} - can_end
            if not more:
                break
            can_end |= more
        assert can_end == set(IncomingState)

    def test_has_an_owner_for_every_step_that_waits(self):
        assert set(AWAITS.values()) <= set(DEFAULTS)
        assert set(DEFAULTS) == set(IncomingStep)
        assert {state for state in OPEN if state not in AWAITS} == {IncomingState.CIRCULATING, IncomingState.HANDLING}

    def test_refuses_a_row_out_of_a_final_state(self):
        class Word(Labelled):
            GO = "go", "去"
            START = "start", "始"
            END = "end", "终"

        row = Transition[IncomingCase](Word.GO, frozenset({Word.END}), lambda case, actor: True, Word.START)
        with pytest.raises(ValueError, match="final"):
            Workflow("x", Word, initial=Word.START, final=[Word.END], table=[row])

    def test_is_drawn_with_every_arrow(self):
        drawn = INCOMING.diagram()
        for row in INCOMING.table:
            for source, target in product(row.sources, row.targets):
                assert f"{source} --> {target}: {row.action.label}" in drawn
