"""归档文件: the catalogue, one record, its files, holds, checks and export packages."""

from typing import Annotated

from fastapi import Depends, Path, Query, Request, Response
from starlette.responses import StreamingResponse

from app.core.errors import (
    ClassifiedNotAllowed,
    ConfirmationRequired,
    InvalidCursor,
    NotFound,
    ReferenceNotFound,
    RuleViolated,
    Stale,
    TransitionRefused,
)
from app.http.answers import answers, created, page, reply
from app.http.contents import RangeNotSatisfiable, disposition, serve
from app.http.dependencies import IfMatch, provide
from app.http.routing import API, office_router
from app.http.uploads import Files
from app.routers.archives import FILED, KEEPER, OVERVIEW, READER, Archives
from app.schemas.archive_keeping import (
    CheckQuery,
    CheckRecords,
    CheckRow,
    ExportQuery,
    ExportRead,
    ExportRecord,
    ExportRow,
    FlawQuery,
    FlawRow,
    HoldRow,
    LiftHold,
    PlaceHold,
)
from app.schemas.archives import ArchiveRecordQuery, ArchiveRecordRead, ArchiveRecordRow, FileRecord
from app.schemas.common import Ident, ListQuery, Page
from app.services.archives.checking import ArchiveCheckService
from app.services.incoming.filing import LateFilingService
from app.vocabulary.files import FileKind

router = office_router("", "archives")
Checks = Annotated[ArchiveCheckService, Depends(provide(ArchiveCheckService))]
Filing = Annotated[LateFilingService, Depends(provide(LateFilingService))]
RecordId = Annotated[Ident, Path(description="档案的标识")]
_FILE = {"schema": {"type": "string", "format": "binary", "maxLength": 2_147_483_647}}
_BYTES = {"content": {kind.media_type: _FILE for kind in FileKind}}
_ZIP = {"content": {"application/zip": _FILE}}
_SAID = answers(NotFound, Stale, TransitionRefused, RuleViolated, ConfirmationRequired, ClassifiedNotAllowed)


@router.get(
    "/archive-records",
    summary="归档文件目录 List records",
    response_model=Page[ArchiveRecordRow],
    responses=answers(InvalidCursor),
    dependencies=READER,
)
async def list_archive_records(wanted: Annotated[ArchiveRecordQuery, Query()], archives: Archives) -> Response:
    """按档号排列；本机关全部或者本人可见的（ARC-R13、ARC-R14）。 By code; all of the organ, or what the caller may see."""
    return page(await archives.search(wanted.wanted("code")))


@router.post(
    "/archive-records",
    summary="补归档 File a paper received earlier",
    status_code=201,
    response_model=ArchiveRecordRead,
    responses=FILED,
    dependencies=KEEPER,
)
async def file_archive_record(said: FileRecord, filing: Filing, files: Files) -> Response:
    """已决定归档、尚未编号的收文（见待归档清单）。 A paper whose disposal was archiving and that has no number yet."""
    return created(await filing.file(said, files.store), f"{API}/archive-records")


@router.get(
    "/archive-records/{record_id}",
    summary="查看档案 Get a record",
    response_model=ArchiveRecordRead,
    responses=answers(NotFound),
    dependencies=READER,
)
async def get_archive_record(record_id: RecordId, archives: Archives) -> Response:
    """著录项、组成文件及其摘要值、归档章、保管状况。 The description, files with hashes, the stamp, how it is kept."""
    return reply(await archives.view(record_id))


@router.get(
    "/archive-components/{component_id}/content",
    summary="下载档案文件 Get a file of a record",
    response_class=Response,
    responses={200: _BYTES, 206: _BYTES, 304: {"description": "没有变"}, **answers(NotFound, RangeNotSatisfiable)},
    dependencies=READER,
)
async def get_archive_component_content(
    request: Request,
    component_id: Annotated[Ident, Path(description="档案文件的标识")],
    archives: Archives,
    files: Files,
) -> Response:
    """可见的档案和本人借出未还的；已销毁的为 404。 Of a record the caller sees or has on loan; destroyed is 404."""
    return await serve(request, await archives.file(component_id), files)


@router.get(
    "/archive-records/{record_id}/holds",
    summary="封存记录 List holds",
    response_model=Page[HoldRow],
    responses=answers(NotFound, InvalidCursor),
    dependencies=READER,
)
async def list_holds_of_archive_record(
    record_id: RecordId, wanted: Annotated[ListQuery, Query()], archives: Archives
) -> Response:
    """历次封存（冻结）及其解除。 Every hold there was."""
    return page(await archives.holds(record_id, wanted.wanted("placed_at")))


