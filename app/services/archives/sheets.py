"""发文稿纸 and 文件处理单 as text: who wrote and said what when, so that the file tells its own story (ARC-R07, ARC-R16)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from app.core.clock import SHANGHAI
from app.vocabulary.tasks import OpinionKind


def drafting_sheet(title: str, facts: Iterable[tuple[str, str]], opinions: Sequence[Any]) -> str:
    """发文稿纸: the facts of the draft and what was said at 核稿, 会签 and 签发."""
    return "\n".join(["发文稿纸", "", *_facts(title, facts), "", "审核、会签、签发意见", *_opinions(opinions), ""])


def processing_sheet(
    title: str, facts: Iterable[tuple[str, str]], opinions: Sequence[Any], trail: Sequence[Any]
) -> str:
    """文件处理单: the facts, every opinion, every step."""
    steps = [
        "　".join(filter(None, (_when(one.at), one.actor_name, one.action, one.state_after, one.note))) for one in trail
    ]
    return "\n".join(
        ["文件处理单", "", *_facts(title, facts), "", "办理意见", *_opinions(opinions), "", "办理过程", *steps, ""]
    )


def _facts(title: str, facts: Iterable[tuple[str, str]]) -> list[str]:
    return [f"标题：{title}", *(f"{label}：{value}" for label, value in facts if value)]


def _opinions(opinions: Sequence[Any]) -> list[str]:
    return [
        f"{_when(one.at)}　{one.name}{f'（代{one.principal}）' if one.principal else ''}　"
        f"{OpinionKind(one.kind).label}：{one.text}"
        for one in opinions
    ]


def _when(moment: datetime) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
