"""An organ beside the one a test is about, which sends it papers by the exchange."""

from typing import Any
from uuid import UUID

import httpx

from app.vocabulary.identity import Role
from app.vocabulary.outgoing import OutgoingAction as Do
from app.vocabulary.outgoing import OutgoingState as Is
from tests.factories.client import Client
from tests.factories.make import Make
from tests.factories.outgoing import Letter, Letters


class Sender:
    """Made when the first paper is wanted. Whoever works there holds every role."""

    def __init__(self, letters: Letters) -> None:
        self._letters = letters
        self._sent: dict[str, Letter] = {}

    @classmethod
    async def beside(cls, client: httpx.AsyncClient, make: Make | None = None) -> "Sender":
        """In the same service as the client's; ``make`` is wanted where that service runs in another process."""
        transport: Any = client._transport
        app = getattr(transport, "app", None)
        make = make or Make(app.state.database)
        organ = await make.organ()
        who, colleague = await make.person(*Role, organ=organ), await make.person(Role.LEADER, organ=organ)
        theirs: httpx.AsyncClient
        if app is None:
            theirs = httpx.AsyncClient(base_url=client.base_url, headers={"Authorization": f"Bearer {who.token}"})
        else:
            theirs = Client(app, who.token)
        return cls(Letters(theirs, who.id, colleague))

    async def send(self, organ_id: UUID, **told: Any) -> str:
        """The number of a document that arrived in an organ."""
        letter = await self._letters.bring(Is.DISPATCHED, recipients=[{"organ_id": str(organ_id)}], **told)
        number: str = letter["number"]
        self._sent[number] = letter
        return number

    async def recall(self, number: str) -> None:
        """Want it back."""
        letter = (await self._letters.client.get(f"/outgoing-documents/{self._sent[number]['id']}")).json()
        await self._letters.take(letter, Do.RECALL)
