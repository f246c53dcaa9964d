"""A ledger into the ledger: previewed, partly refused, imported, undone, imported again; and files that are no ledger."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from duban.organizations.models import Unit, User
from duban.tasks.actions import change_task, draft_of, sign_for
from duban.tasks.models import Task
from duban.workbooks.actions import ImportRefused, apply_rows, start_import, start_undo, take_in
from duban.workbooks.actions.applying import BATCH
from duban.workbooks.actions.previewing import name_unit
from duban.workbooks.intake import UnreadableWorkbook, read_workbook
from duban.workbooks.models import Import, ImportMode, ImportState
from tests.people import signed_in
from tests.tasks.conftest import City, city

__all__ = ["city"]
TODAY = date(2026, 11, 26)
ROWS: list[list[Any]] = [
    ["1", "清掏雨水管网", "水务局", "2026.12.20", "未完成"],
    ["2", "发放教育补助", "教育局、财政局", "年底前", "推进中"],
    ["3", "拆除违建", "市某某局", "2026-11-30", "未完成"],
    ["4", "修订预案", "水务局", "2026-13-45", "未完成"],
    ["5", "已经办完的事", "财政局", "6月底前", "已完成"],
]


def workbook(rows: list[list[Any]]) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.append(["云陵市2026年重点工作台账"])
    sheet.append(["编号", "工作任务", "责任单位", "完成时限", "是否完成"])
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def counts(run: Import) -> dict[str, int]:
    found: dict[str, int] = {}
    for status in run.rows.values_list("status", flat=True):
        found[status] = found.get(status, 0) + 1
    return found


def brought_in(rows: list[list[Any]], actor: User) -> Import:
    return take_in(workbook(rows), "台账.xlsx", actor=actor, today=TODAY)


def finished(run: Import, actor: User) -> Import:
    """Start the import; jobs run at once in tests, after the transaction where there is one."""
    start_import(run, actor=actor, today=TODAY)
    run.refresh_from_db()
    if run.state == ImportState.RUNNING:
        apply_rows(run)
        run.refresh_from_db()
    return run


def test_a_ledger_is_previewed_before_anything_is_written(city: City) -> None:
    run = brought_in(ROWS, city.clerk)
    assert counts(run) == {"add": 2, "refused": 2, "skipped": 1}
    assert run.year == 2026
    assert not Task.objects.exists()
    assert [row.problems[0][0] for row in run.rows.filter(status="refused")] == ["责任单位", "完成时限"]


def test_good_rows_become_tasks_and_the_rest_is_named_by_cell(city: City) -> None:
    run = finished(brought_in(ROWS, city.clerk), city.clerk)
    assert run.state == ImportState.DONE
    tasks = list(Task.objects.order_by("serial"))
    assert [(task.number, task.title, task.deadline) for task in tasks] == [
        ("账2026-0001", "清掏雨水管网", date(2026, 12, 20)),
        ("账2026-0002", "发放教育补助", date(2026, 12, 31)),
    ]
    assert tasks[1].lead_unit == city.education
    assert [part.unit for part in tasks[1].units.filter(role="responsible")] == [city.finance]
    origin = tasks[0].origins.get()
    assert origin.paragraph[origin.start : origin.end] == "清掏雨水管网"
    assert "2026.12.20" in origin.paragraph


def test_all_or_nothing_writes_nothing_while_a_row_is_bad(city: City) -> None:
    run = brought_in(ROWS, city.clerk)
    Import.objects.filter(pk=run.pk).update(mode=ImportMode.ALL_OR_NOTHING)
    with pytest.raises(ImportRefused):
        start_import(run, actor=city.clerk, today=TODAY)
    assert not Task.objects.exists()


def test_the_same_ledger_again_changes_nothing(city: City) -> None:
    finished(brought_in(ROWS, city.clerk), city.clerk)
    again = brought_in(ROWS, city.clerk)
    assert counts(again) == {"same": 2, "refused": 2, "skipped": 1}
    with pytest.raises(ImportRefused):
        start_import(again, actor=city.clerk, today=TODAY)


def test_what_the_ledger_changed_is_changed_and_what_both_changed_is_a_conflict(city: City) -> None:
    finished(brought_in(ROWS, city.clerk), city.clerk)
    mine, theirs = Task.objects.order_by("serial")
    change_task(
        theirs, draft_of(theirs).__class__(**{**_fields(theirs), "deadline": date(2026, 12, 1), "deadline_text": ""}),
        actor=city.clerk, reason="领导要求",
    )  # fmt: skip
    later = [list(row) for row in ROWS]
    later[0][3], later[1][3] = "2026.12.25", "2026-11-30"
    run = brought_in(later, city.clerk)
    assert counts(run) == {"change": 1, "conflict": 1, "refused": 2, "skipped": 1}
    finished(run, city.clerk)
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.deadline, theirs.deadline) == (date(2026, 12, 25), date(2026, 12, 1))


def test_a_preview_names_units_and_says_what_changes_in_words(city: City) -> None:
    finished(brought_in(ROWS, city.clerk), city.clerk)
    later = [list(row) for row in ROWS]
    later[1][2], later[1][3] = "财政局、教育局", "2026.12.1"
    run = brought_in(later, city.clerk)
    page = signed_in(city.clerk).get(f"/workbooks/{run.pk}/?status=change").content.decode()
    assert "牵头单位 <del>教育局</del> → 财政局" in page
    assert "责任单位 <del>财政局</del> → 教育局" in page
    assert "办理时限 <del>2026-12-31</del> → 2026-12-01" in page


def _fields(task: Task) -> dict[str, Any]:
    draft = draft_of(task)
    return {name: getattr(draft, name) for name in draft.__dataclass_fields__}


def test_an_import_is_undone_but_for_what_somebody_went_on_with(city: City) -> None:
    run = finished(brought_in(ROWS, city.clerk), city.clerk)
    kept = Task.objects.get(title="清掏雨水管网")
    sign_for(kept, actor=city.water_liaison)
    start_undo(run, actor=city.clerk)
    run.refresh_from_db()
    if run.state == ImportState.UNDOING:
        from duban.workbooks.actions import undo_rows

        undo_rows(run)
    assert dict(Task.objects.values_list("title", "state")) == {
        "清掏雨水管网": "signed_for",
        "发放教育补助": "withdrawn",
    }
    again = brought_in(ROWS, city.clerk)
    assert counts(again) == {"add": 1, "same": 1, "refused": 2, "skipped": 1}


def test_a_killed_import_goes_on_without_doing_anything_twice(city: City) -> None:
    rows = [[str(n), f"事项{n}", "水务局", "年底前", "未完成"] for n in range(1, 121)]
    run = brought_in(rows, city.clerk)
    Import.objects.filter(pk=run.pk).update(state=ImportState.RUNNING)
    run.refresh_from_db()

    def killed(done: int, total: int) -> None:
        if done >= BATCH:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        apply_rows(run, killed)
    assert Task.objects.count() == BATCH
    apply_rows(run)
    assert Task.objects.count() == 120
    assert Task.objects.values("title").distinct().count() == 120


def closed_since_the_preview(city: City, mode: str) -> Import:
    """Return a run whose second row's unit was closed after the preview."""
    run = brought_in(ROWS, city.clerk)
    Import.objects.filter(pk=run.pk).update(state=ImportState.RUNNING, mode=mode)
    Unit.objects.filter(pk=city.finance.pk).update(active=False)
    run.refresh_from_db()
    return run


