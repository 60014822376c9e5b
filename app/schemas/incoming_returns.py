"""Papers returned to their senders (退文): the notice and the count."""

from typing import Annotated

from pydantic import Field

from app.schemas.common import Count, Ident, In, Label, Line, Moment, Out
from app.schemas.documents import Number, Sender, SenderNumber, Title


class ReturnNotice(Out):
    """退文告知单的内容。"""

    document_id: Ident
    number: Number | None
    title: Title
    sender_name: Sender
    sender_number: SenderNumber | None
    received_at: Moment
    returned_at: Moment
    reasons: Annotated[list[Label], Field(max_length=16)]
    note: Annotated[Line, Field(max_length=500)] | None


class ReturnCount(Out):
    """一个来文单位的退文次数。"""

    sender_name: Sender
    returned_count: Count
    last_returned_at: Moment


class ReturnCounts(Out):
    """按来文单位统计的退文，次数多的在前。"""

    items: Annotated[list[ReturnCount], Field(max_length=200)]


class ReturnsQuery(In):
    """统计期间。"""

    since: Annotated[Moment, Field(description="退文时间不早于")]
    before: Annotated[Moment, Field(description="退文时间早于")]
