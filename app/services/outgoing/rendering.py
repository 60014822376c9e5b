"""A document of ours as a typeset paper (GB/T 9704-2012): what the typesetter needs, gathered; bytes made in a thread."""

import asyncio
import hashlib
import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from app.core.errors import NotFound, Unprintable
from app.models.outgoing import JointIssuer, OutgoingDocument
from app.schemas.outgoing_rendition import Format, Mode, RenditionQuery
from app.services.identity.directory import Directory
from app.services.identity.relations import OrganCard, Relations
from app.services.outgoing.base import OutgoingBase
from app.services.outgoing.workflow import WRITING
from app.typesetting.paper import Attachment, Paper, Preprinted, SignOff, Stamp, Table
from app.typesetting.rendition import Rendition
from app.vocabulary.common import Urgency
from app.vocabulary.outgoing import Direction, Layout, RecipientRole
from app.vocabulary.outgoing import OutgoingState as Is

DRAFT, FOR_REVIEW, VOID = "草稿", "送审稿", "作废"
UNSIGNED = frozenset({Is.CONSULTATION, Is.REVIEW, Is.SIGN})
DEAD = frozenset({Is.TERMINATED, Is.NUMBER_VOIDED})


@dataclass(frozen=True, slots=True)
class Typeset:
    """A rendition under the name it is saved by."""

    made: Rendition
    name: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.made.content).hexdigest()


class OutgoingRenderingService(OutgoingBase):
    async def render(self, document_id: UUID, wanted: RenditionQuery, fonts: Path | None) -> Typeset:
        """The paper as PDF or DOCX. Until it is signed it says across every page that it is a draft (LAY-S03).

        Raises: NotFound, Unprintable (a text the page cannot hold).
        """
        row = await self._documents.view(document_id, self._actor)
        if row is None:
            raise NotFound
        paper = await self._paper(row, wanted)
        try:
            made = await asyncio.to_thread(_drawn, paper, wanted.format, fonts)
        except ValueError as fault:
            raise Unprintable(str(fault)) from fault
        return Typeset(made, f"{row.number or row.title}.{wanted.format}")

    async def report(self, document_id: UUID, wanted: RenditionQuery, fonts: Path | None) -> dict[str, Any]:
        """What a reader of the file could not see: pages, faces that stood in, places of the seals. Raises as `render`."""
        typeset = await self.render(document_id, wanted, fonts)
        made = typeset.made
        return {
            "pages": made.pages,
            "sha256": typeset.sha256,
            "substitutions": [
                {"role": one.role, "wanted": one.wanted, "used": one.used, "characters": one.characters}
                for one in made.substitutions
            ],
            "seal_places": [
                {
                    "page": one.page,
                    "whose": one.whose,
                    "x_um": round(one.x_mm * 1000),
                    "y_um": round(one.y_mm * 1000),
                    "width_um": round(one.width_mm * 1000),
                    "height_um": round(one.height_mm * 1000),
                }
                for one in made.seal_places
            ],
            "adjustments": list(made.adjustments),
        }

    async def _paper(self, document: Any, wanted: RenditionQuery) -> Paper:
        known = (await Relations(self._db).map()).cards
        own, joint = known[document.organ_id], await self._documents.issuers(document.id)
        addressed = await self._documents.recipients(document.id)
        code = await self._codes.one(document.code_id, document.organ_id) if document.code_id else None
        body, tables = laid_out(document.body)
        return Paper(
            layout=document.layout,
            issuer_marks=(_mark(document, own, code.mark if code else None), *(one.name for one in joint)),
            title=document.title,
            body=body,
            tables=tables,
            doc_number=document.number,
            urgency=document.urgency.label if document.urgency != Urgency.NONE else None,
            signers=await self._signers(document, joint),
            recipients=tuple(one.name for one in addressed if one.role == RecipientRole.MAIN),
            attachment_notes=tuple(document.attachment_notes),
            sign_off=_sign_off(document),
            issuers=(own.name, *(one.name for one in joint)),
            stamps=await self._stamps(document),
            doc_date=document.doc_date,
            note=document.note,
            attachments=tuple(_attached(document)),
            attendees=tuple(document.attendees),
            absentees=tuple(document.absentees),
            observers=tuple(document.observers),
            cc=tuple(one.name for one in addressed if one.role == RecipientRole.CC),
            print_org=document.print_org or await self._office_name(document.organ_id),
            print_date=document.print_date,
            draft_mark=_draft_mark(document),
            preprinted=Preprinted(float(wanted.start_mm)) if wanted.mode is Mode.PREPRINTED else None,
        )

    async def _signers(self, document: Any, joint: list[JointIssuer]) -> tuple[str, ...]:
        """签发人, printed on papers to a superior alone, in the order of the issuers; one who signed for another shows 代
        (DOC-E06, DOC-P10)."""
        if document.direction != Direction.UPWARD:
            return ()
        signer = document.signed_by_id or document.signer_id
        names = await Directory(self._db).people([signer] if signer else [])
        own = names[signer].name if signer in names else "\u3000\u3000\u3000"
        mark = "（代）" if document.signed_for_id else ""
        return (own + mark, *(one.signer_name or "\u3000\u3000\u3000" for one in joint))

    async def _stamps(self, document: Any) -> tuple[Stamp, ...]:
        """The signer's stamp under an order, with the full title of the post (LAY-B12)."""
        signer = document.signed_for_id or document.signed_by_id or document.signer_id
        if document.layout != Layout.ORDER or signer is None:
            return ()
        title, name = await Directory(self._db).title_of(signer, document.organ_id)
        return (Stamp(title or "负责人", name),)


