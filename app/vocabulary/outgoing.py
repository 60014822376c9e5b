"""Terms of 发文: the states, actions and steps from 拟稿 to 归档, and what a paper of ours says about itself."""

from app.vocabulary.labelled import Labelled


class Direction(Labelled):
    """行文方向."""

    UPWARD = "upward", "上行文"
    DOWNWARD = "downward", "下行文"
    LEVEL = "level", "平行文"
    PUBLIC = "public", "公布性公文"


class Layout(Labelled):
    """公文格式, GB/T 9704-2012."""

    DOCUMENT = "document", "文件格式"
    LETTER = "letter", "信函格式"
    ORDER = "order", "命令（令）格式"
    MINUTES = "minutes", "纪要格式"


class Disclosure(Labelled):
    """公开属性 (SEC-R34)."""

    PROACTIVE = "proactive", "主动公开"
    ON_REQUEST = "on_request", "依申请公开"
    NOT_DISCLOSED = "not_disclosed", "不予公开"


class OutgoingState(Labelled):
    """What the paper waits for, or how it ended."""

    DRAFT = "draft", "拟稿"
    CONSULTATION = "consultation", "会商会签"
    REVIEW = "review", "核稿"
    SIGN = "sign", "签发"
    RECHECK = "recheck", "复核"
    REGISTRATION = "registration", "登记编号"
    PRINTING = "printing", "印制校对"
    SEALING = "sealing", "用印"
    DISPATCH = "dispatch", "分发"
    DISPATCHED = "dispatched", "已分发"
    ARCHIVED = "archived", "已归档"
    RETURNED = "returned", "退回修改"
    WITHDRAWN = "withdrawn", "已撤回"
    HELD = "held", "缓发"
    TERMINATED = "terminated", "不宜发文"
    NUMBER_VOIDED = "number_voided", "文号作废"


class OutgoingAction(Labelled):
    CREATE = "create", "拟稿"
    UPDATE = "update", "修改稿件"
    SUBMIT = "submit", "送审"
    COSIGN = "cosign", "会签"
    CONCLUDE = "conclude", "结束会商"
    APPROVE = "approve", "核稿通过"
    RETURN = "return", "退回修改"
    WITHDRAW = "withdraw", "撤回"
    HOLD = "hold", "缓发"
    RESUME = "resume", "恢复办理"
    TERMINATE = "terminate", "终止发文"
    SIGN = "sign", "签发"
    RECORD_JOINT_SIGNATURE = "record_joint_signature", "登记联合签发"
    RECHECK = "recheck", "复核"
    REGISTER = "register", "登记编号"
    VOID_NUMBER = "void_number", "文号作废"
    PROOF = "proof", "校对"
    PRINT = "print", "印制完成"
    SEAL = "seal", "用印"
    REFUSE_SEAL = "refuse_seal", "拒绝用印"
    DISPATCH = "dispatch", "分发"
    RECORD_RECEIPT = "record_receipt", "登记签收"
    RECALL = "recall", "撤回已发公文"
    RECORD_RECALL = "record_recall", "登记追回"
    ARCHIVE = "archive", "归档"
    REVOKE = "revoke", "撤销"
    REPEAL = "repeal", "废止"
    CORRECT = "correct", "更正"
    HAND_OVER = "hand_over", "转办"
    URGE = "urge", "催办"
    COMMENT = "comment", "批注"


class OutgoingStep(Labelled):
    """Steps that wait for somebody: each has an owner and a limit, and both can be tuned per organ."""

    DRAFT = "draft", "拟稿"
    COSIGN = "cosign", "会签"
    CONCLUDE = "conclude", "组织会商"
    REVIEW = "review", "核稿"
    FINAL_REVIEW = "final_review", "办公室主任核稿"
    SIGN = "sign", "签发"
    JOINT_SIGN = "joint_sign", "联合签发"
    RECHECK = "recheck", "复核"
    REGISTER = "register", "登记编号"
    PROOF = "proof", "校对"
    PRINT = "print", "印制"
    SEAL = "seal", "用印"
    DISPATCH = "dispatch", "分发"
    RESUME = "resume", "缓发"
    ARCHIVE = "archive", "归档"


class Validity(Labelled):
    """效力 (DOC-M04): a revoked paper was never valid, a repealed one is void from its date on."""

    VALID = "valid", "有效"
    REVOKED = "revoked", "已撤销"
    REPEALED = "repealed", "已废止"


class RecipientRole(Labelled):
    MAIN = "main", "主送"
    CC = "cc", "抄送"


class Relation(Labelled):
    """What a recipient is to the issuer; decides which way the paper goes (DOC-R01 … DOC-R17)."""

    SUPERIOR = "superior", "上级机关"
    PEER = "peer", "平级机关"
    SUBORDINATE = "subordinate", "下级机关"
    UNRELATED = "unrelated", "不相隶属机关"
    SUPERIOR_LEADER = "superior_leader", "上级机关负责人"
    COLLECTIVE = "collective", "统称"
    PUBLIC = "public", "社会公众"


class Delivery(Labelled):
    """Where the copy of one recipient is."""

    PENDING = "pending", "待分发"
    SENT = "sent", "已发出"
    RECEIVED = "received", "已签收"
    RETURNED = "returned", "已退文"
    RECALLING = "recalling", "撤回中"
    RECALLED = "recalled", "已撤回"


class Gate(Labelled):
    """四关 (DOC-P03)."""

    POLICY = "policy", "政策法规关"
    WORDING = "wording", "文字关"
    FORMAT = "format", "格式关"
    ROUTING = "routing", "运转流程关"


class Answer(Labelled):
    """What a consulted unit says (DOC-P01, DOC-T05, DOC-X03)."""

    AGREE = "agree", "同意"
    AGREE_WITH_COMMENT = "agree_with_comment", "同意并提出修改意见"
    DISAGREE = "disagree", "不同意"
    DEEMED_CONSENT = "deemed_consent", "逾期视为无意见"


class SignMeans(Labelled):
    """How the paper came to be signed."""

    LEADER = "leader", "领导签发"
    MEETING = "meeting", "会议通过"
