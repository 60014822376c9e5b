"""What all parts of the outgoing flow share: the paper, its text, its recipients, its draft as the checks see it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.errors import ReferenceNotFound, Senseless
from app.core.ids import new_id
from app.db.database import Db
from app.models.matters import Task
from app.models.outgoing import JointIssuer, OutgoingDocument, Recipient
from app.repositories.codes import CodeRepository
from app.repositories.outgoing import OutgoingDocumentRepository
from app.rules.checks.signing import check_code, check_disclosure, check_signer
from app.rules.finding import Finding
from app.schemas.outgoing_parts import JointIssuerIn, RecipientIn
from app.services.identity.relations import OrganCard, OrganMap, Relations
from app.services.matters.beside import Beside
from app.services.matters.flow import Flow
from app.services.office.desk import Desk
from app.services.outgoing.texts import version_of
from app.services.outgoing.views import outgoing_view
from app.services.outgoing.workflow import AWAITS, DEFAULTS, OUTGOING
from app.vocabulary.labelled import Labelled
from app.vocabulary.outgoing import OutgoingAction as Do
from app.vocabulary.outgoing import OutgoingState as Is
from app.vocabulary.outgoing import OutgoingStep as Step
from app.vocabulary.outgoing import Relation

OFFICES = ("办公室", "办公厅")


class OutgoingBase(Beside[OutgoingDocument]):
    """Made for one request from ``(db, actor)``."""

    workflow, defaults = OUTGOING, DEFAULTS

    def __init__(self, db: Db, actor: Actor) -> None:
        super().__init__(db, actor)
        self._documents, self._codes = OutgoingDocumentRepository(db), CodeRepository(db)

    @property
    def _kept(self) -> OutgoingDocumentRepository:
        return self._documents

    def _shown(self, row: Any) -> dict[str, Any]:
        return outgoing_view(row, self._actor)

    def _to(self, document: OutgoingDocument, flow: Flow, state: Labelled, assignee_id: UUID | None = None) -> Task:
        """Begin the step that waits in a state; a draft that comes back waits for its drafter."""
        step = AWAITS[state]
        writing = step in (Step.DRAFT, Step.CONCLUDE, Step.PROOF)
        task = flow.open(step, assignee_id=assignee_id or (document.created_by_id if writing else None))
        document.responsible_id = task.assignee_id
        return task

    def _new_text(self, document: OutgoingDocument, action: Do) -> None:
        """The text changed: it is a version of its own from now on."""
        document.text_number += 1
        self._db.add(version_of(document, action, self._actor.user_id, self._db.clock.now()))

    async def _facts(self, document: OutgoingDocument) -> list[Finding]:
        """Of what the draft says of itself, what does not fit together. Raises: ReferenceNotFound (``code_id``)."""
        found = list(check_disclosure(document.disclosure, document.disclosure_reason))
        if document.code_id is not None:
            code = await self._codes.one(document.code_id, document.organ_id)
            if code is None or not code.active:
                raise ReferenceNotFound("/code_id")
            found += check_code(document.layout, document.direction, code.layout, code.direction)
        return found

    async def _address(self, document: OutgoingDocument, said: Sequence[RecipientIn]) -> None:
        """The recipients in their order. Raises: ReferenceNotFound, Senseless (no name, or twice the same)."""
        known = await Relations(self._db).map()
        seen: set[str] = set()
        for place, one in enumerate(said):
            card = _card(known, one.organ_id, one.name, f"/recipients/{place}")
            name = one.name or (card.name if card else "")
            if name in seen:
                raise Senseless(f"/recipients/{place}/name", "同一机关不得重复列为主送或抄送")
            if card is not None and card.id == document.organ_id:
                raise Senseless(f"/recipients/{place}/organ_id", "不得向本机关行文")
            seen.add(name)
            told = known.relation(document.organ_id, card.id) if card else None
            self._db.add(
                Recipient(
                    id=new_id(),
                    matter_id=document.id,
                    role=one.role,
                    position=place,
                    organ_id=card.id if card else None,
                    name=name,
                    relation=told or one.relation or Relation.UNRELATED,
                    copies=one.copies,
                )
            )

    async def _join(self, document: OutgoingDocument, said: Sequence[JointIssuerIn]) -> None:
        """The other issuers in their order (DOC-X06). Raises: ReferenceNotFound, Senseless."""
        known = await Relations(self._db).map()
        seen: set[str] = set()
        for place, one in enumerate(said):
            card = _card(known, one.organ_id, one.name, f"/joint_issuers/{place}")
            name = one.name or (card.name if card else "")
            if name in seen or (card is not None and card.id == document.organ_id):
                raise Senseless(f"/joint_issuers/{place}", "联合行文的机关不得重复，本机关不再列入")
            seen.add(name)
            self._db.add(
                JointIssuer(
                    id=new_id(),
                    matter_id=document.id,
                    position=place,
                    organ_id=card.id if card else None,
                    name=name,
                )
            )

    async def _authority(self, document: OutgoingDocument, desk: Desk, signer: UUID) -> list[Finding]:
        """Whether a person may sign this paper (DOC-P06, DOC-P07)."""
        roles = [role for role, holders in desk.holders.items() if signer in holders]
        card = (await Relations(self._db).map()).cards[document.organ_id]
        is_mandated = document.consent_reference is not None and card.name.endswith(OFFICES)
        found = check_signer(roles, document.direction, is_important=document.is_important, is_mandated=is_mandated)
        return list(found)

    async def _office_name(self, organ_id: UUID) -> str:
        """印发机关 is usually the office of the organ (DOC-E17)."""
        name = (await Relations(self._db).map()).cards[organ_id].name
        return name if name.endswith(OFFICES) else f"{name}办公室"

    def _end(self, document: OutgoingDocument, flow: Flow) -> None:
        """The paper goes no further."""
        document.closed_at, document.responsible_id = flow.now, None

    async def _back(self, document: OutgoingDocument, flow: Flow, state: Is) -> None:
        """Back to its drafter: what was signed of it no longer stands."""
        await self._unsign(document)
        self._to(document, flow, state)

    async def _unsign(self, document: OutgoingDocument) -> None:
        """Our signature falls, and with it those of the joint issuers: they too signed another text (DOC-P12)."""
        document.signed_at = document.signed_by_id = document.signed_for_id = None
        document.sign_means = document.sign_mandate = document.signed_text = document.doc_date = None
        for one in await self._documents.issuers(document.id):
            one.signer_name = one.opinion = one.signed_at = one.recorded_by_id = one.recorded_at = None


def _card(known: OrganMap, organ_id: UUID | None, name: str | None, place: str) -> OrganCard | None:
    """The organ meant, if it is one of this deployment. Raises: ReferenceNotFound, Senseless (neither id nor name)."""
    if organ_id is not None:
        card = known.cards.get(organ_id)
        if card is None or not card.active:
            raise ReferenceNotFound(f"{place}/organ_id")
        return card
    if name is None:
        raise Senseless(place, "机关应当填写标识或者名称")
    return known.named(name)
