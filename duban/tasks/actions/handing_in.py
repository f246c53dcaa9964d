"""What a unit hands in to an app above is its report in the ledger too: the same is not asked for twice."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from duban.organizations.models import User
from duban.tasks.actions.reporting import ReportFacts, report_progress
from duban.tasks.actions.signing import sign_for
from duban.tasks.models import Report, Task
from duban.tasks.states import TaskState

LONGEST_REPORT = 5000  # as the report's own form takes
_TAKES_REPORTS = (TaskState.SIGNED_FOR, TaskState.IN_PROGRESS, TaskState.SUSPENDED)


@transaction.atomic
def hand_in(task: Task, text: str, *, actor: User) -> Report | None:
    """Sign for the task where that waits, and report on it as the actor's unit; None where it takes no report now.

    Where the unit's head approves its reports, this one is a draft until then.
    """
    if task.state == TaskState.ASSIGNED:
        sign_for(task, actor=actor)
    if task.state not in _TAKES_REPORTS:
        return None
    if len(text) > LONGEST_REPORT:
        text = f"{text[: LONGEST_REPORT - 1]}…"
    return report_progress(task, ReportFacts(text, timezone.localdate()), actor=actor)
