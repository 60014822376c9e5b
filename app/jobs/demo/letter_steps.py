"""The single acts of an office on a paper of its own: who does it, how long after the act before, what is said."""

from datetime import timedelta
from typing import Any

from app.core.clock import local_day
from app.jobs.demo import letter_words as words
from app.jobs.demo.cast import name_of
from app.jobs.demo.hours import WORKDAY
from app.jobs.demo.letters import Address, Letter
from app.jobs.demo.scene import Act, Scene
from app.repositories.exchange import ExchangeRepository
from app.repositories.outgoing import OutgoingDocumentRepository
from app.schemas.archives import ArchiveOutgoing
from app.schemas.common import Override
from app.schemas.outgoing import OutgoingDocumentCreate, OutgoingDocumentUpdate
from app.schemas.outgoing_parts import JointIssuerIn, RecipientIn
from app.schemas.outgoing_steps import (
    ApproveOutgoing,
    ConcludeConsultation,
    ConsultedOrgan,
    CosignOutgoing,
    DispatchOutgoing,
    GateSaid,
    JointSignature,
    PrintOutgoing,
    ProofOutgoing,
    RecheckOutgoing,
    RecordReceipt,
    RegisterOutgoing,
    Sending,
    SignOutgoing,
    SubmitOutgoing,
)
from app.schemas.seal_uses import SealOutgoing
from app.services.outgoing.archiving import ArchivingService
from app.vocabulary.documents import Channel, DocType
from app.vocabulary.identity import Role
from app.vocabulary.outgoing import Answer, Direction, Gate
from app.vocabulary.outgoing import OutgoingAction as Do

ASIDE = [Override(rule="DOC-R01", reason=words.RESENT), Override(rule="DOC-P15", reason=words.PLANNED)]
"""Warnings this office sets aside; any other one stops the building, for then a text of the demo is at fault."""

_CLASSES = {
    DocType.REQUEST_INSTRUCTION: "1.4",
    DocType.REPLY_TO_REQUEST: "1.9",
    DocType.REPORT: "1.5",
    DocType.MINUTES: "1.2",
    DocType.LETTER: "3.2",
    DocType.OPINION: "1.1",
    DocType.ORDER: "1.1",
}
"""The class of the retention schedule under which a kind is filed; everything else is 一般业务."""


def create(letter: Letter) -> Act:
    """拟稿. A 批复 takes up the number of what it answers."""

    async def do(scene: Scene) -> None:
        said: dict[str, Any] = {**letter.form}
        if letter.asked is not None and letter.answers is not None:
            assert letter.asked.id is not None
            asked = await ExchangeRepository(scene.db).lock_outgoing(letter.asked.id)
            assert asked is not None, "what is answered was sent"
            said["body"] = words.answer(said["body"], letter.asked.crew.organ, asked.title, asked.number or "")
            said["answers_id"] = letter.answers.id
        made = await scene.letters.create(
            OutgoingDocumentCreate(
                **said,
                code_id=scene.house.codes[letter.code] if letter.code else None,
                recipients=[_recipient(scene, one) for one in letter.addressed],
                joint_issuers=[JointIssuerIn(organ_id=scene.house.organs[one]) for one in letter.joint],
                overrides=ASIDE,
            )
        )
        letter.id = made["id"]

    return Act(Do.CREATE, letter.drafter, 0, do)


def _recipient(scene: Scene, one: Address) -> RecipientIn:
    organ_id = scene.house.organs[one.organ] if one.organ else None
    copies = 1 if one.organ else 12
    return RecipientIn(role=one.role, organ_id=organ_id, name=one.name, relation=one.relation, copies=copies)


def update(letter: Letter, after: int) -> Act:
    """The drafter mends the text after it came back."""
    body = (
        letter.form["body"] + "\n工作中的重要情况，请及时报告。"
        if letter.form["direction"] == Direction.DOWNWARD
        else ""
    )
    said = OutgoingDocumentUpdate(body=body, overrides=ASIDE) if body else OutgoingDocumentUpdate(basis=words.BASIS)
    return Act(Do.UPDATE, letter.drafter, after, lambda scene: scene.letters.update(*scene.seen, said))


