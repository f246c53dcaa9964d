"""A unit's month as one workbook: exported, filled in, taken back; and files that are not it."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core import signing
from django.core.exceptions import PermissionDenied
from openpyxl import load_workbook

from duban.audit.models import AuditEntry
from duban.organizations.models import Role
from duban.tasks.actions import (
    ReportFacts,
    TaskMeasures,
    open_task,
    report_progress,
    set_measures,
    sign_for,
)
from duban.tasks.models import Report, Task, UnitPractice
from duban.workbooks import codes
from duban.workbooks.actions import ReturnRefused, send_return, take_in_return
from duban.workbooks.intake import UnreadableWorkbook
from duban.workbooks.models import UnitReturn
from tests.tasks.conftest import City, draft, person
from tests.tasks.moments import At
from tests.workbooks.months import ALL, TODAY, columns, edited, exported, filled, problems, statuses, taken

# ── out ──


def test_the_workbook_has_what_is_known_and_asks_for_what_each_task_has(month: City) -> None:
    book = load_workbook(io.BytesIO(exported(month.water, month.water_liaison)))
    sheet = book.worksheets[0]
    places = columns(sheet)
    assert [sheet.cell(row, 2).value for row in range(4, sheet.max_row + 1)] == ["=清掏管网", "修订预案", "拨付资金"]
    assert sheet.cell(4, 2).data_type == "s"
    first = {heading: sheet.cell(4, column) for heading, column in places.items()}
    assert (first["目标"].value, first["未完成的节点"].value) == (
        "达到 320公里\n年初预算 700 万元",
        "1、完成设计（应于 2026-11-20）\n2、完工（应于 2026-12-20）",
    )
    assert sheet.cell(5, places["上次报送"]).value == "2026-11-10：已有初稿"
    open_cells = {heading for heading, cell in first.items() if not cell.protection.locked}
    assert open_cells == {
        "进展情况", "数据截至", "完成值", "完成的节点", "资金下达数（万元）", "拨付数（万元）", "问题和原因", "下一步打算",
    }  # fmt: skip
    assert {heading for heading, column in places.items() if not sheet.cell(6, column).protection.locked} == {
        "进展情况", "数据截至", "问题和原因", "下一步打算",
    }  # fmt: skip
    assert (sheet.freeze_panes, sheet.protection.sheet, book["code"].sheet_state) == ("C4", True, "veryHidden")
    assert sheet.auto_filter.ref and sheet.data_validations.count >= 6


def test_a_month_asks_no_more_for_more_tasks(month: City, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(6):
        exported(month.water, month.water_liaison)
    for number in range(4):
        sign_for(
            open_task(draft(month.water, title=f"又一件{number}"), actor=month.clerk), actor=month.water_liaison
        )  # fmt: skip
    with django_assert_num_queries(6):
        exported(month.water, month.water_liaison)


# ── back ──


def test_only_what_was_filled_in_is_reported(month: City) -> None:
    kept = taken(filled(exported(month.water, month.water_liaison), ALL), month)
    assert statuses(kept) == [("=清掏管网", "report"), ("拨付资金", "report")]
    assert Report.objects.count() == 1
    send_return(kept, actor=month.water_liaison)
    assert statuses(kept) == [("=清掏管网", "sent"), ("拨付资金", "sent")]
    report = Report.objects.get(task__title="=清掏管网")
    assert (report.text, report.actual, report.paid, report.as_of, report.period, report.problems) == (
        "清掏 120 公里", Decimal(120), Decimal(300), TODAY, "2026-11", "雨天多",
    )  # fmt: skip
    task = Task.objects.get(title="=清掏管网")
    assert task.state == "in_progress"
    assert [node.done for node in task.milestones.all()] == [date(2026, 11, 18), None]
    entry = AuditEntry.objects.filter(verb="workbooks.send_return").get()
    assert entry.actor_name == month.water_liaison.name


def test_nothing_filled_in_reports_nothing(month: City) -> None:
    assert taken(exported(month.water, month.water_liaison), month).rows == []


def test_the_same_workbook_again_and_a_colleagues_copy_send_nothing_twice(month: City) -> None:
    content = filled(exported(month.water, month.water_liaison), ALL)
    first, second = taken(content, month), taken(content, month)
    send_return(first, actor=month.water_liaison)
    send_return(second, actor=month.water_liaison)
    assert statuses(second) == [("=清掏管网", "sent"), ("拨付资金", "sent")]
    colleague = person("water2", Role.LIAISON, month.water)
    again = take_in_return(content, "甲.xlsx", unit=month.water, actor=colleague, today=TODAY)
    assert statuses(again) == statuses(second)
    assert {row["outcome"] for row in again.rows} == {"这份表已经报过本事项，没有重复报送。"}
    send_return(again, actor=colleague)
    assert Report.objects.count() == 3


def test_a_unit_whose_head_approves_gets_drafts(month: City) -> None:
    UnitPractice.objects.create(unit=month.water, head_approves=True)
    content = filled(exported(month.water, month.water_liaison), ALL)
    kept = send_return(taken(content, month), actor=month.water_liaison)
    assert [status for _title, status in statuses(kept)] == ["drafted", "drafted"]
    assert statuses(taken(content, month)) == statuses(kept)
    assert Report.objects.filter(state="draft").count() == 2


def test_what_was_reported_or_changed_since_is_a_conflict_and_neither_is_lost(month: City) -> None:
    content = filled(
        exported(month.water, month.water_liaison), {**ALL, ("修订预案", "进展情况"): "已送审"}
    )  # fmt: skip
    measured, plain = Task.objects.get(title="=清掏管网"), Task.objects.get(title="修订预案")
    report_progress(plain, ReportFacts("网页上已报", TODAY), actor=month.water_liaison)
    set_measures(measured, TaskMeasures(target=Decimal(400), unit="公里", budget=Decimal(700)), actor=month.clerk)
    Task.objects.filter(title="拨付资金").update(state="suspended")
    kept = taken(content, month)
    assert [status for _title, status in statuses(kept)] == ["conflict"] * 3
    assert kept.rows[1]["values"]["text"] == "已送审"
    assert [message[:11] for _heading, message in problems(kept)] == [
        "下载之后“目标”“未完", "下载之后本单位已另有报", "下载之后事项变为“已暂",
    ]  # fmt: skip
    send_return(kept, actor=month.water_liaison)
    assert Report.objects.count() == 2


def test_what_is_reported_between_preview_and_sending_is_not_sent_over(month: City) -> None:
    kept = taken(filled(exported(month.water, month.water_liaison), {("修订预案", "进展情况"): "已送审"}), month)
    report_progress(Task.objects.get(title="修订预案"), ReportFacts("同事报了", TODAY), actor=month.water_liaison)
    send_return(kept, actor=month.water_liaison)
    assert (kept.rows[0]["status"], kept.rows[0]["outcome"][:4]) == ("not_sent", "预览之后")


def test_cells_that_cannot_be_taken_are_named(month: City) -> None:
    cells: dict[tuple[str, str], Any] = {
        ("=清掏管网", "进展情况"): '=HYPERLINK("http://yunling.example","x")',
        ("=清掏管网", "完成值"): "一百二十",
        ("=清掏管网", "完成的节点"): "3、2026-11-18",
        ("=清掏管网", "拨付数（万元）"): -5,
        ("=清掏管网", "数据截至"): date(2026, 12, 1),
        ("修订预案", "完成值"): 5,
        ("修订预案", "自报进度（%）"): 120,
        ("拨付资金", "事项"): "拨付全部资金",
        ("拨付资金", "进展情况"): "字" * 5001,
    }
    kept = taken(filled(exported(month.water, month.water_liaison), cells), month)
    assert [status for _title, status in statuses(kept)] == ["problem"] * 3
    assert sorted(heading for heading, _message in problems(kept)) == sorted(
        ["进展情况", "完成值", "完成的节点", "拨付数（万元）", "数据截至", "完成值", "自报进度（%）", "进展情况", "事项", "进展情况"]
    )  # fmt: skip
    assert ("数据截至", "2026-12-01 还没有到，请填今天或以前的日期。") in problems(kept)
    send_return(kept, actor=month.water_liaison)
    assert Report.objects.count() == 1


def test_a_row_of_another_unit_and_a_row_twice_are_refused(month: City) -> None:
    def strangers(book: Any) -> None:
        sheet = book.worksheets[0]
        sheet.cell(7, 1).value, sheet.cell(7, 2).value, sheet.cell(7, 10).value = "会2026-0099", "别人的事", "好"
        sheet.cell(8, 1).value = sheet.cell(4, 1).value

    kept = taken(filled(exported(month.water, month.water_liaison), {}, strangers), month)
    assert [row["status"] for row in kept.rows] == ["problem", "problem"]
    assert [message[:6] for _heading, message in problems(kept)] == ["“会2026", "这个编号前面"]


# ── files that are not this unit's of this month ──


def without_code(book: Any) -> None:
    del book["code"]


def without_heading(book: Any) -> None:
    book.worksheets[0].cell(3, 1).value = "号码"


def test_files_of_another_unit_or_month_and_edited_ones_are_refused(month: City, at: At) -> None:
    content = exported(month.water, month.water_liaison)
    with pytest.raises(ReturnRefused, match="是水务局的报送表，不是财政局的"):
        take_in_return(content, "甲.xlsx", unit=month.finance, actor=month.finance_liaison, today=TODAY)
    with pytest.raises(ReturnRefused, match="2026-11 的报送表，收到 2026-12-03 为止，现在报 2026-12"):
        take_in_return(content, "甲.xlsx", unit=month.water, actor=month.water_liaison, today=date(2026, 12, 4))
    with pytest.raises(PermissionDenied):
        take_in_return(content, "甲.xlsx", unit=month.water, actor=month.clerk, today=TODAY)
    for change, words in ((edited, "校验码"), (without_code, "校验码"), (without_heading, "缺少“编号”列")):
        with pytest.raises(ReturnRefused, match=words):
            taken(filled(content, {}, change), month)
    assert not UnitReturn.objects.exists()


def test_a_month_may_still_be_handed_in_some_working_days_after_its_end(
    month: City, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = filled(exported(month.water, month.water_liaison), {("修订预案", "进展情况"): "已报批"})
    at("2026-12-03 17:00")
    own = {"unit": month.water, "actor": month.water_liaison}
    kept = take_in_return(content, "甲.xlsx", today=date(2026, 12, 3), **own)
    send_return(kept, actor=month.water_liaison)
    report = Report.objects.get(text="已报批")
    assert (report.period, report.as_of) == ("2026-11", date(2026, 11, 30))  # of the month it tells of
    with pytest.raises(ReturnRefused, match="现在报 2026-12"):
        take_in_return(content, "甲.xlsx", today=date(2026, 12, 4), **own)
    monkeypatch.setenv("DUBAN_MONTH_GRACE", "0")
    with pytest.raises(ReturnRefused, match="收到 2026-11-30 为止"):
        take_in_return(content, "甲.xlsx", today=date(2026, 12, 1), **own)


@pytest.mark.parametrize("missing", ["nonce", "tasks", "marks"])
def test_a_code_signed_before_an_upgrade_is_refused_with_the_reason(month: City, missing: str) -> None:
    def as_it_was(book: Any) -> None:
        sheet = book[codes.SHEET]
        plain = signing.loads(sheet.cell(1, 1).value, salt=codes.SALT)
        if missing == "marks":
            for task in plain["tasks"].values():
                task[1]["marks"].popitem()
        else:
            del plain[missing]
        sheet.cell(1, 1).value = signing.dumps(plain, salt=codes.SALT, compress=True)

    with pytest.raises(ReturnRefused, match="系统升级以前下载的报送表"):
        taken(filled(exported(month.water, month.water_liaison), {}, as_it_was), month)


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 300_000_000)
    return stream.getvalue()


def test_passwords_bombs_and_what_is_no_workbook_are_not_opened(month: City) -> None:
    for content, words in (
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "密码"), (bomb(), "炸弹"), (b"", "空文件"), (b"a,b", "不是 .xlsx"),
    ):  # fmt: skip
        with pytest.raises(UnreadableWorkbook, match=words):
            taken(content, month)
