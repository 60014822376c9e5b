"""机关代字 (DOC-N08)."""

from typing import Annotated

from fastapi import Depends, Path, Query, Response

from app.core.errors import AlreadyExists, ClassifiedNotAllowed, InvalidCursor, NotFound, Stale
from app.http.answers import answers, created, page, reply
from app.http.dependencies import IfMatch, provide, requires
from app.http.routing import office_router
from app.schemas.codes import IssuerCodeCreate, IssuerCodeQuery, IssuerCodeRead, IssuerCodeUpdate
from app.schemas.common import Ident, Page
from app.services.codes.service import IssuerCodeService
from app.vocabulary.identity import Permission

router = office_router("/issuer-codes", "issuer_codes")
Codes = Annotated[IssuerCodeService, Depends(provide(IssuerCodeService))]
CodeId = Annotated[Ident, Path(description="机关代字的标识")]
READER = [Depends(requires(Permission.OUTGOING_READ))]
KEEPER = [Depends(requires(Permission.CODES_WRITE))]


@router.get(
    "",
    summary="机关代字列表 List issuer codes",
    response_model=Page[IssuerCodeRead],
    responses=answers(InvalidCursor),
    dependencies=READER,
)
async def list_issuer_codes(wanted: Annotated[IssuerCodeQuery, Query()], codes: Codes) -> Response:
    """本机关的机关代字，各对应一种格式和一个编号系列（DOC-N08）。

    The codes of the caller's organ; each goes with a layout and has its own series of numbers.
    """
    return page(await codes.search(wanted.wanted("code")))


@router.post(
    "",
    summary="新设机关代字 Create an issuer code",
    status_code=201,
    response_model=IssuerCodeRead,
    responses=answers(AlreadyExists, ClassifiedNotAllowed),
    dependencies=KEEPER,
)
async def create_issuer_code(said: IssuerCodeCreate, codes: Codes) -> Response:
    """由办公室主任设立；代字不得重复。

    By the office director; a code exists once.
    """
    return created(await codes.create(said), "/api/v1/issuer-codes")


@router.get(
    "/{code_id}",
    summary="查看机关代字 Get an issuer code",
    response_model=IssuerCodeRead,
    responses=answers(NotFound),
    dependencies=READER,
)
async def get_issuer_code(code_id: CodeId, codes: Codes) -> Response:
    """一个机关代字。 One code."""
    return reply(await codes.view(code_id))


@router.patch(
    "/{code_id}",
    summary="修改机关代字 Change an issuer code",
    response_model=IssuerCodeRead,
    responses=answers(NotFound, Stale, ClassifiedNotAllowed),
    dependencies=KEEPER,
)
async def update_issuer_code(code_id: CodeId, seen: IfMatch, said: IssuerCodeUpdate, codes: Codes) -> Response:
    """修改格式、方向、标志，或者停用；代字本身不能改。

    Layout, direction and mark, or out of use; the code itself stays.
    """
    return reply(await codes.update(code_id, seen, said))
