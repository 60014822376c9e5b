"""用印申请: the whole flow in one service, and what may be done beside it."""

from typing import Any
from uuid import UUID

from app.core.errors import Forbidden
from app.db.slice import Slice, Wanted
from app.models.matters import Task
from app.models.seals import SealRequest
from app.schemas.documents import Comment, HandOver, Urge
from app.services.matters.flow import Flow
from app.services.seal_requests.applying import Applying
from app.services.seal_requests.base import RequestBase
from app.services.seal_requests.deciding import Deciding
from app.services.seal_requests.using import Using
from app.vocabulary.seals import SealRequestAction as Do
from app.vocabulary.seals import SealRequestStep as Step


class SealRequestService(Applying, Deciding, Using):
    """From 填写申请 to 用印, or to the seal's return."""

    async def urge(self, request_id: UUID, seen: int, said: Urge) -> dict[str, Any]:
        """催办. Raises: NotFound, Stale, TransitionRefused, Forbidden."""
        return await self._urged(Do.URGE, request_id, seen, said)

    async def comment(self, request_id: UUID, seen: int, said: Comment) -> dict[str, Any]:
        """批注. Raises: NotFound, Stale, TransitionRefused, ClassifiedNotAllowed."""
        return await self._commented(Do.COMMENT, request_id, seen, said)

    async def hand_over(self, request_id: UUID, seen: int, said: HandOver) -> dict[str, Any]:
        """转办: an open task goes to another person; the keeping of the seal does not.

        Raises: NotFound, Stale, TransitionRefused, Forbidden, ReferenceNotFound, Senseless.
        """
        return await self._handed_over(Do.HAND_OVER, request_id, seen, said)

    def _may_take_over(self, document: SealRequest, task: Task, person_id: UUID, flow: Flow) -> None:  # noqa: ARG002
        """Raises: Forbidden (the task is the keeper's, who hands over the seal itself)."""
        if task.step in (Step.SEAL, Step.BRING_BACK):
            raise Forbidden("用印和归还随印章的保管人，不能单独转办")


class SealRequestReadingService(RequestBase):
    """Lists, one, its histories. Nothing here writes."""

    async def search(self, wanted: Wanted) -> Slice:
        return await self._requests.search(wanted, self._actor)

    async def history(self, name: str, request_id: UUID, wanted: Wanted) -> Slice:
        """Opinions, trail, urgings or overrides, oldest first. Raises: NotFound."""
        await self.must_see(request_id)
        return await self._matters.history(name, request_id, wanted)
