"""待办、待阅、已办: the table of contents of a person's desk."""

from typing import Annotated

from fastapi import Depends, Path, Query, Response

from app.core.errors import Forbidden, InvalidCursor, NotFound, Senseless, TransitionRefused
from app.http.answers import answers, page, reply
from app.http.dependencies import provide, requires
from app.http.routing import office_router
from app.schemas.common import Ident, Page
from app.schemas.tasks import TaskCounts, TaskQuery, TaskRead, TaskRow
from app.services.tasks.service import TaskService
from app.vocabulary.identity import Permission
from app.vocabulary.inbox import Box

router = office_router("/tasks", "tasks")
Tasks = Annotated[TaskService, Depends(provide(TaskService))]
TaskId = Annotated[Ident, Path(description="任务的标识")]
STAFF = [Depends(requires(Permission.STAFF))]


@router.get(
    "",
    summary="任务列表 List tasks",
    response_model=Page[TaskRow],
    responses=answers(Forbidden, Senseless, InvalidCursor),
    dependencies=STAFF,
)
async def list_tasks(wanted: Annotated[TaskQuery, Query()], tasks: Tasks) -> Response:
    """本人及受托的待办、待阅，先到期的在前；或本人的已办，新办结的在前。scope 可改为同岗或本机关的任务。

    What waits for the caller and those the caller stands in for, first due first; or what the caller did, newest first.
    """
    asked = wanted.wanted("-done_at" if wanted.state is Box.DONE else "due_at")
    return page(await tasks.search(asked, wanted.state, wanted.scope))


@router.get("/counts", summary="待办数字 Count tasks", response_model=TaskCounts, dependencies=STAFF)
async def count_tasks(tasks: Tasks) -> Response:
    """待办、待阅各多少，其中红灯、黄灯各多少。 How much waits, how much of it is late or nearly so."""
    return reply(await tasks.counts())


@router.get(
    "/{task_id}", summary="任务 Get a task", response_model=TaskRead, responses=answers(NotFound), dependencies=STAFF
)
async def get_task(task_id: TaskId, tasks: Tasks) -> Response:
    """一项任务及其事项。 One task with its matter."""
    return reply(await tasks.view(task_id))


@router.post(
    "/{task_id}/see",
    summary="签阅任务 Take note of a task",
    response_model=TaskRead,
    responses=answers(NotFound, Forbidden, TransitionRefused),
    dependencies=STAFF,
)
async def see_task(task_id: TaskId, tasks: Tasks) -> Response:
    """经办人或其受托人已看到任务；此后上一环节不能撤回。重复签阅不改变首次时间。

    The assignee, or who stands in, has looked at it; the step before can no longer be withdrawn. Repeating changes nothing.
    """
    return reply(await tasks.see(task_id))
