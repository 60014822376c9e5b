"""What becomes of a paper when the work is done (处置办毕公文)."""

from collections.abc import Hashable

from app.rules.finding import Finding, Findings
from app.vocabulary.documents import Disposal, Retention


def check_disposal(kind: Disposal, retention: Retention | None = None, approver: Hashable | None = None) -> Findings:
    """What is archived has a retention period; what is destroyed was approved by somebody (DOC-I11, DOC-M06).

    Returning a copy to its issuer (清退) and keeping it for a while (暂存) need neither.
    """
    if kind is Disposal.ARCHIVE and retention is None:
        return (Finding("DOC-I11", "归档应当确定保管期限", "/retention"),)
    if kind is Disposal.DESTROY and approver is None:
        return (Finding("DOC-I11", "销毁公文应当经过批准", "/approver_id"),)
    return ()
