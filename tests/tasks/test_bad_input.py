"""What people send by mistake: refused in words, nothing stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from duban.audit.models import AuditEntry
from duban.tasks import actions
from duban.tasks.actions import ChangeWanted, DraftRefused, MilestoneFacts, TaskMeasures
from duban.tasks.models import Report, Task
from duban.tasks.states import MoveRefused, TaskState, Verb
from tests.tasks.conftest import City
from tests.tasks.life import facts, task_in, today, walk

S, V = TaskState, Verb


def measured(**values: object) -> TaskMeasures:
    return TaskMeasures(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("measures", "words"),
    [
        (measured(target=Decimal(0)), "目标值要大于 0"),
        (measured(target=Decimal(-3)), "目标值要大于 0"),
        (measured(direction="ceiling", target=Decimal(-1)), "目标值不能是负数"),
        (measured(direction="text", target=Decimal(3)), "文字目标只填文字"),
        (measured(budget=Decimal(0)), "年初预算安排数要大于 0"),
        (measured(milestones=(MilestoneFacts("设计", date(2026, 6, 30), Decimal(0)),)), "节点的权重要大于 0"),
        (measured(start=date(2027, 1, 1)), "起算日期 2027-01-01 晚于办理时限 2026-12-31"),
        (measured(roll_up="sum"), "按加总汇总要有数量目标"),
    ],
)
def test_measures_by_which_nothing_can_be_judged_are_refused(city: City, measures: TaskMeasures, words: str) -> None:
    task = task_in(city, S.ASSIGNED)
    rows = AuditEntry.objects.count()
    with pytest.raises(DraftRefused, match=words):
        actions.set_measures(task, measures, actor=city.clerk)
    assert AuditEntry.objects.count() == rows


@pytest.mark.parametrize("state", [S.CLOSED_OUT, S.TERMINATED, S.WITHDRAWN, S.MERGED, S.COMPLETION_REQUESTED])
def test_a_report_on_a_task_that_takes_none_is_refused(city: City, state: TaskState) -> None:
    task = task_in(city, state)
    reports = Report.objects.count()
    with pytest.raises(MoveRefused, match="不能办“报送进展”"):
        actions.report_progress(task, facts(), actor=city.water_liaison)
    assert Report.objects.count() == reports


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"text": "  "}, "没有写进展情况"),
        ({"as_of": today() + timedelta(1)}, "还没有到"),
        ({"actual": Decimal(-1)}, "不能是负数"),
        ({"typed_percent": 101}, "自报进度要在 0 到 100 之间"),
        ({"milestones_done": {999: today()}}, "有节点已经不在本事项里"),
    ],
)
def test_a_report_that_cannot_be_is_refused(city: City, changed: dict[str, object], words: str) -> None:
    task = task_in(city, S.SIGNED_FOR)
    with pytest.raises(DraftRefused, match=words):
        actions.report_progress(task, replace(facts(), **changed), actor=city.water_liaison)  # type: ignore[arg-type]
    assert (Task.objects.get().state, Report.objects.count()) == ("signed_for", 0)


def test_an_extension_is_asked_for_before_the_deadline_alone_and_to_a_later_day(city: City) -> None:
    task = task_in(city, S.IN_PROGRESS)
    asked: Callable[[date, date], object] = lambda new, on: actions.request_change(  # noqa: E731
        task, ChangeWanted("deadline", deadline=new), actor=city.water_liaison, reason="雨季", today=on
    )
    with pytest.raises(MoveRefused, match="延期要在到期前申请"):
        asked(date(2027, 6, 30), date(2027, 1, 1))
    with pytest.raises(DraftRefused, match="要晚于现在的 2026-12-31"):
        asked(date(2026, 12, 31), date(2026, 12, 1))
    asked(date(2027, 6, 30), date(2026, 12, 31))  # the deadline day itself is still in time
    with pytest.raises(MoveRefused, match="已经申请过"):
        task.refresh_from_db()
        asked(date(2027, 6, 30), date(2026, 12, 31))


def test_a_look_back_lies_between_close_out_and_today(city: City) -> None:
    task = task_in(city, S.CLOSED_OUT)
    for day in (today() - timedelta(1), today() + timedelta(1)):
        with pytest.raises(DraftRefused, match="回头看的日期"):
            actions.look_back(task, actor=city.desk, kind="look_back", on=day, finding="看过", solved=True)


def test_a_solved_look_back_does_not_reopen(city: City) -> None:
    task = task_in(city, S.CLOSED_OUT)
    actions.look_back(task, actor=city.desk, kind="call_back", on=today(), finding="群众满意", solved=True)
    with pytest.raises(DraftRefused, match="没有发现问题"):
        actions.reopen(task, actor=city.desk, reason="再办", deadline=today())


def test_paused_days_move_the_deadline(city: City) -> None:
    task = task_in(city, S.IN_PROGRESS)
    actions.suspend(task, actor=city.desk, reason="汛期", today=date(2026, 7, 1))
    actions.resume(task, actor=city.desk, reason="结束", today=date(2026, 7, 11))
    assert (task.state, task.deadline, task.paused_days) == ("in_progress", date(2027, 1, 10), 10)
    assert "共 10 天 → 2027-01-10" in task.deadline_explanation
    walk(city, task, V.REQUEST_COMPLETION)
