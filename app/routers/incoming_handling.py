"""收文: 批办, 传阅, 承办, 答复, 注办, 处置, and what may be done beside them."""

from typing import Annotated

from fastapi import Depends, Response

from app.core.errors import StorageFull
from app.http.answers import answers, reply
from app.http.dependencies import IfMatch, provide
from app.http.routing import office_router
from app.http.uploads import Files
from app.routers.incoming_documents import READER, STEP, DocumentId
from app.schemas.documents import Comment, DecideExtension, HandOver, RequestExtension, Urge
from app.schemas.incoming import IncomingDocumentRead
from app.schemas.incoming_steps import (
    AssignIncoming,
    CirculateIncoming,
    CloseIncoming,
    DisposeIncoming,
    HandBack,
    InstructIncoming,
    InstructOrally,
    ReadIncoming,
    ReplyIncoming,
    ReportIncoming,
)
from app.services.incoming.handling import IncomingHandlingService

router = office_router("/incoming-documents", "incoming_documents")
Handling = Annotated[IncomingHandlingService, Depends(provide(IncomingHandlingService))]


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
async def instruct_incoming_document_orally(
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
async def confirm_instruction_on_incoming_document(
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
async def mark_incoming_document_read(
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
async def report_on_incoming_document(
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
async def hand_over_incoming_task(
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
async def request_extension_of_incoming_document(
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
async def decide_extension_of_incoming_document(
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
async def reply_to_incoming_document(
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
    responses=STEP | answers(StorageFull),
    dependencies=READER,
)
async def dispose_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: DisposeIncoming, handling: Handling, files: Files
) -> Response:
    """归档、清退、销毁或者暂存（DOC-I11）；归档并写明类目的，当即编定档号（ARC-R10）。

    Archive, return, destroy or keep; with its class it becomes a record of the archive at once.
    """
    return reply(await handling.dispose(document_id, seen, said, files.store))


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
async def comment_on_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: Comment, handling: Handling
) -> Response:
    """留下意见，不改变流程。

    A word on the record; nothing else changes.
    """
    return reply(await handling.comment(document_id, seen, said))
