"""The facts by which tasks' lamps are judged, read from the ledger: the same few queries for any number of tasks."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from django.utils import timezone

from duban.dates.workdays import Calendar, load_calendar
from duban.settings import setting
from duban.tasks.models import Milestone, Quantity, RollUp, Suspension, Task
from duban.tasks.page_rows import milestones_of, quantity_of
from duban.tasks.rules.case import Direction, LampCase, Target
from duban.tasks.rules.lamp import Judgement, judge
from duban.tasks.rules.roll_up import ChildFigure, Method, RolledUp, roll_up
from duban.tasks.rules.rule_sets import BadRuleSet, RuleSet, UnknownRuleSet, load_rule_set, own_rules_folder
from duban.tasks.rules.shares import Node, Pause
from duban.tasks.states import FINAL_STATES, OPEN_STATES, TaskState
from duban.web.prepared import remember

LIT_STATES = tuple(state for state in OPEN_STATES if state not in (TaskState.PROPOSED, TaskState.SUSPENDED))
_NOT_ROLLED_UP = (*FINAL_STATES, TaskState.PROPOSED)
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Figures:
    """What was read of one task's measures."""

    target: Target | None = None
    reported_on: date | None = None
    nodes: list[Node] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    rolled: RolledUp | None = None


@dataclass(frozen=True, slots=True)
class LampFacts:
    """One task with the case it makes and the rule set it is judged by."""

    task: Task
    case: LampCase
    rule_set: RuleSet
    rolled: RolledUp | None = None


class Rules:
    """The rule sets and the calendar of one evaluation, each read once."""

    def __init__(self) -> None:
        self._folder, self._default = own_rules_folder(), setting("DUBAN_LAMP_RULES")
        self._sets: dict[str, RuleSet] = {}

    @cached_property
    def calendar(self) -> Calendar:
        """The office's calendar."""
        return load_calendar()

    def of(self, name: str) -> RuleSet:
        """Return a rule set; the office's default for none, and for one that is no longer there."""
        name = name or self._default
        if name not in self._sets:
            try:
                self._sets[name] = load_rule_set(name, self._folder)
            except (UnknownRuleSet, BadRuleSet) as problem:
                if name == self._default:
                    raise
                log.warning("%s", problem)
                self._sets[name] = self.of("")
        return self._sets[name]

    def judge(self, facts: LampFacts) -> Judgement:
        """Return the lamp of a task."""
        return judge(facts.case, facts.rule_set, self.calendar)


def facts_of(tasks: Sequence[Task], today: date, rules: Rules) -> list[LampFacts]:
    """Return what each task's lamp is judged by on that day; parents take their figures from their children."""
    figures = _figures(tasks)
    parents = [task for task in tasks if task.roll_up != RollUp.NONE]
    if parents:
        children = _children(parents, today, rules)
        for task in parents:
            figures[task.pk] = _rolled_up(task, figures[task.pk], children[task.pk])
    return [
        LampFacts(task, _case(task, figures[task.pk], today), rules.of(task.rule_set), figures[task.pk].rolled)
        for task in tasks
    ]


def bare_facts(task: Task, today: date, rules: Rules) -> LampFacts:
    """Return what a task just opened is judged by: it has no measures yet."""
    return LampFacts(task, _case(task, Figures(), today), rules.of(task.rule_set))


def present_facts(task: Task, today: date, rules: Rules) -> LampFacts:
    """Return what one task is judged by, its quantity and milestones read as they are stored now."""
    task._state.fields_cache["quantity"] = quantity_of.first(task.pk)
    remember(task, "milestones", milestones_of(task.pk))
    return loaded_facts(task, today, rules)


def loaded_facts(task: Task, today: date, rules: Rules) -> LampFacts:
    """Return what one task is judged by, its quantity and milestones fetched along already."""
    figures, quantity = Figures(), getattr(task, "quantity", None)
    if quantity is not None:
        row = (quantity.direction, quantity.target, quantity.target_text, quantity.unit, quantity.actual)
        figures.target = _target(row, quantity.text_met, task.last_report_on is not None)
        figures.reported_on = quantity.actual_on
    figures.nodes = [Node(row.due, Fraction(row.weight), row.done, row.title) for row in task.milestones.all()]
    if task.paused_days:
        figures.pauses = _figures([task])[task.pk].pauses
    if task.roll_up != RollUp.NONE:
        figures = _rolled_up(task, figures, _children([task], today, rules)[task.pk])
    return LampFacts(task, _case(task, figures, today), rules.of(task.rule_set), figures.rolled)


