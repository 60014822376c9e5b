"""收文: the table of contents of what can be done with an incoming document."""

from typing import Annotated

from fastapi import Depends, Path, Query, Request, Response

from app.core.errors import (
    ClassifiedNotAllowed,
    ConfirmationRequired,
    Forbidden,
    InvalidCursor,
    NotFound,
    ReferenceNotFound,
    RuleViolated,
    Stale,
    TransitionRefused,
)
from app.http.answers import answers, created, page, reply
from app.http.bulk import outcomes
from app.http.dependencies import IfMatch, provide, requires
from app.http.routing import office_router
from app.schemas.common import Ident, ListQuery, Page
from app.schemas.documents import (
    AssignIncoming,
    BulkRegister,
    BulkResults,
    CirculateIncoming,
    CloseIncoming,
    Comment,
    CorrectionRecord,
    CorrectionRequest,
    DecideExtension,
    DisposeIncoming,
    HandBack,
    HandOver,
    IncomingDocumentCreate,
    IncomingDocumentQuery,
    IncomingDocumentRead,
    IncomingDocumentRow,
    IncomingDocumentUpdate,
    InstructIncoming,
    InstructOrally,
    ReadIncoming,
    ReplyIncoming,
    ReportIncoming,
    RequestExtension,
    ReturnCounts,
    ReturnNotice,
    ReturnsQuery,
    ReturnToSender,
    Said,
    ScreenIncoming,
    SendBack,
    TriageIncoming,
    Urge,
    VoidIncoming,
)
from app.schemas.histories import ExtensionRow, OpinionRow, OverrideRow, TrailRow, UrgingRow
from app.services.documents.bulk import IncomingBulkService
from app.services.documents.handling import IncomingHandlingService
from app.services.documents.reading import IncomingReadingService
from app.services.documents.service import IncomingDocumentService
from app.vocabulary.identity import Permission

router = office_router("/incoming-documents", "incoming_documents")
Incoming = Annotated[IncomingDocumentService, Depends(provide(IncomingDocumentService))]
Handling = Annotated[IncomingHandlingService, Depends(provide(IncomingHandlingService))]
Reading = Annotated[IncomingReadingService, Depends(provide(IncomingReadingService))]
Bulk = Annotated[IncomingBulkService, Depends(provide(IncomingBulkService))]

DocumentId = Annotated[Ident, Path(description="收文的标识")]

READER = [Depends(requires(Permission.INCOMING_READ))]
RECEIVER = [Depends(requires(Permission.INCOMING_RECEIVE))]
STEP = answers(
    NotFound,
    Forbidden,
    TransitionRefused,
    Stale,
    RuleViolated,
    ConfirmationRequired,
    ReferenceNotFound,
    ClassifiedNotAllowed,
)
SEEN = answers(NotFound, InvalidCursor)


@router.get(
    "",
    summary="收文列表 List incoming documents",
    response_model=Page[IncomingDocumentRow],
    responses=answers(InvalidCursor),
    dependencies=READER,
)
async def list_incoming_documents(wanted: Annotated[IncomingDocumentQuery, Query()], reading: Reading) -> Response:
    """本人可见的收文，新收的在前；每行写明现在由谁办理、何时起、何时到期、红黄绿灯。

    Documents the caller may see, newest first, each with who holds it now, since when, until when, and its light.
    """
    return page(await reading.search(wanted.wanted("-opened_at")))


@router.post(
    "",
    summary="签收来文 Receive a document",
    status_code=201,
    response_model=IncomingDocumentRead,
    responses=answers(RuleViolated, ConfirmationRequired, ReferenceNotFound, ClassifiedNotAllowed),
    dependencies=RECEIVER,
)
async def receive_incoming_document(said: IncomingDocumentCreate, incoming: Incoming) -> Response:
    """清点签收一件来文（DOC-I01）。疑似重复的，须说明理由确认（OFF-D01）；涉密的，拒绝（SEC-R01）。

    Put a paper on record as counted and signed for. A probable duplicate asks for a word; state secrets are refused.
    """
    return created(await incoming.receive(said), "/api/v1/incoming-documents")


