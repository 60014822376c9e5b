"""What all parts of the flow share: the request, its seal, its steps."""

from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.errors import ReferenceNotFound
from app.db.database import Db
from app.models.matters import Task
from app.models.seals import Seal, SealRequest
from app.repositories.seal_requests import SealRequestRepository
from app.repositories.seals import SealRepository
from app.services.matters.beside import Beside
from app.services.matters.flow import Flow
from app.services.seal_requests.views import request_view
from app.services.seal_requests.workflow import APPROVE_STEP, DEFAULTS, SEAL_REQUESTS
from app.vocabulary.labelled import Labelled
from app.vocabulary.seals import SealRequestStep as Step


class RequestBase(Beside[SealRequest]):
    """Made for one request from ``(db, actor)``."""

    workflow, defaults = SEAL_REQUESTS, DEFAULTS

    def __init__(self, db: Db, actor: Actor) -> None:
        super().__init__(db, actor)
        self._requests, self._seals = SealRequestRepository(db), SealRepository(db)

    @property
    def _kept(self) -> SealRequestRepository:
        return self._requests

    def _shown(self, row: Any) -> dict[str, Any]:
        return request_view(row, self._actor)

    async def _seal(self, request: SealRequest) -> Seal:
        """The seal that is asked for. Raises: ReferenceNotFound (``seal_id``)."""
        seal = await self._seals.hold(request.seal_id, request.organ_id)
        if seal is None:
            raise ReferenceNotFound("/seal_id")
        return seal

    def _wait(self, request: SealRequest, flow: Flow, step: Labelled, assignee_id: UUID | None = None) -> Task:
        """Begin the step; nobody approves a request of their own by default."""
        but = () if assignee_id else (request.created_by_id,)
        task = flow.open(step, assignee_id=assignee_id, but=but)
        request.responsible_id = task.assignee_id
        return task

    def _approval(self, request: SealRequest) -> Step:
        return APPROVE_STEP[request.use_class]

    def _end(self, request: SealRequest, flow: Flow) -> None:
        """The request goes no further."""
        request.closed_at, request.responsible_id = flow.now, None