def submit(letter: Letter, after: int, cosigners: tuple[str, ...] = (), organs: tuple[str, ...] = ()) -> Act:
    return Act(
        Do.SUBMIT,
        letter.drafter,
        after,
        lambda scene: scene.letters.submit(
            *scene.seen,
            SubmitOutgoing(
                cosigner_ids=scene.ids(list(cosigners)),
                organs=[ConsultedOrgan(name=one) for one in organs],
                overrides=ASIDE,
            ),
        ),
    )


def cosign(letter: Letter, who: str) -> Act:
    advises = letter.rng.random() < 0.3
    said = CosignOutgoing(
        answer=Answer.AGREE_WITH_COMMENT if advises else Answer.AGREE,
        opinion=letter.rng.choice(words.ADVICE if advises else words.COSIGNED),
    )
    return Act(Do.COSIGN, who, letter.rng.randint(60, 600), lambda scene: scene.letters.cosign(*scene.seen, said))


def record_answer(letter: Letter) -> Act:
    """The drafter enters what another organ answered."""

    async def do(scene: Scene) -> None:
        asked = await OutgoingDocumentRepository(scene.db).consultations(scene.seen[0])
        waiting = next(one for one in asked if one.person_id is None and one.answer is None)
        said = CosignOutgoing(answer=Answer.AGREE, opinion="无修改意见。", consultation_id=waiting.id)
        await scene.letters.cosign(*scene.seen, said)

    return Act(Do.COSIGN, letter.drafter, letter.rng.randint(WORKDAY, 3 * WORKDAY), do)


def conclude(letter: Letter) -> Act:
    said = ConcludeConsultation(resolution=words.RESOLUTION, overrides=ASIDE)
    return Act(
        Do.CONCLUDE,
        letter.drafter,
        letter.rng.randint(30, 240),
        lambda scene: scene.letters.conclude(*scene.seen, said),
    )


def approve(letter: Letter, role: Role) -> Act:
    """核稿: the reviewer first, then the office director."""
    gates = [GateSaid(gate=gate, passed=True) for gate in Gate]
    opinion = letter.rng.choice(words.REVIEWS)

    def do(scene: Scene) -> Any:
        said = ApproveOutgoing(
            gates=gates,
            signer_id=scene.people[letter.signer],
            opinion=opinion,
            on_behalf_of_id=scene.behalf,
            overrides=ASIDE,
        )
        return scene.letters.approve(*scene.seen, said)

    return Act(Do.APPROVE, letter.crew.holder(role), letter.rng.randint(30, 300), do)


def sign(letter: Letter) -> Act:
    said = SignOutgoing(opinion=letter.rng.choice(words.SIGNATURES), overrides=ASIDE)
    return Act(Do.SIGN, letter.signer, letter.rng.randint(60, 700), lambda scene: scene.letters.sign(*scene.seen, said))


def record_joint_signature(letter: Letter, signer: str) -> Act:
    """The other issuer's leader has signed; the clerk enters it."""

    async def do(scene: Scene) -> None:
        joint = await OutgoingDocumentRepository(scene.db).issuers(scene.seen[0])
        said = JointSignature(
            joint_issuer_id=joint[0].id, signer_name=name_of(signer), signed_on=local_day(scene.now), overrides=ASIDE
        )
        await scene.letters.record_joint_signature(*scene.seen, said)

    return Act(Do.RECORD_JOINT_SIGNATURE, letter.crew.holder(Role.OFFICE_CLERK), letter.rng.randint(200, 900), do)


def recheck(letter: Letter) -> Act:
    said = RecheckOutgoing(overrides=ASIDE)
    return by(letter, Role.REVIEWER, Do.RECHECK, 60, lambda scene: scene.letters.recheck(*scene.seen, said))


