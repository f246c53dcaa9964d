"""The three clocks of a task: until when it is to be signed for, reported on, and done. Which runs when stands here."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from duban.dates.deadlines import first_limit
from duban.dates.default_limits import BadLimits, default_limit
from duban.dates.rhythm import Rhythm, last_due, next_due, rhythm_of
from duban.dates.workdays import Calendar, count_working_days, load_calendar
from duban.settings import setting
from duban.tasks.actions.drafts import DraftRefused, TaskDraft
from duban.tasks.models import Task
from duban.tasks.states import TaskState

REPORTING = (TaskState.ASSIGNED, TaskState.SIGNED_FOR, TaskState.IN_PROGRESS)  # where reports fall due
_KINDS = {"meeting": "会议纪要", "directive": "批示一般", "document": "公文"}  # a source's kind in the default limits


def sign_limit(day: date | None = None, calendar: Calendar | None = None) -> date | None:
    """Return the day by which units sign for what is assigned on `day` (today), None where the office sets no limit."""
    days = setting("DUBAN_SIGN_WITHIN")
    if not days.isdigit() or not int(days):
        return None
    return count_working_days(day or timezone.localdate(), int(days), calendar or load_calendar()).last


def rhythm_for(words: str, deadline: date | None, deadline_text: str) -> Rhythm | None:
    """Return the rhythm a task is reported in: its own, else that of a limit that recurs and has no day."""
    return rhythm_of(words or ("" if deadline else deadline_text))


def task_rhythm(task: Task) -> Rhythm | None:
    """Return the rhythm of a stored task."""
    return rhythm_for(task.reporting_rhythm, task.deadline, task.deadline_text)


def report_limit(task: Task, after: date, calendar: Calendar | None = None) -> date | None:
    """Return the next day after `after` on which the task is to be reported on, None without a rhythm."""
    rhythm = task_rhythm(task)
    return next_due(rhythm, after, calendar or load_calendar(), _start(task)) if rhythm else None


def rolled_report_limit(task: Task, on: date) -> date | None:
    """Return when the next report is due after one sent on that day.

    A report answers the due day whose period it falls into; one sent before that period began leaves the day as it is.
    """
    rhythm, due = task_rhythm(task), task.report_by
    if rhythm is None or task.state not in REPORTING:
        return due
    calendar = load_calendar()
    if due is None:
        return next_due(rhythm, on, calendar, _start(task))
    begun = last_due(rhythm, due, calendar, _start(task))
    if begun and on <= begun:
        return due
    return next_due(rhythm, max(on, due), calendar, _start(task))


def clocks_after(task: Task, before: TaskState, given: bool, values: dict[str, Any]) -> dict[str, Any]:
    """Return the limits the task has once `values` are written; `given` says that it is assigned (anew) by the move.

    The first report is due after the task was given or taken up again; none is while nobody can report.
    """
    found: dict[str, Any] = {}
    after, today = TaskState(values.get("state", task.state)), timezone.localdate()
    if after is TaskState.ASSIGNED and (given or before is not TaskState.ASSIGNED):
        found["sign_by"] = sign_limit(today)
    if after not in REPORTING:
        found["report_by"] = None
    elif before not in REPORTING or given or _new_rhythm(task, values):
        rhythm = _rhythm_after(task, values)
        found["report_by"] = next_due(rhythm, today, load_calendar(), _start(task)) if rhythm else None
    return {name: day for name, day in found.items() if name not in values and day != getattr(task, name)}


def day_given(day: date, explanation: str) -> dict[str, Any]:
    """Return the values of a deadline that a person set: no holiday notice moves it, earlier pauses stand in it."""
    return {"deadline": day, "deadline_explanation": explanation.strip(), "deadline_from": None, "deadline_shift": 0}


def counted_from(draft: TaskDraft) -> date | None:
    """Return the day the draft's deadline was counted from, None where its words do not give this deadline."""
    if not (draft.deadline and draft.deadline_from and draft.deadline_text):
        return None
    limit = first_limit(draft.deadline_text, draft.deadline_from)
    return draft.deadline_from if limit and limit.value == draft.deadline else None


def counts_working_days(task: Task) -> bool:
    """Tell whether the deadline is so many working days from a day, so that pauses count in working days too."""
    if not (task.deadline_from and task.deadline_text):
        return False
    limit = first_limit(task.deadline_text, task.deadline_from)
    return limit is not None and limit.rule == "limit.working_days"


def shifted(day: date, days: int, *, working: bool, calendar: Calendar) -> date:
    """Return the day so many days, or working days, later."""
    return count_working_days(day, days, calendar).last if working else day + timedelta(days)


def with_default_limit(draft: TaskDraft, start: date) -> TaskDraft:
    """Return the draft with the office's default limit where its text gives none and a set of limits is on."""
    if draft.deadline or draft.deadline_text or draft.source not in _KINDS:
        return draft
    try:
        default = default_limit(_KINDS[draft.source], start)
    except BadLimits as wrong:
        raise DraftRefused(str(wrong)) from None
    if default is None:
        return draft
    return replace(
        draft,
        deadline=default.limit.value,
        deadline_text=f"{DEFAULT_MARK}{default.limit.text}",
        deadline_explanation="\n".join(default.explanation),
        deadline_from=start,
    )


DEFAULT_MARK = "默认："  # before the words of a limit that is not the text's


def _start(task: Task) -> date:
    return timezone.localdate(task.opened_at) if task.opened_at else timezone.localdate()


def _rhythm_after(task: Task, values: dict[str, Any]) -> Rhythm | None:
    names = ("reporting_rhythm", "deadline", "deadline_text")
    words, deadline, text = (values.get(name, getattr(task, name)) for name in names)
    return rhythm_for(words, deadline, text)


def _new_rhythm(task: Task, values: dict[str, Any]) -> bool:
    asked = {"reporting_rhythm", "deadline", "deadline_text"} & set(values)
    return bool(asked) and _rhythm_after(task, values) != task_rhythm(task)