@router.get(
    "/returns-by-sender",
    summary="按来文单位统计退文 Count returns by sender",
    response_model=ReturnCounts,
    dependencies=[Depends(requires(Permission.INCOMING_READ_ALL))],
)
async def count_returns_by_sender(wanted: Annotated[ReturnsQuery, Query()], reading: Reading) -> Response:
    """一段时间内各来文单位被退文的次数（DOC-X01）。

    How often each sender's papers were returned in a period.
    """
    return reply(await reading.returns_by_sender(wanted.since, wanted.before))


@router.post(
    "/bulk/register",
    summary="批量登记 Register several documents",
    status_code=207,
    response_model=BulkResults,
    dependencies=RECEIVER,
)
async def register_incoming_documents(request: Request, said: BulkRegister, bulk: Bulk) -> Response:
    """逐件登记，各自成败，互不影响。

    Each item is its own transaction; the answer tells each outcome.
    """
    return outcomes(request, await bulk.register(said))


@router.get(
    "/{document_id}",
    summary="查看收文 Get an incoming document",
    response_model=IncomingDocumentRead,
    responses=answers(NotFound),
    dependencies=READER,
)
async def get_incoming_document(document_id: DocumentId, reading: Reading) -> Response:
    """一件收文的全部内容、任务和现在可执行的操作。

    The document, its tasks, and what the caller may do now.
    """
    return reply(await reading.view(document_id))


@router.patch(
    "/{document_id}",
    summary="修改登记 Change the particulars",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def update_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: IncomingDocumentUpdate, incoming: Incoming
) -> Response:
    """初审前更正登记内容。

    Correct the particulars before the paper is screened.
    """
    return reply(await incoming.update(document_id, seen, said))


@router.post(
    "/{document_id}/register",
    summary="登记 Register a document",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def register_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: Said, incoming: Incoming
) -> Response:
    """补全登记内容并取得收文编号（DOC-I02、DOC-N09）。

    Complete the particulars and take the incoming number.
    """
    return reply(await incoming.register(document_id, seen, said))


@router.post(
    "/{document_id}/screen",
    summary="初审 Screen a document",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def screen_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: ScreenIncoming, incoming: Incoming
) -> Response:
    """初审五问全部符合才转出（DOC-I03）。

    Answer the five questions; only a paper that passes goes on.
    """
    return reply(await incoming.screen(document_id, seen, said))


@router.post(
    "/{document_id}/return-to-sender",
    summary="退文 Return a document to its sender",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def return_to_sender_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: ReturnToSender, incoming: Incoming
) -> Response:
    """注明原因退回来文单位（DOC-X01）。

    Back to the sender, with the reasons.
    """
    return reply(await incoming.return_to_sender(document_id, seen, said))


@router.post(
    "/{document_id}/request-correction",
    summary="要求补正 Ask for a correction",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def request_correction_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: CorrectionRequest, incoming: Incoming
) -> Response:
    """限期补正，其间暂停计时（DOC-X02）。

    Small defects are mended by a date; the clock stands meanwhile.
    """
    return reply(await incoming.request_correction(document_id, seen, said))


@router.post(
    "/{document_id}/record-correction",
    summary="补正完成 Record a correction",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def record_correction_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: CorrectionRecord, incoming: Incoming
) -> Response:
    """补正完成，恢复计时（DOC-X02）。

    The correction came; the clock runs on.
    """
    return reply(await incoming.record_correction(document_id, seen, said))


@router.post(
    "/{document_id}/triage",
    summary="拟办 Triage a document",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def triage_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: TriageIncoming, incoming: Incoming
) -> Response:
    """区分阅知、批办，提出拟办意见，紧急的明确时限（DOC-I04、DOC-T01）。

    To be read or acted on, with a proposal; urgent papers get their limit.
    """
    return reply(await incoming.triage(document_id, seen, said))


@router.post(
    "/{document_id}/instruct",
    summary="批办 Instruct",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def instruct_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: InstructIncoming, handling: Handling
) -> Response:
    """领导批示，明确主办、协办和时限（DOC-I05）。

    The leader's instruction, one lead handler, the limit.
    """
    return reply(await handling.instruct(document_id, seen, said))


@router.post(
    "/{document_id}/instruct-orally",
    summary="记录口头批示 Record an oral instruction",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def instruct_orally_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: InstructOrally, handling: Handling
) -> Response:
    """紧急公文先按口头批示办理，二十四小时内书面确认（DOC-X07）。

    Urgent papers go on at a leader's word, confirmed in writing within 24 hours.
    """
    return reply(await handling.instruct_orally(document_id, seen, said))