def _drawn(paper: Paper, wanted: Format, fonts: Path | None) -> Rendition:
    """The bytes. The typesetters are loaded by the first who asks: they take long, and many processes never need them."""
    book = importlib.import_module("app.typesetting.fonts").font_book(fonts)
    draw = importlib.import_module(f"app.typesetting.{wanted}")
    made: Rendition = (draw.render_docx if wanted is Format.DOCX else draw.render_pdf)(paper, book)
    return made


def laid_out(text: str) -> tuple[str, tuple[Table, ...]]:
    """The text without its tables, and these: lines with tabs in them that follow one another are the rows of one."""
    kept: list[str] = []
    tables: list[Table] = []
    rows: list[tuple[str, ...]] = []

    def close() -> None:
        if rows:
            width = max(len(row) for row in rows)
            filled = tuple(row + ("",) * (width - len(row)) for row in rows)
            tables.append(Table(filled, after=sum(bool(line.strip()) for line in kept)))
            rows.clear()

    for line in text.split("\n"):
        if "\t" in line.strip():
            rows.append(tuple(cell.strip() for cell in line.split("\t")))
        else:
            close()
            kept.append(line)
    close()
    return "\n".join(kept), tuple(tables)


def _attached(document: Any) -> Iterator[Attachment]:
    for title, text in zip(document.attachment_notes, document.annexes, strict=False):
        if text.strip():
            body, tables = laid_out(text)
            yield Attachment(title, body, tables)


def _mark(document: Any, own: OrganCard, mark: str | None) -> str:
    """发文机关标志 of the lead organ. Those of orders and minutes are complete."""
    name = mark or own.name
    if document.layout == Layout.ORDER and not name.endswith("令"):
        return f"{name}令"
    return f"{name}纪要" if document.layout == Layout.MINUTES and not name.endswith("纪要") else name


def _sign_off(document: OutgoingDocument) -> SignOff:
    if document.layout == Layout.ORDER:
        return SignOff.STAMPED if document.signed_by_id or document.signer_id else SignOff.UNSEALED
    if document.layout == Layout.MINUTES:
        return SignOff.NONE
    return SignOff.UNSEALED if document.is_unsealed else SignOff.SEALED


def _draft_mark(document: Any) -> str | None:
    state = document.held_state if document.state == Is.HELD else document.state
    if state in DEAD:
        return VOID
    if state in WRITING:
        return DRAFT
    return FOR_REVIEW if state in UNSIGNED else None
