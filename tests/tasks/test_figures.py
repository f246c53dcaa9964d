"""A task's figures from its reports: written where they changed, and judged as they are stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from duban.tasks import actions
from duban.tasks.actions import MilestoneFacts, ReportFacts, TaskMeasures
from duban.tasks.lamp_facts import Rules, present_facts
from duban.tasks.models import Task
from duban.tasks.rules.shares import half_up
from tests.tasks.conftest import City, draft

MEASURED = ("tasks_quantity", "tasks_funds", "tasks_milestone")


def today() -> date:
    return timezone.localdate()


@pytest.fixture
def task(city: City) -> Task:
    """A task of 320 公里 with three nodes and a budget."""
    opened = actions.open_task(draft(city.water, deadline=today() + timedelta(days=60)), actor=city.clerk)
    nodes = tuple(MilestoneFacts(name, today() + timedelta(days=30), Decimal(1)) for name in ("招标", "开工", "完工"))
    measures = TaskMeasures(target=Decimal(320), unit="公里", milestones=nodes, budget=Decimal(100))
    actions.set_measures(opened, measures, actor=city.clerk)
    return actions.sign_for(opened, actor=city.water_liaison)


def reported(city: City, task: Task, **figures: Any) -> list[str]:
    """Report; return which tables of measures were written, and see that the lamp was judged by what they hold."""
    statements: list[str] = []

    def noted(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any) -> Any:
        statements.append(sql)
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(noted):
        actions.report_progress(task, ReportFacts("推进中", today(), **figures), actor=city.water_liaison)
    stored = Task.objects.get(pk=task.pk)
    rules = Rules()
    judged = rules.judge(present_facts(stored, today(), rules))
    assert stored.lamp == judged.lamp.value
    assert stored.actual_share == (None if judged.actual is None else Decimal(half_up(judged.actual, 4)))
    checked = 1 if "milestones_done" in figures else 0
    for table in MEASURED:  # each is read once, nodes once more to see that those reported are the task's
        assert sum(f'FROM "{table}"' in sql for sql in statements) <= 1 + checked
    return [table for sql in statements for table in MEASURED if sql.startswith(f'UPDATE "{table}"')]


def test_only_what_a_report_changes_is_written(city: City, task: Task) -> None:
    first, second, _third = task.milestones.all()
    assert reported(city, task, actual=Decimal(80)) == ["tasks_quantity"]
    assert reported(city, task, actual=Decimal(80)) == []
    assert reported(city, task) == []
    done = {first.pk: today(), second.pk: today()}
    assert reported(city, task, milestones_done={first.pk: today()}, paid=Decimal(5)) == [
        "tasks_funds",
        "tasks_milestone",
    ]
    assert reported(city, task, actual=Decimal(160), milestones_done=done) == ["tasks_quantity", "tasks_milestone"]
    stored = Task.objects.get(pk=task.pk)
    assert (stored.quantity.actual, stored.quantity.actual_on) == (160, today())
    assert (stored.funds.paid, stored.funds.funds_on) == (5, today())
    assert list(stored.milestones.values_list("done", flat=True)) == [today(), today(), None]


def test_a_correction_takes_its_figures_back(city: City, task: Task) -> None:
    actions.report_progress(task, ReportFacts("完成80", today(), actual=Decimal(80)), actor=city.water_liaison)
    wrong = actions.report_progress(
        task, ReportFacts("完成800", today(), actual=Decimal(800)), actor=city.water_liaison
    )
    actions.correct_report(wrong, ReportFacts("完成数写错", today()), actor=city.water_liaison, reason="多写一个零")
    assert Task.objects.get(pk=task.pk).quantity.actual == 80
