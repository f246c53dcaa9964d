"""The list as files, and 今日."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path

from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from duban.tasks.actions import open_task, open_tasks
from duban.tasks.exports import rows_of, sheet_of
from duban.tasks.models import Task
from duban.tasks.today import sections
from duban.web.spreadsheets import csv_lines
from duban.web.streamed_workbooks import xlsx_stream
from tests.libreoffice import checks_of, formulas_in, installed, saved_by_libreoffice
from tests.tasks.conftest import QUOTE, City, draft

TUESDAY = date(2026, 11, 24)


def test_the_table_holds_what_the_list_shows(city: City) -> None:
    task = open_task(draft(city.water, responsible_units=(city.finance, city.education)), actor=city.clerk)
    assert list(rows_of([task.pk], TUESDAY)) == [
        [
            "会2026-0001", "清掏雨水管网320公里", "云陵市水务局", "云陵市财政局、云陵市教育局", "",
            date(2026, 12, 31), "余 27 个工作日", "", "", "已交办", "第9次常务会议", QUOTE,
        ]
    ]  # fmt: skip


def test_an_export_holds_the_filtered_tasks_of_this_person_only(city: City) -> None:
    open_task(draft(city.water, title="水务甲"), actor=city.clerk)
    open_task(draft(city.water, title="水务乙"), actor=city.clerk)
    open_task(draft(city.education, title="教育甲"), actor=city.clerk)
    client = Client()
    client.force_login(city.water_liaison)
    response = client.get(reverse("tasks:csv") + "?q=甲")
    titles = [row[1] for row in csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig")))]
    assert titles == ["事项", "水务甲"]
    assert response["Content-Disposition"].startswith('attachment; filename="tasks-')


@installed
def test_libreoffice_opens_the_ledger_with_head_filter_checks_and_no_formulas(city: City, tmp_path: Path) -> None:
    titles = ["=1+1", "+8613", "@SUM(A1)", "＝乙", "甲\n乙 & <丙>", "清掏"]
    for title in titles:
        open_task(draft(city.water, title=title), actor=city.clerk)
    client = Client()
    client.force_login(city.clerk)
    answer = client.get(reverse("tasks:xlsx") + "?order=number")
    assert answer.streaming
    content = answer.getvalue()
    sheet = saved_by_libreoffice(content, tmp_path)
    assert [sheet.cell(row, 2).value for row in range(3, 10)] == ["事项", *titles]
    assert formulas_in(sheet) == []
    assert load_workbook(io.BytesIO(content)).active.freeze_panes == "A4"
    assert (sheet.auto_filter.ref, sheet.max_row) == ("A3:L9", 9)
    assert checks_of(sheet) == {"F4:F9": "date", "J4:J9": "list"}
    assert (sheet["F4"].value, sheet["F4"].number_format) == (datetime(2026, 12, 31), "yyyy\\-mm\\-dd")
    assert (sheet["A1"].value, sheet["A4"].border.left.style) == ("督办台账", "thin")
    assert sheet.print_title_rows == "$1:$3"


@installed
def test_libreoffice_opens_an_empty_ledger(city: City, tmp_path: Path) -> None:
    client = Client()
    client.force_login(city.clerk)
    sheet = saved_by_libreoffice(client.get(reverse("tasks:xlsx")).getvalue(), tmp_path)
    assert (sheet["A3"].value, sheet["A4"].value) == ("编号", None)


def test_a_large_ledger_is_sent_piece_by_piece(city: City) -> None:
    keys = [task.pk for task in open_tasks([draft(city.water, title=f"事项{n}") for n in range(450)], actor=city.clerk)]
    pieces = list(xlsx_stream(sheet_of(len(keys), TUESDAY), rows_of(keys, TUESDAY), len(keys)))
    assert len(pieces) == 4  # two hundred rows each, and the rest with the end of the file
    sheet = load_workbook(io.BytesIO(b"".join(pieces)), read_only=True).active
    assert [row[1].value for row in sheet.iter_rows(min_row=4)] == [f"事项{n}" for n in range(450)]
    lines = list(csv_lines(sheet_of(0, TUESDAY).columns, rows_of(keys, TUESDAY)))
    assert len(lines) == 4
    assert len(list(csv.reader(io.StringIO(b"".join(lines).decode("utf-8-sig"))))) == 451


def test_today_lists_what_is_overdue_due_and_new_for_a_unit(city: City) -> None:
    late = open_task(draft(city.water, deadline=date(2026, 11, 20)), actor=city.clerk)
    soon = open_task(draft(city.water, deadline=date(2026, 11, 26)), actor=city.clerk)
    open_task(draft(city.education, deadline=date(2026, 11, 20)), actor=city.clerk)
    Task.objects.update(opened_at="2026-11-23T08:00:00+08:00")
    waiting, new = sections(city.water_liaison, TUESDAY)
    assert {row.number for _kind, rows in waiting.context["kinds"] for row in rows} == {late.number, soon.number}
    assert [task.pk for task in new.context["tasks"]] == [soon.pk, late.pk]
    assert [section.count for section in sections(city.clerk, TUESDAY)] == [2]
    assert list(sections(city.administrator, TUESDAY)) == []
