"""The three clocks of a task over its life, across holidays and at midnight."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone

from duban.tasks import actions
from duban.tasks.actions import ChangeWanted, DraftRefused, ReportFacts
from duban.tasks.late import Late, is_late, lates_of
from duban.tasks.models import Task
from duban.tasks.states import MoveRefused
from tests.tasks.conftest import City, draft
from tests.tasks.moments import At, at

__all__ = ["at"]


def counted(city: City, words: str, deadline: date, start: date, **more: object) -> Task:
    return actions.open_task(
        draft(city.water, deadline=deadline, deadline_text=words, deadline_from=start, **more), actor=city.clerk
    )


def report(task: Task, city: City) -> None:
    actions.report_progress(task, ReportFacts("已开工", timezone.localdate()), actor=city.water_liaison)
    task.refresh_from_db()


def day(value: date | None) -> str:
    return str(value or "")


def test_a_task_given_before_the_holidays_is_to_be_signed_for_in_working_days(city: City, at: At) -> None:
    at("2024-09-30 23:59")  # in UTC still the 30th, at midnight there it is the 1st here
    assert day(actions.open_task(draft(city.water), actor=city.clerk).sign_by) == "2024-10-09"
    at("2024-10-01 00:01")  # in UTC still the 30th
    assert day(actions.open_task(draft(city.water), actor=city.clerk).sign_by) == "2024-10-09"
    at("2025-01-24 18:00")  # 26 January is worked, 28 January to 4 February are off
    assert day(actions.open_task(draft(city.water), actor=city.clerk).sign_by) == "2025-01-27"


def test_the_day_a_deadline_is_counted_from_is_kept_where_its_words_give_it(city: City) -> None:
    start = date(2024, 9, 27)
    assert counted(city, "5个工作日内", date(2024, 10, 10), start).deadline_from == start
    assert counted(city, "5个工作日内", date(2024, 10, 20), start).deadline_from is None  # by hand, against the words
    assert actions.open_task(draft(city.water), actor=city.clerk).deadline_from is None


def test_a_deadline_changed_by_hand_is_counted_from_no_day_any_more(city: City) -> None:
    task = counted(city, "5个工作日内", date(2024, 10, 10), date(2024, 9, 27))
    later = replace(actions.draft_of(task), deadline=date(2024, 11, 1))
    actions.change_task(task, later, actor=city.desk, reason="会议更正")
    assert Task.objects.get(pk=task.pk).deadline_from is None
    again = replace(actions.draft_of(task), deadline=date(2024, 10, 18), deadline_text="12个工作日内")
    actions.change_task(task, replace(again, deadline_from=date(2024, 9, 27)), actor=city.desk, reason="再更正")
    assert Task.objects.get(pk=task.pk).deadline_from == date(2024, 9, 27)


def test_a_pause_puts_working_days_off_by_the_working_days_paused(city: City, at: At) -> None:
    at("2024-09-27")
    task = counted(city, "5个工作日内", date(2024, 10, 10), date(2024, 9, 27))
    actions.sign_for(task, actor=city.water_liaison)
    at("2024-09-30")
    actions.suspend(task, actor=city.desk, reason="等省里批复", today=timezone.localdate())
    at("2024-10-08")
    actions.resume(task, actor=city.desk, reason="已批复", today=timezone.localdate())
    task.refresh_from_db()
    # the 30th alone was worked of the days from 30 September to 7 October
    assert (day(task.deadline), task.deadline_shift, task.paused_days) == ("2024-10-11", 1, 8)
    assert task.deadline_explanation.splitlines()[-1] == "暂停计时 2024-09-30 至 2024-10-08，共 1 个工作日 → 2024-10-11"


def test_a_pause_puts_any_other_deadline_off_by_its_days(city: City, at: At) -> None:
    at("2025-01-20")
    task = counted(city, "30天内", date(2025, 2, 19), date(2025, 1, 20))
    actions.sign_for(task, actor=city.water_liaison)
    at("2025-01-27 23:59")
    actions.suspend(task, actor=city.desk, reason="等省里批复", today=timezone.localdate())
    at("2025-02-05 00:01")
    actions.resume(task, actor=city.desk, reason="已批复", today=timezone.localdate())
    task.refresh_from_db()
    assert (day(task.deadline), task.deadline_shift) == ("2025-02-28", 9)


def test_a_pause_on_days_off_alone_moves_no_working_day(city: City, at: At) -> None:
    at("2024-09-27")
    task = counted(city, "5个工作日内", date(2024, 10, 10), date(2024, 9, 27))
    actions.sign_for(task, actor=city.water_liaison)
    at("2024-10-01")
    actions.suspend(task, actor=city.desk, reason="等省里批复", today=timezone.localdate())
    at("2024-10-08")
    actions.resume(task, actor=city.desk, reason="已批复", today=timezone.localdate())
    task.refresh_from_db()
    assert (day(task.deadline), task.paused_days) == ("2024-10-10", 7)
    assert task.moves.last().changes == {}  # type: ignore[union-attr]


def test_an_extension_is_asked_for_until_midnight_of_the_last_day(city: City, at: At) -> None:
    at("2024-09-27")
    task = counted(city, "5个工作日内", date(2024, 10, 10), date(2024, 9, 27))
    actions.sign_for(task, actor=city.water_liaison)
    wanted = ChangeWanted("deadline", deadline=date(2024, 10, 31))
    at("2024-10-11 00:01")  # in UTC it is still the 10th
    with pytest.raises(MoveRefused, match="已过，延期要在到期前申请"):
        actions.request_change(task, wanted, actor=city.water_liaison, reason="雨多", today=timezone.localdate())
    at("2024-10-10 23:59")
    asked = actions.request_change(task, wanted, actor=city.water_liaison, reason="雨多", today=timezone.localdate())
    at("2024-10-12")  # decided after the day is in time: it was asked for before
    actions.decide_change(asked, actor=city.desk, granted=True, approver="分管副市长")
    task.refresh_from_db()
    assert (day(task.deadline), task.deadline_from) == ("2024-10-31", None)
    assert "延期：2024-10-10 → 2024-10-31（分管副市长批准）" in task.deadline_explanation


@pytest.mark.parametrize(
    ("rhythm", "days"),
    [
        ("每月5日前", "2024-10-05 2024-11-05 2024-12-05"),
        ("每周", "2024-10-04 2024-10-11 2024-10-18"),
        ("每季度末月20日前", "2024-12-20 2025-03-20 2025-06-20"),
        ("每半月", "2024-09-30 2024-10-15 2024-10-31"),
    ],
)
def test_each_report_moves_the_next_one(city: City, at: At, rhythm: str, days: str) -> None:
    at("2024-09-27")
    task = actions.open_task(draft(city.water, reporting_rhythm=rhythm), actor=city.clerk)
    actions.sign_for(task, actor=city.water_liaison)
    found = [day(task.report_by)]
    for _ in days.split()[1:]:
        at(f"{task.report_by} 23:59")
        report(task, city)
        found.append(day(task.report_by))
    assert " ".join(found) == days


def test_a_late_report_answers_all_that_were_due_and_an_early_second_one_answers_nothing(city: City, at: At) -> None:
    at("2024-09-27")
    task = actions.open_task(draft(city.water, reporting_rhythm="每月5日前"), actor=city.clerk)
    actions.sign_for(task, actor=city.water_liaison)
    at("2024-11-08")  # October's and November's were missed
    report(task, city)
    assert day(task.report_by) == "2024-12-05"
    at("2024-12-03")
    report(task, city)
    assert day(task.report_by) == "2025-01-05"
    at("2024-12-04")  # still before the period of January's report
    report(task, city)
    assert day(task.report_by) == "2025-01-05"


def test_no_report_is_due_while_nobody_can_give_one(city: City, at: At) -> None:
    at("2024-09-27")
    task = actions.open_task(draft(city.water, reporting_rhythm="每周"), actor=city.clerk)
    actions.hand_back(task, actor=city.water_liaison, reason="不归我们管")
    assert day(task.report_by) == ""
    at("2024-10-08")
    actions.assign_anew(task, actor=city.desk, reason="归你们管")
    assert (day(task.report_by), day(task.sign_by)) == ("2024-10-11", "2024-10-10")
    actions.sign_for(task, actor=city.water_liaison)
    actions.suspend(task, actor=city.desk, reason="等批复", today=timezone.localdate())
    assert day(task.report_by) == ""
    at("2024-11-04")
    actions.resume(task, actor=city.desk, reason="已批复", today=timezone.localdate())
    assert day(task.report_by) == "2024-11-08"
    actions.terminate(task, actor=city.desk, approver="市长", reason="不办了")
    assert day(task.report_by) == ""


def test_a_limit_that_recurs_is_the_rhythm_of_a_task_without_one(city: City, at: At) -> None:
    at("2024-09-27")
    task = actions.open_task(draft(city.water, deadline=None, deadline_text="每月5日前"), actor=city.clerk)
    assert day(task.report_by) == "2024-10-05"
    changed = replace(actions.draft_of(task), reporting_rhythm="每周")
    actions.change_task(task, changed, actor=city.desk, reason="盯紧")
    assert day(Task.objects.get(pk=task.pk).report_by) == "2024-10-04"


def test_the_first_lead_unit_that_takes_a_task_over_signs_within_its_own_limit(city: City, at: At) -> None:
    at("2024-09-27")
    task = actions.open_task(draft(city.water), actor=city.clerk)
    actions.sign_for(task, actor=city.water_liaison)
    at("2024-10-08")
    actions.change_task(task, replace(actions.draft_of(task), lead_unit=city.finance), actor=city.desk, reason="更正")
    assert (task.state, day(task.sign_by)) == ("assigned", "2024-10-10")


def test_three_kinds_of_late_are_told_apart(city: City, at: At) -> None:
    at("2024-09-02")
    unsigned = actions.open_task(draft(city.water, deadline=date(2024, 12, 31)), actor=city.clerk)
    silent = actions.open_task(
        draft(city.water, deadline=date(2024, 12, 31), reporting_rhythm="每月5日前"), actor=city.clerk
    )
    overdue = actions.open_task(draft(city.water, deadline=date(2024, 9, 20)), actor=city.clerk)
    paused = actions.open_task(draft(city.water, deadline=date(2024, 9, 20)), actor=city.clerk)
    for task in (silent, overdue, paused):
        actions.sign_for(task, actor=city.water_liaison)
    actions.suspend(paused, actor=city.desk, reason="等批复", today=timezone.localdate())
    for today, kinds in (
        (date(2024, 9, 4), {}),
        (date(2024, 9, 5), {unsigned: [Late.SIGNING]}),
        (date(2024, 9, 20), {unsigned: [Late.SIGNING], silent: [Late.REPORTING]}),
        (date(2024, 9, 21), {unsigned: [Late.SIGNING], silent: [Late.REPORTING], overdue: [Late.DEADLINE]}),
    ):
        every = Task.objects.all()
        assert {task: lates for task in every if (lates := lates_of(task, today))} == kinds
        assert {kind: list(every.filter(is_late(kind, today))) for kind in Late} == {
            kind: [task for task, lates in kinds.items() if kind in lates] for kind in Late
        }


def test_a_default_limit_says_so_and_stays_where_the_text_still_gives_none(
    city: City, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    at("2024-09-27")
    without = draft(city.water, deadline=None, deadline_text="", deadline_explanation="")
    assert actions.open_task(without, actor=city.clerk).deadline is None
    monkeypatch.setenv("DUBAN_DEFAULT_LIMITS", "duban-limits-1")
    task = actions.open_task(without, actor=city.clerk)
    assert (day(task.deadline), task.deadline_text) == ("2024-10-17", "默认：20天内")
    assert task.deadline_explanation.startswith("原文没有时限，按默认办理时限“duban-limits-1”：会议纪要20天内")
    actions.change_task(task, replace(without, title="清掏雨水管网"), actor=city.desk, reason="改短")
    assert day(Task.objects.get(pk=task.pk).deadline) == "2024-10-17"
    recurring = draft(city.water, deadline=None, deadline_text="每月5日前")
    assert actions.open_task(recurring, actor=city.clerk).deadline is None
    monkeypatch.setenv("DUBAN_DEFAULT_LIMITS", "没有的")
    with pytest.raises(DraftRefused, match="没有名为“没有的”的默认办理时限"):
        actions.open_task(without, actor=city.clerk)
