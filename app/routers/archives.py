"""档案: what an organ sets for its archive, what is not filed yet, and the filing of a document of ours."""

from typing import Annotated

from fastapi import Depends, Query, Request, Response

from app.core.errors import (
    AlreadyExists,
    ClassifiedNotAllowed,
    ConfirmationRequired,
    Forbidden,
    InvalidCursor,
    NotFound,
    ReferenceNotFound,
    RuleViolated,
    Senseless,
    Stale,
    StorageFull,
    TransitionRefused,
    Unprintable,
)
from app.http.answers import answers, page, reply
from app.http.dependencies import IfMatch, provide, requires
from app.http.routing import office_router
from app.http.uploads import Files
from app.routers.outgoing_documents import OutgoingId
from app.schemas.archives import (
    ArchiveOutgoing,
    ArchiveSettingsChange,
    ArchiveSettingsRead,
    CandidateQuery,
    CandidateRow,
    RetentionScheduleChange,
    RetentionScheduleRead,
    RetentionScheduleRow,
    ScheduleQuery,
)
from app.schemas.common import Page
from app.schemas.outgoing import OutgoingDocumentRead
from app.services.archives.records import ArchiveService
from app.services.archives.schedule import ArchiveSettingsService, RetentionScheduleService
from app.services.outgoing.archiving import ArchivingService
from app.vocabulary.identity import Permission

router = office_router("", "archives")
Settings = Annotated[ArchiveSettingsService, Depends(provide(ArchiveSettingsService))]
Schedules = Annotated[RetentionScheduleService, Depends(provide(RetentionScheduleService))]
Archives = Annotated[ArchiveService, Depends(provide(ArchiveService))]
Archiving = Annotated[ArchivingService, Depends(provide(ArchivingService))]
READER = [Depends(requires(Permission.ARCHIVES_READ))]
OVERVIEW = [Depends(requires(Permission.ARCHIVES_READ_ALL))]
KEEPER = [Depends(requires(Permission.ARCHIVES_WRITE))]
SENDER = [Depends(requires(Permission.OUTGOING_READ))]
FILED = answers(
    NotFound,
    Forbidden,
    TransitionRefused,
    Stale,
    AlreadyExists,
    RuleViolated,
    ConfirmationRequired,
    ReferenceNotFound,
    ClassifiedNotAllowed,
    StorageFull,
)


@router.get(
    "/archive-settings",
    summary="全宗设置 Get the fonds",
    response_model=ArchiveSettingsRead,
    dependencies=READER,
)
async def get_archive_settings(settings: Settings) -> Response:
    """本机关（立档单位）的全宗号和名称；未设定时不能归档。 The fonds of the caller's organ; without one nothing is filed."""
    return reply(await settings.read())


@router.put(
    "/archive-settings",
    summary="设定全宗 Set the fonds",
    response_model=ArchiveSettingsRead,
    responses=answers(Stale, AlreadyExists, ClassifiedNotAllowed),
    dependencies=KEEPER,
)
async def replace_archive_settings(seen: IfMatch, said: ArchiveSettingsChange, settings: Settings) -> Response:
    """全宗号由档案馆编定；已有归档文件后不能再改（ARC-R12）。

    The number is given by the archives authority and stays once a record bears it.
    """
    return reply(await settings.change(seen, said))


@router.get(
    "/retention-schedule",
    summary="归档范围和保管期限表 Get the retention schedule",
    response_model=RetentionScheduleRead,
    dependencies=READER,
)
async def get_retention_schedule(schedules: Schedules) -> Response:
    """现用的表；版本 1 为按国家档案局令第8号编的默认表，归档时提醒尚未审核（ARC-R04…R06）。

    The schedule in force; version 1 is the shipped one, which nobody approved yet.
    """
    return reply(await schedules.read())


@router.put(
    "/retention-schedule",
    summary="启用归档范围和保管期限表 Replace the retention schedule",
    response_model=RetentionScheduleRead,
    responses=answers(Stale, Senseless, ClassifiedNotAllowed),
    dependencies=KEEPER,
)
async def replace_retention_schedule(seen: IfMatch, said: RetentionScheduleChange, schedules: Schedules) -> Response:
    """整表替换，写明审核同意的机关、文号和日期；已归档的不变（ARC-R04）。

    The whole table, with its approval; what is filed already keeps its class and period.
    """
    return reply(await schedules.replace(seen, said))


@router.get(
    "/retention-schedule/versions",
    summary="历次期限表 List the versions of the schedule",
    response_model=Page[RetentionScheduleRow],
    responses=answers(InvalidCursor),
    dependencies=READER,
)
async def list_retention_schedules(wanted: Annotated[ScheduleQuery, Query()], schedules: Schedules) -> Response:
    """新的在前。 Newest first."""
    return page(await schedules.versions(wanted.wanted("-version")))


@router.get(
    "/archive-candidates",
    summary="待归档清单 List what is not filed",
    response_model=Page[CandidateRow],
    responses=answers(InvalidCursor),
    dependencies=OVERVIEW,
)
async def list_archive_candidates(wanted: Annotated[CandidateQuery, Query()], archives: Archives) -> Response:
    """办毕而未归档的公文，久的在前；次年6月30日后为逾期（ARC-R01、ARC-R02）。

    Papers that are done and not filed, the oldest first; overdue after 30 June of the next year.
    """
    return page(await archives.candidates(wanted.wanted("ready_at")))


@router.post(
    "/outgoing-documents/{outgoing_id}/archive",
    summary="发文归档 File a document of ours",
    response_model=OutgoingDocumentRead,
    responses=FILED | answers(Unprintable, RuleViolated, ReferenceNotFound),
    dependencies=SENDER,
)
async def archive_outgoing_document(
    request: Request, outgoing_id: OutgoingId, seen: IfMatch, said: ArchiveOutgoing, archiving: Archiving, files: Files
) -> Response:
    """定稿、正本、附件、发文稿纸、处理单作为一件归档，编定档号，此后只读（ARC-R07、ARC-R10、ARC-R17）。

    Final text, issued copy, annexes and sheets become one record under one code, written once.
    """
    fonts = request.app.state.settings.font_dir
    return reply(await archiving.archive(outgoing_id, seen, said, store=files.store, fonts=fonts))
