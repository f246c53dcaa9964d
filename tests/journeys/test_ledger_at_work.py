"""The ledger at work in a real browser: an old spreadsheet taken in, a unit's month, a desk's morning, a leader's page."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect

from duban.demo.ledger.tell import picture
from duban.tasks.actions import (
    GivenFile,
    ReportFacts,
    TaskMeasures,
    attach,
    open_task,
    report_progress,
    request_completion,
    set_measures,
    sign_for,
)
from duban.tasks.models import Report, Task
from duban.workbooks.models import Import, ImportState
from tests.journeys.conftest import OpenPage
from tests.tasks.conftest import City, city, draft
from tests.tasks.moments import At, at

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
__all__ = ["at", "city"]

PASSWORD = "cheng-qing-2024"
TODAY = "2026-11-26"
ROWS = [
    ["1", "清掏雨水管网", "水务局", "年底前", "正在推进"],
    [None, "疏通河道两处", "水务局、北县", "2026.12.5", "未完成"],
    ["2", "发放教育补助", "教育局牵头，财政局配合", 46387, "正在推进"],  # 2026-12-31 as a number
    ["3", "拆除违建", "城管大队", "2026-11-30", "未完成"],
    ["4", "修订预案", "水务局", "2026-13-45", "未完成"],
    ["合计", None, None, None, None],
]


@pytest.fixture
def people(city: City, at: At) -> City:
    for name in ("clerk", "desk", "leader", "water_liaison"):
        user = getattr(city, name)
        user.set_password(PASSWORD)
        user.save()
    at(f"{TODAY} 09:30")
    return city


def ugly_ledger(folder: Path) -> Path:
    """Return a ledger with a title over all columns, two heading rows and cells merged downwards."""
    book = Workbook()
    sheet = book.active
    for row in (
        ["云陵市2026年重点工作台账", *[None] * 4],
        ["编号", "工作任务", "责任单位", "完成情况", None],
        [None, None, None, "完成时限", "是否完成"],
        *ROWS,
    ):
        sheet.append(row)
    for area in ("A1:E1", "A2:A3", "B2:B3", "C2:C3", "D2:E2"):
        sheet.merge_cells(area)
    place = folder / "老台账（最终版）.xlsx"
    book.save(place)
    return place


def look(page: Page, folder: Path, name: str) -> None:
    """Keep a picture of the page, and see that it fits the screen's width."""
    page.screenshot(path=str(folder / f"{name}.png"))
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name