@router.post(
    "/{document_id}/confirm-instruction",
    summary="书面确认批示 Confirm an instruction",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def confirm_instruction_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: Comment, handling: Handling
) -> Response:
    """领导书面确认此前的口头批示（DOC-X07）。

    The leader puts the oral instruction in writing.
    """
    return reply(await handling.confirm_instruction(document_id, seen, said))


@router.post(
    "/{document_id}/assign",
    summary="交办 Assign to handlers",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def assign_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: AssignIncoming, handling: Handling
) -> Response:
    """交主办人、协办人办理，明确时限（DOC-I05）。

    To one lead handler and any co-handlers, with a limit.
    """
    return reply(await handling.assign(document_id, seen, said))


@router.post(
    "/{document_id}/circulate",
    summary="组织传阅 Circulate",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def circulate_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: CirculateIncoming, handling: Handling
) -> Response:
    """依次或者并行传阅，随时掌握去向（DOC-I06）。

    To readers in turn or at once; who holds it is always known.
    """
    return reply(await handling.circulate(document_id, seen, said))


@router.post(
    "/{document_id}/read",
    summary="阅毕 Sign as read",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def read_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: ReadIncoming, handling: Handling
) -> Response:
    """签名阅毕，依次传阅的转下一人（DOC-I06）。

    Sign as read; in turn, the paper goes to the next reader.
    """
    return reply(await handling.read(document_id, seen, said))


@router.post(
    "/{document_id}/report",
    summary="协办反馈 Report as co-handler",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def report_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: ReportIncoming, handling: Handling
) -> Response:
    """协办人反馈办理情况。

    A co-handler reports to the lead.
    """
    return reply(await handling.report(document_id, seen, said))


@router.post(
    "/{document_id}/hand-back",
    summary="退回承办 Hand back",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def hand_back_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: HandBack, handling: Handling
) -> Response:
    """不属于职权范围的及时退回并说明理由（DOC-I07）。

    Not ours to handle: back to the office with the reason.
    """
    return reply(await handling.hand_back(document_id, seen, said))


@router.post(
    "/{document_id}/hand-over",
    summary="转办 Hand over a task",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def hand_over_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: HandOver, handling: Handling
) -> Response:
    """把待办转给他人，时限不变。

    Pass an open task to somebody else; its limit stays.
    """
    return reply(await handling.hand_over(document_id, seen, said))


@router.post(
    "/{document_id}/request-extension",
    summary="申请延期 Ask for an extension",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def request_extension_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: RequestExtension, handling: Handling
) -> Response:
    """到期前申请延期到确定时间（DOC-I07）。

    Before the limit is over, to one exact later moment.
    """
    return reply(await handling.request_extension(document_id, seen, said))


@router.post(
    "/{document_id}/decide-extension",
    summary="审批延期 Decide an extension",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def decide_extension_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: DecideExtension, handling: Handling
) -> Response:
    """同意的，时限随之顺延。

    If granted, the limit moves.
    """
    return reply(await handling.decide_extension(document_id, seen, said))


@router.post(
    "/{document_id}/reply",
    summary="答复 Reply to the sender",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def reply_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: ReplyIncoming, handling: Handling
) -> Response:
    """把结果告知来文单位；请示须有批复或者复函（DOC-I09）。

    Tell the sender the result; a request needs its answer's number.
    """
    return reply(await handling.reply(document_id, seen, said))


@router.post(
    "/{document_id}/close",
    summary="注办 Close with a note",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def close_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: CloseIncoming, handling: Handling
) -> Response:
    """注明办理结果，办结（DOC-I10）。

    Note what came of it.
    """
    return reply(await handling.close(document_id, seen, said))


@router.post(
    "/{document_id}/dispose",
    summary="处置 Dispose of a handled document",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def dispose_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: DisposeIncoming, handling: Handling
) -> Response:
    """归档、清退、销毁或者暂存（DOC-I11）。

    Archive, return, destroy or keep.
    """
    return reply(await handling.dispose(document_id, seen, said))


