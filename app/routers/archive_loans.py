"""借阅档案."""

from typing import Annotated

from fastapi import Depends, Path, Query, Response

from app.core.errors import (
    AlreadyExists,
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
from app.http.dependencies import IfMatch, provide
from app.http.routing import API, office_router
from app.routers.archives import READER
from app.schemas.archive_flows import LoanQuery, LoanRead, LoanRow, RefuseSaid, RequestLoan, ReturnLoan
from app.schemas.common import Ident, ListQuery, Page
from app.schemas.documents import Said
from app.schemas.histories import TrailRow
from app.services.archives.loans import LoanService

router = office_router("/archive-loans", "archives")
Loans = Annotated[LoanService, Depends(provide(LoanService))]
LoanId = Annotated[Ident, Path(description="借阅的标识")]
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


@router.get(
    "",
    summary="借阅列表 List loans",
    response_model=Page[LoanRow],
    responses=answers(InvalidCursor),
    dependencies=READER,
)
async def list_archive_loans(wanted: Annotated[LoanQuery, Query()], loans: Loans) -> Response:
    """本人可见的借阅；按借阅人可列出未还的（DOC-X13），按 overdue 列出逾期的。

    Loans the caller may see; by borrower what is still out, or what is overdue.
    """
    return page(await loans.search(wanted.wanted("-opened_at")))


@router.post(
    "",
    summary="申请借阅 Ask for a record",
    status_code=201,
    response_model=LoanRead,
    responses=answers(
        Forbidden, TransitionRefused, RuleViolated, ConfirmationRequired, ReferenceNotFound, ClassifiedNotAllowed
    ),
    dependencies=READER,
)
async def request_archive_loan(said: RequestLoan, loans: Loans) -> Response:
    """可见的档案本人申请；其余由档案员代登记（ARC-R21）。 One's own request, or entered by the archive for somebody."""
    return created(await loans.request(said), f"{API}/archive-loans")


@router.get(
    "/{loan_id}",
    summary="查看借阅 Get a loan",
    response_model=LoanRead,
    responses=answers(NotFound),
    dependencies=READER,
)
async def get_archive_loan(loan_id: LoanId, loans: Loans) -> Response:
    """一次借阅。 One loan."""
    return reply(await loans.view(loan_id))


@router.post(
    "/{loan_id}/approve",
    summary="同意借阅 Approve a loan",
    response_model=LoanRead,
    responses=STEP,
    dependencies=READER,
)
async def approve_archive_loan(loan_id: LoanId, seen: IfMatch, said: Said, loans: Loans) -> Response:
    """不能批准本人的借阅。 Nobody approves their own."""
    return reply(await loans.approve(loan_id, seen, said))


@router.post(
    "/{loan_id}/refuse",
    summary="不同意借阅 Refuse a loan",
    response_model=LoanRead,
    responses=STEP,
    dependencies=READER,
)
async def refuse_archive_loan(loan_id: LoanId, seen: IfMatch, said: RefuseSaid, loans: Loans) -> Response:
    """说明理由。 With a reason."""
    return reply(await loans.refuse(loan_id, seen, said))


@router.post(
    "/{loan_id}/withdraw",
    summary="撤回申请 Withdraw a request",
    response_model=LoanRead,
    responses=STEP,
    dependencies=READER,
)
async def withdraw_archive_loan(loan_id: LoanId, seen: IfMatch, said: RefuseSaid, loans: Loans) -> Response:
    """借出之前，由借阅人或者申请人撤回。 Before it is lent, by whoever asked."""
    return reply(await loans.withdraw(loan_id, seen, said))


@router.post(
    "/{loan_id}/lend",
    summary="借出 Lend a record",
    response_model=LoanRead,
    responses=STEP | answers(AlreadyExists, TransitionRefused, ConfirmationRequired),
    dependencies=READER,
)
async def lend_archive_record(loan_id: LoanId, seen: IfMatch, said: Said, loans: Loans) -> Response:
    """借出期间借阅人可以阅读；到期由系统催还。 The borrower may read it until it is returned; its return is urged."""
    return reply(await loans.lend(loan_id, seen, said))


@router.post(
    "/{loan_id}/return", summary="归还 Return a record", response_model=LoanRead, responses=STEP, dependencies=READER
)
async def return_archive_record(loan_id: LoanId, seen: IfMatch, said: ReturnLoan, loans: Loans) -> Response:
    """由档案员清点，登记复制份数。 Counted back in by the archive, with the copies made."""
    return reply(await loans.return_(loan_id, seen, said))


@router.get(
    "/{loan_id}/trail",
    summary="借阅过程 List the trail",
    response_model=Page[TrailRow],
    responses=answers(NotFound, InvalidCursor),
    dependencies=READER,
)
async def list_trail_of_archive_loan(loan_id: LoanId, wanted: Annotated[ListQuery, Query()], loans: Loans) -> Response:
    """谁在何时做了什么。 Who did what, when."""
    return page(await loans.trail(loan_id, wanted.wanted("at")))
