"""Ends other than close-out: merged into another task, terminated with a leader's approval."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from duban.organizations.models import User
from duban.tasks.actions.drafts import DraftRefused
from duban.tasks.actions.moving import begin, finish, settle_open_ends, wanted_reason
from duban.tasks.life import allowed_from
from duban.tasks.models import Task, TaskOrigin
from duban.tasks.states import OPEN_STATES, Verb


@transaction.atomic
def merge_into(task: Task, into: Task, *, actor: User, reason: str) -> Task:
    """Let the task go into another open one (并入), which takes a copy of its origins along."""
    reason = wanted_reason(reason)
    step = begin(task, Verb.MERGE, actor)
    into.refresh_from_db(from_queryset=Task.objects.select_for_update())
    _check_target(task, into)
    for origin in task.origins.filter(replaced=False):
        copy = {field.attname: getattr(origin, field.attname) for field in TaskOrigin._meta.concrete_fields}
        TaskOrigin.objects.create(**{**copy, "id": None, "task_id": into.pk})
    values = {**settle_open_ends(task, actor), "merged_into": into}
    return finish(step, values, changes={"merged_into": ["", str(into)]}, reason=reason)


@transaction.atomic
def terminate(task: Task, *, actor: User, approver: str, reason: str) -> Task:
    """End the task and its open children undone, with the leader who approved it (终止)."""
    reason = wanted_reason(reason)
    if not approver.strip():
        raise DraftRefused(_("没有写批准领导，终止要由领导批准；请写明由哪位领导（职务）批准。"))
    step = begin(task, Verb.TERMINATE, actor)
    finish(step, settle_open_ends(task, actor), changes={"approver": ["", approver.strip()[:60]]}, reason=reason)
    for child in task.children.filter(state__in=allowed_from(Verb.TERMINATE)):
        terminate(child, actor=actor, approver=approver, reason=reason)
    return task


def _check_target(task: Task, into: Task) -> None:
    """Refuse a target that is the task itself, ended, its child, or a task that still has children to go along."""
    if into.pk == task.pk:
        raise DraftRefused(_("不能并入事项自己，请选另一个事项。"))
    if into.state not in OPEN_STATES:
        words = _("“%(task)s”现在是“%(state)s”，不能再并入别的事项；请选一个在办的事项。")
        raise DraftRefused(words % {"task": into.number, "state": into.get_state_display()})
    if task.children.filter(state__in=OPEN_STATES).exists():
        raise DraftRefused(_("事项还有分解到单位的在办事项，请先处理完再并入。"))
