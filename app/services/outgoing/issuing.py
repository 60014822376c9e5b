"""登记编号, 印制校对: the number, the copies, the proof (DOC-N05 … DOC-N08, DOC-P13, DOC-E17)."""

from typing import Any
from uuid import UUID

from app.core.clock import local_day
from app.core.errors import ReferenceNotFound, Senseless
from app.models.outgoing import OutgoingDocument
from app.repositories.seals import SealRepository
from app.rules.checks.signing import check_print_date, check_registration
from app.schemas.outgoing_steps import PrintOutgoing, ProofOutgoing, ReasonSaid, RegisterOutgoing
from app.services.identity.relations import Relations
from app.services.matters.said import told
from app.services.numbering.service import NumberingService
from app.services.outgoing.base import OutgoingBase
from app.services.outgoing.drafted import DraftReader
from app.vocabulary.documents import DocType
from app.vocabulary.drafting import CheckMoment
from app.vocabulary.outgoing import Delivery
from app.vocabulary.outgoing import OutgoingAction as Do
from app.vocabulary.outgoing import OutgoingState as Is
from app.vocabulary.outgoing import OutgoingStep as Step
from app.vocabulary.tasks import OpinionKind

ORDERS, ORDER_TEMPLATE, RUNNING = "order", "第{seq}号", 1900
"""令号 run on over the years (DOC-N04); such a series is kept under one year."""


class Issuing(OutgoingBase):
    """登记编号, 文号作废, 校对, 印制完成."""

    async def register(self, document_id: UUID, seen: int, said: RegisterOutgoing) -> dict[str, Any]:
        """登记: number (发文字号), distribution list and copies are fixed (DOC-P13), never before (DOC-N05). The number is
        taken last, in this transaction, so a refusal leaves no gap (DOC-N06); its year is that of 成文日期 (DOC-N07).
        A paper that comes here again from the proof or the seal keeps the number it has.

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated, ConfirmationRequired, ReferenceNotFound.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.REGISTER, said)
        task = flow.mine(Step.REGISTER, said.on_behalf_of_id)
        addressed = await self._documents.recipients(document_id)
        wanted = sum(one.copies for one in addressed)
        document.copies = said.copies or max(wanted, 1)
        document.print_org = said.print_org or await self._office_name(document.organ_id)
        is_order = document.doc_type == DocType.ORDER
        findings = [
            *check_registration(
                has_code=document.code_id is not None, is_order=is_order, copies=document.copies, wanted=wanted
            ),
            *await self._facts(document),
        ]
        copy = 1
        for one in addressed:
            one.first_copy, copy = copy, copy + one.copies
        flow.say(OpinionKind.REMARK, said.opinion, task)
        self._judge(desk).weigh(document.id, Do.REGISTER, findings, told(said.overrides))
        document.number = await self._number(document)
        findings = await DraftReader(self._db, self._actor).findings(document, desk, CheckMoment.NUMBERED)
        self._judge(desk).weigh(document.id, Do.REGISTER, findings, told(said.overrides))
        self._to(document, flow, step.after)
        flow.take(step, task=task)
        return await self.view(document_id)

    async def _number(self, document: OutgoingDocument) -> str:
        if document.number is not None:  # back from a proof that differed; the number was given already
            return document.number
        numbers = NumberingService(self._db, self._actor)
        assert document.doc_date is not None  # signed papers have one
        if document.doc_type == DocType.ORDER:
            return await numbers.give(document.id, ORDERS, RUNNING, ORDER_TEMPLATE)
        code = await self._codes.one(document.code_id, document.organ_id) if document.code_id else None
        if code is None:
            raise ReferenceNotFound("/code_id")
        template = f"{code.code}〔{{year}}〕{{seq}}号"
        return await numbers.give(document.id, f"outgoing:{code.code}", document.doc_date.year, template)

    async def void_number(self, document_id: UUID, seen: int, said: ReasonSaid) -> dict[str, Any]:
        """文号作废: a numbered paper is not sent after all; its number stays in the register and is never used again
        (DOC-N06).

        Raises: NotFound, Stale, TransitionRefused, Forbidden.
        """
        document, flow, _ = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.VOID_NUMBER, said)
        await NumberingService(self._db, self._actor).void(document_id, document.number, said.reason)
        for one in await self._documents.recipients(document_id):
            one.state = Delivery.PENDING
        flow.say(OpinionKind.REMARK, said.reason)
        self._end(document, flow)
        flow.take(step, note=said.reason)
        return await self.view(document_id)

    async def proof(self, document_id: UUID, seen: int, said: ProofOutgoing) -> dict[str, Any]:
        """校对: the drafter compares the proof with the signed text; what differs goes back to the recheck (DOC-P14).

        Raises: NotFound, Stale, TransitionRefused, Forbidden, Senseless (differences not named).
        """
        document, flow, _ = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.PROOF, said, to=Is.PRINTING if said.passed else Is.RECHECK)
        if not said.passed and said.differences is None:
            raise Senseless("/differences", "校样有出入的，应当写明")
        task = flow.mine(Step.PROOF, said.on_behalf_of_id)
        flow.say(OpinionKind.REVIEW, said.differences or said.opinion, task)
        if said.passed:
            document.proofed_by_id = self._actor.user_id
            document.responsible_id = flow.open(Step.PRINT).assignee_id
        else:
            self._to(document, flow, Is.RECHECK)
        flow.take(step, task=task, note=said.differences)
        return await self.view(document_id)

    async def print(self, document_id: UUID, seen: int, said: PrintOutgoing) -> dict[str, Any]:
        """印制完成: printed and dated (印发日期, DOC-E17); next comes the seal, where there is to be one (DOC-E13).

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated.
        """
        document, flow, desk = await self._locked(document_id, seen)
        to = Is.DISPATCH if document.is_unsealed else Is.SEALING
        step = self._check(document, flow, Do.PRINT, said, to=to)
        task = flow.mine(Step.PRINT, said.on_behalf_of_id)
        today = local_day(flow.now)
        assert document.doc_date is not None  # signed papers have one
        printed = said.print_date or today
        findings = check_print_date(printed, document.doc_date, today)
        self._judge(desk).weigh(document.id, Do.PRINT, findings, told(said.overrides))
        document.print_date = printed
        flow.say(OpinionKind.REMARK, said.opinion, task)
        keeper = await self._keeper(document) if to == Is.SEALING else None
        waits = self._to(document, flow, to, keeper)
        waits.role = flow.settings.of_name(waits.step).role
        flow.take(step, task=task)
        return await self.view(document_id)

    async def _keeper(self, document: OutgoingDocument) -> UUID | None:
        """Whoever keeps our seal; None where none is registered, then the first of those who keep seals."""
        card = (await Relations(self._db).map()).cards[document.organ_id]
        return await SealRepository(self._db).keeper(document.organ_id, (card.name, card.short_name))