def test_an_ugly_ledger_is_previewed_partly_refused_undone_and_imported_again(
    people: City, open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page("desk", PASSWORD)

    def bring_in(doable: int) -> None:
        page.goto("/workbooks/")
        page.set_input_files("[name=file]", ugly_ledger(tmp_path))
        page.click("text=上传并预览")
        page.get_by_role("button", name=f"导入 {doable} 行").click()
        page.wait_for_selector("text=撤销这次导入")

    page.goto("/workbooks/")
    page.set_input_files("[name=file]", ugly_ledger(tmp_path))
    page.click("text=上传并预览")
    expect(page.get_by_text("没有叫“城管大队”的单位").first).to_be_visible()
    expect(page.get_by_text("2026-13-45").first).to_be_visible()
    expect(page.get_by_role("cell", name="教育局", exact=True)).to_be_visible()
    look(page, tmp_path, "import-preview")
    page.get_by_role("button", name="导入 3 行").click()
    page.wait_for_selector("text=撤销这次导入")
    look(page, tmp_path, "import-done")
    assert sorted(Task.objects.values_list("title", flat=True)) == ["发放教育补助", "清掏雨水管网", "疏通河道两处"]
    page.click("text=撤销这次导入")
    page.wait_for_selector(".tag >> text=已撤销")
    assert set(Task.objects.values_list("state", flat=True)) == {"withdrawn"}
    bring_in(3)
    assert Task.objects.filter(state="assigned").count() == 3
    assert Import.objects.filter(state=ImportState.DONE).count() == 1


def test_a_units_month_goes_out_and_comes_back_as_one_workbook(
    people: City, open_page: OpenPage, tmp_path: Path
) -> None:
    for title in ("清掏雨水管网", "修订预案"):
        task = open_task(draft(people.water, title=title), actor=people.clerk)
        sign_for(task, actor=people.water_liaison)
    page = open_page("water", PASSWORD)
    page.get_by_role("link", name="报送表", exact=True).first.click()
    look(page, tmp_path, "month")
    with page.expect_download() as waiting:
        page.click("text=下载报送表")
    place = tmp_path / "报送表.xlsx"
    waiting.value.save_as(place)
    book = load_workbook(place)
    sheet = book.worksheets[0]
    columns = {sheet.cell(3, column).value: column for column in range(1, sheet.max_column + 1)}
    row = next(row for row in (4, 5) if sheet.cell(row, 2).value == "修订预案")
    sheet.cell(row, columns["进展情况"]).value = "初稿已送司法局审查。"
    sheet.cell(row, columns["自报进度（%）"]).value = 60
    book.save(place)
    page.set_input_files("[name=file]", place)
    page.click("text=上传并预览")
    expect(page.get_by_text("初稿已送司法局审查。")).to_be_visible()
    look(page, tmp_path, "month-preview")
    page.get_by_role("button", name="报送 1 项").click()
    page.wait_for_selector(".message-success")
    look(page, tmp_path, "month-sent")
    report = Report.objects.get()
    assert (report.task.title, report.typed_percent, report.period) == ("修订预案", 60, "2026-11")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what the selector names has the focus."""
    for _press in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def test_a_desks_morning_by_the_keyboard_alone(people: City, open_page: OpenPage, tmp_path: Path) -> None:
    task = open_task(draft(people.water, title="清掏雨水管网"), actor=people.clerk)
    sign_for(task, actor=people.water_liaison)
    report_progress(task, ReportFacts("已完成", date(2026, 11, 26)), actor=people.water_liaison)
    proof = GivenFile("现场.png", picture("清淤"))
    attach(task, (proof,), actor=people.water_liaison)
    request_completion(task, actor=people.water_liaison, statement="全部清掏完毕")
    page = open_page("desk", PASSWORD)
    look(page, tmp_path, "today")
    tab_to(page, "a[href='/tasks/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tasks/")
    tab_to(page, "a[href*='waits=verification']")
    page.keyboard.press("Enter")
    page.wait_for_url("**waits=verification**")
    place = page.url
    look(page, tmp_path, "ledger-view")
    tab_to(page, f"a[href='{task.get_absolute_url()}']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{task.get_absolute_url()}")
    page.keyboard.press("g")  # the next step: the test of what was done
    page.wait_for_selector("[name=facts_clear]")
    for name in ("facts_clear", "problem_solved", "task_done", "conclusion_accurate", "measures_lawful", "form_right"):
        tab_to(page, f"[name={name}]")
        page.keyboard.press("Space")
    look(page, tmp_path, "verify")
    page.keyboard.press("Enter")
    page.wait_for_selector(".message-success")
    task.refresh_from_db()
    assert task.state == "verified"
    for _step in range(3):  # the task, the form, the task before it
        page.go_back()
    assert page.url == place


def test_a_leaders_page_is_one_screen_and_one_sheet(people: City, open_page: OpenPage, tmp_path: Path) -> None:
    for number in range(14):
        day = date(2026, 11, 1 + number)
        task = open_task(draft(people.water if number % 2 else people.north, title=f"第{number}件事：{'清掏管网' * 8}", deadline=day), actor=people.clerk)  # fmt: skip
        set_measures(task, TaskMeasures(target_text="应清尽清", direction="text"), actor=people.clerk)
    page = open_page("leader", PASSWORD)
    page.goto("/board/leader/")
    look(page, tmp_path, "leader")
    sheet = page.pdf(format="A4", prefer_css_page_size=True)
    (tmp_path / "leader.pdf").write_bytes(sheet)
    with pypdfium2.PdfDocument(io.BytesIO(sheet)) as printed:
        assert len(printed) == 1
