"""What can be refused, in words every layer shares. Only `http/problems.py` knows status codes."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import ClassVar


class ErrorKind(StrEnum):
    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    STALE = "stale"
    PRECONDITION_REQUIRED = "precondition_required"
    RULE = "rule"
    TOO_LARGE = "too_large"
    UNSUPPORTED = "unsupported"
    TOO_MANY = "too_many"
    UNAVAILABLE = "unavailable"
    STORAGE_FULL = "storage_full"


class AppError(Exception):
    """Something the service refuses, with a stable code. ``extra`` becomes members of the problem document."""

    kind: ClassVar[ErrorKind]
    code: ClassVar[str]
    title: ClassVar[str]
    title_en: ClassVar[str]

    def __init__(self, detail: str = "", *, headers: Mapping[str, str] | None = None, **extra: object) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.headers = dict(headers or {})
        self.extra = extra


class Invalid(AppError):
    """The request breaks the published schema."""

    kind, code, title = ErrorKind.INVALID, "validation_failed", "请求内容不符合接口要求"
    title_en = "The request does not fit the published schema"

    def __init__(self, errors: Sequence[Mapping[str, str]], detail: str = "") -> None:
        super().__init__(detail or "请按 errors 中的位置逐项更正", errors=list(errors)[:50])


class MalformedJson(AppError):
    """The body is not JSON, or JSON we refuse: repeated members, NaN, too deep, not UTF-8."""

    kind, code, title = ErrorKind.INVALID, "malformed_json", "请求体不是合格的 JSON"
    title_en = "The body is not acceptable JSON"


class UnknownParameter(AppError):
    kind, code, title = ErrorKind.INVALID, "unknown_parameter", "未知或重复的查询参数"
    title_en = "Unknown or repeated query parameter"

    def __init__(self, name: str) -> None:
        super().__init__(
            errors=[{"pointer": f"/{name}", "in": "query", "code": "unknown", "message": "未知或重复的参数"}]
        )


class Unauthenticated(AppError):
    kind, code, title = ErrorKind.UNAUTHENTICATED, "unauthenticated", "请先登录"
    title_en = "Log in first"

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail, headers={"WWW-Authenticate": "Bearer"})


class InvalidToken(Unauthenticated):
    code, title, title_en = "invalid_token", "凭证无效", "The token is not valid"


class LoginExpired(Unauthenticated):
    code, title, title_en = "login_expired", "登录已过期", "The log-in has expired"


class BadCredentials(Unauthenticated):
    code, title, title_en = "bad_credentials", "用户名或密码错误", "User name or password is wrong"


class PasswordExpired(AppError):
    kind, code, title = ErrorKind.FORBIDDEN, "password_expired", "密码已过期，请先修改密码"
    title_en = "The password has expired; change it first"


class Forbidden(AppError):
    kind, code, title = ErrorKind.FORBIDDEN, "forbidden", "没有此项权限"
    title_en = "You may not do this"


class ClassifiedNotAllowed(AppError):
    """State secrets are refused before anything is stored (SEC-R01)."""

    kind, code, title = ErrorKind.FORBIDDEN, "classified_not_allowed", "本系统不得存储、处理国家秘密"
    title_en = "State secrets may not be stored here"


class NotFound(AppError):
    """It does not exist, or the caller may not see it; nobody can tell which."""

    kind, code, title = ErrorKind.NOT_FOUND, "not_found", "未找到"
    title_en = "Not found"


class TransitionRefused(AppError):
    """The action exists, but not from the state the record is in."""

    kind, code, title = ErrorKind.CONFLICT, "transition_refused", "当前状态不允许此操作"
    title_en = "Not possible in the present state"


class AlreadyExists(AppError):
    kind, code, title = ErrorKind.CONFLICT, "already_exists", "已存在"
    title_en = "It exists already"


class ConfirmationRequired(AppError):
    """Warnings stand in the way; a person may override each with a reason."""

    kind, code, title = ErrorKind.CONFLICT, "confirmation_required", "存在需要确认的提醒"
    title_en = "Warnings need confirmation"


class BookingConflict(AppError):
    kind, code, title = ErrorKind.CONFLICT, "booking_conflict", "时间冲突"
    title_en = "The times overlap"


class IdempotencyInFlight(AppError):
    kind, code, title = ErrorKind.CONFLICT, "idempotency_in_flight", "相同请求正在处理"
    title_en = "The same request is still running"

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "1"})


class Stale(AppError):
    """``If-Match`` names a version that is no longer the present one."""

    kind, code, title = ErrorKind.STALE, "precondition_failed", "内容已被他人修改，请刷新后重试"
    title_en = "It was changed by somebody else"

    def __init__(self, current: int) -> None:
        super().__init__(current_version=current)


class VersionRequired(AppError):
    kind, code, title = ErrorKind.PRECONDITION_REQUIRED, "precondition_required", "缺少 If-Match 版本号"
    title_en = "If-Match is missing"


class RuleViolated(AppError):
    """Rules of the field refuse; ``rules`` names each with its source."""

    kind, code, title = ErrorKind.RULE, "rule_violated", "不符合规定"
    title_en = "A rule refuses this"


class Senseless(AppError):
    """The members are each well formed but do not make sense together."""

    kind, code, title = ErrorKind.RULE, "invalid_combination", "各项内容相互矛盾"
    title_en = "The members contradict one another"

    def __init__(self, pointer: str, message: str) -> None:
        super().__init__(message, errors=[{"pointer": pointer, "in": "body", "code": "invalid", "message": message}])


class ReferenceNotFound(AppError):
    kind, code, title = ErrorKind.RULE, "reference_not_found", "引用的对象不存在或不可用"
    title_en = "Something referred to does not exist"

    def __init__(self, pointer: str) -> None:
        super().__init__(
            errors=[{"pointer": pointer, "in": "body", "code": "not_found", "message": "引用的对象不存在或不可用"}]
        )


class Unprintable(AppError):
    """The text is more, or other, than a page by the standard can hold."""

    kind, code, title = ErrorKind.RULE, "unprintable", "内容无法排印"
    title_en = "The content cannot be typeset"


class InvalidCursor(AppError):
    kind, code, title = ErrorKind.RULE, "invalid_cursor", "翻页标记无效"
    title_en = "The cursor is not valid here"


class IdempotencyKeyReused(AppError):
    kind, code, title = ErrorKind.RULE, "idempotency_key_reused", "同一幂等键已用于不同的请求"
    title_en = "The key was used for another request"


class WeakPassword(AppError):
    kind, code, title = ErrorKind.RULE, "weak_password", "密码不符合要求"
    title_en = "The password breaks the rules"


class PayloadTooLarge(AppError):
    kind, code, title = ErrorKind.TOO_LARGE, "payload_too_large", "内容过大"
    title_en = "Too large"


class UnsupportedMediaType(AppError):
    kind, code, title = ErrorKind.UNSUPPORTED, "unsupported_media_type", "不支持的内容类型"
    title_en = "Unsupported media type"


class TooManyAttempts(AppError):
    kind, code, title = ErrorKind.TOO_MANY, "too_many_attempts", "尝试次数过多，请稍后再试"
    title_en = "Too many attempts"


class QuotaExceeded(AppError):
    kind, code, title = ErrorKind.TOO_MANY, "quota_exceeded", "请求过于频繁"
    title_en = "Too many requests"


class Unavailable(AppError):
    kind, code, title = ErrorKind.UNAVAILABLE, "unavailable", "服务暂时不可用"
    title_en = "Unavailable for the moment"

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail, headers={"Retry-After": "1"})


class StorageFull(AppError):
    kind, code, title = ErrorKind.STORAGE_FULL, "storage_full", "附件存储空间不足"
    title_en = "The attachment storage is full"
