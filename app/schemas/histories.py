"""What happened to a matter, whatever its kind."""

from typing import Annotated

from pydantic import Field

from app.schemas.common import Ident, Line, Moment, Out, Text
from app.vocabulary.tasks import OpinionKind

Word = Annotated[Line, Field(max_length=64, examples=["register"])]


class OpinionRow(Out):
    """一条意见或批示。"""

    id: Ident
    kind: OpinionKind
    author_id: Ident
    author_name: Line
    on_behalf_of_id: Ident | None
    on_behalf_of_name: Line | None
    text: Text
    at: Moment


class TrailRow(Out):
    """一条办理记录。"""

    id: Ident
    action: Word
    actor_id: Ident | None
    actor_name: Line
    on_behalf_of_id: Ident | None
    on_behalf_of_name: Line | None
    state_before: Word | None
    state_after: Word | None
    note: Annotated[Text, Field(max_length=4_000)] | None
    at: Moment
    request_id: Word


class UrgingRow(Out):
    """一次催办；rung 为 manual 的是人工催办。"""

    id: Ident
    task_id: Ident
    step: Word
    rung: Word
    due_at: Moment
    person_id: Ident
    person_name: Line
    by_id: Ident | None
    note: Annotated[Line, Field(max_length=500)] | None
    at: Moment


class ExtensionRow(Out):
    """一次延期申请。"""

    id: Ident
    requested_by_id: Ident
    requested_by_name: Line
    requested_at: Moment
    reason: Annotated[Line, Field(max_length=500)]
    from_due_at: Moment
    to_due_at: Moment
    decided_by_id: Ident | None
    decided_at: Moment | None
    approved: bool | None


class OverrideRow(Out):
    """一条提醒及其确认理由。"""

    id: Ident
    rule_id: Word
    action: Word
    finding: Annotated[Text, Field(max_length=2_000)]
    reason: Annotated[Line, Field(max_length=500)]
    by_id: Ident
    by_name: Line
    at: Moment