def register(letter: Letter) -> Act:
    said = RegisterOutgoing(overrides=ASIDE)
    return by(letter, Role.REGISTRAR, Do.REGISTER, 40, lambda scene: scene.letters.register(*scene.seen, said))


def proof(letter: Letter) -> Act:
    said = ProofOutgoing(passed=True)
    return Act(
        Do.PROOF, letter.drafter, letter.rng.randint(8, 60), lambda scene: scene.letters.proof(*scene.seen, said)
    )


def print_(letter: Letter) -> Act:
    said = PrintOutgoing(overrides=ASIDE)
    return by(letter, Role.PRINT_CLERK, Do.PRINT, 120, lambda scene: scene.letters.print(*scene.seen, said))


def seal(letter: Letter) -> Act:
    """用印: the organ's own seal, or that of whoever signed under an order."""

    def do(scene: Scene) -> Any:
        kind = "signature" if letter.form["doc_type"] == DocType.ORDER else "official"
        said = SealOutgoing(seal_id=scene.house.seals[letter.crew.organ, kind], overrides=ASIDE)
        return scene.letters.seal(*scene.seen, said)

    return by(letter, Role.SEAL_KEEPER, Do.SEAL, 50, do)


def record_joint_seal(letter: Letter, keeper: str) -> Act:
    async def do(scene: Scene) -> None:
        joint = await OutgoingDocumentRepository(scene.db).issuers(scene.seen[0])
        said = SealOutgoing(joint_issuer_id=joint[0].id, sealed_by=name_of(keeper), overrides=ASIDE)
        await scene.letters.seal(*scene.seen, said)

    return by(letter, Role.SEAL_KEEPER, Do.SEAL, 90, do)


def dispatch(letter: Letter) -> Act:
    """分发: by the exchange where it reaches, else by hand or courier."""
    other = letter.rng.choice((Channel.COURIER, Channel.BY_HAND))

    async def do(scene: Scene) -> None:
        addressed = await OutgoingDocumentRepository(scene.db).recipients(scene.seen[0])
        reached = {scene.house.organs[one] for one in letter.organs}
        sendings = [
            Sending(recipient_id=one.id, channel=Channel.EXCHANGE if one.organ_id in reached else other)
            for one in addressed
        ]
        await scene.exchange.dispatch(*scene.seen, DispatchOutgoing(sendings=sendings, overrides=ASIDE))

    return by(letter, Role.DISPATCHER, Do.DISPATCH, 60, do)


def record_receipt(letter: Letter) -> Act:
    """A copy that went another way was signed for."""
    by, minutes = letter.rng.choice(words.SIGNED_FOR), letter.rng.randint(10, 60)

    async def do(scene: Scene) -> None:
        addressed = await OutgoingDocumentRepository(scene.db).recipients(scene.seen[0])
        first = next(one for one in addressed if one.organ_id is None)
        said = RecordReceipt(recipient_id=first.id, received_at=scene.now - timedelta(minutes=minutes), received_by=by)
        await scene.sending.record_receipt(*scene.seen, said)

    return Act(Do.RECORD_RECEIPT, letter.crew.holder(Role.DISPATCHER), letter.rng.randint(WORKDAY // 2, WORKDAY), do)


def archive(letter: Letter) -> Act:
    """归档 under its class; skipped by whoever plans, where the demo has no store for files."""
    doc_type = letter.form["doc_type"]

    async def do(scene: Scene) -> None:
        assert scene.house.files is not None, "archives need a store"
        said = ArchiveOutgoing(class_code=_CLASSES.get(doc_type, "2.1"), overrides=ASIDE)
        service = ArchivingService(scene.db, scene.actor)
        await service.archive(*scene.seen, said, store=scene.house.files.store, fonts=None)

    return Act(Do.ARCHIVE, letter.crew.holder(Role.ARCHIVIST), letter.rng.randint(WORKDAY, 7 * WORKDAY), do)


def by(letter: Letter, role: Role, name: str, most: int, do: Any) -> Act:
    return Act(name, letter.crew.holder(role), letter.rng.randint(max(4, most // 6), most), do)
