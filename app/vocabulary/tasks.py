"""Terms of the to-do list."""

from app.vocabulary.labelled import Labelled


class TaskKind(Labelled):
    STEP = "step", "流程办理"
    DECIDE = "decide", "审批"
    COUNTERSIGN = "countersign", "会签"
    READ = "read", "传阅"
    HANDLE = "handle", "承办"
    REPORT = "report", "反馈"


class TaskState(Labelled):
    WAITING = "waiting", "未轮到"
    OPEN = "open", "待办"
    DONE = "done", "已办"
    CANCELLED = "cancelled", "已取消"


class Part(Labelled):
    """What an assignee is among several."""

    SOLE = "sole", "经办"
    LEAD = "lead", "主办"
    CO = "co", "协办"
    READER = "reader", "传阅人"


class Order(Labelled):
    """How a reading list or a group of signatures runs."""

    IN_TURN = "in_turn", "依次"
    PARALLEL = "parallel", "并行"


class SignMode(Labelled):
    """When a group of parallel tasks is settled."""

    ALL = "all", "全部"
    ANY = "any", "任一"
    SOME = "some", "若干"


class OpinionKind(Labelled):
    PROPOSAL = "proposal", "拟办意见"
    INSTRUCTION = "instruction", "领导批示"
    READING = "reading", "阅示"
    HANDLING = "handling", "承办意见"
    RESULT = "result", "注办"
    REMARK = "remark", "说明"
    REVIEW = "review", "核稿意见"
    COSIGN = "cosign", "会签意见"
    SIGNATURE = "signature", "签发意见"
