"""Lamps stored: on the writes that move them, each night, append-only, frozen while suspended, rolled up from children."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from duban.jobs.models import Job, JobState
from duban.organizations.models import User
from duban.tasks.actions import (
    DraftRefused,
    MilestoneFacts,
    ReportFacts,
    TaskMeasures,
    change_task,
    draft_of,
    lighting,
    log_call,
    open_task,
    report_progress,
    resume,
    set_measures,
    sign_for,
    suspend,
    withdraw_task,
)
from duban.tasks.actions.lighting import light_all
from duban.tasks.models import LampEntry, LampHistoryKept, RollUp, Task
from tests.tasks.conftest import City, draft
from tests.tasks.moments import At, at

__all__ = ["at"]


def lamps(task: Task) -> list[tuple[str, str]]:
    return [(f"{row.day:%m-%d}", row.lamp) for row in LampEntry.objects.filter(task=task)]


def measured(city: City, **changed: Any) -> Task:
    """A task of 100 from 1 January to 9 April 2026, a hundred days, signed for."""
    task = open_task(draft(city.water, deadline=date(2026, 4, 10)), actor=city.clerk)
    measures = TaskMeasures(**{"start": date(2026, 1, 1), "target": Decimal(100), "unit": "公里", **changed})
    task = set_measures(task, measures, actor=city.clerk)
    return sign_for(task, actor=city.water_liaison)


def report(task: Task, actor: User, actual: int | None = None, **more: Any) -> Task:
    today = timezone.localdate()
    figure = None if actual is None else Decimal(actual)
    report_progress(task, ReportFacts(text="进展", as_of=today, actual=figure, **more), actor=actor)
    task.refresh_from_db()
    return task


def test_an_opened_task_is_grey_and_knows_its_schedule(city: City, at: At) -> None:
    at("2026-01-01")
    task = open_task(draft(city.water, deadline=date(2026, 4, 10)), actor=city.clerk)
    assert (task.lamp, task.lamp_on, task.schedule_share, task.actual_share) == (
        "grey", date(2026, 1, 1), Decimal("0.0100"), None
    )  # fmt: skip
    assert lamps(task) == [("01-01", "grey")]


def test_a_report_moves_the_lamp_and_the_entry_explains_it(city: City, at: At) -> None:
    at("2026-01-01")
    task = measured(city)
    at("2026-02-19")  # day 50
    task = report(task, city.water_liaison, 35)
    assert (task.lamp, task.schedule_share, task.actual_share) == ("yellow", Decimal("0.5"), Decimal("0.35"))
    entry = LampEntry.objects.filter(task=task).last()
    assert entry is not None
    assert (entry.rule_set, entry.rule_set_version, entry.gap_points) == ("duban-default-1", "1", Decimal("15.0"))
    assert entry.explanation[0] == ("黄灯：序时 50.0%，实际 35.0%，落后 15.0 个百分点（通用规则1，10–20 个百分点为黄）")
    version = task.version
    light_all(date(2026, 2, 20))
    task.refresh_from_db()
    assert task.version == version  # a lamp is nobody's decision


def test_what_cannot_move_a_lamp_judges_none(city: City, at: At) -> None:
    at("2026-01-01")
    task = measured(city)
    at("2026-03-01")
    log_call(
        task, actor=city.desk, unit=city.water, person_called="王科", telephone="", said="请抓紧", at=timezone.now()
    )
    task.refresh_from_db()
    assert task.lamp_on == date(2026, 1, 1)


def test_nothing_new_adds_no_entry(city: City, at: At) -> None:
    at("2026-01-01")
    task = report(measured(city), city.water_liaison, 35)
    before = lamps(task)
    report(task, city.water_liaison, 35)
    assert light_all(date(2026, 1, 2)) == (1, 0)
    assert light_all(date(2026, 1, 2)) == (0, 0)  # judged for the day already
    assert lamps(task) == before
    task.refresh_from_db()
    assert (task.lamp_on, task.schedule_share) == (date(2026, 1, 2), Decimal("0.02"))


def test_the_night_finds_what_the_day_let_slip(city: City, at: At) -> None:
    at("2026-01-01")
    task = report(measured(city), city.water_liaison, 35)
    for day in range(1, 105):
        light_all(date(2026, 1, 1) + timedelta(day))
    assert lamps(task) == [
        ("01-01", "grey"), ("01-01", "green"), ("02-15", "yellow"), ("02-25", "red"),
    ]  # fmt: skip
    # 15 February is day 46 (11 points behind), 25 February day 56 (21)


def test_history_is_never_repainted(city: City, at: At) -> None:
    at("2026-01-01")
    task = report(measured(city), city.water_liaison, 5)
    kept: list[tuple[Any, ...]] = []
    for day, done in ((20, None), (40, 30), (60, 90), (70, 100), (110, None)):
        today = date(2026, 1, 1) + timedelta(day - 1)
        at(f"{today}")
        light_all(today)
        if done:
            report(task, city.water_liaison, done)
        rows = list(LampEntry.objects.filter(task=task).values_list())
        assert rows[: len(kept)] == kept  # only added to
        kept = rows
    assert lamps(task) == [
        ("01-01", "grey"), ("01-01", "green"), ("01-20", "yellow"), ("02-09", "red"), ("02-09", "green"),
        ("03-01", "red"), ("03-01", "green"), ("03-11", "green"),
    ]  # fmt: skip
    entry = LampEntry.objects.first()
    assert entry is not None
    with pytest.raises(LampHistoryKept):
        entry.delete()


def test_a_suspended_lamp_is_frozen_and_paused_days_leave_the_share(city: City, at: At) -> None:
    at("2026-01-01")
    task = report(measured(city), city.water_liaison, 10)
    at("2026-01-11")
    suspend(task, actor=city.desk, reason="汛期停工", today=date(2026, 1, 11))
    assert light_all(date(2026, 2, 20)) == (0, 0)
    at("2026-02-20")
    task.refresh_from_db()
    task = resume(task, actor=city.desk, reason="复工", today=date(2026, 2, 20))
    assert (task.deadline, task.lamp) == (date(2026, 5, 20), "green")
    assert task.schedule_share == Decimal("0.11")  # ten days before, one after, of the hundred it had


def test_a_changed_rule_set_is_judged_by_from_the_next_night(
    city: City,
    at: At,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DUBAN_DATA", str(tmp_path))
    (tmp_path / "lamps").mkdir()
    rules = {
        "name": "yunling-1", "version": "1", "title": "云陵规则", "source": "市政府办公室", "method": "gap",
        "tolerance_points": "0", "yellow_points": "10", "red_points": "20",
    }  # fmt: skip
    file = tmp_path / "lamps" / "yunling-1.json"
    file.write_text(json.dumps(rules), "utf-8")
    at("2026-01-01")
    task = report(measured(city, rule_set="yunling-1"), city.water_liaison, 10)
    file.write_text(json.dumps({**rules, "version": "2", "yellow_points": "30", "red_points": "40"}), "utf-8")
    light_all(date(2026, 1, 2))
    versions = list(LampEntry.objects.filter(task=task, lamp="green").values_list("rule_set_version", flat=True))
    assert versions == ["1", "2"]  # the same lamp, judged by other rules: the old row stays
    file.unlink()  # a set that is gone does not stop the night
    light_all(date(2026, 1, 3))
    assert LampEntry.objects.filter(task=task).last().rule_set == "duban-default-1"  # type: ignore[union-attr]


def test_a_rule_set_that_is_not_there_is_refused(city: City) -> None:
    task = open_task(draft(city.water), actor=city.clerk)
    with pytest.raises(DraftRefused, match="没有“nowhere”这套亮灯规则，现有：duban-default-1"):
        set_measures(task, TaskMeasures(rule_set="nowhere"), actor=city.clerk)


def test_a_node_made_good_late_adds_a_yellow_row_after_the_red_one(city: City, at: At) -> None:
    at("2026-01-01")
    nodes = (
        MilestoneFacts("设计", date(2026, 1, 31), Decimal(1)),
        MilestoneFacts("完工", date(2026, 4, 10), Decimal(1)),
    )
    task = report(measured(city, target=None, unit="", milestones=nodes, rule_set="ouhai-2020"), city.water_liaison)
    light_all(date(2026, 2, 1))
    assert lamps(task)[-1] == ("02-01", "grey")  # missed, but nothing is reported and the deadline not passed
    first, last = task.milestones.all()
    at("2026-02-05")
    report(task, city.water_liaison, milestones_done={first.pk: date(2026, 2, 4)})
    row = LampEntry.objects.filter(task=task).last()
    assert row is not None and (row.day, row.lamp, row.made_good) == (date(2026, 2, 5), "yellow", True)
    light_all(date(2026, 4, 11))
    assert lamps(task)[-1] == ("04-11", "red")
    at("2026-04-12")
    report(task, city.water_liaison, milestones_done={last.pk: date(2026, 4, 12)})
    assert [(lamp, good) for lamp, good in LampEntry.objects.filter(task=task).values_list("lamp", "made_good")][-2:] == [
        ("red", False), ("yellow", True)
    ]  # fmt: skip


def test_a_task_without_measures_is_green_while_it_reports(city: City, at: At) -> None:
    at("2026-01-05")
    task = open_task(draft(city.water, deadline=date(2026, 6, 30), reporting_rhythm="每月5日前"), actor=city.clerk)
    sign_for(task, actor=city.water_liaison)
    assert task.lamp == "grey"
    at("2026-01-20")
    task = report(task, city.water_liaison)
    assert task.lamp == "green"
    assert task.report_by is not None
    light_all(task.report_by)
    task.refresh_from_db()
    assert task.lamp == "green"
    light_all(task.report_by + timedelta(1))
    task.refresh_from_db()
    assert task.lamp == "grey"
    assert "反馈逾期" in LampEntry.objects.filter(task=task).last().rule  # type: ignore[union-attr]


def test_a_task_without_deadline_is_grey_and_says_why(city: City, at: At) -> None:
    at("2026-01-05")
    task = open_task(draft(city.water, deadline=None, deadline_text="", deadline_explanation=""), actor=city.clerk)
    entry = LampEntry.objects.get(task=task)
    assert (entry.lamp, entry.schedule) == ("grey", None)
    assert entry.rule == "没有办理时限，不评序时，按反馈频次看报送"


def parent_of_two(city: City, **measures: Any) -> tuple[Task, Task, Task]:
    """A parent of 100 with two children of 60 and 40, all signed for."""
    task = open_task(
        draft(city.water, deadline=date(2026, 4, 10), fan_out_to=(city.north, city.south)), actor=city.clerk
    )
    start = date(2026, 1, 1)
    set_measures(task, TaskMeasures(start=start, target=Decimal(100), unit="公里", **measures), actor=city.clerk)
    children = list(task.children.order_by("part"))
    for child, target, weight in zip(children, (60, 40), (3, 1), strict=True):
        own = TaskMeasures(start=start, target=Decimal(target), unit="公里", roll_up_weight=Decimal(weight))
        set_measures(child, own, actor=city.clerk)
    sign_for(children[0], actor=city.north_liaison)
    return task, children[0], children[1]


@pytest.mark.parametrize(
    ("method", "share"),
    [
        (RollUp.SUM, "0.3"),  # 30 of 100
        (RollUp.WEIGHTED, "0.375"),  # 3 × 50% + 1 × 0
        (RollUp.WORST, "0"),  # the south has reported nothing
    ],
)
def test_a_parent_takes_its_figure_from_its_children(
    method: str,
    share: str,
    city: City,
    at: At,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    at("2026-01-01")
    task, north, _south = parent_of_two(city, roll_up=method)
    assert Task.objects.get(pk=task.pk).lamp == "grey"
    at("2026-01-10")
    with django_capture_on_commit_callbacks(execute=True):
        report(north, city.north_liaison, 30)
    task.refresh_from_db()
    assert (task.actual_share, task.lamp_on) == (Decimal(share), date(2026, 1, 10))


def test_a_child_taken_back_leaves_its_parents_figure(
    city: City,
    at: At,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    at("2026-01-01")
    task, north, south = parent_of_two(city, roll_up=RollUp.WEIGHTED)
    with django_capture_on_commit_callbacks(execute=True):
        report(north, city.north_liaison, 30)
        south.refresh_from_db()
        withdraw_task(south, actor=city.clerk, reason="并到北县办理")
    task.refresh_from_db()
    assert task.actual_share == Decimal("0.5")


def test_the_night_judges_parents_by_their_children(city: City, at: At) -> None:
    at("2026-01-01")
    task, north, _south = parent_of_two(city, roll_up=RollUp.SUM)
    report(north, city.north_liaison, 30)
    light_all(date(2026, 1, 2))
    task.refresh_from_db()
    assert (task.actual_share, task.lamp) == (Decimal("0.3"), "green")


def test_a_new_deadline_moves_the_lamp(city: City, at: At) -> None:
    at("2026-01-01")
    task = report(measured(city), city.water_liaison, 0)
    at("2026-02-09")
    changed = draft_of(task)
    task = change_task(task, replace(changed, deadline=date(2026, 2, 9)), actor=city.clerk, reason="提前")
    assert (task.lamp, task.schedule_share) == ("red", Decimal(1))


def test_a_killed_night_is_taken_up_where_it_stopped(
    city: City,
    at: At,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at("2026-01-01")
    for _ in range(5):
        open_task(draft(city.water, deadline=date(2026, 1, 1)), actor=city.clerk)
    monkeypatch.setattr(lighting, "BATCH", 2)

    def killed(done: int, total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        light_all(date(2026, 1, 2), killed)
    assert Task.objects.filter(lamp="red").count() == 4
    assert light_all(date(2026, 1, 2)) == (1, 1)
    assert LampEntry.objects.filter(lamp="red").count() == 5  # none lost, none twice


def test_a_night_asks_the_same_for_one_task_as_for_many(
    city: City,
    at: At,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    at("2026-01-01")
    measured(city)
    with django_assert_num_queries(8):
        light_all(date(2026, 1, 2))
    measured(city)
    measured(city)
    with django_assert_num_queries(8):
        light_all(date(2026, 1, 3))


def test_the_days_evaluation_is_queued_once(city: City, at: At) -> None:
    at("2026-01-01")
    measured(city)
    at("2026-01-02")
    lighting.queue_night()
    lighting.queue_night()
    job = Job.objects.get(kind=lighting.LIGHT_JOB)
    assert (job.state, job.message, job.object_id) == (JobState.DONE, "评了 1 项，0 项有变化", "2026-01-02")
