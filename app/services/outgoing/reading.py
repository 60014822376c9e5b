"""Looking at documents of ours: lists, one, its histories, its texts. Nothing here writes."""

from typing import Any
from uuid import UUID

from app.core.errors import NotFound
from app.db.slice import Slice, Wanted
from app.models.outgoing import TextVersion
from app.schemas.outgoing_steps import DifferenceQuery
from app.services.identity.directory import Directory
from app.services.outgoing.base import OutgoingBase
from app.services.outgoing.checking import weighed
from app.services.outgoing.drafted import DraftReader
from app.services.outgoing.texts import PARTS, compared
from app.services.outgoing.workflow import WRITING
from app.vocabulary.drafting import CheckMoment
from app.vocabulary.outgoing import OutgoingState as Is

MOMENTS = {
    **dict.fromkeys((*WRITING, Is.CONSULTATION), CheckMoment.DRAFTING),
    Is.REVIEW: CheckMoment.REVIEW,
    **dict.fromkeys((Is.SIGN, Is.HELD, Is.RECHECK), CheckMoment.SIGN),
    **dict.fromkeys((Is.REGISTRATION, Is.PRINTING, Is.SEALING), CheckMoment.NUMBERED),
}
"""What is checked when a paper in this state moves on."""


class OutgoingReadingService(OutgoingBase):
    async def search(self, wanted: Wanted) -> Slice:
        return await self._documents.search(wanted, self._actor)

    async def history(self, name: str, document_id: UUID, wanted: Wanted) -> Slice:
        """Opinions, trail, urgings or overrides, oldest first. Raises: NotFound."""
        await self.must_see(document_id)
        return await self._matters.history(name, document_id, wanted)

    async def versions(self, document_id: UUID, wanted: Wanted) -> Slice:
        """Its texts, oldest first. Raises: NotFound."""
        await self.must_see(document_id)
        return await self._documents.versions(document_id, wanted)

    async def version(self, document_id: UUID, number: int) -> dict[str, Any]:
        """One of its texts. Raises: NotFound."""
        await self.must_see(document_id)
        found = await self._text(document_id, number)
        names = await Directory(self._db).people([found.made_by_id])
        shown = {name: getattr(found, name) for name in ("number", *PARTS, "sha256", "action", "made_by_id", "made_at")}
        return {**shown, "made_by_name": names[found.made_by_id].name}

    async def differences(self, document_id: UUID, wanted: DifferenceQuery) -> dict[str, Any]:
        """What changed between two of its texts; unless named, between the signed one (or the first) and the present one.

        Raises: NotFound.
        """
        row = await self._documents.view(document_id, self._actor)
        if row is None:
            raise NotFound
        before = await self._text(document_id, wanted.before or row.signed_text or 1)
        return compared(before, await self._text(document_id, wanted.after or row.text_number))

    async def findings(self, document_id: UUID) -> dict[str, Any]:
        """What the rules say of the paper as it stands, at the next step of its way. Raises: NotFound."""
        document = await self._documents.one(document_id, self._actor)
        if document is None:
            raise NotFound
        desk, moment = await self._desks.of(document.organ_id), MOMENTS.get(Is(document.state), CheckMoment.DISPATCH)
        found = await DraftReader(self._db, self._actor).findings(document, desk, moment)
        return weighed(found, desk, moment)

    async def _text(self, document_id: UUID, number: int) -> TextVersion:
        found = await self._documents.text(document_id, number)
        if found is None:
            raise NotFound
        return found
