"""What may happen next: one table of transitions per kind of matter, and the pure code that reads it.

The same table answers what a caller may do (`allowed`), refuses what they may not (`check`), is drawn in docs/workflows
and is tried pair by pair in the tests. Nothing here reads a database or a clock.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from app.core.actor import Actor
from app.core.errors import Forbidden, TransitionRefused
from app.vocabulary.labelled import Labelled

Case = TypeVar("Case")


@dataclass(frozen=True)
class Transition(Generic[Case]):
    """One row of the table.

    ``target`` is the state after; None leaves the state as it is, and ``choice`` lists the states the caller may choose
    from. ``opens`` are the steps that begin, each a task with an owner and a limit. ``keeps_tasks`` is for actions beside
    the main line (urging, comments, reading) that leave the open steps alone.
    """

    action: Labelled
    sources: frozenset[Any]
    allow: Callable[[Case, Actor], bool]
    target: Labelled | None = None
    choice: frozenset[Any] = frozenset()
    opens: tuple[Labelled, ...] = ()
    keeps_tasks: bool = False

    @property
    def targets(self) -> frozenset[Any]:
        """Every state this row can lead to; empty when it stays."""
        return self.choice | ({self.target} if self.target else frozenset())


@dataclass(frozen=True, slots=True)
class Step:
    """What a permitted action does: the only source a state is ever assigned from."""

    action: Labelled
    before: Any
    after: Any
    opens: tuple[Labelled, ...]
    keeps_tasks: bool


class Workflow(Generic[Case]):
    """The transitions of one kind of matter. ``also`` are further states one may begin in."""

    def __init__(
        self,
        kind: str,
        states: type[Labelled],
        *,
        initial: Labelled,
        also: Iterable[Labelled] = (),
        final: Iterable[Labelled],
        table: Sequence[Transition[Case]],
    ) -> None:
        self.kind, self.states, self.initial, self.final, self.table = (
            kind,
            states,
            initial,
            frozenset(final),
            tuple(table),
        )
        self.beginnings = (initial, *also)
        for one in self.table:
            if one.sources & self.final:
                raise ValueError(f"{kind}: {one.action} leaves a final state")

    def row(self, action: Labelled, state: Any) -> Transition[Case] | None:
        return next((one for one in self.table if one.action == action and state in one.sources), None)

    def check(self, case: Case, state: Any, action: Labelled, actor: Actor, *, to: Labelled | None = None) -> Step:
        """The step an action is, or its refusal; changes nothing.

        Raises: TransitionRefused (not from this state, or not to the chosen one), Forbidden (not by this caller).
        """
        found = self.row(action, state)
        if found is None:
            raise TransitionRefused(
                f"“{self.states(state).label}”状态下不能执行“{action.label}”", action=action, state=state
            )
        if not found.allow(case, actor):
            raise Forbidden(f"您不能对该事项执行“{action.label}”", action=action)
        if found.choice and to not in found.choice:
            raise TransitionRefused(f"不能由“{self.states(state).label}”转到所选环节", action=action, state=state)
        after = to if found.choice else found.target
        return Step(action, state, state if after is None else after, found.opens, found.keeps_tasks)

    def allowed(self, case: Case, state: Any, actor: Actor) -> list[Labelled]:
        """The actions open to this caller now, in the order of the table."""
        offered = dict.fromkeys(one.action for one in self.table if state in one.sources and one.allow(case, actor))
        return list(offered)

    def diagram(self) -> str:
        """The table as a Mermaid state diagram."""
        lines = ["stateDiagram-v2", *(f"    [*] --> {state}" for state in self.beginnings)]
        lines += [f"    {state}: {state.label}" for state in self.states]
        for one in self.table:
            for source in sorted(one.sources):
                lines += [f"    {source} --> {target}: {one.action.label}" for target in sorted(one.targets)]
        return "\n".join([*lines, *(f"    {state} --> [*]" for state in sorted(self.final))]) + "\n"
