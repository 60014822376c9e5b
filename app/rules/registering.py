"""Our own rules about putting papers on record; no page of law names them, offices live by them."""

from app.rules.rule import EVERYBODY, Rule
from app.vocabulary.rules import Enforcement, RuleLevel, Severity

# fmt: off
RULES = (
    Rule("OFF-D01", RuleLevel.PRACTICE, Severity.WARN, Enforcement.ENFORCED, "办公室通行做法",
         "同一来文不重复登记：来文单位相同且字号或者标题相同的，核对后说明理由再登记。", EVERYBODY),
)
# fmt: on
