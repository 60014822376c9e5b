"""What an operation does besides its own words, because of its shape: refusals, headers, who may."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.core.errors import (
    AppError,
    ClassifiedNotAllowed,
    Forbidden,
    IdempotencyInFlight,
    IdempotencyKeyReused,
    Invalid,
    InvalidToken,
    LoginExpired,
    MalformedJson,
    NotFound,
    PasswordExpired,
    PayloadTooLarge,
    QuotaExceeded,
    RuleViolated,
    Stale,
    Unauthenticated,
    Unavailable,
    UnknownParameter,
    UnsupportedMediaType,
    VersionRequired,
)
from app.http import idempotency
from app.http.answers import JSON, declare
from app.http.faults import HeadersTooLarge, InternalError, NotAcceptable, UriTooLong
from app.http.problems import MEDIA_TYPE
from app.http.routing import API, OfficeRoute
from app.vocabulary.identity import Permission

Operation = dict[str, Any]


def _text(pattern: str, longest: int, example: str) -> dict[str, Any]:
    return {"type": "string", "pattern": pattern, "maxLength": longest, "examples": [example]}


HEADERS: dict[str, Any] = {
    "ETag": {
        "description": "版本，用于 If-Match",
        "required": True,
        "schema": _text('^"[1-9][0-9]{0,9}"$', 12, '"1"'),
    },
    "Location": {
        "description": "新建对象的地址",
        "required": True,
        "schema": _text("^/", 2_000, "/api/v1/incoming-documents/019a9d2e-5c00-7000-8000-000000000001"),
    },
    "X-Request-Id": {
        "description": "请求编号，日志和留痕中同样使用",
        "required": True,
        "schema": _text("^[A-Za-z0-9_-]{8,64}$", 64, "019a9d2e5c0070008000000000000001"),
    },
    "RateLimit": {"description": "本分钟剩余次数", "schema": _text('^"(default|login)";', 80, '"default";r=599;t=60')},
    "RateLimit-Policy": {"description": "频次限制", "schema": _text('^"(default|login)";', 80, '"default";q=600;w=60')},
    "Retry-After": {"description": "几秒后再试", "schema": _text("^[0-9]+$", 10, "1")},
    idempotency.REPLAYED: {"description": "这是此前同一请求的答复", "schema": _text("^true$", 4, "true")},
}
_KEY = {
    "name": idempotency.HEADER,
    "in": "header",
    "required": False,
    "description": "幂等键；同一键的相同请求只生效一次，七天内重复得到同一答复",
    "schema": _text(idempotency.PATTERN, 128, "7f1c2a3e-5b0d-4c6e-9f00-1a2b3c4d5e6f") | {"minLength": 16},
}
_PARAMETERS = {
    "sort": "排序，前有减号的是倒序",
    "organ_id": "机关",
    "superior_id": "上级机关",
    "department_id": "内设机构",
    "person_id": "人员",
    "principal_id": "委托人",
    "delegate_id": "受托人",
    "actor_id": "操作人",
    "parent_id": "上级机构",
    "responsible_id": "现由谁办理",
    "role": "角色",
}
"""What parameters mean everywhere; an operation that means more says so itself."""
_SAID = {"200": "成功", "201": "已创建", "202": "已接受", "204": "完成", "207": "逐项结果"}


def complete(operation: Operation, route: OfficeRoute, schemas: Mapping[str, Any]) -> None:
    """Write into an operation what follows from its route."""
    is_open = route.permission is Permission.PUBLIC
    operation["security"] = [] if is_open else [{"Bearer": []}]
    if not is_open:
        wanted = route.permission
        operation["description"] = f"{operation.get('description', '')}\n\n所需权限：{wanted.label}（`{wanted.value}`）"
    responses = operation["responses"]
    if MEDIA_TYPE not in responses.get("422", {}).get("content", {MEDIA_TYPE: None}):
        del responses["422"]
    if _takes_key(route):
        operation.setdefault("parameters", []).append(_KEY)
    for parameter in operation.get("parameters", ()):
        said = parameter["schema"].pop("description", None) or _PARAMETERS.get(parameter["name"])
        if said:
            parameter.setdefault("description", said)
    for error in _refusals(operation, route):
        declare(responses, error, text=True)
    for status, response in responses.items():
        _complete_response(route, status, response, schemas)
    if "GET" in (route.methods or ()) and "ETag" in _success(operation)[1]["headers"]:
        headers = {name: {"$ref": f"#/components/headers/{name}"} for name in ("ETag", "X-Request-Id")}
        responses["304"] = {"description": "If-None-Match 所指的版本仍是现行版本", "headers": headers}
    operation["responses"] = dict(sorted(responses.items()))


def _takes_key(route: OfficeRoute) -> bool:
    return "POST" in (route.methods or ()) and route.permission is not Permission.PUBLIC


def _is_counted(route: OfficeRoute) -> bool:
    return route.path.startswith(API)


def _needs_version(operation: Operation) -> bool:
    return any(one["name"] == "If-Match" for one in operation.get("parameters", ()))


def _refusals(operation: Operation, route: OfficeRoute) -> Iterator[type[AppError]]:
    yield from (Invalid, UnknownParameter, UriTooLong, HeadersTooLarge, InternalError, Unavailable)
    if route.permission is not Permission.PUBLIC:
        yield from (Unauthenticated, InvalidToken, LoginExpired, Forbidden, PasswordExpired)
    if _is_counted(route):
        yield QuotaExceeded
    if "{" in route.path:
        yield NotFound
    if _success(operation)[1].get("content", {}).keys() <= {JSON}:
        yield NotAcceptable
    if JSON in operation.get("requestBody", {}).get("content", {}):
        yield MalformedJson
        if route.permission is not Permission.PUBLIC:
            yield from (ClassifiedNotAllowed, RuleViolated)
    if "requestBody" in operation:
        yield from (PayloadTooLarge, UnsupportedMediaType)
    if _takes_key(route):
        yield from (IdempotencyInFlight, IdempotencyKeyReused)
    if _needs_version(operation):
        yield from (Stale, VersionRequired)


def _success(operation: Operation) -> tuple[str, dict[str, Any]]:
    return next((status, one) for status, one in operation["responses"].items() if status.startswith("2"))


def _has_version(response: Mapping[str, Any], schemas: Mapping[str, Any]) -> bool:
    schema = response.get("content", {}).get(JSON, {}).get("schema", {})
    name = schema.get("$ref", "").rpartition("/")[2]
    return bool(schemas.get(name, {}).get("properties", {}).get("version", {}).get("type") == "integer")


def _complete_response(route: OfficeRoute, status: str, response: dict[str, Any], schemas: Mapping[str, Any]) -> None:
    names = ["X-Request-Id"]
    if status.startswith("2"):
        response["description"] = _SAID.get(status, "成功")
        names += ["ETag"] if _has_version(response, schemas) else []
        names += ["Location"] if status in ("201", "202") else []
        names += [idempotency.REPLAYED] if _takes_key(route) else []
    names += ["RateLimit", "RateLimit-Policy"] if (_is_counted(route) and status[0] == "2") or status == "429" else []
    names += ["Retry-After"] if status in ("409", "429", "503") else []
    own = response.get("headers", {})
    response["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names} | own


def share(paths: Mapping[str, Mapping[str, Operation]]) -> dict[str, Any]:
    """Write each kind of refusal once, under components, however many operations give it."""
    shared: dict[str, Any] = {}
    for operations in paths.values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                examples = response.get("content", {}).get(MEDIA_TYPE, {}).get("examples")
                if examples:
                    name = f"Problem{status}-{'-'.join(sorted(examples))}"
                    shared.setdefault(name, response)
                    operation["responses"][status] = {"$ref": f"#/components/responses/{name}"}
    return dict(sorted(shared.items()))
