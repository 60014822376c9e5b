"""用印申请 over HTTP."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from app.schemas.common import Count, Flag, Ident, In, Line, ListQuery, Moment, Out, QueryFlag, Version, unsent
from app.schemas.documents import Copies, Due, HolderBase, Overrides, Principal, Reason, Said, TaskBase
from app.schemas.outgoing_parts import Sha256
from app.schemas.seal_uses import LogNumber, Place, Purpose, Remarks, Signature
from app.schemas.seals import SealCode, SealName
from app.vocabulary.deadlines import Light
from app.vocabulary.seals import SealRequestAction, SealRequestState, SealRequestStep, UseClass

DocumentTitle = Annotated[Line, Field(description="待用印的文件", examples=["车辆转让合同"])]
Counterpart = Annotated[Line, Field(max_length=200, description="对方单位、送达对象", examples=["清河县车辆管理所"])]
FileHash = Annotated[
    Sha256, Field(description="定稿文件的 SHA-256；已归入唯一附件的可不填，不得以空白纸张申请（SEAL-R04）")
]


class RequestSort(StrEnum):
    NEWEST = "-opened_at"
    OLDEST = "opened_at"
    DUE = "due_at"


class OffSite(In):
    """外带用印（SEAL-R08）：何处、与何人同行、何时归还。"""

    place: Annotated[Line, Field(max_length=200, description="外带地点", examples=["江州市公共资源交易中心"])]
    escort_id: Annotated[Ident, Field(description="同行人")]
    due_back_at: Annotated[Moment, Field(description="何时归还")]


class SealRequestCreate(In):
    """填写用印申请。"""

    title: DocumentTitle
    seal_id: Annotated[Ident, Field(description="申请使用的印章")]
    use_class: UseClass
    purpose: Purpose
    counterpart: Counterpart | None = None
    copies: Copies = 1
    riding_seal: Annotated[Flag, Field(description="是否加盖骑缝章")] = False
    file_sha256: FileHash | None = None
    off_site: Annotated[OffSite, Field(description="需要外带印章的填写")] | None = None
    due_at: Due | None = None
    overrides: Overrides = []


class SealRequestUpdate(In):
    """修改申请；未出现的成员不变。"""

    title: DocumentTitle = unsent()
    seal_id: Annotated[Ident, Field(description="申请使用的印章")] = unsent()
    use_class: UseClass = unsent()
    purpose: Purpose = unsent()
    counterpart: Counterpart | None = None
    copies: Copies = unsent()
    riding_seal: Flag = unsent()
    file_sha256: FileHash | None = None
    off_site: Annotated[OffSite, Field(description="外带用印；null 为在本机关用印")] | None = None
    due_at: Due | None = None
    overrides: Overrides = []


class ReasonForSeal(In):
    """须说明理由的操作。"""

    reason: Reason
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class UseSeal(Said):
    """用印：监印人核对手中文件的摘要值与批准的一致，写明实际份数。"""

    file_sha256: Annotated[Sha256, Field(description="手中待用印文件的 SHA-256")]
    copies: Annotated[Copies, Field(description="实际用印份数；不填为批准的份数")] | None = None
    place: Annotated[Place, Field(description="用印地点；外带的不填即为批准的地点")] | None = None
    provider_reference: Signature | None = None
    remarks: Remarks | None = None


class BringBackSeal(Said):
    """归还印章：查验印章是否完好。"""

    condition: Annotated[Line, Field(max_length=500, description="查验情况", examples=["完好"])]


class SealRequestHolder(HolderBase):
    step: SealRequestStep


class SealRequestTask(TaskBase):
    """用印申请中的一项任务。"""

    step: SealRequestStep


class SealRequestAllowed(Out):
    """当前用户现在可以执行的操作。"""

    action: SealRequestAction
    label: Annotated[Line, Field(max_length=40, examples=["批准用印"])]


class SealRequestRow(Out):
    """列表中的一件用印申请。"""

    id: Ident
    title: DocumentTitle
    state: SealRequestState
    seal_id: Ident
    seal_name: SealName
    use_class: UseClass
    copies: Copies
    is_off_site: bool
    applicant_id: Ident
    applicant_name: Line | None
    opened_at: Moment
    due_at: Moment | None
    closed_at: Moment | None
    light: Light | None
    current: Annotated[list[SealRequestHolder], Field(max_length=100, description="现在由谁办理")]
    version: Version


class SealRequestRead(SealRequestRow):
    """一件用印申请的全部内容。"""

    seal_code: SealCode
    purpose: Purpose
    counterpart: Counterpart | None
    riding_seal: bool
    file_sha256: Sha256 | None
    place: Annotated[Line, Field(max_length=200)] | None
    escort_id: Ident | None
    escort_name: Line | None
    due_back_at: Moment | None
    department_id: Ident | None
    department_name: Line | None
    responsible_id: Ident | None
    responsible_name: Line | None
    approved_sha256: Sha256 | None
    approved_by_id: Ident | None
    approved_by_name: Line | None
    approved_at: Moment | None
    use_id: Ident | None
    log_number: LogNumber | None
    attachment_count: Count
    tasks: Annotated[list[SealRequestTask], Field(max_length=500)]
    allowed_actions: Annotated[list[SealRequestAllowed], Field(max_length=50)]


class SealRequestQuery(ListQuery):
    """用印申请列表的条件。"""

    sort: RequestSort = RequestSort.NEWEST
    state: Annotated[list[SealRequestState], Field(max_length=20, description="状态")] = []
    use_class: Annotated[list[UseClass], Field(max_length=10, description="用印类别")] = []
    seal_id: Annotated[Ident, Field(description="印章")] | SkipJsonSchema[None] = None
    applicant_id: Annotated[Ident, Field(description="申请人")] | SkipJsonSchema[None] = None
    open: Annotated[QueryFlag, Field(description="是否未办结")] | SkipJsonSchema[None] = None
    q: Annotated[Line, Field(max_length=100, description="标题中的词", examples=["合同"])] | SkipJsonSchema[None] = None
