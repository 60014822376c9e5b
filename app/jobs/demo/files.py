"""The files that some papers bring along."""

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

from app.jobs.demo.cast import MAIN
from app.jobs.demo.papers import Paper
from app.jobs.demo.samples import Maker, docx, pdf, text
from app.jobs.demo.scene import Act, Cue, Scene, in_order
from app.services.attachments.intake import Intake
from app.services.attachments.service import ATTACH, AttachmentService
from app.vocabulary.common import MatterKind
from app.vocabulary.documents import IncomingAction as Do

_EVERY = 6
"""Of the latest papers of the main organ, every so many brings files."""
_LATEST = 60


def with_files(cues: Sequence[Cue], intake: Intake) -> list[Cue]:
    """The same life, with files that come with some of the latest papers."""
    received = [
        (cue, cue.paper)
        for cue in cues
        if cue.act.name == Do.RECEIVE and isinstance(cue.paper, Paper) and cue.paper.crew.organ == MAIN
    ]
    latest = enumerate(received[-_LATEST::_EVERY])
    more = [file for place, (cue, paper) in latest for file in _files(cue, paper, intake, place)]
    return sorted([*cues, *more], key=in_order)


def _files(cue: Cue, paper: Paper, intake: Intake, place: int) -> list[Cue]:
    """Its text, and sometimes what is enclosed; brought in the two minutes before anybody registers it."""
    kinds: list[tuple[str, Maker]] = [("正文.pdf", pdf), ("附件1.docx", docx), ("附件2.txt", text)]
    return [
        Cue(
            cue.at + timedelta(seconds=30 * number),
            cue.paper_no,
            cue.act_no,
            _attach(cue.act.who, paper, name, make, intake),
            paper,
        )
        for number, (name, make) in enumerate(kinds[: 1 + place % 3], start=1)
    ]


def _attach(who: str, paper: Paper, name: str, make: Maker, intake: Intake) -> Act:
    async def do(scene: Scene) -> None:
        received = await intake.receive(_once(make(_lines(paper))))
        try:
            upload = await intake.look(received, name)
            service = AttachmentService(scene.db, scene.actor)
            taken = await service.take(upload, intake)
        finally:
            await intake.discard(received)
        most = intake.most_per_matter
        await service.bind(MatterKind.INCOMING_DOCUMENT, *scene.seen, taken["id"], most=most)

    return Act(ATTACH, who, 0, do)


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content


def _lines(paper: Paper) -> list[str]:
    form = paper.form
    date = f"{form['doc_date']:%Y}年{form['doc_date'].month}月{form['doc_date'].day}日"
    return [form["sender_name"], form["sender_number"], form["title"], "（演示文件，正文从略）", date]
