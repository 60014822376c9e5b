"""Every flow of the project in one place: what may be tuned of it, and how it is shown to people."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.engine.workflow import Transition, Workflow
from app.services.archives import workflow as archives
from app.services.incoming.workflow import DEFAULTS, INCOMING, OPTIONAL
from app.services.office.parameters import TunableFlow
from app.services.outgoing import workflow as outgoing
from app.services.outgoing.workflow import OUTGOING
from app.services.seal_requests import workflow as seal_requests
from app.services.seal_requests.workflow import SEAL_REQUESTS
from app.vocabulary.common import MatterKind
from app.vocabulary.documents import IncomingStep


@dataclass(frozen=True, slots=True)
class Published:
    """A flow: its table of transitions and what of it an organ may tune."""

    workflow: Workflow[Any]
    tunable: TunableFlow

    def view(self) -> dict[str, Any]:
        """States, actions, transitions, the shipped owners and limits of its steps, and the diagram in Mermaid."""
        workflow = self.workflow
        return {
            "kind": self.tunable.kind,
            "label": self.tunable.kind.label,
            "initial": workflow.initial,
            "states": [
                {"value": state, "label": state.label, "is_final": state in workflow.final} for state in workflow.states
            ],
            "actions": [
                {"value": action, "label": action.label}
                for action in dict.fromkeys(row.action for row in workflow.table)
            ],
            "transitions": [_transition(row, workflow) for row in workflow.table],
            "steps": [
                {
                    "step": step,
                    "label": step.label,
                    "role": setting.role,
                    "limit_value": setting.limit.value,
                    "limit_unit": setting.limit.unit,
                    "is_optional": step in self.tunable.optional,
                }
                for step, setting in self.tunable.defaults.items()
            ],
            "diagram": workflow.diagram(),
        }


def _transition(row: Transition[Any], workflow: Workflow[Any]) -> dict[str, Any]:
    return {
        "action": row.action,
        "label": row.action.label,
        "sources": [state for state in workflow.states if state in row.sources],
        "targets": [state for state in workflow.states if state in row.targets],
        "keeps_tasks": row.keeps_tasks,
    }


FLOWS: Mapping[MatterKind, Published] = {
    MatterKind.INCOMING_DOCUMENT: Published(
        INCOMING,
        TunableFlow(MatterKind.INCOMING_DOCUMENT, DEFAULTS, OPTIONAL, parallel=frozenset({IncomingStep.REPORT})),
    ),
    MatterKind.OUTGOING_DOCUMENT: Published(
        OUTGOING,
        TunableFlow(MatterKind.OUTGOING_DOCUMENT, outgoing.DEFAULTS, outgoing.OPTIONAL, parallel=outgoing.PARALLEL),
    ),
    MatterKind.SEAL_REQUEST: Published(
        SEAL_REQUESTS,
        TunableFlow(
            MatterKind.SEAL_REQUEST, seal_requests.DEFAULTS, seal_requests.OPTIONAL, parallel=seal_requests.PARALLEL
        ),
    ),
    MatterKind.ARCHIVE_LOAN: Published(
        archives.LOAN, TunableFlow(MatterKind.ARCHIVE_LOAN, archives.LOAN_DEFAULTS, archives.NOTHING, archives.NOTHING)
    ),
    MatterKind.ARCHIVE_DISPOSAL: Published(
        archives.DISPOSAL,
        TunableFlow(MatterKind.ARCHIVE_DISPOSAL, archives.DISPOSAL_DEFAULTS, archives.NOTHING, archives.NOTHING),
    ),
}
"""By kind of matter. A new domain adds one entry."""
