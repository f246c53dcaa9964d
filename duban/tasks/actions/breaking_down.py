"""Breaking a task down with targets and limits for each child (任务分解): what is added on the way down is shown first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.organizations.models import User
from duban.tasks.actions.added_demands import ChildWanted, explained, findings_of
from duban.tasks.actions.chains import chain_added
from duban.tasks.actions.drafts import Changes, DraftRefused, draft_of
from duban.tasks.actions.measures import TaskMeasures, measures_of
from duban.tasks.actions.measuring import set_measures
from duban.tasks.actions.moving import begin, finish, wanted_reason
from duban.tasks.actions.opening import open_child, refuse_deeper, refuse_leads
from duban.tasks.models import Direction, Task
from duban.tasks.rules.rhythms import is_rhythm
from duban.tasks.states import FINAL_STATES, Verb


@transaction.atomic
def break_down(
    task: Task, children: Sequence[ChildWanted], *, actor: User, reason: str, answer: str = ""
) -> list[Task]:
    """Open a child for each unit with its own target, limit and rhythm.

    Raise BreakdownWarned where something is added on the way down and no answer says why; the findings and the answer
    stay in the task's move. Nothing is forbidden.
    """
    step = begin(task, Verb.FAN_OUT, actor)
    reason = wanted_reason(reason)
    said = foresee(task, children, answer)
    draft, measures = draft_of(task), measures_of(task)
    names = "、".join(child.unit.name for child in children)
    finish(step, changes={"fan_out_to": ["", names], **said}, reason=reason)
    opened = []
    for child in children:
        wanted = replace(draft, lead_unit=child.unit, fan_out_to=())
        if child.deadline and child.deadline != task.deadline:
            explanation = f"分解时定为 {child.deadline}"
            wanted = replace(
                wanted, deadline=child.deadline, deadline_text="", deadline_explanation=explanation, deadline_from=None
            )
        if child.reporting_rhythm.strip():
            wanted = replace(wanted, reporting_rhythm=child.reporting_rhythm.strip())
        row = open_child(task, wanted, actor=actor)
        if child.target is not None:
            own = TaskMeasures(direction=measures.direction, target=child.target, unit=measures.unit)
            row = set_measures(row, own, actor=actor, answer=answer or reason)
        opened.append(row)
    return opened


def foresee(task: Task, children: Sequence[ChildWanted], answer: str = "") -> Changes:
    """Return what the breakdown would keep of findings and answer; raise what would refuse it. Writes nothing."""
    _check(task, children)
    parent, parts, findings = findings_of(task, children)
    chain = chain_added(task, parts[-len(children) :], parts)
    return explained(parent, parts, findings, answer, chain)


def _check(task: Task, children: Sequence[ChildWanted]) -> None:
    """Refuse what cannot be broken down so."""
    refuse_deeper(task)
    if not children:
        raise DraftRefused(_("没有填写分解到哪个单位，请至少填一行。"))
    present = set(task.children.exclude(state__in=FINAL_STATES).values_list("lead_unit", flat=True))
    direction = measures_of(task).direction
    refuse_leads(task, [child.unit for child in children])
    for child in children:
        if child.unit.pk in present:
            raise DraftRefused(
                _("“%(unit)s”已经有分解的事项，请删去这一行，或到那个事项上变更。") % {"unit": child.unit}
            )
        if not child.unit.active:
            raise DraftRefused(_("“%(unit)s”已停用，请改选现在的单位。") % {"unit": child.unit.name})
        if child.target is not None and (child.target < 0 or (child.target == 0 and direction == Direction.FLOOR)):
            raise DraftRefused(_("“%(unit)s”的目标值要大于 0，请改正。") % {"unit": child.unit})
        _check_days(task, child)
        present.add(child.unit.pk)


def _check_days(task: Task, child: ChildWanted) -> None:
    """Refuse a limit that is over already and a rhythm nobody can read, unless they are the parent's own."""
    if child.deadline and child.deadline != task.deadline and child.deadline < timezone.localdate():
        words = _("“%(unit)s”的办理时限 %(day)s 已经过去，请填今天或以后的日期。")
        raise DraftRefused(words % {"unit": child.unit, "day": child.deadline})
    rhythm = child.reporting_rhythm.strip()
    if rhythm and rhythm != task.reporting_rhythm.strip() and not is_rhythm(rhythm):
        words = _(
            "“%(unit)s”的反馈频次“%(rhythm)s”看不出多久报一次，"
            "请写成“每周”“每半月”“每月5日前”“每季度末月20日前”或“办结时”这样的话。"
        )
        raise DraftRefused(words % {"unit": child.unit, "rhythm": rhythm})
