"""What is said with each action on an incoming document (收文)."""

from typing import Annotated

from pydantic import Field

from app.schemas.archives import FilingSaid
from app.schemas.common import Day, Flag, Ident, In, Line, Moment, unsent
from app.schemas.documents import (
    BulkItem,
    Copies,
    Due,
    Note,
    Opinion,
    Overrides,
    People,
    Principal,
    Reason,
    Said,
    SenderNumber,
)
from app.vocabulary.documents import Disposal, HandlingKind, IncomingState, Retention, Screening
from app.vocabulary.returns import ReturnReason
from app.vocabulary.tasks import Order

Failed = Annotated[list[Screening], Field(max_length=5, description="初审五问中不符合的各问")]


class SignFor(Said):
    """签收送达的公文：清点份数，有出入或者破损的写明。"""

    copies: Annotated[Copies, Field(description="实收份数；不填为应收份数")] | None = None
    damage_note: Note | None = None


class DeclineRecall(In):
    """不同意来文单位撤回。"""

    reason: Reason
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class ScreenIncoming(Said):
    """初审五问；全部符合方可转出。"""

    ours: Annotated[Flag, Field(description=Screening.OURS.label)]
    routing: Annotated[Flag, Field(description=Screening.ROUTING.label)]
    form: Annotated[Flag, Field(description=Screening.FORM.label)]
    consulted: Annotated[Flag, Field(description=Screening.CONSULTED.label)]
    drafting: Annotated[Flag, Field(description=Screening.DRAFTING.label)]

    def answers(self) -> dict[Screening, bool]:
        return {question: getattr(self, question) for question in Screening}


class ReturnToSender(In):
    """退文：至少一项原因，选“其他”须写明。"""

    reasons: Annotated[list[ReturnReason], Field(min_length=1, max_length=16, description="退文原因")]
    note: Annotated[Line, Field(max_length=500, description="具体说明", examples=["请经主管部门报送"])] | None = None
    screen_failed: Failed = []
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class CorrectionRequest(In):
    """要求来文单位补正。"""

    wanted: Annotated[Line, Field(max_length=500, description="需要补正的内容", examples=["请补附件2"])]
    due_on: Annotated[Day, Field(description="补正期限")]
    screen_failed: Failed = []
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class CorrectionRecord(In):
    """来文单位已补正。"""

    note: Annotated[Line, Field(max_length=500, description="补正情况", examples=["附件2已补齐"])]
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class TriageIncoming(In):
    """拟办：区分阅知件、批办件；批办件提出拟办意见；紧急公文明确时限。"""

    handling_kind: HandlingKind
    proposal: Annotated[Opinion, Field(description="拟办意见")] | None = None
    instructor_id: Annotated[Ident, Field(description="呈送哪位领导批示；不填按流程设置")] | None = None
    supervisor_id: Annotated[Ident, Field(description="催办责任人")] | None = None
    due_at: Due | None = None
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class InstructIncoming(In):
    """批办：批示意见，可指定主办、协办和时限。"""

    opinion: Annotated[Opinion, Field(description="批示")]
    lead_handler_id: Annotated[Ident, Field(description="主办人")] | None = None
    co_handler_ids: Annotated[People, Field(description="协办人；不填时不变，空表示没有")] = unsent()
    due_at: Due | None = None
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class InstructOrally(In):
    """记录领导口头批示（仅限紧急公文），二十四小时内书面确认。"""

    opinion: Annotated[Opinion, Field(description="口头批示内容")]
    leader_id: Annotated[Ident, Field(description="作出口头批示的领导")]
    said_at: Annotated[Moment, Field(description="口头批示时间", examples=["2026-11-20T09:30:00+08:00"])]
    lead_handler_id: Annotated[Ident, Field(description="主办人")] | None = None
    co_handler_ids: Annotated[People, Field(description="协办人；不填时不变，空表示没有")] = unsent()
    due_at: Due | None = None
    overrides: Overrides = []


class AssignIncoming(In):
    """交办：不填时按批示确定的主办、协办和时限。"""

    lead_handler_id: Annotated[Ident, Field(description="主办人")] | None = None
    co_handler_ids: Annotated[People, Field(description="协办人；不填时不变，空表示没有")] = unsent()
    supervisor_id: Annotated[Ident, Field(description="催办责任人")] | None = None
    due_at: Due | None = None
    opinion: Opinion | None = None
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class CirculateIncoming(In):
    """组织传阅：依次或者并行。"""

    reader_ids: Annotated[People, Field(description="传阅人，依次传阅时按此顺序")]
    order: Order = Order.IN_TURN
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class ReadIncoming(Said):
    """阅毕签名，可附意见。"""


class ReportIncoming(In):
    """协办反馈办理情况。"""

    opinion: Opinion
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class HandBack(In):
    """退回承办事项，说明理由。"""

    reason: Reason
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class ReplyIncoming(In):
    """把办理结果告知来文单位；请示须填批复或者复函的文号。"""

    opinion: Annotated[Opinion, Field(description="答复内容")]
    reply_number: Annotated[SenderNumber, Field(description="批复或者复函的发文字号")] | None = None
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class CloseIncoming(In):
    """注办：注明办理结果。"""

    result: Annotated[Line, Field(max_length=500, description="办理结果", examples=["已复函，问题解决"])]
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class DisposeIncoming(In):
    """处置：归档须定保管期限，写明类目的当即编定档号；销毁须经批准。"""

    disposal: Disposal
    retention: Retention | None = None
    filing: Annotated[FilingSaid, Field(description="归档的类目等；不填的列入待归档清单")] | None = None
    basis: (
        Annotated[Line, Field(max_length=500, description="依据或说明", examples=["机关文书档案保管期限表"])] | None
    ) = None
    approver_id: Annotated[Ident, Field(description="批准人（销毁）")] | None = None
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class SendBack(In):
    """退回到此前的环节。"""

    to_state: Annotated[IncomingState, Field(description="退回到的状态：registered、screened、triaged 或 instructed")]
    reason: Reason
    overrides: Overrides = []


class VoidIncoming(In):
    """登记有误，作废；编号保留，不再使用。"""

    reason: Reason
    overrides: Overrides = []


class BulkRegister(In):
    """批量登记，每件各自成败。"""

    items: Annotated[list[BulkItem], Field(min_length=1, max_length=100, description="待登记的来文")]
