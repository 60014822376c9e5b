"""人员: accounts, posts, counterparts."""

from typing import Annotated

from fastapi import Depends, Path, Query, Request, Response

from app.core.errors import (
    AlreadyExists,
    Forbidden,
    InvalidCursor,
    NotFound,
    ReferenceNotFound,
    RuleViolated,
    Senseless,
    Stale,
    TransitionRefused,
)
from app.http.answers import answers, created, page, reply
from app.http.dependencies import CurrentActor, IfMatch, UnitOfWork, provide, requires
from app.http.routing import office_router
from app.schemas.common import Ident, Page
from app.schemas.identity.people import (
    AddPost,
    Counterpart,
    EndPost,
    PersonCreate,
    PersonQuery,
    PersonRead,
    PersonRow,
    PersonUpdate,
    TemporaryPassword,
)
from app.services.identity.passwords import PasswordService
from app.services.identity.people import PeopleService
from app.vocabulary.identity import Permission

router = office_router("/people", "people")
People = Annotated[PeopleService, Depends(provide(PeopleService))]
PersonId = Annotated[Ident, Path(description="人员的标识")]
READER = [Depends(requires(Permission.DIRECTORY_READ))]
KEEPER = [Depends(requires(Permission.PEOPLE_WRITE))]
CHANGE = (NotFound, Forbidden, Stale)


async def _passwords(request: Request, db: UnitOfWork, actor: CurrentActor) -> PasswordService:
    return PasswordService(db, actor, request.app.state.settings)


@router.get(
    "",
    summary="人员列表 List people",
    response_model=Page[PersonRow],
    responses=answers(InvalidCursor),
    dependencies=READER,
)
async def list_people(wanted: Annotated[PersonQuery, Query()], people: People) -> Response:
    """本机关的人员及其现任职务，可以按姓名查找；手机号打码显示。

    The people of the caller's organ with the posts they hold, found by name; phone numbers are masked.
    """
    return page(await people.search(wanted.wanted("name")))


@router.post(
    "",
    summary="新建账号 Create an account",
    status_code=201,
    response_model=PersonRead,
    responses=answers(ReferenceNotFound, AlreadyExists),
    dependencies=KEEPER,
)
async def create_person(said: PersonCreate, people: People) -> Response:
    """新建工作人员账号，不带角色、职务和密码（SEC-R42）。 Make an account for staff: no role, no post, no password."""
    return created(await people.create(said), "/api/v1/people")


@router.get(
    "/{person_id}",
    summary="人员 Get a person",
    response_model=PersonRead,
    responses=answers(NotFound),
    dependencies=READER,
)
async def get_person(person_id: PersonId, people: People) -> Response:
    """一个账号及其全部职务。 One account with all its posts."""
    return reply(await people.view(person_id))


@router.patch(
    "/{person_id}",
    summary="修改人员 Update a person",
    response_model=PersonRead,
    responses=answers(*CHANGE),
    dependencies=KEEPER,
)
async def update_person(person_id: PersonId, seen: IfMatch, said: PersonUpdate, people: People) -> Response:
    """修改姓名、手机号。 Change name or phone."""
    return reply(await people.update(person_id, seen, said))


@router.post(
    "/{person_id}/disable",
    summary="停用账号 Disable an account",
    response_model=PersonRead,
    responses=answers(*CHANGE, TransitionRefused, Senseless, RuleViolated),
    dependencies=KEEPER,
)
async def disable_person(person_id: PersonId, seen: IfMatch, people: People) -> Response:
    """停用账号，其全部登录即时终止；不能停用自己，不能停用唯一的某一管理员（SEC-R40）。

    Close an account; all its log-ins end at once. Not one's own, not the last administrator of a kind.
    """
    return reply(await people.disable(person_id, seen))


@router.post(
    "/{person_id}/enable",
    summary="启用账号 Enable an account",
    response_model=PersonRead,
    responses=answers(*CHANGE, TransitionRefused),
    dependencies=KEEPER,
)
async def enable_person(person_id: PersonId, seen: IfMatch, people: People) -> Response:
    """重新启用账号；此前的登录仍须重新登录。 Open a closed account again; its old log-ins stay ended."""
    return reply(await people.enable(person_id, seen))


@router.put(
    "/{person_id}/temporary-password",
    summary="重置密码 Reset the password",
    response_model=TemporaryPassword,
    responses=answers(*CHANGE, RuleViolated),
    dependencies=KEEPER,
)
async def put_temporary_password(
    person_id: PersonId, seen: IfMatch, passwords: Annotated[PasswordService, Depends(_passwords)]
) -> Response:
    """生成只显示一次的临时密码，首次登录后必须修改；三员的密码不得由他人重置（SEC-R42）。

    Make a temporary password, told this once, to be changed at the first log-in. Never for an administrator.
    """
    return reply(await passwords.reset(person_id, seen))


@router.put(
    "/{person_id}/counterpart",
    summary="确定 AB 角 Put the counterpart",
    response_model=PersonRead,
    responses=answers(*CHANGE, ReferenceNotFound),
    dependencies=KEEPER,
)
async def put_counterpart(person_id: PersonId, seen: IfMatch, said: Counterpart, people: People) -> Response:
    """确定本人不在岗时由谁代行。 Name who takes over while the person is away."""
    return reply(await people.put_counterpart(person_id, seen, said.person_id))


@router.post(
    "/{person_id}/add-post",
    summary="任职 Add a post",
    response_model=PersonRead,
    responses=answers(*CHANGE, ReferenceNotFound, AlreadyExists, Senseless),
    dependencies=KEEPER,
)
async def add_post(person_id: PersonId, seen: IfMatch, said: AddPost, people: People) -> Response:
    """任职，可以是在其他机关的职务。 Appoint to a post, perhaps in another organ."""
    return reply(await people.add_post(person_id, seen, said))


@router.post(
    "/{person_id}/end-post",
    summary="免职 End a post",
    response_model=PersonRead,
    responses=answers(*CHANGE, ReferenceNotFound, Senseless),
    dependencies=KEEPER,
)
async def end_post(person_id: PersonId, seen: IfMatch, said: EndPost, people: People) -> Response:
    """免去职务，自所定日期起。 Remove from a post, from that day on."""
    return reply(await people.end_post(person_id, seen, said))
