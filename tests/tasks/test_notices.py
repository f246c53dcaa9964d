"""A holiday notice added later: what moves, what stays, what is written, by page and by command."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from duban.audit.actions import verify_chain
from duban.audit.models import AuditEntry
from duban.dates.workdays import load_calendar
from duban.jobs.models import Job
from duban.tasks import actions, notice_command
from duban.tasks.actions.recounting import NoticeRefused, add_notice, recount
from duban.tasks.models import HolidayNotice, MovedDeadline, Task, TaskMove
from tests.people import signed_in
from tests.tasks.conftest import City, draft
from tests.tasks.moments import At, at

__all__ = ["at"]
NOTICE = """文号 国办发明电〔2026〕99号
元旦 0101-0103
春节 0205-0212 +0130 +0220
"""
START = date(2027, 1, 29)  # a Friday: 30 January is worked, 5 to 12 February are off
WITHOUT = "2027年没有放假通知，该年只按周末计算；补录通知后应重新计算"


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DUBAN_DATA", str(tmp_path))
    return tmp_path


def counted(city: City, deadline: date = date(2027, 2, 12), words: str = "10个工作日内", **more: Any) -> Task:
    values = {"deadline_text": words, "deadline_from": START, "deadline_explanation": WITHOUT, **more}
    return actions.open_task(draft(city.water, deadline=deadline, **values), actor=city.clerk)


def now(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


def test_open_tasks_move_with_a_move_and_an_audit_row_and_are_listed(city: City, at: At) -> None:
    at("2027-01-29")
    task, by_hand = counted(city), counted(city, deadline_text="二月中旬", deadline_from=None)
    calendar_days = counted(city, date(2027, 2, 28), "30天内")
    notice = add_notice(2027, NOTICE, actor=city.administrator)
    task = now(task)
    assert (task.deadline, now(by_hand).deadline) == (date(2027, 2, 19), date(2027, 2, 12))
    assert now(calendar_days).deadline == date(2027, 2, 28)
    move = task.moves.get(verb="recount")
    assert (move.actor, move.actor_name, move.from_state, move.to_state) == (None, "系统", "assigned", "assigned")
    assert (move.changes["deadline"], move.reason) == (
        ["2027-02-12", "2027-02-19"],
        "2027年放假通知（国办发明电〔2026〕99号）",
    )
    assert AuditEntry.objects.filter(verb="task.recount", object_id=str(task.pk)).count() == 1
    assert AuditEntry.objects.get(verb="tasks.add_notice").actor_name == city.administrator.name
    assert verify_chain().whole
    moved = [(row.task, row.field, row.before, row.after) for row in MovedDeadline.objects.filter(field="deadline")]
    assert moved == [(task, "deadline", date(2027, 2, 12), date(2027, 2, 19))]
    job = Job.objects.get(pk=HolidayNotice.objects.get(pk=notice.pk).job)
    assert (job.state, job.total > 0, job.done == job.total) == ("done", True, True)
    assert WITHOUT not in task.deadline_explanation
    assert task.deadline_explanation.endswith("按2027年放假通知（国办发明电〔2026〕99号）重算：2027-02-12 → 2027-02-19")


def test_what_has_ended_never_moves(city: City, at: At) -> None:
    at("2027-01-29")
    ended = [counted(city) for _ in range(3)]
    actions.terminate(ended[0], actor=city.desk, approver="市长", reason="不办了")
    actions.withdraw_task(ended[1], actor=city.clerk, reason="重复")
    actions.merge_into(ended[2], counted(city), actor=city.desk, reason="重复")
    add_notice(2027, NOTICE, actor=city.administrator)
    assert [now(task).deadline for task in ended] == [date(2027, 2, 12)] * 3
    assert not TaskMove.objects.filter(task__in=ended, verb="recount").exists()


def test_a_pause_stays_added_and_an_extended_deadline_stays(city: City, at: At) -> None:
    at("2027-02-01")
    paused, extended = counted(city), counted(city)
    for task in (paused, extended):
        actions.sign_for(task, actor=city.water_liaison)
    actions.suspend(paused, actor=city.desk, reason="等批复", today=timezone.localdate())
    at("2027-02-03")
    actions.resume(paused, actor=city.desk, reason="已批复", today=timezone.localdate())
    wanted = actions.ChangeWanted("deadline", deadline=date(2027, 2, 15))
    asked = actions.request_change(
        extended, wanted, actor=city.water_liaison, reason="雨多", today=timezone.localdate()
    )
    actions.decide_change(asked, actor=city.desk, granted=True, approver="分管副市长")
    assert now(paused).deadline == date(2027, 2, 16)
    add_notice(2027, NOTICE, actor=city.administrator)
    assert (now(paused).deadline, now(paused).deadline_shift) == (date(2027, 2, 22), 2)  # the 20th is worked
    assert now(extended).deadline == date(2027, 2, 15)


def test_signing_and_reporting_limits_in_working_days_move_too(city: City, at: At) -> None:
    at("2027-02-04")
    task = counted(city, date(2027, 12, 31), "年底前", reporting_rhythm="每月第5个工作日前")
    before = (task.sign_by, task.report_by)
    at("2027-02-05")
    add_notice(2027, NOTICE, actor=city.administrator)
    after = now(task)
    assert (before, (after.sign_by, after.report_by)) == (
        (date(2027, 2, 8), date(2027, 2, 5)),
        (date(2027, 2, 16), date(2027, 2, 15)),
    )


def test_a_deadline_that_said_there_was_no_notice_says_so_no_longer(city: City, at: At) -> None:
    at("2027-01-04")
    task = counted(city, date(2027, 3, 5), "5个工作日内", deadline_from=date(2027, 2, 26))
    add_notice(2027, NOTICE, actor=city.administrator)
    task = now(task)
    assert (task.deadline, WITHOUT in task.deadline_explanation) == (date(2027, 3, 5), False)
    assert task.moves.get(verb="recount").reason.endswith("，时限不变")
    assert not MovedDeadline.objects.filter(field="deadline").exists()


def test_counting_again_after_a_kill_moves_nothing_twice(city: City, at: At) -> None:
    at("2027-01-29")
    task = counted(city)
    notice = add_notice(2027, NOTICE, actor=None, in_background=False)

    def killed(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        recount(notice, killed)
    assert recount(notice, lambda done, total: None) == 1
    assert (now(task).deadline, task.moves.filter(verb="recount").count()) == (date(2027, 2, 19), 1)


def test_a_second_notice_of_a_year_replaces_the_first(city: City, at: At) -> None:
    at("2027-01-29")
    task = counted(city)
    add_notice(2027, NOTICE, actor=city.administrator)
    add_notice(2027, NOTICE.replace("0205-0212 +0130", "0205-0211 +0130").replace("99号", "100号"), actor=None)
    assert now(task).deadline == date(2027, 2, 18)
    assert load_calendar().notices[2027] == "国办发明电〔2026〕100号"
    assert HolidayNotice.objects.count() == 2


@pytest.mark.parametrize(
    ("year", "text", "refusal"),
    [
        (2027, "春节 0205-0212", "没有“文号”一行"),
        (2027, "文号 一号\n", "没有放假日期"),
        (2027, "文号 一号\n春节 0235", "第2行“0235”不是日期"),
        (2027, "文号 一号\n春节 0205-0212 +0209", "既写成放假又写成调休上班"),
        (2027, "文号 一号\n春节 0205-0212 +0203", "不是周六或周日，不会是调休上班日"),
        (2027, "文号 一号\n春节 20290205", "离 2027 年太远"),
        (1999, NOTICE, "年份 1999 不对"),
    ],
)
def test_a_wrong_notice_is_refused_and_leaves_nothing(
    city: City, data_folder: Path, year: int, text: str, refusal: str
) -> None:
    with pytest.raises(NoticeRefused, match=refusal):
        add_notice(year, text, actor=city.administrator)
    assert (HolidayNotice.objects.count(), list(data_folder.rglob("*.txt"))) == (0, [])


def test_only_an_administrator_adds_a_notice(city: City) -> None:
    for person in (city.desk, city.clerk, city.leader, city.water_liaison):
        with pytest.raises(PermissionDenied):
            add_notice(2027, NOTICE, actor=person)


def test_the_page_takes_the_text_or_a_file_and_shows_what_moved_to_whom_may_see_it(
    city: City, at: At, tmp_path: Path
) -> None:
    at("2027-01-29")
    task = counted(city)
    admin = signed_in(city.administrator)
    wrong = admin.post(reverse("tasks:new_notice"), {"year": 2027, "text": "春节 0205"})
    assert (wrong.status_code, "没有“文号”一行" in wrong.content.decode()) == (422, True)
    file = tmp_path / "放假.txt"
    file.write_text(NOTICE, "gb18030")
    with file.open("rb") as upload:
        answer = admin.post(reverse("tasks:new_notice"), {"year": 2027, "text": "", "file": upload}, follow=True)
    text = answer.content.decode()
    assert ("1 项" in text, task.title in text, "国办发明电〔2026〕99号" in text) == (True, False, True)
    notice = HolidayNotice.objects.get()
    seen = signed_in(city.desk).get(reverse("tasks:notice", args=[notice.pk])).content.decode()
    assert (task.number in seen, "2027-02-19" in seen) == (True, True)
    assert signed_in(city.desk).get(reverse("tasks:notices")).status_code == 200


def test_a_second_notice_shows_day_by_day_what_it_changes_before_it_counts(city: City, at: At) -> None:
    at("2027-01-29")
    add_notice(2027, NOTICE, actor=city.administrator)
    admin, address = signed_in(city.administrator), reverse("tasks:new_notice")
    edited = NOTICE.replace("0205-0212 +0130", "0206-0212").replace("99号", "100号").replace("\n", "\r\n")
    shown = admin.post(address, {"year": 2027, "text": edited})
    rows = re.findall(
        r'<th scope="row">(\S+) [^<]*</th><td>(.*?)</td><td><strong>(.*?)</strong>', shown.content.decode()
    )
    assert rows == [("2027-01-30", "调休上班", "周末"), ("2027-02-05", "放假", "上班")]
    assert HolidayNotice.objects.count() == 1
    seen = re.findall(r'name="seen" value="(\w+)"', shown.content.decode())[0]
    other = admin.post(address, {"year": 2027, "text": edited.replace("0206", "0207"), "seen": seen})
    assert (other.status_code, HolidayNotice.objects.count()) == (200, 1)  # edited after it was shown: shown again
    assert admin.post(address, {"year": 2027, "text": edited, "seen": seen}).status_code == 302
    assert load_calendar().notices[2027] == "国办发明电〔2026〕100号"
    same = admin.post(address, {"year": 2027, "text": edited}).content.decode()
    assert "没有一天改动" in same


@pytest.mark.parametrize("rows", [1, 3])
def test_the_notice_page_asks_as_often_for_one_row_as_for_three(
    city: City, at: At, rows: int, django_assert_num_queries: Any
) -> None:
    at("2027-01-29")
    for _ in range(rows):
        counted(city)
    notice = add_notice(2027, NOTICE, actor=city.administrator)
    desk = signed_in(city.desk)
    with django_assert_num_queries(8):
        desk.get(reverse("tasks:notice", args=[notice.pk]))


def test_the_command_adds_a_notice_and_lists_what_moved(
    city: City, at: At, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at("2027-01-29")
    task = counted(city)
    file = tmp_path / "2027.txt"
    file.write_text(NOTICE, "utf-8")
    assert notice_command.run(["holidays", "2027", str(file)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "已录入2027年放假通知（国办发明电〔2026〕99号），1 项在办事项的时限有变动。"
    assert f"  {task.number}  办理时限  2027-02-12 → 2027-02-19  {task.title}" in lines
    assert notice_command.run(["holidays", "2027", str(tmp_path / "nowhere.txt")]) == 2
    assert "无法读取" in capsys.readouterr().err
