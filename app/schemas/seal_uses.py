"""用印登记 over HTTP: how a seal is put, and the log of it (SEAL-R06)."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from app.schemas.common import WHOLE, Flag, Ident, In, Line, ListQuery, Moment, Out, unsent
from app.schemas.documents import Overrides, Principal, Reason, Said
from app.schemas.outgoing_parts import Sha256
from app.vocabulary.common import MatterKind

OFFICE = "本机关"
Place = Annotated[Line, Field(max_length=200, description="用印地点", examples=["办公室"])]
Remarks = Annotated[Line, Field(max_length=500, description="备注", examples=["加盖成文日期"])]
Purpose = Annotated[Line, Field(max_length=500, description="用印事由", examples=["办理车辆过户"])]
Signature = Annotated[Line, Field(max_length=200, description="电子印章服务机构出具的签章标识", examples=["ES-2026-1"])]
LogNumber = Annotated[Line, Field(max_length=60, description="用印登记号", examples=["清政印用〔2026〕1号"])]
LogCopies = Annotated[int, Field(ge=0, le=100_000, description="用印份数", examples=[2]), WHOLE]


class SealOutgoing(Said):
    """发文用印：本机关写明用哪枚印章；联合行文的其他机关写明何人何时用印（SEAL-R14）。"""

    seal_id: Annotated[Ident, Field(description="本机关的印章")] | None = None
    copies: Annotated[int, Field(ge=1, le=100_000, description="用印份数；不填为印数", examples=[30]), WHOLE] | None = (
        None
    )
    place: Place = OFFICE
    riding_seal: Annotated[Flag, Field(description="是否加盖骑缝章")] = False
    provider_reference: Signature | None = None
    remarks: Remarks | None = None
    joint_issuer_id: Annotated[Ident, Field(description="登记哪个联合行文机关的用印")] | None = None
    sealed_by: Annotated[Line, Field(max_length=50, description="该机关的用印人", examples=["周明"])] | None = None
    sealed_at: Annotated[Moment, Field(description="该机关的用印时间；不填为现在")] | None = None


class RefuseSeal(In):
    """拒绝用印：写明理由（SEAL-R07）。"""

    reason: Reason
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class CorrectUse(In):
    """更正一条用印登记：另记一条，原条不改（SEAL-R06）。未写的照原条。"""

    reason: Reason
    copies: LogCopies = unsent()
    purpose: Purpose = unsent()
    place: Place = unsent()
    riding_seal: Annotated[Flag, Field(description="是否加盖骑缝章")] = unsent()
    remarks: Remarks | None = None


class UseCorrected(Out):
    """更正条已登记。"""

    id: Ident
    log_number: LogNumber
    corrects_id: Ident
    copies: LogCopies


class UseSort(StrEnum):
    NEWEST = "-used_at"
    OLDEST = "used_at"


class SealUseQuery(ListQuery):
    """用印登记的条件。"""

    sort: UseSort = UseSort.NEWEST
    used_from: Annotated[Moment, Field(description="用印时间不早于")] | SkipJsonSchema[None] = None
    used_before: Annotated[Moment, Field(description="用印时间早于")] | SkipJsonSchema[None] = None
    matter_id: Annotated[Ident, Field(description="发文或者用印申请")] | SkipJsonSchema[None] = None
    handler_id: Annotated[Ident, Field(description="经办人")] | SkipJsonSchema[None] = None


class SealUseRow(Out):
    """一次用印。"""

    id: Ident
    seal_id: Ident
    matter_id: Ident
    matter_kind: MatterKind
    log_number: LogNumber
    used_at: Moment
    unit: Annotated[Line, Field(max_length=100, description="用印单位")]
    handler_id: Ident
    handler_name: Line
    purpose: Purpose
    document_title: Line
    document_reference: Annotated[Line, Field(max_length=60)] | None
    sha256: Sha256
    copies: LogCopies
    approved_copies: LogCopies
    approver_id: Ident
    approver_name: Line
    approved_at: Moment
    keeper_id: Ident
    keeper_name: Annotated[Line, Field(description="监印人")]
    place: Place
    riding_seal: bool
    provider_reference: Signature | None
    remarks: Remarks | None
    corrects_id: Annotated[Ident, Field(description="更正的是哪一条")] | None
    correction_reason: Annotated[Line, Field(max_length=500)] | None
    entered_by_id: Ident
    entered_at: Moment
