"""Three kinds of late, told apart everywhere by the same conditions: not signed for, not reported, past the deadline."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duban.tasks.models import Task
from duban.tasks.states import OPEN_STATES, TaskState


class Late(StrEnum):
    """How a task is late; it may be late in more than one way."""

    SIGNING = "signing"  # 领办逾期
    REPORTING = "reporting"  # 反馈逾期
    DEADLINE = "deadline"  # 办理逾期


LATE_LABELS: dict[Late, str | Promise] = {
    Late.SIGNING: _("领办逾期"),
    Late.REPORTING: _("反馈逾期"),
    Late.DEADLINE: _("办理逾期"),
}


def is_late(kind: Late, today: date) -> Q:
    """Return the condition for tasks late in this way; the limit's day itself is in time, a stopped clock is never late."""
    if kind is Late.SIGNING:
        return Q(state=TaskState.ASSIGNED.value, sign_by__lt=today)
    if kind is Late.REPORTING:  # no task has this limit while its unit cannot report
        return Q(in_hand=1, report_by__lt=today)
    return Q(in_hand=1, deadline__lt=today) & ~Q(state__in=(TaskState.SUSPENDED.value, TaskState.PROPOSED.value))


def lates_of(task: Task, today: date) -> list[Late]:
    """Return how a fetched task is late, without asking the database."""
    state = TaskState(task.state)
    found = {
        Late.SIGNING: state is TaskState.ASSIGNED and _gone(task.sign_by, today),
        Late.REPORTING: state in OPEN_STATES and _gone(task.report_by, today),
        Late.DEADLINE: state in OPEN_STATES
        and state not in (TaskState.SUSPENDED, TaskState.PROPOSED)
        and _gone(task.deadline, today),
    }
    return [kind for kind, late in found.items() if late]


def _gone(limit: date | None, today: date) -> bool:
    return limit is not None and limit < today
