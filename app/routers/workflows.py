"""流程: the table by which a kind of matter moves, published as data and as a diagram."""

from typing import Annotated

from fastapi import Depends, Path, Response

from app.http.answers import reply
from app.http.dependencies import requires
from app.http.routing import office_router
from app.schemas.office import WorkflowRead
from app.services.chains.flows import FLOWS
from app.vocabulary.common import MatterKind
from app.vocabulary.identity import Permission

router = office_router("/workflows", "flows")
FlowKind = Annotated[MatterKind, Path(description="事项的种类", examples=["incoming_document"])]


@router.get(
    "/{kind}",
    summary="查看流程 Get a workflow",
    response_model=WorkflowRead,
    dependencies=[Depends(requires(Permission.SELF))],
)
async def get_workflow(kind: FlowKind) -> Response:
    """状态、操作、转移、各环节出厂时的办理人和时限，附 Mermaid 图。

    States, actions, transitions, shipped owners and limits, and the diagram."""
    return reply(FLOWS[kind].view())
