"""Words of the rule catalogue: where a rule comes from, how hard it bites, who sees that it is kept."""

from app.vocabulary.labelled import Labelled


class RuleLevel(Labelled):
    """Where a rule comes from. What binds as law no organ can weaken."""

    LAW = "law", "法规"
    STANDARD = "standard", "标准"
    POLICY = "policy", "政策"
    LOCAL = "local", "地方规定"
    PRACTICE = "practice", "惯例"


class Severity(Labelled):
    """What a finding does: stop the action, ask for a reason, or nothing."""

    BLOCK = "block", "拦截"
    WARN = "warn", "提醒"
    OFF = "off", "关闭"

    @property
    def rank(self) -> int:
        """Higher is stricter."""
        return {Severity.OFF: 0, Severity.WARN: 1, Severity.BLOCK: 2}[self]


class Enforcement(Labelled):
    """Who sees to it in this version: a check, the very shape of data and flow, a person, or nobody yet."""

    ENFORCED = "enforced", "系统校验"
    STRUCTURAL = "structural", "结构保证"
    HUMAN = "human", "人工核对"
    PLANNED = "planned", "未启用"