@router.post(
    "/{document_id}/urge",
    summary="催办 Urge",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def urge_incoming_document(document_id: DocumentId, seen: IfMatch, said: Urge, handling: Handling) -> Response:
    """提醒现在的每一位办理人（DOC-I08）。

    Remind everybody who holds the paper.
    """
    return reply(await handling.urge(document_id, seen, said))


@router.post(
    "/{document_id}/comment",
    summary="批注 Comment",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def comment_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: Comment, handling: Handling
) -> Response:
    """留下意见，不改变流程。

    A word on the record; nothing else changes.
    """
    return reply(await handling.comment(document_id, seen, said))


@router.post(
    "/{document_id}/send-back",
    summary="退回 Send back to an earlier step",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def send_back_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: SendBack, incoming: Incoming
) -> Response:
    """退回到此前环节并说明理由。

    Back to an earlier step, with the reason.
    """
    return reply(await incoming.send_back(document_id, seen, said))


@router.post(
    "/{document_id}/withdraw",
    summary="撤回 Withdraw the last step",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def withdraw_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: Said, incoming: Incoming
) -> Response:
    """下一环节尚未查看前撤回。

    Take the last step back while nobody has looked at the next.
    """
    return reply(await incoming.withdraw(document_id, seen, said))


@router.post(
    "/{document_id}/void",
    summary="作废 Void",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def void_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: VoidIncoming, incoming: Incoming
) -> Response:
    """登记有误，作废，编号保留不再使用（DOC-N06）。

    Entered by mistake; its number is never used again.
    """
    return reply(await incoming.void(document_id, seen, said))


@router.get(
    "/{document_id}/opinions",
    summary="意见和批示 List opinions",
    response_model=Page[OpinionRow],
    responses=SEEN,
    dependencies=READER,
)
async def list_opinions_of_incoming_document(
    document_id: DocumentId, wanted: Annotated[ListQuery, Query()], reading: Reading
) -> Response:
    """批示、意见按时间排列，只增不改。

    Opinions in order of time; they are never changed.
    """
    return page(await reading.history("opinions", document_id, wanted.wanted("at")))


@router.get(
    "/{document_id}/trail",
    summary="办理过程 List the trail",
    response_model=Page[TrailRow],
    responses=SEEN,
    dependencies=READER,
)
async def list_trail_of_incoming_document(
    document_id: DocumentId, wanted: Annotated[ListQuery, Query()], reading: Reading
) -> Response:
    """谁在何时做了什么。

    Who did what, when, on whose behalf.
    """
    return page(await reading.history("trail", document_id, wanted.wanted("at")))


@router.get(
    "/{document_id}/urgings",
    summary="催办记录 List urgings",
    response_model=Page[UrgingRow],
    responses=SEEN,
    dependencies=READER,
)
async def list_urgings_of_incoming_document(
    document_id: DocumentId, wanted: Annotated[ListQuery, Query()], reading: Reading
) -> Response:
    """系统和人工催办的全部记录。

    Every reminder, by the clock or by a person.
    """
    return page(await reading.history("urgings", document_id, wanted.wanted("at")))


@router.get(
    "/{document_id}/extensions",
    summary="延期记录 List extensions",
    response_model=Page[ExtensionRow],
    responses=SEEN,
    dependencies=READER,
)
async def list_extensions_of_incoming_document(
    document_id: DocumentId, wanted: Annotated[ListQuery, Query()], reading: Reading
) -> Response:
    """延期申请和审批结果。

    Extensions asked for and what was decided.
    """
    return page(await reading.history("extensions", document_id, wanted.wanted("at")))


@router.get(
    "/{document_id}/overrides",
    summary="提醒确认记录 List overrides",
    response_model=Page[OverrideRow],
    responses=SEEN,
    dependencies=READER,
)
async def list_overrides_of_incoming_document(
    document_id: DocumentId, wanted: Annotated[ListQuery, Query()], reading: Reading
) -> Response:
    """经说明理由确认的提醒。

    Warnings that were set aside, by whom and why.
    """
    return page(await reading.history("overrides", document_id, wanted.wanted("at")))


@router.get(
    "/{document_id}/return-notice",
    summary="退文告知单 Get the return notice",
    response_model=ReturnNotice,
    responses=answers(NotFound),
    dependencies=READER,
)
async def get_return_notice(document_id: DocumentId, reading: Reading) -> Response:
    """退文告知单的内容；未退文的没有（DOC-X01）。

    What the notice to the sender says; only for returned papers.
    """
    return reply(await reading.return_notice(document_id))
