"""会商会签: those whose remit is touched are asked, and what they say is kept (DOC-P01, DOC-T05, DOC-X03)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from app.core.errors import ReferenceNotFound, Senseless
from app.core.ids import new_id
from app.engine.groups import settled
from app.models.outgoing import Consultation, OutgoingDocument
from app.rules.checks.signing import check_consultation, check_disagreement
from app.schemas.outgoing_steps import ConcludeConsultation, CosignOutgoing, SubmitOutgoing
from app.services.identity.relations import Relations
from app.services.matters.flow import Flow
from app.services.matters.said import told
from app.services.outgoing.base import OutgoingBase
from app.services.outgoing.drafted import DraftReader
from app.vocabulary.drafting import CheckMoment
from app.vocabulary.outgoing import Answer
from app.vocabulary.outgoing import OutgoingAction as Do
from app.vocabulary.outgoing import OutgoingState as Is
from app.vocabulary.outgoing import OutgoingStep as Step
from app.vocabulary.tasks import OpinionKind, Part, TaskKind

EXTERNAL = frozenset({Answer.AGREE, Answer.AGREE_WITH_COMMENT, Answer.DISAGREE})
"""What anybody may answer; silence is entered by the service alone."""


class Consulting(OutgoingBase):
    """送审, 会签, 结束会商."""

    async def submit(self, document_id: UUID, seen: int, said: SubmitOutgoing) -> dict[str, Any]:
        """送审: what the rules say of the draft is told now; whoever must agree is asked first, else it is reviewed.

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated, ConfirmationRequired, ReferenceNotFound, Senseless.
        """
        document, flow, desk = await self._locked(document_id, seen)
        asks = bool(said.cosigner_ids or said.organs)
        step = self._check(document, flow, Do.SUBMIT, said, to=Is.CONSULTATION if asks else Is.REVIEW)
        task = flow.mine(Step.DRAFT, said.on_behalf_of_id)
        findings = [
            *await self._facts(document),
            *await DraftReader(self._db, self._actor).findings(document, desk, CheckMoment.DRAFTING),
        ]
        self._judge(desk).weigh(document.id, Do.SUBMIT, findings, told(said.overrides))
        flow.say(OpinionKind.REMARK, said.opinion, task)
        if asks:
            document.resolution, document.is_split = None, False
            await self._ask(document, flow, said)
        self._to(document, flow, step.after)
        flow.take(step, task=task)
        return await self.view(document_id)

    async def _ask(self, document: OutgoingDocument, flow: Flow, said: SubmitOutgoing) -> None:
        due = said.answer_by or flow.due(flow.settings.of(Step.COSIGN))
        if due <= flow.now:
            raise Senseless("/answer_by", "答复期限应当晚于现在")
        earlier = await self._documents.consultations(document.id)
        number = max((one.round for one in earlier), default=0) + 1
        cards = await self._known_people(
            **{f"cosigner_ids__{place}": one for place, one in enumerate(said.cosigner_ids)}
        )
        if len(set(said.cosigner_ids)) != len(said.cosigner_ids):
            raise Senseless("/cosigner_ids", "会签人不得重复")
        group = new_id()
        for person in said.cosigner_ids:
            task = flow.open(
                Step.COSIGN, kind=TaskKind.COUNTERSIGN, part=Part.CO, assignee_id=person, group_id=group, due_at=due
            )
            self._db.add(self._asked(document, number, cards[person].name, due, person_id=person, task_id=task.id))
        await self._ask_organs(document, number, due, said)

    async def _ask_organs(self, document: OutgoingDocument, number: int, due: datetime, said: SubmitOutgoing) -> None:
        known, names = await Relations(self._db).map(), set[str]()
        for place, one in enumerate(said.organs):
            card = known.cards.get(one.organ_id) if one.organ_id else None
            if one.organ_id and (card is None or not card.active):
                raise ReferenceNotFound(f"/organs/{place}/organ_id")
            name = one.name or (card.name if card else None)
            if name is None or name in names:
                raise Senseless(f"/organs/{place}", "征求意见的机关应当写明，且不得重复")
            names.add(name)
            self._db.add(self._asked(document, number, name, due, organ_id=card.id if card else None))

    def _asked(
        self,
        document: OutgoingDocument,
        number: int,
        name: str,
        due: datetime,
        *,
        person_id: UUID | None = None,
        organ_id: UUID | None = None,
        task_id: UUID | None = None,
    ) -> Consultation:
        return Consultation(
            id=new_id(),
            matter_id=document.id,
            round=number,
            name=name,
            person_id=person_id,
            organ_id=organ_id,
            task_id=task_id,
            asked_at=self._db.clock.now(),
            due_at=due,
        )

    async def cosign(self, document_id: UUID, seen: int, said: CosignOutgoing) -> dict[str, Any]:
        """会签: one answer; the drafter enters those of other organs, which have no desk here.

        Raises: NotFound, Stale, TransitionRefused, Forbidden, ReferenceNotFound, Senseless.
        """
        document, flow, _ = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.COSIGN, said)
        if said.answer not in EXTERNAL:
            raise Senseless("/answer", "逾期视为无意见由系统在结束会商时登记")
        if said.answer != Answer.AGREE and said.opinion is None:
            raise Senseless("/opinion", "有意见的，应当写明")
        asked = await self._documents.consultations(document_id)
        if said.consultation_id is None:
            task = flow.mine(Step.COSIGN, said.on_behalf_of_id)
            found = next(one for one in asked if one.task_id == task.id)
        else:
            flow.mine(Step.CONCLUDE, said.on_behalf_of_id)
            task = None
            found = self._external(asked, said.consultation_id)
        found.answer, found.opinion, found.answered_at = said.answer, said.opinion, flow.now
        found.answered_by_id = self._actor.user_id
        flow.say(OpinionKind.COSIGN, f"{found.name}：{said.opinion or said.answer.label}", task)
        flow.told.add(document.created_by_id)
        flow.take(step, task=task)
        return await self.view(document_id)

    def _external(self, asked: list[Consultation], consultation_id: UUID) -> Consultation:
        found = next((one for one in asked if one.id == consultation_id), None)
        last = max((one.round for one in asked), default=0)
        if found is None or found.task_id is not None or found.round != last or found.answer is not None:
            raise ReferenceNotFound("/consultation_id")
        return found

    async def conclude(self, document_id: UUID, seen: int, said: ConcludeConsultation) -> dict[str, Any]:
        """结束会商: all have answered, or their time is over and their silence is entered as consent (DOC-T05). What was
        said against the draft is settled in words (DOC-X03).

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated, ConfirmationRequired.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.CONCLUDE, said)
        task = flow.mine(Step.CONCLUDE, said.on_behalf_of_id)
        asked = await self._documents.consultations(document_id)
        last = max(one.round for one in asked)
        current = [one for one in asked if one.round == last]
        answers = [one.answer for one in current]
        findings = [
            *self._unanswered(current, flow),
            *check_disagreement(answers, document.direction, said.resolution, is_split=said.is_split),
        ]
        self._judge(desk).weigh(document.id, Do.CONCLUDE, findings, told(said.overrides))
        for one in current:
            if one.answer is None:
                one.answer, one.answered_at = Answer.DEEMED_CONSENT, flow.now
        document.resolution, document.is_split = said.resolution, said.is_split
        flow.say(OpinionKind.HANDLING, said.resolution, task)
        self._to(document, flow, step.after)
        flow.take(step, task=task)
        return await self.view(document_id)

    def _unanswered(self, current: list[Consultation], flow: Flow) -> list[Any]:
        """Nobody is left to wait for, as far as the organ's sign mode wants them."""
        setting = flow.settings.of(Step.COSIGN)
        group = [one for one in flow.tasks if one.id in {asked.task_id for asked in current}]
        if group and settled(group, setting.sign_mode, setting.sign_count):
            current = [one for one in current if one.task_id is None]
        late = [one.due_at <= flow.now for one in current]
        return list(check_consultation([one.answer for one in current], is_overdue=late))
