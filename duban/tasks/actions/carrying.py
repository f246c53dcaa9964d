"""Carrying open tasks over into a new year or a new term (结转): a record on each, nothing about it changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.jobs.actions import enqueue
from duban.organizations.models import Role, User
from duban.organizations.permissions import has_role
from duban.tasks.actions.drafts import DraftRefused
from duban.tasks.actions.moving import log
from duban.tasks.carrying import to_carry
from duban.tasks.models import CarriedTask, CarryOver, CarryOverKind, Task
from duban.tasks.states import TaskState, Verb

CARRY_JOB = "tasks.carry_over"
FROM_MONTH = 12  # a year's carry-over is prepared in December
_AT_ONCE = 100


@transaction.atomic
def order_carry_over(kind: str, into: int, opened_before: date, *, actor: User) -> CarryOver:
    """Have the open tasks carried over in the background; ordered again, only what is not carried yet is."""
    if not has_role(actor, Role.DESK):
        raise PermissionDenied
    _check(kind, into, opened_before)
    ordered, new = CarryOver.objects.get_or_create(
        kind=kind,
        into=into,
        defaults={"opened_before": opened_before, "ordered_by": actor, "ordered_by_name": actor.name},
    )
    if not new and ordered.opened_before != opened_before:
        words = _("“%(into)s”已按 %(day)s 以前立项的结转过；请用同一个日期。")
        raise DraftRefused(words % {"into": ordered, "day": ordered.opened_before})
    if not to_carry(opened_before, ordered).exists():
        raise DraftRefused(_("没有要结转的在办事项，或已经全部结转到“%(into)s”。") % {"into": ordered})
    record("tasks.carry_over", ordered, actor=actor, changes={"carried_into": ["", str(ordered)]})
    ordered.job = enqueue(CARRY_JOB, _("在办事项结转到%s") % ordered, ordered.pk, actor=actor)
    CarryOver.objects.filter(pk=ordered.pk).update(job=ordered.job)
    return ordered


def carry_out(ordered: CarryOver, progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Carry what is not carried yet, some at a time; killed, it goes on where it was. Return how many."""
    total = to_carry(ordered.opened_before, ordered).count()
    done = 0
    while count := _carry_some(ordered):
        done += count
        progress(done, max(done, total))
    return done


@transaction.atomic
def _carry_some(ordered: CarryOver) -> int:
    chosen = list(to_carry(ordered.opened_before, ordered).order_by("id").values_list("pk", flat=True)[:_AT_ONCE])
    tasks = list(Task.objects.select_for_update().filter(pk__in=chosen, in_hand=1).order_by("pk"))
    for task in tasks:
        CarriedTask.objects.create(carry_over=ordered, task=task, state=task.state)
        changes = {"carried_into": [f"{task.year}年立项", str(ordered)]}
        reason = f"结转到{ordered}，编号和记录不变"
        log(task, Verb.CARRY_OVER, ordered.ordered_by, changes, reason, from_state=TaskState(task.state))
    return len(tasks)


def _check(kind: str, into: int, opened_before: date) -> None:
    today = timezone.localdate()
    if kind == CarryOverKind.YEAR:
        if opened_before != date(into, 1, 1):
            raise DraftRefused(_("年度结转从 1 月 1 日算起，请核对年份。"))
        if (today.year, today.month) < (into - 1, FROM_MONTH):
            raise DraftRefused(
                _("%(into)d 年的结转要到 %(before)d 年 12 月才能办。") % {"into": into, "before": into - 1}
            )
    elif not 1 <= into <= 99:
        raise DraftRefused(_("届次要在 1 到 99 之间，请核对。"))
    elif opened_before > today:
        raise DraftRefused(_("新一届的起始日期 %(day)s 还没有到，请到那一天再办。") % {"day": opened_before})
