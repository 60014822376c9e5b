"""Several incoming documents at once: each its own transaction, each its own outcome."""

from typing import Any

from app.core.errors import AlreadyExists, AppError
from app.db.faults import Retry
from app.schemas.documents import Said
from app.schemas.incoming_steps import BulkRegister
from app.services.incoming.base import IncomingBase
from app.services.incoming.service import IncomingDocumentService


class IncomingBulkService(IncomingBase):
    async def register(self, said: BulkRegister) -> list[dict[str, Any]]:
        """登记 each item as `IncomingDocumentService.register` would; one refusal leaves the others alone.

        ``problem`` of an outcome is the refusal itself, or None.
        """
        return [await self._one(item.id, item.version) for item in said.items]

    async def _one(self, document_id: Any, version: int) -> dict[str, Any]:
        try:
            async with self._db.database.open(writes=True, origin=self._db.origin) as db:
                view = await IncomingDocumentService(db, self._actor).register(document_id, version, Said())
                await db.commit()
        except Retry:
            refused: AppError = AlreadyExists("与其他操作冲突，请重试")
        except AppError as fault:
            refused = fault
        else:
            return {"id": document_id, "number": view["number"], "version": view["version"], "problem": None}
        return {"id": document_id, "number": None, "version": None, "problem": refused}
