"""Breaking a task down with targets and limits for each child (任务分解): what is added on the way down is shown first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duban.organizations.models import Unit, User
from duban.tasks.actions.drafts import DraftRefused, draft_of
from duban.tasks.actions.measuring import TaskMeasures, measures_of, set_measures
from duban.tasks.actions.moving import begin, finish, wanted_reason
from duban.tasks.actions.opening import open_child
from duban.tasks.models import Direction, Task
from duban.tasks.rules.breakdown import Finding, Part, find_added_demands, is_reason
from duban.tasks.rules.breakdown_words import finding_lines
from duban.tasks.rules.case import Direction as RuleDirection
from duban.tasks.states import FINAL_STATES, Verb


@dataclass(frozen=True, slots=True)
class ChildWanted:
    """What one unit gets of the task; an empty limit or rhythm is the parent's own."""

    unit: Unit
    target: Decimal | None = None
    deadline: date | None = None
    reporting_rhythm: str = ""


class BreakdownWarned(DraftRefused):
    """The children are asked for more than the parent and nobody said why; `lines` are the findings, with arithmetic."""

    def __init__(self, message: str, lines: Sequence[str]) -> None:
        super().__init__(message)
        self.lines = lines


def findings_of(task: Task, children: Sequence[ChildWanted]) -> tuple[Part, list[Part], list[Finding]]:
    """Return parent, children (those there already first) and what the children add to what the parent asks."""
    measures = measures_of(task)
    parent = _part(str(task.lead_unit), measures, measures.target, task.deadline, task.reporting_rhythm)
    parts = [
        _part(str(child.lead_unit), own := measures_of(child), own.target, child.deadline, child.reporting_rhythm)
        for child in task.children.exclude(state__in=FINAL_STATES).select_related("lead_unit")
    ]
    parts += [
        _part(
            str(child.unit),
            measures,
            child.target,
            child.deadline or task.deadline,
            child.reporting_rhythm or task.reporting_rhythm,
        )
        for child in children
    ]
    return parent, parts, find_added_demands(parent, parts)


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
    _check(task, children)
    parent, parts, findings = findings_of(task, children)
    if findings and not is_reason(answer):
        lines = finding_lines(parent, parts, findings, english=get_language() == "en")
        raise BreakdownWarned(_("下级的要求比上级多，请看过列出的情况；仍要这样分解的，请写明说明。"), lines)
    draft, measures = draft_of(task), measures_of(task)
    names = "、".join(child.unit.name for child in children)
    changes = {"fan_out_to": ["", names]}
    if findings:
        told = "\n".join(finding_lines(parent, parts, findings, english=False))
        changes |= {"breakdown": ["", told], "breakdown_answer": ["", answer.strip()[:500]]}
    finish(step, changes=changes, reason=reason)
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
            row = set_measures(row, own, actor=actor)
        opened.append(row)
    return opened


def _check(task: Task, children: Sequence[ChildWanted]) -> None:
    """Refuse what cannot be broken down so."""
    if task.parent_id is not None:
        raise DraftRefused(_("“%(task)s”本身是分解来的，不能再往下分解；请在上级事项上分解。") % {"task": task.number})
    if not children:
        raise DraftRefused(_("没有填写分解到哪个单位，请至少填一行。"))
    present = set(task.children.exclude(state__in=FINAL_STATES).values_list("lead_unit", flat=True))
    direction = measures_of(task).direction
    for child in children:
        if child.unit == task.lead_unit:
            raise DraftRefused(_("“%(unit)s”是本事项的牵头单位，不能把事项分解给它自己。") % {"unit": child.unit})
        if child.unit.pk in present:
            raise DraftRefused(
                _("“%(unit)s”已经有分解的事项，请删去这一行，或到那个事项上变更。") % {"unit": child.unit}
            )
        if not child.unit.active:
            raise DraftRefused(_("“%(unit)s”已停用，请改选现在的单位。") % {"unit": child.unit.name})
        if child.target is not None and (child.target < 0 or (child.target == 0 and direction == Direction.FLOOR)):
            raise DraftRefused(_("“%(unit)s”的目标值要大于 0，请改正。") % {"unit": child.unit})
        present.add(child.unit.pk)


def _part(name: str, measures: TaskMeasures, target: Decimal | None, deadline: date | None, rhythm: str) -> Part:
    return Part(
        name=name,
        direction=RuleDirection(measures.direction),
        target=None if target is None else Fraction(target),
        unit=measures.unit if target is not None else "",
        deadline=deadline,
        reporting=rhythm or None,
    )
