"""The holidays and made-up workdays (调休) that are shipped: what the State Council's yearly notices said so far."""

import csv
from datetime import date
from functools import cache
from importlib.resources import files

from app.engine.calendar import Day
from app.vocabulary.calendar import DayKind


@cache
def shipped_days() -> tuple[Day, ...]:
    """Every day a notice sets apart from the plain week, by date."""
    text = files("app.engine").joinpath("data", "calendar.csv").read_text(encoding="utf-8")
    return tuple(
        Day(date.fromisoformat(row["on"]), DayKind(row["kind"]), row["name"], row["source"])
        for row in csv.DictReader(text.splitlines())
    )


@cache
def shipped_years() -> frozenset[int]:
    """The years whose notice is among them: those with a National Day. Days around New Year alone make no year."""
    return frozenset(day.on.year for day in shipped_days() if (day.on.month, day.on.day) == (10, 1))
