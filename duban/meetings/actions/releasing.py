"""Releasing: tasks opened, changed and withdrawn exactly as the preview showed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duban.audit.actions import record
from duban.meetings.actions.errors import NotPossible
from duban.meetings.actions.steps import lock
from duban.meetings.models import Action, Meeting
from duban.meetings.queries.releasing import Release, first_item, release_of
from duban.meetings.rules.releasing import Change, Planned
from duban.meetings.rules.segments import paragraph_at
from duban.organizations.models import User
from duban.tasks.actions import Origin, TaskConflict, TaskDraft, change_task, open_tasks, withdraw_task
from duban.tasks.actions import draft_of as draft_of_task
from duban.tasks.models import Task
from duban.tasks.states import MoveRefused

SOURCE = "meeting"


@dataclass(frozen=True, slots=True)
class Released:
    """What a release did."""

    opened: tuple[Task, ...] = ()
    changed: tuple[Task, ...] = ()
    withdrawn: tuple[Task, ...] = ()


@transaction.atomic
def release(meeting: Meeting, *, token: str, actor: User, scope: int | None = None) -> Released:
    """Do what the preview with this token showed; doing it twice does nothing the second time.

    Raise NotPossible where something is undecided, a task has no lead unit, or the preview is out of date.
    """
    meeting = lock(meeting, actor)
    planned = release_of(meeting, scope)
    if planned.plan.empty and not planned.blocked:
        return Released()
    _check(planned, token)
    try:
        opened = _open(meeting, planned, actor)
        changed = tuple(_change(meeting, planned, entry, actor) for entry in planned.plan.changed)
        withdrawn = tuple(_withdraw(task, actor) for task in planned.withdrawn.values())
    except TaskConflict as conflict:
        raise NotPossible(
            _("任务 %(number)s 刚被别人改过，请核对新的预览后再发布。") % {"number": conflict}
        ) from conflict
    except MoveRefused as refused:
        raise NotPossible(_("有任务已办结或已撤回，不能再变更；请在台账中核对后再发布。")) from refused
    Meeting.objects.filter(pk=meeting.pk).update(released_at=timezone.now())
    record(
        "meetings.release",
        meeting,
        actor=actor,
        changes={
            name: ["", "、".join(task.number for task in tasks)]
            for name, tasks in (("opened", opened), ("changed", changed), ("withdrawn", withdrawn))
            if tasks
        },
    )
    return Released(opened, changed, withdrawn)


def _check(planned: Release, token: str) -> None:
    if planned.waiting:
        raise NotPossible(_("还有材料正在解读，请等解读完成后再发布。"))
    if planned.undecided:
        message = ngettext(
            "还有 %(n)d 句待定，请逐条保留或舍去后再发布。",
            "还有 %(n)d 句待定，请逐条保留或舍去后再发布。",
            planned.undecided,
        )
        raise NotPossible(message % {"n": planned.undecided})
    if planned.without_lead:
        first = str(planned.without_lead[0])[:30]
        raise NotPossible(
            _("有 %(n)d 项没有牵头单位（如“%(first)s”），请补上后再发布。")
            % {"n": len(planned.without_lead), "first": first}
        )
    if planned.plan.token != token:
        raise NotPossible(_("预览之后内容又有变化，请核对新的预览后再发布。"))


def _open(meeting: Meeting, planned: Release, actor: User) -> tuple[Task, ...]:
    """Open all that is new in one go: a meeting's hundred tasks take a third of what they take one by one."""
    entries = planned.plan.added
    tasks = open_tasks([_task_draft(meeting, planned, planned.actions[entry.key]) for entry in entries], actor=actor)
    actions = [planned.actions[entry.key] for entry in entries]
    for action, task, entry in zip(actions, tasks, entries, strict=True):
        action.task, action.released = task, dict(entry.draft)
    Action.objects.bulk_update(actions, ["task", "released"])
    return tuple(tasks)


def _change(meeting: Meeting, planned: Release, entry: Planned, actor: User) -> Task:
    """Change only what the correction changed, so that what the ledger added to the task stays."""
    action = planned.actions[entry.key]
    wanted = _task_draft(meeting, planned, action)
    task = Task.objects.get(pk=action.task_id or 0)
    fields = _fields(entry.changes)
    draft = replace(draft_of_task(task), **{name: getattr(wanted, name) for name in fields})
    change_task(task, draft, actor=actor, reason=_("会议确认更正后再次发布"))
    _remember(action, task, entry)
    return task


def _withdraw(task: Task, actor: User) -> Task:
    withdraw_task(task, actor=actor, reason=_("会议确认更正后不再作为任务"))
    Action.objects.filter(task=task).update(task=None, released={})
    return task


def _remember(action: Action, task: Task, entry: Planned) -> None:
    Action.objects.filter(pk=action.pk).update(task=task, released=dict(entry.draft))


def _fields(changes: Iterable[Change]) -> set[str]:
    """Return the fields of a task's draft that follow from changed fields of ours."""
    names = {change.field for change in changes}
    return names | ({"deadline_explanation", "deadline_text", "deadline_from"} if "deadline" in names else set())


def _task_draft(meeting: Meeting, planned: Release, action: Action) -> TaskDraft:
    if action.lead_unit is None:
        raise NotPossible(_("“%(action)s”没有牵头单位，请补上后再发布。") % {"action": str(action)[:30]})
    merged = [row for row in planned.actions.values() if row.merged_into_id == action.pk]
    return TaskDraft(
        source=SOURCE,
        year=(meeting.date or timezone.localdate()).year,
        title=str(action),
        lead_unit=action.lead_unit,
        responsible_units=tuple(action.responsible_units.all()),
        supporting_units=tuple(action.supporting_units.all()),
        data_units=tuple(action.data_units.all()),
        leading_official=action.leading_official,
        deadline=action.deadline,
        deadline_text=action.deadline_text,
        deadline_explanation=action.deadline_explanation,
        deadline_from=meeting.date,
        deliverable=action.deliverable,
        reporting_rhythm=action.reporting_rhythm,
        origins=tuple(_origin(meeting, row) for row in sorted((action, *merged), key=_place)),
        fan_out_to=planned.counties if action.fan_out else (),
    )


def _place(action: Action) -> tuple[int, int]:
    return action.requirement.text_id, action.start


def _origin(meeting: Meeting, action: Action) -> Origin:
    """Return a copy of the quote in its paragraph, with the way back to it."""
    requirement = action.requirement
    text = requirement.text
    first, last = (
        paragraph_at(text.restored, action.start),
        paragraph_at(text.restored, max(action.end - 1, action.start)),
    )
    item = first_item(requirement)
    topics: dict[int, Any] = {row.pk: row.topic for row in requirement.agenda.all()}
    return Origin(
        kind=SOURCE,
        title=meeting.title,
        link=f"{reverse('meetings:confirm', args=[meeting.pk])}?text={text.pk}&place={action.start}#action-{action.pk}",
        agenda_item=topics.get(item or 0, ""),
        text_revision=f"{text.sha256[:16]}-{text.revision}",
        paragraph_number=first.number,
        paragraph=text.restored[first.start : last.end],
        quote=action.quote,
        start=action.start - first.start,
        end=action.end - first.start,
        key=f"meeting:{meeting.pk}",
    )
