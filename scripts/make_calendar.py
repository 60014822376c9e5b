"""Write app/engine/data/calendar.csv from the development package chinesecalendar: python -m scripts.make_calendar."""

import csv
import io
from datetime import date
from pathlib import Path

from chinese_calendar import constants

TARGET = Path(__file__).parent.parent / "app" / "engine" / "data" / "calendar.csv"

NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日",
}


def source(on: date, holiday: str) -> str:
    """The notice a day comes from; the New Year's days of December stand in the notice of the year that begins."""
    year = on.year + (on.month == 12 and NAMES[holiday] == "元旦")
    return f"国务院办公厅关于{year}年部分节假日安排的通知"


def calendar_csv() -> str:
    """Every day that the notices set apart from the plain week, as the text of the shipped file."""
    rows = [(on, "holiday", NAMES[name], source(on, name)) for on, name in constants.holidays.items()]
    rows += [(on, "made_up", f"{NAMES[name]}调休", source(on, name)) for on, name in constants.workdays.items()]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("on", "kind", "name", "source"))
    writer.writerows(sorted(rows))
    return text.getvalue()


if __name__ == "__main__":
    TARGET.write_text(calendar_csv(), encoding="utf-8")