def start_of(task: Task) -> date:
    """Return the day from which the task's schedule runs: its own, else the day it was opened; never past its end."""
    start: date = task.start or timezone.localdate(task.opened_at)
    return min(start, task.deadline) if task.deadline else start


def _figures(tasks: Sequence[Task]) -> dict[int, Figures]:
    found = {task.pk: Figures() for task in tasks}
    reported = {task.pk for task in tasks if task.last_report_on}
    paused = [task.pk for task in tasks if task.paused_days]
    for row in Quantity.objects.filter(task__in=found).values_list(
        "task_id", "direction", "target", "target_text", "unit", "actual", "actual_on", "text_met"
    ):
        found[row[0]].target, found[row[0]].reported_on = _target(row[1:6], row[7], row[0] in reported), row[6]
    for key, due, weight, done, title in Milestone.objects.filter(task__in=found).values_list(
        "task_id", "due", "weight", "done", "title"
    ):
        found[key].nodes.append(Node(due, Fraction(weight), done, title))
    if paused:
        ended = Suspension.objects.filter(task__in=paused, resumed_on__isnull=False)
        for key, first, resumed in ended.values_list("task_id", "first_day", "resumed_on"):
            if resumed is not None:
                found[key].pauses.append((first, resumed))
    return found


def _target(row: Sequence[object], text_met: bool, reported: bool) -> Target:
    direction, target, words, unit, actual = row
    return Target(
        Direction(str(direction)),
        Fraction(target) if isinstance(target, Decimal) else Fraction(0),
        words=str(words),
        actual=Fraction(actual) if isinstance(actual, Decimal) else None,
        met=text_met if reported or text_met else None,
        unit=str(unit),
    )


def _case(task: Task, figures: Figures, today: date) -> LampCase:
    share, code = None, ""
    if figures.rolled is not None and figures.rolled.method is not Method.SUM:
        share, code = figures.rolled.value, "rolled_up"
    elif figures.target is None and not figures.nodes and task.typed_percent is not None:
        share, code = Fraction(task.typed_percent, 100), "typed"
    return LampCase(
        today=today,
        start=start_of(task),
        deadline=task.deadline,
        target=figures.target,
        nodes=tuple(figures.nodes),
        share=share,
        share_code=code,
        reported_on=figures.reported_on or task.last_report_on,
        report_by=task.report_by,
        pauses=tuple(figures.pauses),
        verified=task.state in (TaskState.VERIFIED, TaskState.CLOSED_OUT),
    )


def _children(parents: Iterable[Task], today: date, rules: Rules) -> dict[int, list[ChildFigure]]:
    """Return the children's figures by parent; taken back, merged and proposed ones bring none."""
    tasks = list(Task.objects.filter(parent__in=[task.pk for task in parents]).exclude(state__in=_NOT_ROLLED_UP))
    figures, found = _figures(tasks), defaultdict[int, list[ChildFigure]](list)
    rolling = [task for task in tasks if task.roll_up != RollUp.NONE]
    below = _children(rolling, today, rules) if rolling else {}
    for task in rolling:
        figures[task.pk] = _rolled_up(task, figures[task.pk], below[task.pk])
    for task in sorted(tasks, key=lambda task: task.part):
        case = _case(task, figures[task.pk], today)
        share, target = rules.judge(LampFacts(task, case, rules.of(task.rule_set))).actual, figures[task.pk].target
        if share is None and task.state == TaskState.CLOSED_OUT:
            share = Fraction(1)
        found[task.parent_id or 0].append(
            ChildFigure(
                task.pk,
                share,
                target.actual if target and target.direction is Direction.FLOOR else None,
                target.unit if target else "",
                Fraction(task.roll_up_weight) if task.roll_up_weight is not None else Fraction(1),
            )
        )
    return found


def _rolled_up(task: Task, own: Figures, children: Sequence[ChildFigure]) -> Figures:
    """Return the parent's figures with its quantity taken from its children."""
    target = own.target
    if task.roll_up == RollUp.SUM and target is not None:
        rolled = roll_up(Method.SUM, children, target.unit)
        return replace(own, target=replace(target, actual=rolled.value), rolled=rolled, reported_on=None)
    return replace(own, target=None, rolled=roll_up(Method(task.roll_up), children))
