"""Terms of 公文. The fifteen kinds are those of 《党政机关公文处理工作条例》第八条; ``OTHER`` comes under another name."""

from app.vocabulary.labelled import Labelled


class DocType(Labelled):
    RESOLUTION = "resolution", "决议"
    DECISION = "decision", "决定"
    ORDER = "order", "命令（令）"
    COMMUNIQUE = "communique", "公报"
    ANNOUNCEMENT = "announcement", "公告"
    PUBLIC_NOTICE = "public_notice", "通告"
    OPINION = "opinion", "意见"
    NOTICE = "notice", "通知"
    CIRCULAR = "circular", "通报"
    REPORT = "report", "报告"
    REQUEST_INSTRUCTION = "request_instruction", "请示"
    REPLY_TO_REQUEST = "reply_to_request", "批复"
    PROPOSAL = "proposal", "议案"
    LETTER = "letter", "函"
    MINUTES = "minutes", "纪要"
    OTHER = "other", "其他"


class Medium(Labelled):
    DOCUMENT = "document", "公文"
    TELEGRAM = "telegram", "电报"


class SenderClass(Labelled):
    """来文单位类别; each has its own register of incoming numbers (DOC-N09)."""

    SUPERIOR = "superior", "上级机关"
    PEER = "peer", "平级或不相隶属机关"
    SUBORDINATE = "subordinate", "下级机关"
    OTHER = "other", "其他"


class Channel(Labelled):
    EXCHANGE = "exchange", "电子公文交换"
    COURIER = "courier", "机要交换"
    POST = "post", "邮寄"
    FAX = "fax", "传真"
    BY_HAND = "by_hand", "直送"
    MEETING_CARRIED = "meeting_carried", "会议带回"
    VIA_LEADER = "via_leader", "领导转交"


class HandlingKind(Labelled):
    FOR_INFORMATION = "for_information", "阅知件"
    FOR_ACTION = "for_action", "批办件"


class Disposal(Labelled):
    ARCHIVE = "archive", "归档"
    CARRIER_RETURN = "carrier_return", "清退"
    DESTROY = "destroy", "销毁"
    TEMPORARY_KEEP = "temporary_keep", "暂存"


class Retention(Labelled):
    PERMANENT = "permanent", "永久"
    Y30 = "y30", "30年"
    Y10 = "y10", "10年"


class IncomingState(Labelled):
    DELIVERED = "delivered", "待签收"
    RECEIVED = "received", "已签收"
    REGISTERED = "registered", "已登记"
    SCREENED = "screened", "已初审"
    TRIAGED = "triaged", "已拟办"
    INSTRUCTED = "instructed", "已批办"
    CIRCULATING = "circulating", "传阅中"
    HANDLING = "handling", "承办中"
    REPLIED = "replied", "已答复"
    CLOSED = "closed", "已办结"
    DISPOSED = "disposed", "已处置"
    AWAITING_CORRECTION = "awaiting_correction", "待补正"
    RETURNED_TO_SENDER = "returned_to_sender", "已退文"
    VOIDED = "voided", "已作废"
    RECALLED = "recalled", "已撤回"


class IncomingAction(Labelled):
    RECEIVE = "receive", "签收"
    DELIVER = "deliver", "送达"
    SIGN_FOR = "sign_for", "签收"
    UPDATE = "update", "修改登记"
    REGISTER = "register", "登记"
    SCREEN = "screen", "初审"
    RETURN_TO_SENDER = "return_to_sender", "退文"
    REQUEST_CORRECTION = "request_correction", "要求补正"
    RECORD_CORRECTION = "record_correction", "补正完成"
    TRIAGE = "triage", "拟办"
    INSTRUCT = "instruct", "批办"
    INSTRUCT_ORALLY = "instruct_orally", "记录口头批示"
    CONFIRM_INSTRUCTION = "confirm_instruction", "书面确认批示"
    ASSIGN = "assign", "交办"
    CIRCULATE = "circulate", "传阅"
    READ = "read", "阅毕"
    REPORT = "report", "协办反馈"
    HAND_BACK = "hand_back", "退回承办"
    HAND_OVER = "hand_over", "转办"
    REQUEST_EXTENSION = "request_extension", "申请延期"
    DECIDE_EXTENSION = "decide_extension", "审批延期"
    REPLY = "reply", "答复"
    CLOSE = "close", "注办"
    DISPOSE = "dispose", "处置"
    URGE = "urge", "催办"
    COMMENT = "comment", "批注"
    SEND_BACK = "send_back", "退回"
    WITHDRAW = "withdraw", "撤回"
    VOID = "void", "作废"
    RECALL = "recall", "来文单位撤回"
    ASK_RECALL = "ask_recall", "来文单位请求撤回"
    ACCEPT_RECALL = "accept_recall", "同意撤回"
    DECLINE_RECALL = "decline_recall", "不同意撤回"


class IncomingStep(Labelled):
    """Steps that wait for somebody: each has an owner and a limit, and both can be tuned per organ."""

    SIGN_FOR = "sign_for", "签收"
    REGISTER = "register", "登记"
    SCREEN = "screen", "初审"
    RECORD_CORRECTION = "record_correction", "等待补正"
    TRIAGE = "triage", "拟办"
    INSTRUCT = "instruct", "批办"
    CONFIRM_INSTRUCTION = "confirm_instruction", "书面确认批示"
    ASSIGN = "assign", "组织承办"
    CIRCULATE = "circulate", "组织传阅"
    READ = "read", "传阅"
    HANDLE = "handle", "主办"
    REPORT = "report", "协办"
    DECIDE_EXTENSION = "decide_extension", "审批延期"
    CLOSE = "close", "注办"
    DISPOSE = "dispose", "处置"
    ANSWER_RECALL = "answer_recall", "答复撤回"


class Screening(Labelled):
    """初审五问 (DOC-I03)."""

    OURS = "ours", "是否应由本机关办理"
    ROUTING = "routing", "是否符合行文规则"
    FORM = "form", "文种、格式是否符合要求"
    CONSULTED = "consulted", "涉及其他地区或部门的事项是否已协商、会签"
    DRAFTING = "drafting", "是否符合公文起草的其他要求"
