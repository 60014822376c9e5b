"""What an organ tunes of its flows, over HTTP: parameters of steps, the urging ladder; and how a flow is published."""

from typing import Annotated

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from app.schemas.common import (
    WHOLE,
    WHOLE_TEXT,
    Flag,
    Ident,
    In,
    Label,
    Line,
    Moment,
    Out,
    Reason,
    Version,
)
from app.vocabulary.calendar import LimitUnit
from app.vocabulary.common import MatterKind
from app.vocabulary.deadlines import RungTarget, RungWhen
from app.vocabulary.identity import Role
from app.vocabulary.tasks import SignMode

LimitValue = Annotated[int, Field(ge=0, le=10_000, description="时限数量；0 为当日", examples=[2]), WHOLE]
SignCount = Annotated[int, Field(ge=1, le=200, description="会签方式为“若干”时的人数", examples=[2]), WHOLE]
_WORD = Field(min_length=1, max_length=40, pattern="^[a-z_]+$")
StepWord = Annotated[str, _WORD, Field(description="环节；各流程不同，见流程图", examples=["register"])]
StateWord = Annotated[str, _WORD, Field(description="状态；各流程不同", examples=["registered"])]
ActionWord = Annotated[str, _WORD, Field(description="操作；各流程不同", examples=["screen"])]
StepLabel = Annotated[Line, Field(max_length=40, description="环节名称", examples=["初审"])]
StepOwner = Annotated[Ident, Field(description="指定的办理人，优先于角色")]
Name = Annotated[Line, Field(max_length=100, examples=["王主任"])]


class StepChange(In):
    """一个环节的设置。"""

    step: StepWord
    limit_value: LimitValue
    limit_unit: LimitUnit
    role: Role | None
    person_id: StepOwner | None
    enabled: Annotated[Flag, Field(description="是否启用；规定环节不得关闭")] = True
    sign_mode: SignMode = SignMode.ALL
    sign_count: SignCount | None = None


class ParametersChange(In):
    """全部环节的新设置和理由；已在办理的事项不受影响。"""

    reason: Reason
    steps: Annotated[list[StepChange], Field(min_length=1, max_length=50, description="全部环节，每个一项")]


class StepRead(Out):
    """一个环节现在的设置，以及现在由谁办理。"""

    step: StepWord
    label: StepLabel
    limit_value: LimitValue
    limit_unit: LimitUnit
    role: Role | None
    person_id: StepOwner | None
    owner_id: Annotated[Ident, Field(description="现在的办理人；无人担任时为 null")] | None
    owner_name: Name | None
    enabled: bool
    is_optional: bool
    sign_mode: SignMode
    sign_count: SignCount | None


class ParametersRead(Out):
    """一个版本的流程参数；版本 1 为出厂设置。"""

    kind: MatterKind
    version: Version
    reason: Reason | None
    created_by_id: Ident | None
    created_by_name: Name | None
    created_at: Moment | None
    steps: Annotated[list[StepRead], Field(max_length=50)]


class ParametersQuery(In):
    """要看的版本；不填为现行版本。"""

    version: (
        Annotated[int, Field(ge=1, le=2**31 - 1, description="版本号", examples=[1]), WHOLE_TEXT] | SkipJsonSchema[None]
    ) = None


class ParametersVersion(Out):
    """一次参数修改。"""

    version: Version
    reason: Reason
    created_by_id: Ident
    created_by_name: Name
    created_at: Moment


RungKey = Annotated[
    str,
    Field(min_length=1, max_length=32, pattern="^[a-z][a-z0-9_]{0,31}$", description="代号", examples=["day_before"]),
]
Offset = Annotated[
    int, Field(ge=-10_000, le=10_000, description="距到期的数量；负数为到期前，0 为到期时", examples=[-1]), WHOLE
]


class RungChange(In):
    """催办阶梯的一级。"""

    key: RungKey
    offset_value: Offset
    offset_unit: LimitUnit
    target: RungTarget


class LadderChange(In):
    """全部各级和理由。"""

    reason: Reason
    rungs: Annotated[list[RungChange], Field(min_length=1, max_length=20, description="从早到晚")]


class RungRead(Out):
    """催办阶梯的一级。"""

    key: RungKey
    offset_value: Offset
    offset_unit: LimitUnit
    when: RungWhen
    target: RungTarget


class LadderRead(Out):
    """本机关的催办阶梯；版本 1 为出厂设置。"""

    version: Version
    reason: Reason | None
    set_by_id: Ident | None
    set_at: Moment | None
    rungs: Annotated[list[RungRead], Field(max_length=20)]


class StateOfFlow(Out):
    """流程的一个状态。"""

    value: StateWord
    label: StepLabel
    is_final: bool


class TransitionOfFlow(Out):
    """一种操作：从哪些状态可以做，做后到哪个状态；没有 targets 的不改变状态。"""

    action: ActionWord
    label: StepLabel
    sources: Annotated[list[StateWord], Field(max_length=50)]
    targets: Annotated[list[StateWord], Field(max_length=50)]
    keeps_tasks: Annotated[bool, Field(description="是否不影响正在办理的任务")]


class StepOfFlow(Out):
    """一个环节出厂时的办理人和时限。"""

    step: StepWord
    label: StepLabel
    role: Role | None
    limit_value: LimitValue
    limit_unit: LimitUnit
    is_optional: bool


class WorkflowRead(Out):
    """一种事项的流程，附 Mermaid 图。"""

    kind: MatterKind
    label: StepLabel
    initial: StateWord
    states: Annotated[list[StateOfFlow], Field(max_length=50)]
    actions: Annotated[list[Label], Field(max_length=100)]
    transitions: Annotated[list[TransitionOfFlow], Field(max_length=200)]
    steps: Annotated[list[StepOfFlow], Field(max_length=50)]
    diagram: Annotated[str, Field(max_length=20_000, description="Mermaid 状态图", examples=["stateDiagram-v2\n"])]
