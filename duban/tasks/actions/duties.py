"""What a person has in hand in the ledger by name, and its going to a successor: the ledger's `duty_holders`."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from duban.organizations.holdings import Holding
from duban.organizations.models import User
from duban.tasks.actions.moving import log, write
from duban.tasks.models import Report, ReportState, Task
from duban.tasks.states import TaskState, Verb


def duties_of(user: User) -> list[Holding]:
    """Return the open tasks the person is in charge of, and what they drafted and has not gone out."""
    tasks = [
        Holding(f"task:{task.pk}", _("承办的事项"), f"{task.number} {task.title}", task.get_absolute_url())
        for task in _in_charge(user).order_by("number")
    ]
    drafts = [
        Holding(
            f"report:{row.pk}", _("未报出的草稿"), f"{row.task.number} {row.task.title}", row.task.get_absolute_url()
        )
        for row in _drafts(user).select_related("task")
    ]
    return [*tasks, *drafts]


def hand_over_duties(user: User, successor: User, *, actor: User, reason: str) -> int:
    """Name the successor on the person's tasks, with a move and an audit row each, and give them the drafts."""
    count = 0
    for task in _in_charge(user).select_for_update():
        values = {"person_in_charge": successor.name, "telephone": successor.telephone}
        changes = {name: [getattr(task, name), value] for name, value in values.items() if getattr(task, name) != value}
        write(task, dict(values))
        log(task, Verb.CHANGE, actor, changes, reason, from_state=TaskState(task.state))
        count += 1
    return count + _drafts(user).update(author=successor, author_name=successor.name)


def _in_charge(user: User) -> QuerySet[Task]:
    """Return the open tasks of the person's units that name them; a task knows the person in charge by name alone."""
    units = user.posts.values("unit")
    return Task.objects.filter(in_hand=1, lead_unit__in=units, person_in_charge=user.name)


def _drafts(user: User) -> QuerySet[Report]:
    return Report.objects.filter(author=user, task__in_hand=1).exclude(state=ReportState.SENT)
