"""印章 over HTTP: the register, and what happens to a seal."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from app.schemas.common import WHOLE, Day, Ident, In, Line, ListQuery, Moment, Out, QueryFlag, Version, unsent
from app.schemas.documents import Overrides, Reason
from app.vocabulary.seals import IssuerRank, SealEmblem, SealShape, SealState, SealType

SealCode = Annotated[
    str,
    Field(min_length=1, max_length=16, pattern="^[一-龥A-Za-z]{1,16}$", description="印章代号", examples=["清政印"]),
]
SealName = Annotated[Line, Field(max_length=100, description="印文", examples=["清河县人民政府"])]
Millimetres = Annotated[int, Field(ge=0, le=200, description="毫米；电子印章为0", examples=[45]), WHOLE]
Fact = Annotated[Line, Field(max_length=200, examples=["清河县人民政府办公室"])]


class SealSort(StrEnum):
    CODE = "code"


class BookSort(StrEnum):
    """先后。"""

    NEWEST = "-at"
    OLDEST = "at"


class SealCreate(In):
    """登记一枚印章（SEAL-R09）。电子印章登记服务机构和印章标识，不存图片（SEAL-R15）。"""

    code: SealCode
    name: SealName
    seal_type: SealType
    shape: SealShape = SealShape.ROUND
    emblem: SealEmblem = SealEmblem.NONE
    rank: IssuerRank = IssuerRank.UNIT
    width_mm: Annotated[Millimetres, Field(description="直径或者宽，毫米")]
    height_mm: Annotated[Millimetres, Field(description="直径或者高，毫米")]
    material: Annotated[Fact, Field(description="材质", examples=["铜"])]
    maker: Annotated[Fact, Field(description="制作单位", examples=["江州市公安局指定刻章单位"])]
    issuing_organ: Annotated[Fact, Field(description="制发机关", examples=["江州市人民政府"])]
    approval_reference: Annotated[Fact, Field(description="批准文件", examples=["江政办发〔2020〕7号"])]
    impression_reference: Annotated[Fact, Field(description="印模卡存放处")] | None = None
    provider: Annotated[Fact, Field(description="电子印章服务机构")] | None = None
    provider_reference: Annotated[Fact, Field(description="服务机构的印章标识")] | None = None
    certificate_until: Annotated[Day, Field(description="证书有效期至")] | None = None
    started_on: Annotated[Day, Field(description="启用日期")]
    keeper_id: Annotated[Ident, Field(description="保管人（印章管理员）")]
    overrides: Overrides = []


class SealUpdate(In):
    """修改登记；代号、印文、种类、保管人和状态不在此修改。"""

    shape: SealShape = unsent()
    emblem: SealEmblem = unsent()
    rank: IssuerRank = unsent()
    width_mm: Millimetres = unsent()
    height_mm: Millimetres = unsent()
    material: Annotated[Fact, Field(description="材质")] = unsent()
    maker: Annotated[Fact, Field(description="制作单位")] = unsent()
    issuing_organ: Annotated[Fact, Field(description="制发机关")] = unsent()
    approval_reference: Annotated[Fact, Field(description="批准文件")] = unsent()
    impression_reference: Annotated[Fact, Field(description="印模卡存放处；可清空")] | None = None
    certificate_until: Annotated[Day, Field(description="证书有效期至；可清空")] | None = None
    overrides: Overrides = []


class HandOverSeal(In):
    """保管交接（SEAL-R09）：移交人为现任保管人。"""

    to_id: Annotated[Ident, Field(description="接收人（印章管理员）")]
    witness_id: Annotated[Ident, Field(description="监交人")]
    note: Annotated[Fact, Field(description="交接说明")] | None = None


class EndSeal(In):
    """停用、报告遗失、恢复使用：写明理由。"""

    reason: Reason


class DisposeSeal(In):
    """缴回、销毁：写明理由和处置情况（SEAL-R12）。"""

    reason: Reason
    disposal: Annotated[Fact, Field(description="缴回何处封存，或者何人监督销毁", examples=["缴回江州市人民政府封存"])]


class SealRow(Out):
    """列表中的一枚印章。"""

    id: Ident
    code: SealCode
    name: SealName
    seal_type: SealType
    shape: SealShape
    keeper_id: Ident
    keeper_name: Line | None
    state: SealState
    is_out: Annotated[bool, Field(description="是否已带出未归还")]
    started_on: Day
    version: Version


class SealRead(SealRow):
    """一枚印章的登记。"""

    emblem: SealEmblem
    rank: IssuerRank
    width_mm: Millimetres
    height_mm: Millimetres
    material: Fact
    maker: Fact
    issuing_organ: Fact
    approval_reference: Fact
    impression_reference: Fact | None
    provider: Fact | None
    provider_reference: Fact | None
    certificate_until: Day | None
    ended_on: Day | None
    end_reason: Annotated[Line, Field(max_length=500)] | None
    disposal: Fact | None


class SealQuery(ListQuery):
    """印章列表的条件。"""

    sort: SealSort = SealSort.CODE
    state: Annotated[list[SealState], Field(max_length=5, description="状态")] = []
    seal_type: Annotated[list[SealType], Field(max_length=10, description="种类")] = []
    keeper_id: Annotated[Ident, Field(description="保管人")] | SkipJsonSchema[None] = None


class HandoverQuery(ListQuery):
    """交接记录的条件。"""

    sort: BookSort = BookSort.NEWEST


class OutingSort(StrEnum):
    NEWEST = "-out_at"
    OLDEST = "out_at"


class OutingQuery(ListQuery):
    """外带记录的条件。"""

    sort: OutingSort = OutingSort.NEWEST
    open: Annotated[QueryFlag, Field(description="是否尚未归还")] | SkipJsonSchema[None] = None


class SealHandoverRow(Out):
    """一次交接；首次登记没有移交人。"""

    id: Ident
    from_id: Ident | None
    from_name: Line | None
    to_id: Ident
    to_name: Line
    witness_id: Ident | None
    witness_name: Line | None
    note: Fact | None
    recorded_by_id: Ident
    recorded_by_name: Line
    at: Moment


class SealOutingRow(Out):
    """一次外带（SEAL-R08）。"""

    id: Ident
    request_id: Ident
    carrier_id: Ident
    carrier_name: Line
    escort_id: Ident
    escort_name: Line
    place: Fact
    out_at: Moment
    due_at: Moment
    returned_at: Moment | None
    checked_by_id: Ident | None
    checked_by_name: Line | None
    condition: Annotated[Line, Field(max_length=500)] | None
