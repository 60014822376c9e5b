"""Words of time limits and urging (催办)."""

from app.vocabulary.labelled import Labelled


class RungWhen(Labelled):
    """On which side of the due moment a rung of the urging ladder lies."""

    BEFORE = "before", "到期前"
    AT = "at", "到期时"
    AFTER = "after", "逾期后"


class RungTarget(Labelled):
    """Who is told when a rung is reached."""

    RESPONSIBLE = "responsible", "责任人"
    HEAD = "head", "部门负责人"
    OFFICE_DIRECTOR = "office_director", "办公室主任"


class Light(Labelled):
    """How an open limit stands (红黄绿灯); always computed, never stored.

    PAUSED is no colour on purpose: while the clock stands (暂停计时) neither "in time" nor "overdue" would be true.
    """

    GREEN = "green", "绿灯"
    YELLOW = "yellow", "黄灯"
    RED = "red", "红灯"
    PAUSED = "paused", "暂停计时"
