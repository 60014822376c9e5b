"""What a message says. The matter's number and title, the step and the time; nothing else of its content."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core.clock import SHANGHAI
from app.vocabulary.archives import DisposalAction, DisposalStep, LoanAction, LoanStep
from app.vocabulary.common import MatterKind
from app.vocabulary.documents import IncomingAction, IncomingStep
from app.vocabulary.exchange import ExchangeNews
from app.vocabulary.inbox import NotificationKind
from app.vocabulary.labelled import Labelled
from app.vocabulary.outgoing import OutgoingAction, OutgoingStep
from app.vocabulary.seals import SealRequestAction, SealRequestStep
from app.vocabulary.tasks import TaskKind

_STEPS: Mapping[str, type[Labelled]] = {
    MatterKind.INCOMING_DOCUMENT: IncomingStep,
    MatterKind.OUTGOING_DOCUMENT: OutgoingStep,
    MatterKind.SEAL_REQUEST: SealRequestStep,
    MatterKind.ARCHIVE_LOAN: LoanStep,
    MatterKind.ARCHIVE_DISPOSAL: DisposalStep,
}
_ACTIONS: Mapping[str, type[Labelled]] = {
    MatterKind.INCOMING_DOCUMENT: IncomingAction,
    MatterKind.OUTGOING_DOCUMENT: OutgoingAction,
    MatterKind.SEAL_REQUEST: SealRequestAction,
    MatterKind.ARCHIVE_LOAN: LoanAction,
    MatterKind.ARCHIVE_DISPOSAL: DisposalAction,
}
_TITLE = 150
"""Characters of a matter's title in the title of a message."""


@dataclass(frozen=True, slots=True)
class Message:
    kind: NotificationKind
    title: str
    body: str


def task_message(matter: Any, task: Any) -> Message:
    """A new task, to whoever has it."""
    title = "待阅提醒" if task.kind == TaskKind.READ else NotificationKind.TASK.label
    step = _STEPS[matter.kind](task.step).label
    body = f"{_named(matter)}待您办理：{step}。请于{_when(task.due_at)}前办结。"
    return Message(NotificationKind.TASK, _title(title, matter), body)


def rung_message(matter: Any, task: Any, *, at: datetime, due_at: datetime, to_assignee: bool) -> Message:
    """A rung of the urging ladder, to whoever has the task or answers for it."""
    step = _STEPS[matter.kind](task.step).label
    runs_out = f"将于{_when(due_at)}到期" if at < due_at else f"已于{_when(due_at)}到期，尚未办结"
    whose = "您" if to_assignee else task.assignee_name
    wanted = "请抓紧办理。" if to_assignee else "请予关注。"
    body = f"由{whose}办理的{_named(matter)}（{step}）{runs_out}，{wanted}"
    return Message(NotificationKind.URGING, _title(NotificationKind.URGING.label, matter), body)


def told_message(matter: Any, action: str, actor_name: str | None) -> Message:
    """An act, to those it concerns. Without a name it was another organ's."""
    named = _named(matter)
    if action == "urge":
        body = f"{actor_name}催办{named}，请抓紧办理。"
        return Message(NotificationKind.URGING, _title(NotificationKind.URGING.label, matter), body)
    if actor_name is None:
        return Message(
            NotificationKind.NOTICE,
            _title(NotificationKind.NOTICE.label, matter),
            f"{named}：{_news(matter.kind, action)}。",
        )
    body = f"{named}：{actor_name}已{_ACTIONS[matter.kind](action).label}。"
    return Message(NotificationKind.NOTICE, _title(NotificationKind.NOTICE.label, matter), body)


def _news(kind: str, action: str) -> str:
    """What another organ did."""
    news = {one.value: one.label for one in ExchangeNews}
    return news.get(action) or _ACTIONS[kind](action).label


def _title(heading: str, matter: Any) -> str:
    title = matter.title if len(matter.title) <= _TITLE else matter.title[: _TITLE - 1] + "…"
    return f"{heading}：{title}"


def _named(matter: Any) -> str:
    return f"{matter.number or MatterKind(matter.kind).label}《{matter.title}》"


def _when(moment: datetime) -> str:
    local = moment.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日{local:%H:%M}"
