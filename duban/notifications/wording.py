"""What a notice says. Records keep the office's own language, whatever the reader has chosen."""

from __future__ import annotations

from datetime import date

from duban.notifications.rules.ladders import Level, Limit
from duban.tasks.models import Task

WHAT = {Limit.SIGNING: "签收", Limit.REPORTING: "报送进展", Limit.DEADLINE: "办结"}
LATE = {Limit.SIGNING: "领办逾期", Limit.REPORTING: "反馈逾期", Limit.DEADLINE: "办理逾期"}
PAPER = {Level.REMINDER: "提醒单", Level.SUPERVISION: "督办单", Level.CIRCULAR: "通报"}


def reminder_text(task: Task, limit: Limit, level: Level, on: date, working_days: int) -> str:
    """Return the sentence for a step: what is owed by when, and how many working days are left or gone."""
    matter = f"{task.number} {task.title}"[:300]
    if level is Level.DUE:
        return f"今日到期：{matter}，应于 {on} 前{WHAT[limit]}（{task.lead_unit.name}）"
    if level is Level.NEAR:
        return f"还有 {working_days} 个工作日：{matter}，应于 {on} 前{WHAT[limit]}（{task.lead_unit.name}）"
    paper = f"，按规则应发{PAPER[level]}" if level in PAPER else ""
    return f"{LATE[limit]} {working_days} 个工作日：{matter}，时限 {on}（{task.lead_unit.name}）{paper}"


def subject(day: date, count: int) -> str:
    """Return the subject of a digest."""
    return f"督办提醒 {day}：{count} 项"


def body(texts: list[str], address: str) -> str:
    """Return the body of a digest: one line a matter, then where to find them."""
    lines = [f"{place}. {text}" for place, text in enumerate(texts, start=1)]
    return "\n".join([*lines, "", f"详情请登录督办系统查看：{address}" if address else "详情请登录督办系统查看。"])
