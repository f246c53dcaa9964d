"""How far a task is to go and how far it is: targets set by the office, figures taken from the units' reports."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from duban.organizations.models import User
from duban.tasks.actions.added_demands import added_by, child_part
from duban.tasks.actions.drafts import Changes, DraftRefused
from duban.tasks.actions.measures import MilestoneFacts, TaskMeasures, measures_of
from duban.tasks.actions.moving import begin, finish
from duban.tasks.models import Direction, Funds, Milestone, Quantity, RollUp, Task
from duban.tasks.page_rows import FIGURES, counted_reports_of, funds_of, milestones_of, quantity_of
from duban.tasks.rules.rule_sets import own_rules_folder, rule_set_names
from duban.tasks.rules.shares import plain
from duban.tasks.states import Verb
from duban.web.prepared import remember, update


@transaction.atomic
def set_measures(task: Task, measures: TaskMeasures, *, actor: User, answer: str = "") -> Task:
    """Set what the task is measured by; nothing changed writes nothing.

    Raise BreakdownWarned where a child is asked for more than before, beyond its parent, and no answer says why.
    """
    step = begin(task, Verb.SET_MEASURES, actor)
    _check(task, measures)
    changes = _differences(measures_of(task), measures)
    if not changes:
        return task
    changes |= added_by(task, child_part(task, measures), answer)
    _store_quantity(task, measures)
    _store_milestones(task, measures.milestones)
    if measures.budget is None:
        Funds.objects.filter(task=task).delete()
    else:
        Funds.objects.update_or_create(task=task, defaults={"budget": measures.budget})
    refresh_figures(task)
    values: dict[str, Any] = {
        name: getattr(measures, name) for name in ("start", "roll_up", "roll_up_weight", "rule_set")
    }
    return finish(step, values, changes=changes, measured=True)


def change_target(task: Task, target: Decimal) -> Changes:
    """Write a granted target; return the change in words."""
    quantity = Quantity.objects.get(task=task)
    changes = {"target": [_number(quantity.target), _number(target)]}
    Quantity.objects.filter(pk=quantity.pk).update(target=target)
    return changes


def refresh_figures(task: Task) -> int | None:
    """Take the task's figures from its sent reports that no later one corrects; return the typed percentage.

    The newest figure counts, by the day it stands for; a corrected report's figures go with it. The task object has its
    quantity and milestones as they are stored then.
    """
    figures: dict[str, Any] = {}
    last: dict[str, date] = {}
    done: dict[int, str] = {}
    for as_of, milestones_done, *reported in counted_reports_of(task.pk):
        given = {name: value for name, value in zip(FIGURES, reported, strict=True) if value is not None}
        figures |= given
        last |= dict.fromkeys(given, as_of)
        done |= {int(pk): day for pk, day in milestones_done.items()}
    quantity, milestones = quantity_of.first(task.pk), milestones_of(task.pk)
    if quantity is not None:
        reached_on = last.get("actual") or last.get("text_met")
        reached = {"actual": figures.get("actual"), "actual_on": reached_on, "text_met": figures.get("text_met", False)}
        _store_changed(quantity, reached)
    for funds in funds_of(task.pk):
        paid_on = last.get("paid") or last.get("allotted")
        spent = {"allotted": figures.get("allotted"), "paid": figures.get("paid"), "funds_on": paid_on}
        _store_changed(funds, spent)
    for milestone in milestones:
        day = done.get(milestone.pk)
        _store_changed(milestone, {"done": date.fromisoformat(day) if day else None})
    task._state.fields_cache["quantity"] = quantity
    remember(task, "milestones", milestones)
    percent: int | None = figures.get("typed_percent")
    return percent


def _store_changed(row: Quantity | Funds | Milestone, values: dict[str, Any]) -> None:
    """Write the values where the row has others: most reports leave most of them as they were."""
    if all(getattr(row, name) == value for name, value in values.items()):
        return
    update(type(row), values, id=row.pk)
    for name, value in values.items():
        setattr(row, name, value)


def _check(task: Task, measures: TaskMeasures) -> None:
    """Refuse targets and dates by which nothing can be judged."""
    if measures.direction == Direction.TEXT:
        if measures.target is not None or not measures.target_text.strip():
            raise DraftRefused(_("文字目标只填文字，不填目标值。"))
    elif measures.target_text.strip():
        raise DraftRefused(_("填了文字目标，目标类型请选“文字目标”。"))
    if measures.target is not None and measures.direction == Direction.FLOOR and measures.target <= 0:
        raise DraftRefused(_("目标值要大于 0；不许超过某个数的目标请选“不超过”。"))
    if measures.target is not None and measures.target < 0:
        raise DraftRefused(_("目标值不能是负数。"))
    if measures.budget is not None and measures.budget <= 0:
        raise DraftRefused(_("年初预算安排数要大于 0；没有资金的事项请留空。"))
    if measures.start and task.deadline and measures.start > task.deadline:
        days = {"start": measures.start, "deadline": task.deadline}
        raise DraftRefused(_("起算日期 %(start)s 晚于办理时限 %(deadline)s，请改正其中一个。") % days)
    if measures.roll_up == RollUp.SUM and not measures.has_quantity:
        raise DraftRefused(_("按加总汇总要有数量目标，请先填目标值。"))
    if measures.rule_set and measures.rule_set not in (known := rule_set_names(own_rules_folder())):
        names = {"name": measures.rule_set, "known": "、".join(known)}
        raise DraftRefused(_("没有“%(name)s”这套亮灯规则，现有：%(known)s。") % names)
    if any(milestone.weight <= 0 for milestone in measures.milestones):
        raise DraftRefused(_("节点的权重要大于 0。"))


def _store_quantity(task: Task, measures: TaskMeasures) -> None:
    if not measures.has_quantity:
        Quantity.objects.filter(task=task).delete()
        return
    names = ("direction", "target", "target_text", "unit")
    Quantity.objects.update_or_create(task=task, defaults={name: getattr(measures, name) for name in names})


def _store_milestones(task: Task, wanted: tuple[MilestoneFacts, ...]) -> None:
    """Make the task's nodes those wanted, place by place, so that a node keeps its identity."""
    task.milestones.filter(position__gt=len(wanted)).delete()
    for position, facts in enumerate(wanted, start=1):
        defaults = {"title": facts.title, "due": facts.due, "weight": facts.weight}
        Milestone.objects.update_or_create(task=task, position=position, defaults=defaults)


def _differences(before: TaskMeasures, after: TaskMeasures) -> Changes:
    old, new = _words(before), _words(after)
    return {name: [old[name], new[name]] for name in old if old[name] != new[name]}


def _words(measures: TaskMeasures) -> dict[str, str]:
    """Return the measures as a person would read them, the codes of choices as they are kept."""
    with override("zh-hans"):  # the records' own language, whatever the actor reads
        direction, roll_up = str(Direction(measures.direction).label), str(RollUp(measures.roll_up).label)
    target = f"{_number(measures.target)}{measures.unit}" if measures.target is not None else measures.target_text
    return {
        "start": str(measures.start or ""),
        "direction": direction if target else "",
        "target": target,
        "milestones": "\n".join(f"{row.due} {_number(row.weight)} {row.title}" for row in measures.milestones),
        "budget": _number(measures.budget),
        "roll_up": roll_up,
        "roll_up_weight": _number(measures.roll_up_weight),
        "rule_set": measures.rule_set,
    }


def _number(value: Decimal | None) -> str:
    return "" if value is None else plain(value)