@router.post(
    "/archive-records/{record_id}/hold",
    summary="封存 Hold a record",
    response_model=ArchiveRecordRead,
    responses=_SAID,
    dependencies=KEEPER,
)
async def hold_archive_record(record_id: RecordId, seen: IfMatch, said: PlaceHold, archives: Archives) -> Response:
    """封存（冻结）期间任何人不能销毁（ARC-R17）。 While it lasts nobody can destroy the record."""
    return reply(await archives.place_hold(record_id, seen, said))


@router.post(
    "/archive-records/{record_id}/holds/{hold_id}/lift",
    summary="解除封存 Lift a hold",
    response_model=ArchiveRecordRead,
    responses=_SAID,
    dependencies=KEEPER,
)
async def lift_hold_of_archive_record(
    record_id: RecordId,
    hold_id: Annotated[Ident, Path(description="封存的标识")],
    seen: IfMatch,
    said: LiftHold,
    archives: Archives,
) -> Response:
    """写明理由。 With a reason."""
    return reply(await archives.lift_hold(record_id, hold_id, seen, said))


@router.post(
    "/archive-records/{record_id}/exports",
    summary="导出档案 Export a record",
    status_code=201,
    response_model=ExportRead,
    responses=answers(NotFound, TransitionRefused, RuleViolated, ConfirmationRequired, ClassifiedNotAllowed),
    dependencies=KEEPER,
)
async def export_archive_record(record_id: RecordId, said: ExportRecord, archives: Archives) -> Response:
    """登记用途后取得导出包（ARC-R21、ARC-R22）。 Enter the purpose, then fetch the package."""
    return created(await archives.export(record_id, said), f"{API}/archive-exports")


@router.get(
    "/archive-exports",
    summary="导出登记 List exports",
    response_model=Page[ExportRow],
    responses=answers(InvalidCursor),
    dependencies=OVERVIEW,
)
async def list_archive_exports(wanted: Annotated[ExportQuery, Query()], archives: Archives) -> Response:
    """谁导出了什么、作何用途，新的在前（ARC-R21）。 Who took out what and what for, newest first."""
    return page(await archives.exports(wanted.wanted("-at")))


@router.get(
    "/archive-exports/{export_id}/content",
    summary="下载导出包 Get an export package",
    response_class=Response,
    responses={200: _ZIP, **answers(NotFound)},
    dependencies=KEEPER,
)
async def get_archive_export_content(
    export_id: Annotated[Ident, Path(description="导出的标识")], archives: Archives, files: Files
) -> Response:
    """ZIP：元数据（DA/T 46 要素名，XML）、各文件、摘要值清单；只限登记人，字节不变。

    Metadata, files and hashes in a ZIP, for whoever entered the export; the same bytes each time.
    """
    package = await archives.package(export_id)
    headers = {"Content-Disposition": disposition(package.name)}
    return StreamingResponse(package.stream(files.store), 200, headers, "application/zip")


@router.get(
    "/archive-checks",
    summary="四性检测报告 List checks",
    response_model=Page[CheckRow],
    responses=answers(InvalidCursor),
    dependencies=OVERVIEW,
)
async def list_archive_checks(wanted: Annotated[CheckQuery, Query()], checks: Checks) -> Response:
    """新的在前；定期检测无发起人。 Newest first; those of the clock have nobody who asked."""
    return page(await checks.search(wanted.wanted("-at")))


@router.post(
    "/archive-checks",
    summary="四性检测 Check records",
    status_code=201,
    response_model=CheckRow,
    responses=answers(ReferenceNotFound),
    dependencies=KEEPER,
)
async def check_archive_records(said: CheckRecords, checks: Checks, files: Files) -> Response:
    """真实、完整、可用、安全：逐个文件重算摘要值，与归档时的留痕核对；最多一百件。

    Every file is hashed anew and compared with what the trail kept at filing; a hundred records at most.
    """
    return created(await checks.check(said, files.store), f"{API}/archive-checks")


@router.get(
    "/archive-checks/{check_id}/flaws",
    summary="检测发现 List flaws",
    response_model=Page[FlawRow],
    responses=answers(NotFound, InvalidCursor),
    dependencies=OVERVIEW,
)
async def list_flaws_of_archive_check(
    check_id: Annotated[Ident, Path(description="检测的标识")],
    wanted: Annotated[FlawQuery, Query()],
    checks: Checks,
) -> Response:
    """哪件档案的哪个文件、哪一性有问题。 Which file of which record, and in what respect."""
    return page(await checks.flaws(check_id, wanted.wanted("code")))
