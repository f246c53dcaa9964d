"""The stop-clock: a task suspended with its reason and taken up again; the paused days are kept."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from duban.dates.workdays import DAY, load_calendar, working_days_between
from duban.organizations.models import User
from duban.tasks.actions.clocks import counts_working_days, shifted
from duban.tasks.actions.drafts import Changes
from duban.tasks.actions.moving import begin, finish, wanted_reason
from duban.tasks.models import Suspension, Task
from duban.tasks.states import TaskState, Verb


@transaction.atomic
def suspend(task: Task, *, actor: User, reason: str, today: date) -> Task:
    """Stop the task's clock from today on (暂停计时); its lamp stays as it is."""
    reason = wanted_reason(reason)
    step = begin(task, Verb.SUSPEND, actor)
    Suspension.objects.create(
        task=task, first_day=today, state_before=step.state.value, reason=reason,
        suspended_by=actor, suspended_by_name=actor.name,
    )  # fmt: skip
    return finish(step, reason=reason)


@transaction.atomic
def resume(task: Task, *, actor: User, reason: str, today: date) -> Task:
    """Let the clock run again from today (恢复计时): the days paused are added to the deadline and kept apart.

    A deadline counted in working days is put off by the working days paused, any other by the days.
    """
    reason = wanted_reason(reason)
    step = begin(task, Verb.RESUME, actor)
    pause = Suspension.objects.get(task=task, resumed_on=None)
    days = max((today - pause.first_day).days, 0)
    pause.resumed_on, pause.resumed_by, pause.resumed_by_name = pause.first_day + timedelta(days), actor, actor.name
    pause.save()
    values: dict[str, object] = {"paused_days": task.paused_days + days}
    changes: Changes = {}
    if task.deadline and days:
        calendar, working = load_calendar(), counts_working_days(task)
        lost = working_days_between(pause.first_day - DAY, today - DAY, calendar) if working else days
        later = shifted(task.deadline, lost, working=working, calendar=calendar)
        changes = {"deadline": [str(task.deadline), str(later)]} if lost else {}
        line = f"暂停计时 {pause.first_day} 至 {today}，共 {lost} {'个工作日' if working else '天'} → {later}"
        values |= {
            "deadline": later,
            "deadline_explanation": f"{task.deadline_explanation}\n{line}".strip(),
            "deadline_shift": task.deadline_shift + lost,
        }
    return finish(step, values, changes=changes, reason=reason, before=TaskState(pause.state_before))
