"""撤销, 废止: what was issued may be void from the beginning, or from a day on (DOC-M04)."""

from datetime import date
from typing import Any
from uuid import UUID

from app.core.errors import ReferenceNotFound, Senseless
from app.models.outgoing import OutgoingDocument
from app.schemas.outgoing_steps import DecideValidity, RepealOutgoing
from app.services.matters.flow import Flow
from app.services.outgoing.base import OutgoingBase
from app.vocabulary.outgoing import OutgoingAction as Do
from app.vocabulary.outgoing import Validity


class Deciding(OutgoingBase):
    """撤销, 废止."""

    async def revoke(self, document_id: UUID, seen: int, said: DecideValidity) -> dict[str, Any]:
        """撤销: the paper was never valid.

        Raises: NotFound, Stale, TransitionRefused, Forbidden (also when it is void already), ReferenceNotFound.
        """
        document, flow, _ = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.REVOKE, said)
        assert document.doc_date is not None  # it was sent out
        await self._void(document, flow, Validity.REVOKED, document.doc_date, said)
        flow.take(step, note=said.basis)
        return await self.view(document_id)

    async def repeal(self, document_id: UUID, seen: int, said: RepealOutgoing) -> dict[str, Any]:
        """废止: the paper is void from a day on; before it, it was valid.

        Raises: NotFound, Stale, TransitionRefused, Forbidden (also when it is void already), ReferenceNotFound, Senseless.
        """
        document, flow, _ = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.REPEAL, said)
        if document.doc_date is None or said.void_from <= document.doc_date:
            raise Senseless("/void_from", "废止日期应当晚于成文日期；自始无效的，应当撤销")
        await self._void(document, flow, Validity.REPEALED, said.void_from, said)
        flow.take(step, note=f"自{said.void_from.isoformat()}起废止：{said.basis}")
        return await self.view(document_id)

    async def _void(
        self, document: OutgoingDocument, flow: Flow, validity: Validity, since: date, said: DecideValidity
    ) -> None:
        if said.replaced_by_id is not None:
            is_there = await self._documents.is_visible(said.replaced_by_id, self._actor)
            if said.replaced_by_id == document.id or not is_there:
                raise ReferenceNotFound("/replaced_by_id")
        document.validity, document.void_from = validity, since
        document.void_basis, document.replaced_by_id = said.basis, said.replaced_by_id
        flow.told.add(document.created_by_id)
