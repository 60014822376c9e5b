"""What the stories check behind the API: the rows themselves."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, text

from app.db.database import Database
from app.models.incoming import IncomingDocument
from app.models.matters import Matter
from app.models.trail import AuditEntry

_ENTRIES = select(*AuditEntry.__table__.columns).order_by(AuditEntry.seq)
_documents, _matters = IncomingDocument.__table__, Matter.__table__
_DOCUMENT = select(*_matters.columns, *(one for one in _documents.columns if one.name != "id")).join_from(
    _matters, _documents, _documents.c.id == _matters.c.id
)


async def audit_entries(database: Database, matter_id: str) -> Sequence[Row[Any]]:
    """The trail of a matter with its changes, in the order it was written."""
    async with database.open() as db:
        return await db.rows(_ENTRIES.where(AuditEntry.matter_id == UUID(matter_id)))


async def stored_document(database: Database, document_id: str) -> IncomingDocument:
    """The row of a document, whoever may see it."""
    async with database.open() as db:
        found = await db.entity(IncomingDocument, _DOCUMENT.where(_matters.c.id == UUID(document_id)))
    assert found is not None
    return found


async def row_counts(database: Database) -> dict[str, int]:
    """How many rows every table holds."""
    async with database.open() as db:
        tables = await db.rows(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"))
        counts = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for (name,) in tables)
        found: list[tuple[str, int]] = [tuple(row) for row in await db.rows(text(counts))]
    return dict(found)
