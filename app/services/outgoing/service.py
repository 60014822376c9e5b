"""发文: the whole flow in one service, and what may be done beside it."""

from typing import Any
from uuid import UUID

from app.schemas.documents import Comment, HandOver, Urge
from app.services.outgoing.consulting import Consulting
from app.services.outgoing.drafting import Drafting
from app.services.outgoing.issuing import Issuing
from app.services.outgoing.reviewing import Reviewing
from app.services.outgoing.sealing import Sealing
from app.services.outgoing.signing import Signing
from app.services.outgoing.validity import Deciding
from app.vocabulary.outgoing import OutgoingAction as Do


class OutgoingDocumentService(Drafting, Consulting, Reviewing, Signing, Issuing, Sealing, Deciding):
    """From 拟稿 to 用印, and the end of its validity. Sending and archiving are stories of several parts."""

    async def urge(self, document_id: UUID, seen: int, said: Urge) -> dict[str, Any]:
        """催办: whoever holds the paper now is reminded.

        Raises: NotFound, Stale, TransitionRefused, Forbidden.
        """
        return await self._urged(Do.URGE, document_id, seen, said)

    async def comment(self, document_id: UUID, seen: int, said: Comment) -> dict[str, Any]:
        """批注: a word on the record by anybody who sees the paper.

        Raises: NotFound, Stale, TransitionRefused, ClassifiedNotAllowed.
        """
        return await self._commented(Do.COMMENT, document_id, seen, said)

    async def hand_over(self, document_id: UUID, seen: int, said: HandOver) -> dict[str, Any]:
        """转办: an open task goes to another person with its clock running.

        Raises: NotFound, Stale, TransitionRefused, Forbidden (not the caller's task), ReferenceNotFound, Senseless.
        """
        return await self._handed_over(Do.HAND_OVER, document_id, seen, said)
