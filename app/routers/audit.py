"""审计: what the audit administrator reads."""

from typing import Annotated

from fastapi import Depends, Query, Response

from app.core.errors import InvalidCursor
from app.http.answers import answers, page
from app.http.dependencies import provide, requires
from app.http.routing import office_router
from app.schemas.common import Page
from app.schemas.identity.audit import AuditQuery, AuditRow
from app.services.identity.audit import AuditEntryService
from app.vocabulary.identity import Permission

router = office_router("/audit-entries", "audit")


@router.get(
    "",
    summary="审计记录 List audit entries",
    response_model=Page[AuditRow],
    responses=answers(InvalidCursor),
    dependencies=[Depends(requires(Permission.AUDIT_READ))],
)
async def list_audit_entries(
    wanted: Annotated[AuditQuery, Query()], entries: Annotated[AuditEntryService, Depends(provide(AuditEntryService))]
) -> Response:
    """谁、何时、从哪里、对什么、做了什么，新的在前。业务内容只列改了哪些项，不列内容（SEC-R42、SEC-R43）。

    Who did what, when, from where, newest first. Of business only which columns changed, never their content.
    """
    return page(await entries.search(wanted.wanted("-seq")))
