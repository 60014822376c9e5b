"""Looking at incoming documents: lists, one, its histories, figures. Nothing here writes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from app.core.errors import NotFound
from app.db.slice import Slice, Wanted
from app.services.incoming.base import IncomingBase
from app.services.incoming.views import return_notice
from app.vocabulary.documents import IncomingState


class IncomingReadingService(IncomingBase):
    async def search(self, wanted: Wanted) -> Slice:
        return await self._documents.search(wanted, self._actor)

    async def history(self, name: str, document_id: UUID, wanted: Wanted) -> Slice:
        """Opinions, trail, urgings, extensions or overrides, oldest first. Raises: NotFound."""
        await self.must_see(document_id)
        return await self._matters.history(name, document_id, wanted)

    async def return_notice(self, document_id: UUID) -> dict[str, Any]:
        """退文告知单 (DOC-X01). Raises: NotFound (not visible, or not returned)."""
        found = await self._documents.view(document_id, self._actor)
        if found is None or found.state != IncomingState.RETURNED_TO_SENDER:
            raise NotFound
        return return_notice(found)

    async def returns_by_sender(self, since: datetime, before: datetime) -> dict[str, Any]:
        """How often each sender's papers were returned in [since, before) (DOC-X01)."""
        rows = await self._documents.returns_by_sender(self._actor.organ_id, since, before)
        return {"items": [dict(row._mapping) for row in rows]}
