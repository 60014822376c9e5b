"""Attachments over HTTP."""

from typing import Annotated

from pydantic import Field

from app.core.text import LINE
from app.schemas.common import Ident, In, Line, Moment, Out, Version
from app.vocabulary.files import FileKind, FileWarning

FileName = Annotated[
    str,
    Field(
        min_length=1, max_length=255, pattern=LINE, description="文件名，只作标签", examples=["关于防汛工作的通知.pdf"]
    ),
]
MediaType = Annotated[
    str,
    Field(
        max_length=100, pattern="^[a-z]+/[a-z0-9.+-]+$", description="由内容判定的类型", examples=["application/pdf"]
    ),
]
Size = Annotated[int, Field(ge=0, le=2**53 - 1, description="字节数", examples=[120_345])]
Sha256 = Annotated[
    str,
    Field(
        min_length=64,
        max_length=64,
        pattern="^[0-9a-f]{64}$",
        description="内容的 SHA-256，十六进制",
        examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    ),
]


class AttachmentRow(Out):
    """附件列表中的一个。"""

    id: Ident
    name: FileName
    file_kind: FileKind
    media_type: MediaType
    size: Size
    sha256: Sha256
    has_macros: Annotated[bool, Field(description="是否含有宏")]
    uploaded_by_id: Ident
    uploaded_by_name: Line
    uploaded_at: Moment
    bound_at: Annotated[Moment, Field(description="归入事项的时间")] | None


class AttachmentRead(AttachmentRow):
    """一个附件；matter_id 为 null 的尚未归入任何事项，只有上传人可见，二十四小时后清除。"""

    matter_id: Ident | None


class AttachmentTaken(AttachmentRead):
    """刚上传的附件。"""

    warnings: Annotated[list[FileWarning], Field(max_length=5, description="打开前应当注意的情况")]


class AttachmentBind(In):
    """把已上传的附件归入事项。"""

    attachment_id: Annotated[Ident, Field(description="本人上传、尚未归入事项的附件")]


class AttachmentBound(AttachmentRead):
    """刚归入事项的附件，以及事项的新版本。"""

    version: Version


class TicketRead(Out):
    """一次有效的下载路径。"""

    path: Annotated[
        str,
        Field(
            max_length=100,
            pattern="^/api/v1/attachment-tickets/[A-Za-z0-9_-]{43}$",
            description="无需登录，只能用一次",
            examples=["/api/v1/attachment-tickets/9dJ0mY2m4mQ1kq7oY5vTt3yFqkQb0gqYbX8m4J2s6aA"],
        ),
    ]
    expires_at: Moment
