"""What the papers that come in and those that go out have in common over HTTP: members, steps, bulk answers."""

from typing import Annotated

from pydantic import Field

from app.schemas.common import WHOLE, Count, Flag, Ident, In, Line, Moment, Out, Override, Problem, Text, Version
from app.vocabulary.deadlines import Light
from app.vocabulary.tasks import Part, TaskKind, TaskState

Title = Annotated[Line, Field(description="标题，照录来文", examples=["关于做好2026年防汛工作的通知"])]
Sender = Annotated[
    Line, Field(max_length=100, description="来文单位全称或规范化简称", examples=["江州市人民政府办公室"])
]
SenderNumber = Annotated[
    Line, Field(max_length=60, description="来文字号，照录原文", examples=["江政办发〔2026〕18号"])
]
Note = Annotated[Line, Field(description="情况说明", examples=["第3页右下角破损，内容完整"])]
Copies = Annotated[int, Field(ge=1, le=10_000, description="份数", examples=[1]), WHOLE]
Pages = Annotated[int, Field(ge=1, le=100_000, description="页数", examples=[6]), WHOLE]
CopyNumber = Annotated[
    str, Field(min_length=1, max_length=6, pattern="^[0-9]{1,6}$", description="份号", examples=["000012"])
]
Number = Annotated[Line, Field(max_length=60, description="收文编号", examples=["上收〔2026〕12号"])]
Opinion = Annotated[
    Text, Field(min_length=1, max_length=4_000, description="意见", examples=["请综合科牵头办理，按期反馈。"])
]
Reason = Annotated[Line, Field(max_length=500, description="理由", examples=["不属于本股室职责"])]
Due = Annotated[Moment, Field(description="办理时限", examples=["2026-11-27T17:30:00+08:00"])]
Overrides = Annotated[list[Override], Field(max_length=20, description="对提醒的确认，逐条说明理由")]
People = Annotated[list[Ident], Field(max_length=200, description="人员")]
Principal = Annotated[Ident, Field(description="代谁办理；须有有效委托")]


class Said(In):
    """办理一个环节：可附意见，可代他人办理。"""

    opinion: Opinion | None = None
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class HandOver(In):
    """把一项待办转给他人办理。"""

    task_id: Annotated[Ident, Field(description="待办")]
    to_person_id: Annotated[Ident, Field(description="接办人")]
    reason: Reason
    overrides: Overrides = []


class RequestExtension(In):
    """申请延期到一个确定的时间。"""

    to_due_at: Annotated[Due, Field(description="延期至")]
    reason: Reason
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class DecideExtension(In):
    """审批延期申请。"""

    approved: Annotated[Flag, Field(description="是否同意")]
    opinion: Opinion | None = None
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class Urge(In):
    """催办：提醒现在的办理人。"""

    note: Annotated[Line, Field(max_length=500, description="催办内容", examples=["请于今日下班前反馈"])]
    overrides: Overrides = []


class Comment(In):
    """批注、书面确认。"""

    opinion: Opinion
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class BulkItem(In):
    """批量办理中的一件。"""

    id: Ident
    version: Version


class BulkResult(Out):
    """一件的结果。"""

    id: Ident
    status: Annotated[int, Field(ge=200, le=599, description="该件的 HTTP 状态码", examples=[200])]
    number: Number | None
    version: Version | None
    problem: Problem | None


class BulkResults(Out):
    """逐件结果，次序同请求。"""

    items: Annotated[list[BulkResult], Field(max_length=100)]


class HolderBase(Out):
    """Who holds a matter now; a kind adds its ``step``."""

    task_id: Ident
    assignee_id: Ident
    assignee_name: Line
    opened_at: Moment | None
    due_at: Moment
    light: Light | None


class TaskBase(Out):
    """A task of a matter; a kind adds its ``step``."""

    id: Ident
    kind: TaskKind
    part: Part
    state: TaskState
    turn: Count
    group_id: Ident | None
    role: Annotated[Line, Field(max_length=40)] | None
    assignee_id: Ident
    assignee_name: Line
    opened_at: Moment | None
    due_at: Moment
    seen_at: Moment | None
    done_at: Moment | None
    done_by_id: Ident | None
    outcome: Annotated[Line, Field(max_length=40)] | None
    light: Light | None
