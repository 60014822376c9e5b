"""内设机构: departments and the leaders in charge of them."""

from typing import Annotated

from fastapi import Depends, Path, Query, Response

from app.core.errors import AlreadyExists, InvalidCursor, NotFound, ReferenceNotFound, Senseless, Stale
from app.http.answers import answers, created, page, reply
from app.http.dependencies import IfMatch, provide, requires
from app.http.routing import office_router
from app.schemas.common import Ident, Page
from app.schemas.identity.organs import (
    DepartmentCreate,
    DepartmentQuery,
    DepartmentRead,
    DepartmentUpdate,
    LeaderInCharge,
)
from app.services.identity.departments import DepartmentService
from app.vocabulary.identity import Permission

router = office_router("/departments", "departments")
Departments = Annotated[DepartmentService, Depends(provide(DepartmentService))]
DepartmentId = Annotated[Ident, Path(description="内设机构的标识")]
READER = [Depends(requires(Permission.DIRECTORY_READ))]
KEEPER = [Depends(requires(Permission.ORGANS_WRITE))]


@router.get(
    "",
    summary="内设机构列表 List departments",
    response_model=Page[DepartmentRead],
    responses=answers(InvalidCursor),
    dependencies=READER,
)
async def list_departments(wanted: Annotated[DepartmentQuery, Query()], departments: Departments) -> Response:
    """本机关的内设机构，按排序。 The departments of the caller's organ, in their order."""
    return page(await departments.search(wanted.wanted("position")))


@router.post(
    "",
    summary="新设内设机构 Create a department",
    status_code=201,
    response_model=DepartmentRead,
    responses=answers(ReferenceNotFound, AlreadyExists),
    dependencies=KEEPER,
)
async def create_department(said: DepartmentCreate, departments: Departments) -> Response:
    """在本机关或者下级机关新设内设机构。 Set up a department in the caller's organ or one below it."""
    return created(await departments.create(said), "/api/v1/departments")


@router.get(
    "/{department_id}",
    summary="内设机构 Get a department",
    response_model=DepartmentRead,
    responses=answers(NotFound),
    dependencies=READER,
)
async def get_department(department_id: DepartmentId, departments: Departments) -> Response:
    """一个内设机构。 One department."""
    return reply(await departments.view(department_id))


@router.patch(
    "/{department_id}",
    summary="修改内设机构 Update a department",
    response_model=DepartmentRead,
    responses=answers(NotFound, Stale, ReferenceNotFound, AlreadyExists, Senseless),
    dependencies=KEEPER,
)
async def update_department(
    department_id: DepartmentId, seen: IfMatch, said: DepartmentUpdate, departments: Departments
) -> Response:
    """修改名称、上一级、排序或者停用。 Change name, parent, order, or close it."""
    return reply(await departments.update(department_id, seen, said))


@router.put(
    "/{department_id}/leader",
    summary="确定分管领导 Put the leader in charge",
    response_model=DepartmentRead,
    responses=answers(NotFound, Stale, ReferenceNotFound),
    dependencies=KEEPER,
)
async def put_department_leader(
    department_id: DepartmentId, seen: IfMatch, said: LeaderInCharge, departments: Departments
) -> Response:
    """确定分管该内设机构的领导，或者无人分管。 Name the leader in charge of the department, or nobody."""
    return reply(await departments.put_leader(department_id, seen, said.person_id))
