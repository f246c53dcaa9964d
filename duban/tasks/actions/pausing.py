"""The stop-clock: a task suspended with its reason and taken up again; the paused days are kept."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from duban.organizations.models import User
from duban.tasks.actions.drafts import Changes
from duban.tasks.actions.moving import begin, finish, wanted_reason
from duban.tasks.models import Suspension, Task
from duban.tasks.states import Verb


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
    """Let the clock run again from today (恢复计时): the days paused are added to the deadline and kept apart."""
    reason = wanted_reason(reason)
    step = begin(task, Verb.RESUME, actor)
    pause = Suspension.objects.get(task=task, resumed_on=None)
    days = max((today - pause.first_day).days, 0)
    pause.resumed_on, pause.resumed_by, pause.resumed_by_name = pause.first_day + timedelta(days), actor, actor.name
    pause.save()
    values: dict[str, object] = {"state": pause.state_before, "paused_days": task.paused_days + days}
    changes: Changes = {}
    if task.deadline and days:
        later = task.deadline + timedelta(days)
        changes["deadline"] = [str(task.deadline), str(later)]
        line = f"暂停计时 {pause.first_day} 至 {today}，共 {days} 天 → {later}"
        explained = f"{task.deadline_explanation}\n{line}".strip()
        values |= {"deadline": later, "deadline_explanation": explained}
    return finish(step, values, changes=changes, reason=reason)
