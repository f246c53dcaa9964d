"""What several tasks were before they were changed together, and back again: each task by its own change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.organizations.models import Unit, User
from duban.tasks.actions.drafts import DraftRefused, TaskDraft, drafts_of
from duban.tasks.actions.moving import TaskConflict
from duban.tasks.actions.opening import change_task
from duban.tasks.models import BatchRun, Task
from duban.tasks.permissions import may_write
from duban.tasks.states import OPEN_STATES, MoveRefused

_UNITS = ("responsible_units", "supporting_units", "data_units")
_DAYS = ("deadline", "deadline_from")
_WORDS = ("deadline_text", "deadline_explanation")
Values = dict[str, Any]


def values_before(task: Task) -> dict[str, Values]:
    """Return what a change of lead or deadline can alter of the task and its open children, by their ids."""
    below = Task.objects.filter(Q(parent=task) | Q(parent__parent=task), state__in=OPEN_STATES)
    tasks = [task, *below.select_related("lead_unit")]
    return {str(key): _values(draft) for key, draft in drafts_of(tasks).items()}


def versions_after(before: Mapping[str, Values]) -> dict[str, int]:
    """Return the versions of the same tasks once they are changed: later writes stand against undoing."""
    return {str(pk): version for pk, version in Task.objects.filter(pk__in=before).values_list("pk", "version")}


@transaction.atomic
def keep_batch(deed: str, value: str, reason: str, rows: Sequence[Values], *, actor: User) -> BatchRun:
    """Keep what was done to which tasks, each of which its own move has told of already."""
    if not may_write(actor):
        raise PermissionDenied
    run = BatchRun.objects.create(
        deed=deed, value=value[:300], reason=reason[:500], rows=list(rows), made_by=actor, made_by_name=actor.name
    )
    told = {"value": ["", run.value], "tasks": ["", "、".join(row["number"] for row in rows)]}
    record("tasks.batch", run, actor=actor, changes=told, reason=run.reason)
    return run


def undo_batch(run: BatchRun, *, actor: User) -> tuple[int, int]:
    """Give the tasks back what they were, each in its own transaction; return how many, and how many stay as they are.

    A task that somebody went on with since stays; why is written beside it. Undone once, nothing is left to undo.
    """
    if not may_write(actor):
        raise PermissionDenied
    with transaction.atomic():
        if not BatchRun.objects.filter(pk=run.pk, undone_at=None).update(
            undone_at=timezone.now(), undone_by_name=actor.name
        ):
            raise MoveRefused(_("这次批量变更已经撤销过，请刷新页面查看。"))
    run.refresh_from_db()
    done = 0
    for row in run.rows:
        try:
            with transaction.atomic():
                _give_back(row, actor, run)
        except (DraftRefused, MoveRefused, TaskConflict) as refusal:
            row["outcome"], row["undone"] = str(refusal), False
        else:
            row["outcome"], row["undone"] = "", True
            done += 1
    with transaction.atomic():
        run.save(update_fields=["rows"])
        undone = "、".join(row["number"] for row in run.rows if row["undone"])
        record("tasks.undo_batch", run, actor=actor, changes={"tasks": ["", undone]})
    return done, len(run.rows) - done


def _give_back(row: Values, actor: User, run: BatchRun) -> None:
    """Change the task, then its children where they had values of their own."""
    before, after = row["before"], row["after"]
    tasks = {task.pk: task for task in Task.objects.select_related("lead_unit").filter(pk__in=before)}
    if any(task.version != after.get(str(key)) for key, task in tasks.items()):
        raise TaskConflict(_("批量变更以后又有办理，没有撤销；要改请到事项页。"))
    reason = _("撤销 %(at)s 的批量变更") % {"at": f"{timezone.localtime(run.made_at):%Y-%m-%d %H:%M}"}
    first = tasks.pop(row["task"])
    change_task(first, _draft(drafts_of([first])[first.pk], before[str(first.pk)]), actor=actor, reason=reason)
    for key in sorted(tasks, key=lambda key: tasks[key].part):  # read one by one: a child's change reaches its own
        child = Task.objects.select_related("lead_unit").get(pk=key)
        change_task(child, _draft(drafts_of([child])[child.pk], before[str(child.pk)]), actor=actor, reason=reason)


def _values(draft: TaskDraft) -> Values:
    return {
        "lead_unit": draft.lead_unit.pk,
        **{name: [unit.pk for unit in getattr(draft, name)] for name in _UNITS},
        **{name: day.isoformat() if (day := getattr(draft, name)) else None for name in _DAYS},
        **{name: getattr(draft, name) for name in _WORDS},
    }


def _draft(now: TaskDraft, before: Values) -> TaskDraft:
    """Return the draft as it is now with the values from before."""
    keys = {before["lead_unit"], *(key for name in _UNITS for key in before[name])}
    units = Unit.objects.in_bulk(keys)
    given: Values = {name: tuple(units[key] for key in before[name]) for name in _UNITS}
    given |= {name: date.fromisoformat(before[name]) if before[name] else None for name in _DAYS}
    given |= {name: before[name] for name in _WORDS}
    return replace(now, lead_unit=units[before["lead_unit"]], **given)
