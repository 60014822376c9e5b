"""规矩: the published catalogue, and an organ's own switches."""

from typing import Annotated

from fastapi import Depends, Path, Query, Response

from app.core.errors import InvalidCursor, NotFound, RuleViolated
from app.http.answers import answers, nothing, page, reply
from app.http.dependencies import provide, requires
from app.http.routing import office_router
from app.schemas.common import Page
from app.schemas.rules import RuleQuery, RuleRead, RuleRow, SwitchChange
from app.services.office.rules import RuleService
from app.vocabulary.identity import Permission

router = office_router("/rules", "rules")
Rules = Annotated[RuleService, Depends(provide(RuleService))]
PathRule = Annotated[
    str, Path(min_length=3, max_length=40, pattern=r"^[A-Z]+-[A-Z0-9]+$", description="规则编号", examples=["DOC-I04"])
]
EVERYBODY_KNOWN = [Depends(requires(Permission.SELF))]
SWITCHER = [Depends(requires(Permission.RULES_WRITE))]


@router.get(
    "",
    summary="规则列表 List rules",
    response_model=Page[RuleRow],
    responses=answers(InvalidCursor),
    dependencies=EVERYBODY_KNOWN,
)
async def list_rules(wanted: Annotated[RuleQuery, Query()], rules: Rules) -> Response:
    """全部规则及其在本机关的效力：拦截、提醒或者关闭。 Every rule and how it bites in the caller's organ."""
    return page(await rules.search(wanted.wanted("catalogue")))


@router.get(
    "/{rule_id}",
    summary="查看规则 Get a rule",
    response_model=RuleRead,
    responses=answers(NotFound),
    dependencies=EVERYBODY_KNOWN,
)
async def get_rule(rule_id: PathRule, rules: Rules) -> Response:
    """规则的内容、依据、约束的机构类型和本机关的设置。 Statement, source, reach and the organ's own switch."""
    return reply(await rules.one(rule_id))


@router.put(
    "/{rule_id}/switch",
    summary="设置规则效力 Switch a rule",
    response_model=RuleRead,
    responses=answers(NotFound, RuleViolated),
    dependencies=SWITCHER,
)
async def switch_rule(rule_id: PathRule, said: SwitchChange, rules: Rules) -> Response:
    """只对本机关；有约束力的法规、由结构保证的规则和保密、三员规则不得放宽（SEC-R04）。

    For the caller's organ; binding law and what guards secrecy cannot be made milder."""
    return reply(await rules.switch(rule_id, said))


@router.delete(
    "/{rule_id}/switch",
    summary="取消规则设置 Take a switch away",
    status_code=204,
    responses=answers(NotFound),
    dependencies=SWITCHER,
)
async def unswitch_rule(rule_id: PathRule, rules: Rules) -> Response:
    """恢复规则的默认效力。 The rule bites as it does by default."""
    await rules.unswitch(rule_id)
    return nothing()
