"""Putting papers on record."""

from collections.abc import Sequence

from app.rules.finding import Finding, Findings


def check_duplicates(numbers: Sequence[str | None]) -> Findings:
    """A paper is registered once. ``numbers`` are the incoming numbers of papers that look the same (OFF-D01)."""
    if not numbers:
        return ()
    seen = "、".join(number or "未编号" for number in numbers)
    return (Finding("OFF-D01", f"疑似重复来文：{seen}", "/sender_number"),)
