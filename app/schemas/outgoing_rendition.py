"""What a typeset document may be asked for, and what is told of it."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from app.schemas.common import WHOLE_TEXT, Count, In, Line, Out
from app.schemas.outgoing_parts import Sha256


class Format(StrEnum):
    PDF = "pdf"
    DOCX = "docx"


class Mode(StrEnum):
    """Whether the red head is drawn, or left free for paper that has it already (LAY-S02)."""

    FULL = "full"
    PREPRINTED = "preprinted"


class RenditionQuery(In):
    """版式文件的要求。"""

    format: Annotated[Format, Field(description="PDF 或者 DOCX")] = Format.PDF
    mode: Annotated[Mode, Field(description="full 印红头；preprinted 为套打，版头留空")] = Mode.FULL
    start_mm: Annotated[
        int, Field(ge=30, le=200, description="套打时纸上端到红色分隔线的毫米数", examples=[110]), WHOLE_TEXT
    ] = 110


Micrometres = Annotated[int, Field(ge=-1_000_000, le=1_000_000, description="微米", examples=[105_000])]


class SubstitutionRead(Out):
    """以其他字体代替标准所列字体。"""

    role: Annotated[Line, Field(max_length=40, examples=["仿宋"])]
    wanted: Annotated[Line, Field(max_length=100, examples=["仿宋_GB2312"])]
    used: Annotated[Line, Field(max_length=100, description="没有字体可用的为 null，印作〓")] | None
    characters: Annotated[str, Field(max_length=20_000, description="只替换这些字；空为全部", examples=["喆"])]


class SealPlaceRead(Out):
    """为印章或签名章留出的位置：中心和大小，自左上角起，微米。"""

    page: Count
    whose: Annotated[Line, Field(max_length=200, examples=["清河县人民政府"])]
    x_um: Micrometres
    y_um: Micrometres
    width_um: Micrometres
    height_um: Micrometres


class RenditionReport(Out):
    """版式文件中看不出来的情况。"""

    pages: Count
    sha256: Sha256
    substitutions: Annotated[list[SubstitutionRead], Field(max_length=1_000)]
    seal_places: Annotated[list[SealPlaceRead], Field(max_length=100)]
    adjustments: Annotated[
        list[Annotated[str, Field(max_length=200, examples=["主送机关移至版记"])]],
        Field(max_length=100, description="为排下内容所作的调整"),
    ]
