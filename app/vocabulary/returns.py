"""Why a document goes back to its sender (退文; DOC-X01)."""

from app.vocabulary.labelled import Labelled


class ReturnReason(Labelled):
    """退文原因. A return names at least one; ``OTHER`` says which in words."""

    MULTI_MATTER = "multi_matter", "一文多事"
    MULTI_RECIPIENT = "multi_recipient", "多头主送"
    NO_SIGNER = "no_signer", "上行文未标注签发人"
    NO_NUMBER = "no_number", "无发文字号"
    NO_SEAL = "no_seal", "未加盖印章"
    NO_CONTACT = "no_contact", "未注明联系人及电话"
    JOINT_SIGNERS_MISSING = "joint_signers_missing", "联合行文会签不全"
    WRONG_TYPE = "wrong_type", "文种使用不当"
    REQUEST_IN_REPORT = "request_in_report", "报告中夹带请示事项"
    ATTACHMENTS_MISSING = "attachments_missing", "附件缺失"
    WRONG_CHANNEL = "wrong_channel", "应经主管部门或所在地政府报送"
    NOT_OUR_REMIT = "not_our_remit", "不属于本机关职权范围"
    NO_CONSULTATION_EVIDENCE = "no_consultation_evidence", "未附协商、会签情况"
    UNCLEAR_REQUEST = "unclear_request", "请示事项不明确"
    SHOULD_ISSUE_ITSELF = "should_issue_itself", "应由来文单位自行发文"
    OTHER = "other", "其他"
