"""Words of the working calendar (工作日历): kinds of day, units of a limit, what to do at a rest day."""

from app.vocabulary.labelled import Labelled


class DayKind(Labelled):
    WORKDAY = "workday", "工作日"
    WEEKEND = "weekend", "周末"
    HOLIDAY = "holiday", "法定节假日"
    MADE_UP = "made_up", "调休上班"

    @property
    def is_workday(self) -> bool:
        """Whether the office works on such a day."""
        return self in (DayKind.WORKDAY, DayKind.MADE_UP)


class LimitUnit(Labelled):
    """What a limit counts: whole days after the day of the start, or time from the moment of the start."""

    WORKDAY = "workday", "工作日"
    CALENDAR_DAY = "calendar_day", "自然日"
    HOUR = "hour", "小时"
    MINUTE = "minute", "分钟"
    WORK_HOUR = "work_hour", "工作小时"


class Roll(Labelled):
    """Where a limit goes that ends on a rest day. Petitions roll forward, supervision backward, most stay."""

    NONE = "none", "不调整"
    FORWARD = "forward", "顺延至下一工作日"
    BACK = "back", "提前至上一工作日"
