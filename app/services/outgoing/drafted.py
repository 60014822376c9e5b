"""A document of ours as the checks see it: its facts gathered from the paper, the directory and the calendar."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import zip_longest
from uuid import UUID

from app.core.actor import Actor
from app.core.clock import local_day
from app.db.database import Db
from app.models.outgoing import Consultation, JointIssuer, OutgoingDocument, Recipient
from app.repositories.matters import MatterRepository
from app.repositories.outgoing import OutgoingDocumentRepository
from app.rules.checks.draft import Draft, Issuer
from app.rules.checks.draft import Recipient as Addressed
from app.rules.checks.outgoing import check_draft
from app.rules.finding import Finding
from app.services.identity.directory import Directory
from app.services.identity.relations import OrganMap, Relations
from app.services.office.desk import Desk
from app.vocabulary.documents import DocType
from app.vocabulary.drafting import CheckMoment, CosignState
from app.vocabulary.identity import Permission
from app.vocabulary.outgoing import Answer, RecipientRole, Relation
from app.vocabulary.outgoing import OutgoingAction as Do

SINCE_REVIEW = (Do.APPROVE, Do.SIGN, Do.REGISTER, Do.DISPATCH)
ALIKE = timedelta(days=365)
"""How far back a document of the same title counts as similar (DOC-R01)."""


class DraftReader:
    """Brings the draft of one document."""

    def __init__(self, db: Db, actor: Actor) -> None:
        self._actor = actor
        self._db, self._documents, self._matters = db, OutgoingDocumentRepository(db), MatterRepository(db)

    async def findings(self, document: OutgoingDocument, desk: Desk, moment: CheckMoment) -> list[Finding]:
        """What the rules say of the document as it stands, at this moment of its way.

        From the signature on, a warning that was set aside with a reason since the review is not asked about again.
        """
        draft = await self.draft(document, desk)
        if moment.rank < CheckMoment.NUMBERED.rank:  # one signed anew after its proof keeps the number it was given
            draft = replace(draft, number=None, order_number=None)
        addressed = await self._documents.recipients(document.id)
        found = [_placed(one, addressed) for one in await asyncio.to_thread(check_draft, draft, moment)]
        if moment.rank <= CheckMoment.REVIEW.rank:
            return found
        answered = await self._matters.set_aside(document.id, SINCE_REVIEW)
        return [one for one in found if (one.rule, one.message) not in answered]

    async def draft(self, document: OutgoingDocument, desk: Desk) -> Draft:
        known, today = await Relations(self._db).map(), local_day(self._db.clock.now())
        addressed = await self._documents.recipients(document.id)
        joint = await self._documents.issuers(document.id)
        asked = await self._documents.consultations(document.id)
        issuers = (_issuer(known, document.organ_id, today), *(_joined(known, one, today) for one in joint))
        number = document.number
        is_order = document.doc_type == DocType.ORDER
        needed = document.decision_needed_on
        return Draft(
            doc_type=document.doc_type,
            title=document.title,
            body=document.body,
            direction=document.direction,
            issuers=issuers,
            main_recipients=_told(known, document.organ_id, addressed, RecipientRole.MAIN),
            cc_recipients=_told(known, document.organ_id, addressed, RecipientRole.CC),
            layout=document.layout,
            is_exempt=document.is_exempt,
            attachment_notes=tuple(document.attachment_notes),
            attachments=tuple(_annexed(document, await self._documents.files(document.id))),
            note=document.note,
            issuer_signatures=() if document.is_unsealed else tuple(one.name for one in issuers),
            seals=tuple(one.name for one in issuers) if document.sealed_at else (),
            is_unsealed_mass_issue=document.is_unsealed,
            number=None if is_order else number,
            order_number=number if is_order else None,
            doc_date=document.doc_date,
            signed_on=document.doc_date,
            signers=(*await self._own_signer(document), *(one.signer_name for one in joint if one.signer_name)),
            print_org=document.print_org,
            print_date=document.print_date,
            urgency=document.urgency,
            due_at=document.due_at,
            classification=document.classification,
            necessity=document.necessity,
            basis=document.basis,
            similar_numbers=await self._similar(document),
            is_important=document.is_important,
            skip_level_reason=document.skip_level_reason,
            forwarded_text=document.forwarded_text,
            own_opinion=document.own_opinion,
            consent_reference=document.consent_reference,
            assignment_reference=document.assignment_reference,
            cosign=cosigned(asked, is_split=document.is_split),
            meeting_name=document.meeting_name,
            adopted_on=document.adopted_on,
            replies_to=(str(document.answers_id),) if document.answers_id else (),
            checked_on=today,
            decision_needed_on=needed,
            workdays_left=desk.calendar.workdays_between(today, needed) if needed and needed > today else None,
            lead_time_reason=document.lead_time_reason,
            is_comprehensive=document.is_comprehensive,
            issued_this_year=await self._issued(document, today.year),
            issued_last_year=await self._issued(document, today.year - 1),
        )

    async def _own_signer(self, document: OutgoingDocument) -> tuple[str, ...]:
        """签发人 of ours, as it is printed: whoever signed, or for whom it was signed (DOC-E06, DOC-P10)."""
        signer = document.signed_for_id or document.signed_by_id
        found = await Directory(self._db).people([signer]) if signer else {}
        return tuple(card.name for card in found.values())

    async def _similar(self, document: OutgoingDocument) -> tuple[str, ...]:
        """Numbers of documents of this title, for whoever may see all documents of the organ (DOC-R01)."""
        if not self._actor.can(Permission.OUTGOING_READ_ALL):
            return ()
        since = self._db.clock.now() - ALIKE
        return tuple(await self._documents.similar(document.organ_id, document.id, document.title, since))

    async def _issued(self, document: OutgoingDocument, year: int) -> int:
        return await self._documents.issued(document.organ_id, date(year, 1, 1), date(year + 1, 1, 1))


def _placed(finding: Finding, addressed: Sequence[Recipient]) -> Finding:
    """The finding where a client can find it: recipients stand in one list, main ones and copies together."""
    for role, member in ((RecipientRole.MAIN, "/main_recipients"), (RecipientRole.CC, "/cc_recipients")):
        if finding.pointer.startswith(member):
            at = [place for place, one in enumerate(addressed) if one.role == role]
            number, _, rest = finding.pointer.removeprefix(member).removeprefix("/").partition("/")
            found = at[int(number)] if number.isdecimal() and int(number) < len(at) else None
            pointer = "/recipients" if found is None else f"/recipients/{found}" + (f"/{rest}" if rest else "")
            return replace(finding, pointer=pointer)
    return finding


def _annexed(document: OutgoingDocument, files: list[str]) -> Iterator[str]:
    """The annexes really there, in the order of 附件说明: one written in the paper goes by its title, a file by its name."""
    waiting = iter(files)
    for title, text in zip_longest(document.attachment_notes, document.annexes):
        found = title if text else next(waiting, None)
        if found is not None:
            yield found
    yield from waiting


def cosigned(asked: Sequence[Consultation], *, is_split: bool) -> CosignState:
    """How far those who were asked in the last round agree."""
    last = max((one.round for one in asked), default=0)
    answers = [one.answer for one in asked if one.round == last]
    if not answers:
        return CosignState.NOT_NEEDED
    if None in answers:
        return CosignState.PENDING
    return CosignState.DISAGREED if is_split and Answer.DISAGREE in answers else CosignState.AGREED


def _issuer(known: OrganMap, organ_id: UUID, today: date) -> Issuer:
    card = known.cards[organ_id]
    since, until = card.registered_from, card.registered_to
    return Issuer(
        card.name,
        card.short_name,
        is_registered=(since is None or since <= today) and (until is None or today < until),
        superiors=tuple(known.cards[one].name for one in known.superiors(organ_id)),
    )


def _joined(known: OrganMap, one: JointIssuer, today: date) -> Issuer:
    return _issuer(known, one.organ_id, today) if one.organ_id else Issuer(one.name)


def _told(known: OrganMap, own: UUID, addressed: Sequence[Recipient], role: RecipientRole) -> tuple[Addressed, ...]:
    return tuple(_recipient(known, own, one) for one in addressed if one.role == role)


def _recipient(known: OrganMap, own: UUID, one: Recipient) -> Addressed:
    if one.organ_id is None:
        return Addressed(one.name, relation=one.relation, is_listed=None)
    card = known.cards[one.organ_id]
    names = {organ: known.cards[organ].name for organ in known.cards}
    is_up, is_down = one.relation == Relation.SUPERIOR, one.relation == Relation.SUBORDINATE
    return Addressed(
        one.name,
        card.short_name,
        one.relation,
        is_listed=True,
        skipped=tuple(names[organ] for organ in known.skipped(own, card.id)) if is_up else (),
        superiors=tuple(names[organ] for organ in known.superiors(card.id)) if is_down else (),
    )
