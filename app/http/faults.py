"""Refusals that only HTTP knows. Each names its own status; everything else gets it from the kind of error."""

from collections.abc import Iterable
from typing import ClassVar

from app.core.errors import AppError, ErrorKind


class HttpFault(AppError):
    """Something about the request as HTTP, whatever it asks for."""

    kind = ErrorKind.INVALID
    status: ClassVar[int]


class MethodNotAllowed(HttpFault):
    status, code, title = 405, "method_not_allowed", "此地址不支持该请求方法"
    title_en = "The method is not allowed here"

    def __init__(self, allowed: Iterable[str]) -> None:
        super().__init__(headers={"Allow": ", ".join(allowed)})


class NotAcceptable(HttpFault):
    status, code, title = 406, "not_acceptable", "无法按所要求的格式答复"
    title_en = "There is no answer in a format you accept"


class UriTooLong(HttpFault):
    status, code, title = 414, "uri_too_long", "请求地址过长"
    title_en = "The address is too long"


class HeadersTooLarge(HttpFault):
    status, code, title = 431, "headers_too_large", "请求头过大"
    title_en = "The headers are too large"


class InternalError(AppError):
    """Our fault. The log knows more under the request id; the caller learns nothing of the inside."""

    kind, code, title = ErrorKind.UNAVAILABLE, "internal_error", "服务内部错误"
    title_en = "Something went wrong on our side"
    status = 500


class MalformedRequest(HttpFault):
    """What came is not HTTP/1.1."""

    status, code, title = 400, "malformed_request", "不是合格的 HTTP 请求"
    title_en = "This is not an HTTP request"
