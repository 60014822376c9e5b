"""Terms of the to-do list as people look at it, and of the messages they get."""

from app.vocabulary.labelled import Labelled


class Box(Labelled):
    """The three heaps of a desk: to do, to read, done."""

    PENDING = "pending", "待办"
    TO_READ = "to_read", "待阅"
    DONE = "done", "已办"


class Reach(Labelled):
    """Whose tasks a list shows."""

    MINE = "mine", "本人及受托"
    POOL = "pool", "同岗"
    ORGAN = "organ", "本机关"


class NotificationKind(Labelled):
    TASK = "task", "待办提醒"
    URGING = "urging", "催办提醒"
    NOTICE = "notice", "办理动态"
