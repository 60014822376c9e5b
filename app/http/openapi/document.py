"""Assembles the OpenAPI 3.1 document."""

import re
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

from app.http.index import by_operation
from app.http.openapi.links import link
from app.http.openapi.operations import HEADERS, complete, share
from app.http.openapi.schemas import tidy, walk
from app.http.routing import OfficeRoute
from app.schemas.common import Problem

_INFO = """办公室日常工作的接口服务：公文、会议、督办、信访、接待，一个入口。

- 除标明公开的以外，各操作都要求 `Authorization: Bearer …`；令牌按 RFC8725 的做法校验，算法由设置固定。
- 时间一律带时区，答复用 `+08:00`；日期是北京时间的日期。
- 出错时答复 `application/problem+json`（RFC 9457）；客户端只认 `code`，不认文字。
- 修改一律带 `If-Match`；新建和动作可带 `Idempotency-Key`，重复发送只生效一次。
- `Accept-Language: en` 换成英文提示。

The daily work of a Chinese general office as one HTTP API. Tokens are checked as RFC8725 asks. Refusals are problem+json;
switch on `code`. Changes need `If-Match`; a POST with an `Idempotency-Key` may be repeated without harm."""

TAGS = {
    "system": "系统自身：存活、就绪、版本、上限、词表、问题代码",
    "auth": "登录：取得、更换、交回凭证，修改密码",
    "me": "本人：我是谁，能做什么，代谁办理",
    "organs": "机关、单位及其隶属关系",
    "departments": "内设机构及分管领导",
    "people": "人员：账号、职务、AB 角、角色",
    "delegations": "委托代办：若干日内代他人办理",
    "service_keys": "服务密钥：其他系统的接入",
    "audit": "审计：谁对什么做了什么",
    "incoming_documents": "收文：签收、登记、初审、拟办、批办、承办、传阅、答复、归档",
    "outgoing_documents": "发文：拟稿、会签、核稿、签发、复核、登记编号、校对印制、用印、分发、归档",
    "issuer_codes": "机关代字",
    "archives": "档案",
    "seals": "印章：登记、保管交接、外带、停用、用印登记",
    "seal_requests": "用印申请：证明、合同、介绍信、报表等的用印",
    "tasks": "待办、待阅、已办：等谁办理，何时到期",
    "notifications": "消息：待办提醒、催办提醒、办理动态",
    "attachments": "附件：上传、归入事项、下载",
    "flows": "流程：状态和转移，本机关的时限、办理人、催办阶梯",
    "calendar": "工作日历：节假日和调休，时限试算",
    "rules": "规矩：全部规则、依据及其在本机关的效力",
    "numbers": "编号登记：编号系列和每一个编号",
}

_BEARER = {
    "type": "http",
    "scheme": "bearer",
    "description": "OIDC 访问令牌（RS256、ES256、EdDSA，按 RFC8725 校验）、本系统登录令牌，或服务密钥 `shn_…`",
}


def describe(routes: Sequence[BaseRoute]) -> dict[str, Any]:
    """The document for these routes, ready to be published."""
    made = get_openapi(
        title="枢纽 Shuniu",
        version=version("shuniu"),
        openapi_version="3.1.0",
        summary="办公室工作接口 The work of a general office",
        description=_INFO,
        routes=routes,
        contact={"name": "Shuniu contributors"},
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        servers=[{"url": "/", "description": "本服务 This service"}],
    )
    parts = made.setdefault("components", {})
    schemas = parts.setdefault("schemas", {})
    for unwanted in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unwanted, None)
    _add_problem(schemas)
    parts["securitySchemes"] = {"Bearer": _BEARER}
    parts["headers"] = HEADERS
    known = by_operation(routes)
    used = set()
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            route = known[path, method]
            assert isinstance(route, OfficeRoute)
            complete(operation, route, schemas)
            used |= set(operation.get("tags", ()))
    _name_pages(made)
    link(made["paths"])
    parts["responses"] = share(made["paths"])
    made["tags"] = [{"name": name, "description": TAGS.get(name, name)} for name in sorted(used)]
    tidy(made)
    return made


def _name_pages(made: dict[str, Any]) -> None:
    """``Page_OrganRow_`` becomes ``OrganRowPage``: generated clients take these names as they are."""
    schemas = made["components"]["schemas"]
    names = {name: re.sub("^Page_(.+)_$", r"\1Page", name) for name in schemas}
    for node in walk([made["paths"], *schemas.values()]):
        name = node.get("$ref", "").rpartition("/")[2]
        if name in names:
            node["$ref"] = f"#/components/schemas/{names[name]}"
    made["components"]["schemas"] = {names[name]: schemas[name] for name in sorted(names, key=names.__getitem__)}


def _add_problem(schemas: dict[str, Any]) -> None:
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    for name, inner in schema.pop("$defs", {}).items():
        schemas.setdefault(name, inner)
    schemas.setdefault("Problem", schema)