def test_a_row_whose_unit_was_closed_since_the_preview_stays_out(city: City) -> None:
    run = closed_since_the_preview(city, ImportMode.GOOD_ROWS)
    assert apply_rows(run) == (1, 0)
    assert Task.objects.get().title == "清掏雨水管网"
    row = run.rows.get(title="发放教育补助")
    assert (row.status, row.applied) == ("refused", False)
    assert "财政局" in row.problems[0][1]


def test_all_or_nothing_takes_nothing_where_a_unit_was_closed_since_the_preview(city: City) -> None:
    run = closed_since_the_preview(city, ImportMode.ALL_OR_NOTHING)
    with pytest.raises(ImportRefused, match="有 1 行"):
        apply_rows(run)
    assert not Task.objects.exists()
    run.refresh_from_db()
    assert (run.state, counts(run)["refused"]) == (ImportState.DRAFT, 3)
    assert not run.rows.filter(applied=True).exists()


def test_a_name_explained_once_is_known_from_then_on(city: City) -> None:
    run = brought_in(ROWS, city.clerk)
    name_unit(run, "市某某局", city.north, actor=city.clerk)
    assert counts(run)["add"] == 3
    assert counts(brought_in(ROWS, city.clerk))["add"] == 3


def test_two_rows_of_one_number_are_not_both_taken(city: City) -> None:
    run = brought_in([*ROWS[:1], *ROWS[:1]], city.clerk)
    assert counts(run) == {"add": 1, "refused": 1}


