"""Terms every domain shares."""

from app.vocabulary.labelled import Labelled


class MatterKind(Labelled):
    INCOMING_DOCUMENT = "incoming_document", "收文"
    OUTGOING_DOCUMENT = "outgoing_document", "发文"
    ARCHIVE_LOAN = "archive_loan", "档案借阅"
    ARCHIVE_DISPOSAL = "archive_disposal", "档案鉴定销毁"
    SEAL_REQUEST = "seal_request", "用印申请"


class Urgency(Labelled):
    """紧急程度. Documents carry 特急 or 加急; telegrams 特提, 特急, 加急 or 平急 (DOC-E03)."""

    NONE = "none", "无"
    NORMAL_URGENT = "normal_urgent", "平急"
    URGENT = "urgent", "加急"
    EXTRA_URGENT = "extra_urgent", "特急"
    FLASH = "flash", "特提"


class Classification(Labelled):
    """密级 and handling labels. The three levels of state secrets are named so that they can be refused (SEC-R01)."""

    PUBLIC = "public", "公开"
    INTERNAL = "internal", "内部"
    WORK_SECRET = "work_secret", "工作秘密"
    CONFIDENTIAL = "confidential", "秘密"
    SECRET = "secret", "机密"
    TOP_SECRET = "top_secret", "绝密"


STATE_SECRETS = frozenset({Classification.CONFIDENTIAL, Classification.SECRET, Classification.TOP_SECRET})


class Profile(Labelled):
    """机构类型; decides which rule set binds (DOC-S01)."""

    PARTY_GOV = "party_gov", "党政机关"
    SOE = "soe", "国有企业"
    INSTITUTION = "institution", "事业单位"
