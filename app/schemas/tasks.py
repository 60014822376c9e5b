"""The to-do list over HTTP."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from app.schemas.common import Count, Ident, Line, ListQuery, Moment, Out, Version
from app.schemas.histories import Word
from app.vocabulary.calendar import LimitUnit
from app.vocabulary.common import MatterKind, Urgency
from app.vocabulary.deadlines import Light
from app.vocabulary.inbox import Box, Reach
from app.vocabulary.tasks import Part, TaskKind, TaskState


class TaskSort(StrEnum):
    DUE = "due_at"
    DONE = "-done_at"


class TaskRow(Out):
    """一项任务及其事项。"""

    id: Ident
    kind: TaskKind
    step: Annotated[Word, Field(description="环节")]
    part: Part
    state: TaskState
    role: Annotated[Word, Field(description="可办理此任务的岗位")] | None
    assignee_id: Ident
    assignee_name: Line
    delegated: Annotated[bool, Field(description="是否受托代办")]
    opened_at: Moment | None
    due_at: Moment
    seen_at: Moment | None
    done_at: Moment | None
    outcome: Word | None
    light: Light | None
    matter_id: Ident
    matter_kind: MatterKind
    matter_number: Annotated[Line, Field(max_length=60, examples=["上收〔2026〕12号"])] | None
    matter_title: Line
    matter_state: Word
    matter_version: Version
    urgency: Urgency


class TaskRead(TaskRow):
    """一项任务的全部内容。"""

    group_id: Ident | None
    turn: Annotated[Count, Field(description="依次传阅的次序，从 1 起；0 表示同时办理")]
    limit_value: Count
    limit_unit: LimitUnit
    from_task_id: Annotated[Ident, Field(description="转办自哪项任务")] | None
    done_by_id: Ident | None
    done_by_name: Line | None


class TaskCounts(Out):
    """待办数字。"""

    pending: Annotated[Count, Field(description="待办")]
    to_read: Annotated[Count, Field(description="待阅")]
    red: Annotated[Count, Field(description="其中红灯")]
    yellow: Annotated[Count, Field(description="其中黄灯")]
    is_exact: Annotated[bool, Field(description="是否准确；任务过多时只数最先到期的一千项")]


class TaskQuery(ListQuery):
    """任务列表的条件；同名参数重复表示“或”，不同参数之间为“且”。"""

    sort: (
        Annotated[TaskSort, Field(description="待办、待阅按 due_at，已办按 -done_at；可不填")] | SkipJsonSchema[None]
    ) = None
    state: Annotated[Box, Field(description="待办、待阅、已办")] = Box.PENDING
    scope: Annotated[Reach, Field(description="谁的任务")] = Reach.MINE
    kind: Annotated[list[TaskKind], Field(max_length=10, description="任务种类")] = []
    light: Annotated[list[Light], Field(max_length=5, description="红黄绿灯")] = []
    matter_kind: Annotated[list[MatterKind], Field(max_length=20, description="事项种类")] = []
    due_before: Annotated[Moment, Field(description="时限早于")] | SkipJsonSchema[None] = None