def test_only_the_office_imports(city: City) -> None:
    for person in (city.water_liaison, city.leader, city.administrator, city.auditor):
        with pytest.raises(PermissionDenied):
            brought_in(ROWS, person)


# ── files that are no ledger ──


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 300_000_000)
    return stream.getvalue()


def with_macro() -> bytes:
    stream = io.BytesIO(workbook(ROWS))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "空.xlsx", "空文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "旧.xls", ".xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "密.xlsx", "密码"),
        (b"PK\x03\x04garbage", "坏.xlsx", "损坏"),
        (b"%PDF-1.4", "甲.pdf", "不是电子表格"),
    ],
)
def test_a_file_that_is_no_ledger_is_said_in_one_line(content: bytes, name: str, words: str) -> None:
    with pytest.raises(UnreadableWorkbook, match=words):
        read_workbook(content, name)


def test_bombs_and_macros_are_not_opened() -> None:
    with pytest.raises(UnreadableWorkbook, match="炸弹"):
        read_workbook(bomb(), "弹.xlsx")
    with pytest.raises(UnreadableWorkbook, match="宏"):
        read_workbook(with_macro(), "宏.xlsx")


def test_a_csv_in_gb18030_and_a_sheet_of_blank_rows_are_read(city: City, tmp_path: Path) -> None:
    text = "编号,工作任务,责任单位,完成时限\n1,清掏管网,水务局,2026.12.20\n"
    run = take_in(text.encode("gb18030"), "台账.csv", actor=city.clerk, today=TODAY)
    assert counts(run) == {"add": 1}
    book = Workbook()
    sheet = book.active
    for row in [["编号", "工作任务", "责任单位", "完成时限"], ["1", "清掏管网", "水务局", "2026.12.20"]]:
        sheet.append(row)
    sheet.cell(100_000, 1).value = None
    sheet.cell(100_000, 2).value = " "
    stream = io.BytesIO()
    book.save(stream)
    run = take_in(stream.getvalue(), "空行.xlsx", actor=city.clerk, today=TODAY)
    assert counts(run) == {"add": 1}


# ── pages ──


def test_the_pages_lead_from_the_file_to_the_tasks_and_back(
    city: City, django_capture_on_commit_callbacks: Any
) -> None:
    client = signed_in(city.clerk)
    wrong = client.post("/workbooks/", {"file": SimpleUploadedFile("甲.xlsx", b"PK\x03\x04x")})
    assert wrong.status_code == 422
    assert "损坏" in wrong.content.decode()
    answer = client.post("/workbooks/", {"file": SimpleUploadedFile("台账.xlsx", workbook(ROWS))})
    run = Import.objects.get()
    assert answer.headers["Location"] == f"/workbooks/{run.pk}/"
    page = client.get(f"/workbooks/{run.pk}/").content.decode()
    assert "没有叫“市某某局”的单位" in page
    assert "导入 2 行" in page
    refused = client.get(f"/workbooks/{run.pk}/refused.xlsx")
    assert refused.content.startswith(b"PK")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/workbooks/{run.pk}/start/")
    run.refresh_from_db()
    assert (run.state, Task.objects.count()) == (ImportState.DONE, 2)
    assert "新增 2" in run.message
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/workbooks/{run.pk}/undo/")
    run.refresh_from_db()
    assert run.state == ImportState.UNDONE
    assert signed_in(city.water_liaison).get(f"/workbooks/{run.pk}/").status_code == 403


def test_a_preview_asks_no_more_for_more_rows(city: City, django_assert_max_num_queries: Any) -> None:
    asked = set()
    for rows in (3, 30):
        run = brought_in(
            [[f"{n}", f"事项{n}", "市某某局" if n % 3 else "水务局", "年底前", "在办"] for n in range(rows)], city.clerk
        )
        client = signed_in(city.clerk)
        client.get("/workbooks/")
        with django_assert_max_num_queries(30) as counted:
            client.get(f"/workbooks/{run.pk}/")
        asked.add(len(counted.captured_queries))
    assert len(asked) == 1
