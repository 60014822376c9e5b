"""Terms of 印章 and 用印: what a seal is, where it is in its life, and how its use is asked for."""

from app.vocabulary.labelled import Labelled


class SealType(Labelled):
    """SEAL-R10."""

    OFFICIAL = "official", "公章"
    PARTY = "party", "党组织章"
    INTERNAL_UNIT = "internal_unit", "内设机构章"
    CONTRACT = "contract", "合同专用章"
    FINANCE = "finance", "财务专用章"
    LEGAL_REP_NAME = "legal_rep_name", "法定代表人名章"
    LEADER_SIGNATURE = "leader_signature", "签名章"
    EMBOSSING = "embossing", "钢印"
    PRINT_PLATE = "print_plate", "套印章"
    ELECTRONIC = "electronic", "电子印章"


class SealShape(Labelled):
    ROUND = "round", "圆形"
    OVAL = "oval", "椭圆形"
    SQUARE = "square", "方形"
    RECTANGLE = "rectangle", "长方形"
    NONE = "none", "无实物形状"


class SealEmblem(Labelled):
    """What is cut in the middle of a seal (SEAL-R11)."""

    NATIONAL = "national", "国徽"
    PARTY = "party", "党徽"
    STAR = "star", "五角星"
    NONE = "none", "无"


class IssuerRank(Labelled):
    """Whose seal it is, as far as its size depends on that (SEAL-R11)."""

    PROVINCE = "province", "省级政府、国务院部委"
    COUNTY = "county", "地级、县级政府"
    TOWNSHIP = "township", "乡镇政府"
    UNIT = "unit", "机关内设机构、企事业单位、社会团体"


class SealState(Labelled):
    """Where a seal is in its life (SEAL-R12, SEAL-R13)."""

    IN_USE = "in_use", "在用"
    STOPPED = "stopped", "停用"
    SURRENDERED = "surrendered", "已缴回"
    DESTROYED = "destroyed", "已销毁"
    LOST = "lost", "遗失"


class SealAction(Labelled):
    """What is done with a seal itself."""

    CREATE = "create", "登记印章"
    UPDATE = "update", "修改登记"
    HAND_OVER = "hand_over", "保管交接"
    STOP = "stop", "停用"
    RESUME = "resume", "恢复使用"
    SURRENDER = "surrender", "缴回制发机关"
    DESTROY = "destroy", "销毁"
    REPORT_LOST = "report_lost", "报告遗失"


class UseClass(Labelled):
    """What a seal is asked for; each class has its own approval step, which an organ may give to somebody else in
    writing (SEAL-R01)."""

    CERTIFICATE = "certificate", "证明"
    CONTRACT = "contract", "合同协议"
    INTRODUCTION = "introduction", "介绍信"
    STATEMENT = "statement", "报表"
    OTHER = "other", "其他"


class SealRequestState(Labelled):
    DRAFT = "draft", "填写申请"
    REVIEW = "review", "部门审核"
    APPROVAL = "approval", "领导审批"
    SEALING = "sealing", "待用印"
    AWAY = "away", "印章外带"
    DONE = "done", "已用印"
    WITHDRAWN = "withdrawn", "已撤回"
    REJECTED = "rejected", "不同意用印"
    REFUSED = "refused", "未予用印"
    CANCELLED = "cancelled", "已取消"


class SealRequestAction(Labelled):
    CREATE = "create", "填写申请"
    UPDATE = "update", "修改申请"
    SUBMIT = "submit", "送审"
    ENDORSE = "endorse", "部门同意"
    APPROVE = "approve", "批准用印"
    REJECT = "reject", "不同意"
    WITHDRAW = "withdraw", "撤回"
    CANCEL = "cancel", "取消申请"
    USE = "use", "用印"
    REFUSE = "refuse", "拒绝用印"
    TAKE_OUT = "take_out", "带出印章"
    BRING_BACK = "bring_back", "归还印章"
    VOID = "void", "印章失效"
    CHANGE_KEEPER = "change_keeper", "更换监印人"
    HAND_OVER = "hand_over", "转办"
    URGE = "urge", "催办"
    COMMENT = "comment", "批注"


class SealRequestStep(Labelled):
    """Steps that wait for somebody. Approval has one step for each class of use."""

    DRAFT = "draft", "填写申请"
    REVIEW = "review", "部门审核"
    APPROVE_CERTIFICATE = "approve_certificate", "审批证明"
    APPROVE_CONTRACT = "approve_contract", "审批合同协议"
    APPROVE_INTRODUCTION = "approve_introduction", "审批介绍信"
    APPROVE_STATEMENT = "approve_statement", "审批报表"
    APPROVE_OTHER = "approve_other", "审批其他用印"
    SEAL = "seal", "用印"
    BRING_BACK = "bring_back", "归还印章"
