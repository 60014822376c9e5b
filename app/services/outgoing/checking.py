"""检查稿件: what the rules say of a draft that is nowhere kept."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from app.core.actor import Actor
from app.core.clock import local_day
from app.core.errors import ReferenceNotFound, Senseless
from app.core.ids import new_id
from app.db.database import Db
from app.repositories.outgoing import OutgoingDocumentRepository
from app.rules.catalogue import CATALOGUE
from app.rules.checks.draft import Draft, Issuer, Recipient
from app.rules.checks.organs import is_collective
from app.rules.checks.outgoing import check_draft
from app.rules.finding import Finding
from app.schemas.outgoing_checks import CheckedIssuer, CheckedRecipient, DraftCheck
from app.services.identity.relations import OrganCard, OrganMap, Relations
from app.services.office.desk import Desk, DeskService
from app.services.secrecy.gate import SecrecyGate
from app.vocabulary.drafting import CheckMoment
from app.vocabulary.identity import Permission
from app.vocabulary.outgoing import Relation
from app.vocabulary.rules import Severity

ALIKE: Final = timedelta(days=365)
"""How far back a document of the same title counts as similar (DOC-R01)."""

_LISTED: Final = {
    "attachment_notes",
    "attachments",
    "signers",
    "issuer_marks",
    "issuer_signatures",
    "seals",
    "replies_to",
}
_FROM_ELSEWHERE: Final = {"moment", "issuers", "main_recipients", "cc_recipients"}


class DraftCheckService:
    """Made for one request from ``(db, actor)``. It changes nothing."""

    def __init__(self, db: Db, actor: Actor) -> None:
        self._db, self._actor = db, actor
        self._today = local_day(db.clock.now())

    async def check(self, said: DraftCheck) -> dict[str, Any]:
        """All findings, weighed as they bite in the caller's organ; what is switched off there is left out.

        The text is read in a thread, so that a long one keeps nobody waiting.
        Raises: ClassifiedNotAllowed (SEC-R01), ReferenceNotFound (no such organ), Senseless (an organ without name).
        """
        doubtful = SecrecyGate(self._db, self._actor).check(_texts(said), said.classification)
        desk = await DeskService(self._db).of(self._actor.organ_id)
        draft = await self._draft(said, desk)
        found = [*doubtful, *await asyncio.to_thread(check_draft, draft, said.moment)]
        return weighed(found, desk, said.moment)

    async def _draft(self, said: DraftCheck, desk: Desk) -> Draft:
        known = await Relations(self._db).map()
        issuers = tuple(self._issuer(known, one, f"/issuers/{at}") for at, one in enumerate(said.issuers))
        lead = _card(known, said.issuers[0]) if said.issuers else None
        sender = lead.id if lead else self._actor.organ_id
        needed = said.decision_needed_on
        given: dict[str, Any] = said.model_dump(exclude=_FROM_ELSEWHERE | _LISTED)
        given |= {name: tuple(getattr(said, name)) for name in _LISTED}
        return Draft(
            **given,
            issuers=issuers or (self._own(known),),
            main_recipients=_recipients(known, sender, said.main_recipients, "/main_recipients"),
            cc_recipients=_recipients(known, sender, said.cc_recipients, "/cc_recipients"),
            checked_on=self._today,
            workdays_left=desk.calendar.workdays_between(self._today, needed) if needed else None,
            similar_numbers=await self._similar(said.title),
            issued_this_year=await self._issued(self._today.year),
            issued_last_year=await self._issued(self._today.year - 1),
        )

    async def _similar(self, title: str) -> tuple[str, ...]:
        """Numbers of documents of this title, for whoever may see all documents of the organ."""
        if not self._actor.can(Permission.OUTGOING_READ_ALL):
            return ()
        since = self._db.clock.now() - ALIKE
        found = await OutgoingDocumentRepository(self._db).similar(self._actor.organ_id, new_id(), title, since)
        return tuple(found)

    async def _issued(self, year: int) -> int:
        documents = OutgoingDocumentRepository(self._db)
        return await documents.issued(self._actor.organ_id, date(year, 1, 1), date(year + 1, 1, 1))

    def _own(self, known: OrganMap) -> Issuer:
        return self._issuer(known, CheckedIssuer(organ_id=self._actor.organ_id), "/issuers")

    def _issuer(self, known: OrganMap, said: CheckedIssuer, pointer: str) -> Issuer:
        card, name = _named(known, said, pointer)
        since, until = (card.registered_from, card.registered_to) if card else (None, None)
        return Issuer(
            name,
            card.short_name if card else None,
            kind=said.kind,
            level=said.level,
            is_office=said.is_office,
            is_internal_unit=said.is_internal_unit,
            is_person=said.is_person,
            is_registered=_registered(card.active, since, until, self._today) if card else None,
            may_order=said.may_order,
            superiors=tuple(known.cards[one].name for one in known.superiors(card.id)) if card else (),
        )


def weighed(found: Sequence[Finding], desk: Desk, moment: CheckMoment) -> dict[str, Any]:
    """Findings as they bite in an organ; what is switched off there is left out."""
    severities = [(one, one.milder(desk.severity(one.rule))) for one in found]
    shown = [_view(one, severity) for one, severity in severities if severity is not Severity.OFF]
    return {
        "moment": moment,
        "block_count": sum(one["severity"] is Severity.BLOCK for one in shown),
        "warn_count": sum(one["severity"] is Severity.WARN for one in shown),
        "findings": shown,
    }


def _recipients(known: OrganMap, sender: UUID, said: Sequence[CheckedRecipient], pointer: str) -> tuple[Recipient, ...]:
    return tuple(_recipient(known, sender, one, f"{pointer}/{place}") for place, one in enumerate(said))


def _recipient(known: OrganMap, sender: UUID, said: CheckedRecipient, pointer: str) -> Recipient:
    """What the directory knows of an organ counts; only of others what the request says."""
    card, name = _named(known, said, pointer)
    if card is None or card.id == sender:
        relation = said.relation or (Relation.COLLECTIVE if is_collective(name) else None)
        return Recipient(name, None, relation, said.kind, said.level, is_listed=None if card is None else True)
    relation = known.relation(sender, card.id)
    skipped = known.skipped(sender, card.id) if relation is Relation.SUPERIOR else ()
    superiors = known.superiors(card.id) if relation is Relation.SUBORDINATE else ()
    return Recipient(
        name,
        card.short_name,
        relation,
        said.kind,
        said.level,
        is_listed=True,
        skipped=tuple(known.cards[one].name for one in skipped),
        superiors=tuple(known.cards[one].name for one in superiors),
    )


def _card(known: OrganMap, said: CheckedIssuer | CheckedRecipient) -> OrganCard | None:
    """The organ meant, if the directory has it."""
    if said.organ_id is not None:
        return known.cards.get(said.organ_id)
    return known.named(said.name) if said.name else None


def _named(known: OrganMap, said: CheckedIssuer | CheckedRecipient, pointer: str) -> tuple[OrganCard | None, str]:
    """The organ meant, if the directory has it, and the name to be written.

    Raises: ReferenceNotFound (no organ of this id), Senseless (neither id nor name).
    """
    card = _card(known, said)
    if said.organ_id is not None and card is None:
        raise ReferenceNotFound(f"{pointer}/organ_id")
    name = said.name or (card.name if card else None)
    if name is None:
        raise Senseless(f"{pointer}/name", "机关应当填写 organ_id 或者名称")
    return card, name


def _registered(active: bool, since: date | None, until: date | None, today: date) -> bool:
    return active and (since is None or since <= today) and (until is None or today < until)


def _texts(said: DraftCheck) -> dict[str, str | None]:
    """Everything that could bear a mark of secrecy."""
    texts: dict[str, str | None] = {"title": said.title, "body": said.body, "note": said.note}
    texts |= {"forwarded_text": said.forwarded_text, "own_opinion": said.own_opinion, "necessity": said.necessity}
    texts |= {f"attachment_notes/{at}": note for at, note in enumerate(said.attachment_notes)}
    return texts | {f"attachments/{at}": name for at, name in enumerate(said.attachments)}


def _view(found: Finding, severity: Severity) -> dict[str, Any]:
    rule, place = CATALOGUE[found.rule], found.place
    return {
        "rule": rule.id,
        "level": rule.level,
        "severity": severity,
        "message": found.message,
        "statement": rule.statement,
        "source": rule.source,
        "pointer": found.pointer,
        "paragraph": place.paragraph if place else None,
        "offset": place.offset if place else None,
        "length": place.length if place else None,
        "suggestion": found.suggestion,
        "replacement": found.replacement,
    }
