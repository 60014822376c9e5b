"""What the service says about itself."""

from typing import Annotated

from pydantic import Field

from app.schemas.common import Label, Out

Bytes = Annotated[int, Field(ge=1, le=2**53 - 1, json_schema_extra={"format": "int64"}, examples=[1_048_576])]
Most = Annotated[int, Field(ge=1, le=2**31 - 1, examples=[200])]
Code = Annotated[str, Field(min_length=3, max_length=64, pattern="^[a-z0-9_]+$", examples=["not_found"])]


class Alive(Out):
    """The process answers."""

    status: Annotated[str, Field(pattern="^ok$", max_length=2, examples=["ok"])]


class VersionRead(Out):
    """Which release this is."""

    version: Annotated[str, Field(max_length=40, pattern=r"^[0-9A-Za-z.+-]+$", examples=["0.1.0"])]
    api: Annotated[str, Field(max_length=10, pattern="^v[0-9]+$", examples=["v1"])]


class LimitsRead(Out):
    """How much a request may hold, and how often one may ask."""

    body_bytes: Annotated[Bytes, Field(description="JSON 请求体的最大字节数")]
    body_depth: Annotated[Most, Field(description="JSON 嵌套层数", examples=[32])]
    url_bytes: Annotated[Most, Field(description="请求地址的最大字节数", examples=[8192])]
    header_bytes: Annotated[Most, Field(description="请求头的最大字节数", examples=[16384])]
    line_characters: Annotated[Most, Field(description="单行文字的最大字数", examples=[200])]
    text_characters: Annotated[Most, Field(description="多行文字的最大字数", examples=[20000])]
    array_items: Annotated[Most, Field(description="数组的最大项数", examples=[200])]
    bulk_items: Annotated[Most, Field(description="批量操作的最大件数", examples=[100])]
    page_items: Annotated[Most, Field(description="每页最大条数", examples=[200])]
    requests_per_minute: Annotated[Most, Field(description="每个调用者每分钟的请求数", examples=[600])]
    logins_per_minute: Annotated[Most, Field(description="每个网络地址每分钟登录、换取凭证各自的次数", examples=[60])]
    request_seconds: Annotated[Most, Field(description="单个请求的最长秒数", examples=[30])]
    attachment_bytes: Annotated[Bytes, Field(description="单个附件的最大字节数", examples=[104_857_600])]
    attachments_per_matter: Annotated[Most, Field(description="每件事项的最多附件数", examples=[50])]


class EnumsRead(Out):
    """Every closed list of words, each word with its official term."""

    enums: Annotated[
        dict[
            Annotated[str, Field(max_length=64, pattern="^[a-z][a-z0-9_]*$")],
            Annotated[list[Label], Field(max_length=200)],
        ],
        Field(
            max_length=500,
            description="词表名 → 取值与中文名称",
            examples=[{"urgency": [{"value": "urgent", "label": "加急"}]}],
        ),
    ]


class ProblemKind(Out):
    """One code that a problem document may carry."""

    code: Annotated[Code, Field(description="稳定的代码")]
    status: Annotated[int, Field(ge=400, le=599, description="HTTP 状态码", examples=[404])]
    title: Annotated[str, Field(max_length=200, description="中文标题", examples=["未找到"])]
    title_en: Annotated[str, Field(max_length=200, description="英文标题", examples=["Not found"])]
    meaning: Annotated[
        str, Field(max_length=2_000, description="英文说明", examples=["It does not exist, or you may not see it."])
    ]


class ProblemKinds(Out):
    items: Annotated[list[ProblemKind], Field(max_length=500, description="全部代码")]
