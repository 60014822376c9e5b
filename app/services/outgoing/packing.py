"""交换包: a document of ours as one signed file, for organs that are not of this deployment.

A ZIP of ``manifest.json``, its detached signature ``manifest.json.jws``, the text, and the attachments. The manifest names
the SHA-256 of each part and tells of the document in the words of DA/T 46-2009. The same document gives the same bytes.
"""

import hashlib
import tempfile
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import IO, Any, Final
from uuid import UUID
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import orjson

from app.core.errors import NotFound, PayloadTooLarge, TransitionRefused, Unavailable
from app.models.matters import Attachment
from app.repositories.exchange import ExchangeRepository
from app.services.attachments.intake import Intake
from app.services.audit.service import AuditService
from app.services.identity.relations import Relations
from app.services.outgoing.base import OutgoingBase
from app.services.outgoing.signet import signet
from app.vocabulary.outgoing import OutgoingState as Is
from app.vocabulary.outgoing import RecipientRole

FORMAT: Final = "shuniu-exchange-package/1"
MANIFEST: Final = "manifest.json"
READY: Final = frozenset({Is.DISPATCH, Is.DISPATCHED, Is.ARCHIVED})
_PACK: Final = "pack"
_PIECE: Final = 256 * 1024
_IN_MEMORY: Final = 4 * 1024 * 1024
_SORTED: Final = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a package: its bytes, or the attachment they are read from."""

    name: str
    title: str
    media_type: str
    size: int
    sha256: str
    content: bytes | None = None
    attachment: Attachment | None = None


@dataclass(frozen=True, slots=True)
class Package:
    """A finished package in a temporary file, which is gone when it is closed."""

    name: str
    size: int
    file: IO[bytes]

    async def pieces(self) -> AsyncIterator[bytes]:
        with self.file:
            while piece := self.file.read(_PIECE):
                yield piece


class PackingService(OutgoingBase):
    async def pack(self, document_id: UUID, intake: Intake) -> Package:
        """The package of a document that may go out. That the caller took it stands in the audit.

        Raises: NotFound, TransitionRefused (not ready to go out), PayloadTooLarge, Unavailable (the store is away).
        """
        row = await self._documents.view(document_id, self._actor)
        if row is None:
            raise NotFound
        if row.state not in READY:
            raise TransitionRefused("公文尚未完成印制、用印，不能打包", action=_PACK, state=row.state)
        shown = self._shown(row)
        parts = self._parts(shown, await ExchangeRepository(self._db).files(document_id))
        if sum(one.size for one in parts) > intake.most_bytes:
            raise PayloadTooLarge(f"交换包不得超过 {intake.most_bytes} 字节", limit_bytes=intake.most_bytes)
        issuer = (await Relations(self._db).map()).cards[self._actor.organ_id].name
        manifest = orjson.dumps(_manifest(shown, issuer, parts), option=_SORTED)
        key = signet(self._db.database.cursor_key)
        AuditService(self._db, self._actor).record(
            row.kind, document_id, _PACK, note=hashlib.sha256(manifest).hexdigest()
        )
        signed = [_made(MANIFEST, "清单", "application/json", manifest),
                  _made(f"{MANIFEST}.jws", "签名", "application/jose", key.sign(manifest).encode())]  # fmt: skip
        file = await _zipped([*signed, *parts], intake)
        return Package(f"{row.number or row.title}.zip", file.seek(0, 2), file)

    def _parts(self, shown: dict[str, Any], files: Sequence[Attachment]) -> list[Part]:
        """What the document is made of, in order. Whatever else is to travel with it is added here."""
        text = "\n".join((shown["title"], "", shown["body"], "")).encode()
        parts = [_made("text.txt", "正文", "text/plain; charset=utf-8", text)]
        for place, one in enumerate(files, start=1):
            name = f"attachments/{place:02d}-{one.name}"
            parts.append(Part(name, one.name, one.media_type, one.size, one.sha256, attachment=one))
        return parts


def _made(name: str, title: str, media_type: str, content: bytes) -> Part:
    return Part(name, title, media_type, len(content), hashlib.sha256(content).hexdigest(), content)


def _manifest(shown: dict[str, Any], issuer: str, parts: Sequence[Part]) -> dict[str, Any]:
    """Elements are called as DA/T 46-2009 calls them; what has no name there keeps the member's own."""
    addressed = {role: [one["name"] for one in shown["recipients"] if one["role"] == role] for role in RecipientRole}
    return {
        "format": FORMAT,
        "id": str(shown["id"]),
        "metadata": {
            "题名": shown["title"],
            "文件编号": shown["number"],
            "责任者": [issuer, *(one["name"] for one in shown["joint_issuers"])],
            "日期": shown["doc_date"],
            "文种": shown["doc_type"].label,
            "紧急程度": shown["urgency"].label,
            "密级": shown["classification"].label,
            "主送": addressed[RecipientRole.MAIN],
            "抄送": addressed[RecipientRole.CC],
            "附注": shown["note"],
            "doc_type": shown["doc_type"],
            "urgency": shown["urgency"],
            "classification": shown["classification"],
            "attachment_notes": shown["attachment_notes"],
        },
        "parts": [
            {
                "name": one.name,
                "计算机文件名": one.title,
                "格式信息": one.media_type,
                "大小": one.size,
                "sha256": one.sha256,
            }
            for one in parts
        ],
    }


async def _zipped(parts: Sequence[Part], intake: Intake) -> IO[bytes]:
    """Raises: Unavailable (the store is away, or what it holds is not what was put there)."""
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed when it was sent
    try:
        with ZipFile(file, "w", ZIP_STORED) as archive:
            for part in parts:
                info = ZipInfo(part.name, _EPOCH)
                info.create_system, info.external_attr = 3, 0o644 << 16
                info.file_size = part.size
                with archive.open(info, "w") as entry:
                    await _write(part, entry, intake)
    except BaseException:
        file.close()
        raise
    return file


async def _write(part: Part, entry: IO[bytes], intake: Intake) -> None:
    if part.attachment is None:
        entry.write(part.content or b"")
        return
    digest = hashlib.sha256()
    async for piece in await intake.read(part.attachment.content_id or part.attachment.id):
        digest.update(piece)
        entry.write(piece)
    if digest.hexdigest() != part.sha256:
        raise Unavailable("附件内容与登记的摘要不符")
