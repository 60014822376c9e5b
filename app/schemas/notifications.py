"""Messages to people over HTTP."""

from typing import Annotated

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from app.schemas.common import Count, Ident, Line, ListQuery, Moment, Out, QueryFlag
from app.vocabulary.inbox import NotificationKind


class NotificationRead(Out):
    """一条消息。"""

    id: Ident
    kind: NotificationKind
    matter_id: Ident | None
    title: Annotated[Line, Field(max_length=300, examples=["待办提醒：关于做好2026年防汛工作的通知"])]
    body: Annotated[
        Line,
        Field(
            max_length=1_000,
            examples=[
                "上收〔2026〕12号《关于做好2026年防汛工作的通知》待您办理：拟办。请于2026年11月23日17:30前办结。"
            ],
        ),
    ]
    at: Moment
    read_at: Moment | None


class NotificationsRead(Out):
    """全部标为已读的结果。"""

    read_count: Annotated[Count, Field(description="此前未读的条数")]


class NotificationQuery(ListQuery):
    """消息列表的条件。"""

    unread: Annotated[QueryFlag, Field(description="true 只看未读，false 只看已读")] | SkipJsonSchema[None] = None
    kind: Annotated[list[NotificationKind], Field(max_length=5, description="消息种类")] = []
    matter_id: Annotated[Ident, Field(description="事项")] | SkipJsonSchema[None] = None
