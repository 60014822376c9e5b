"""Terms of archives (档案). Retention periods stand in `documents.py`, because disposing of a paper names one already."""

from collections.abc import Mapping
from typing import Final

from app.vocabulary.documents import Retention
from app.vocabulary.labelled import Labelled

RETENTION_CODES: Final[Mapping[Retention, str]] = {
    Retention.PERMANENT: "Y",
    Retention.Y30: "D30",
    Retention.Y10: "D10",
}
"""How a 档号 writes the retention period (ARC-R03, ARC-R10)."""
RETENTION_YEARS: Final[Mapping[Retention, int | None]] = {
    Retention.PERMANENT: None,
    Retention.Y30: 30,
    Retention.Y10: 10,
}


class ArchiveCategory(Labelled):
    """档案门类; the code in a 档号 is the value in capitals (ARC-R11)."""

    WS = "ws", "文书档案"


class Exclusion(Labelled):
    """Why papers of a class are not archived (ARC-R06); papers from another post go to its organ (DOC-X10)."""

    FOR_INFORMATION = "for_information", "上级供知晓的文件"
    DUPLICATE = "duplicate", "重份文件"
    ROUGH_DRAFT = "rough_draft", "一般草稿、校样"
    INTERNAL_COPY = "internal_copy", "内部抄送文件"
    PEER_REFERENCE = "peer_reference", "同级无需办理的文件"
    SUBORDINATE_BULLETIN = "subordinate_bulletin", "下级供参阅的简报"
    OTHER_POST = "other_post", "负责人兼职单位形成的文件"


class ComponentRole(Labelled):
    """What a file of a record is (ARC-R07)."""

    ISSUED_COPY = "issued_copy", "正本"
    FINAL_DRAFT = "final_draft", "定稿"
    ATTACHMENT = "attachment", "附件"
    DRAFTING_SHEET = "drafting_sheet", "发文稿纸"
    PROCESSING_SHEET = "processing_sheet", "文件处理单"


class KeepingState(Labelled):
    KEPT = "kept", "在库"
    DESTROYED = "destroyed", "已销毁"


class CheckProperty(Labelled):
    """四性."""

    AUTHENTICITY = "authenticity", "真实性"
    INTEGRITY = "integrity", "完整性"
    USABILITY = "usability", "可用性"
    SECURITY = "security", "安全性"


class Conclusion(Labelled):
    """鉴定意见 (ARC-R18)."""

    KEEP = "keep", "续存"
    DESTROY = "destroy", "销毁"


class LoanState(Labelled):
    REQUESTED = "requested", "待批准"
    APPROVED = "approved", "待借出"
    LENT = "lent", "借出"
    RETURNED = "returned", "已归还"
    REFUSED = "refused", "不同意"
    WITHDRAWN = "withdrawn", "已撤回"


class LoanAction(Labelled):
    REQUEST = "request", "申请借阅"
    APPROVE = "approve", "同意借阅"
    REFUSE = "refuse", "不同意借阅"
    LEND = "lend", "借出"
    RETURN = "return", "归还"
    WITHDRAW = "withdraw", "撤回申请"


class LoanStep(Labelled):
    APPROVE = "approve", "审批借阅"
    LEND = "lend", "办理借出"
    RETURN = "return", "归还档案"


class DisposalState(Labelled):
    APPROVAL = "approval", "待批准"
    WITNESSING = "witnessing", "待监销"
    EXECUTION = "execution", "待销毁"
    DONE = "done", "已完成"
    REFUSED = "refused", "未批准"
    TERMINATED = "terminated", "已终止"


class DisposalAction(Labelled):
    PROPOSE = "propose", "提出鉴定意见"
    APPROVE = "approve", "批准"
    REFUSE = "refuse", "不批准"
    WITNESS = "witness", "监销"
    EXECUTE = "execute", "销毁"
    TERMINATE = "terminate", "终止"


class DisposalStep(Labelled):
    APPROVE = "approve", "审批鉴定意见"
    WITNESS = "witness", "核对监销"
    EXECUTE = "execute", "执行销毁"
