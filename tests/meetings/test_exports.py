"""The decision sheet, before release and after, as a page and as a workbook."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from duban.meetings.actions.proposals import Edit, drop, edit, keep
from duban.meetings.actions.releasing import release
from duban.meetings.actions.shaping import merge
from duban.meetings.exports import decision_sheet, workbook
from duban.meetings.models import Action, Requirement, Sentence
from duban.meetings.queries.releasing import release_of
from duban.tasks.actions import change_task, draft_of
from tests.libreoffice import checks_of, formulas_in, installed, saved_by_libreoffice
from tests.meetings.conftest import Desk
from tests.people import signed_in

TREE = ["河道清淤", "校车安全"]


def release_all(desk: Desk) -> None:
    clerk = desk.office.clerk
    for requirement in Requirement.objects.all():
        keep(requirement, version=None, actor=clerk)
    for action in release_of(desk.meeting).without_lead:
        edit(action, Edit(lead_unit=desk.office.units["市水务局"]), version=None, actor=clerk)
    Sentence.objects.filter(decision="undecided").update(decision="dropped")
    release(desk.meeting, token=release_of(desk.meeting).plan.token, actor=clerk)


def cells(desk: Desk) -> list[list[Any]]:
    book = load_workbook(io.BytesIO(workbook(decision_sheet(desk.meeting))))
    assert book.sheetnames == ["议定事项分解表"]
    return [[cell.value for cell in row] for row in book.active.iter_rows()]  # type: ignore[union-attr]


def test_before_release_the_sheet_is_a_draft_of_what_is_not_dropped(desk: Desk) -> None:
    sheet = decision_sheet(desk.meeting)
    trackable = Action.objects.filter(trackable=True).count()
    assert (len(sheet.rows), sheet.released, sheet.is_draft) == (trackable, 0, True)
    assert {row.number for row in sheet.rows} == {""}
    assert f"待确认 {trackable} 项" in sheet.note
    drop(desk.action("建立巡查台账"), reason="routine", version=None, actor=desk.office.clerk)
    keep(desk.action("完成南渠清淤"), version=None, actor=desk.office.clerk)
    after = decision_sheet(desk.meeting)
    assert ("建立巡查台账" in " ".join(row.matter for row in after.rows), len(after.rows)) == (False, trackable - 1)
    assert [row.undecided for row in after.rows if "清淤" in row.matter] == [False]


def test_rows_stand_under_their_agenda_items_and_are_counted_through(desk: Desk) -> None:
    sheet = decision_sheet(desk.meeting)
    assert [group.topic for group in sheet.groups] == [item.topic for item in _items_with_rows(desk)]
    assert [row.position for row in sheet.rows] == list(range(1, len(sheet.rows) + 1))


def test_what_is_merged_is_one_row_with_both_quotes(desk: Desk) -> None:
    second = desk.action("报市政府")
    first = desk.action("制定校车检查办法")
    merge(second, version=None, actor=desk.office.clerk)
    row = next(row for row in decision_sheet(desk.meeting).rows if first.quote in row.quote)
    assert row.quote == f"{first.quote}\n{second.quote}"


def test_after_release_the_sheet_shows_the_tasks_as_they_stand_now(desk: Desk) -> None:
    release_all(desk)
    sheet = decision_sheet(desk.meeting)
    assert (sheet.is_draft, sheet.rows[0].number) == (False, "会2024-0001")
    assert "草案" not in sheet.note
    task = desk.action("完成南渠清淤").task
    assert task
    changed = {**_fields(draft_of(task)), "leading_official": "分管副市长", "deadline": date(2025, 1, 15)}
    change_task(task, type(draft_of(task))(**changed), actor=desk.office.desk, reason="领导批示")
    row = next(row for row in decision_sheet(desk.meeting).rows if row.number == task.number)
    assert (row.leading_official, row.deadline) == ("分管副市长", date(2025, 1, 15))


def test_what_is_fanned_out_says_to_whom(desk: Desk) -> None:
    before = {row.matter: row.fanned_out for row in decision_sheet(desk.meeting).rows if row.fanned_out}
    assert before == {"各县(区)要建立巡查台账": "各县（市、区）"}
    release_all(desk)
    after = [row.fanned_out for row in decision_sheet(desk.meeting).rows if row.fanned_out]
    assert after == ["南渠县、东坪区"]


def test_the_workbook_has_the_columns_and_one_row_a_matter(desk: Desk) -> None:
    release_all(desk)
    rows = cells(desk)
    assert rows[0][0] == "市政府第12次常务会议议定事项分解表"
    assert rows[2] == [
        "序号",
        "任务",
        "牵头领导",
        "牵头单位",
        "责任单位",
        "数据提供单位",
        "完成时限",
        "成果形式",
        "来源原文",
        "编号",
    ]
    matters = [row for row in rows[3:] if isinstance(row[0], int)]
    sheet = decision_sheet(desk.meeting)
    assert [(row[0], row[1], row[3], row[9]) for row in matters] == [
        (row.position, row.matter, row.lead, row.number) for row in sheet.rows
    ]
    assert [row[0] for row in rows[3:] if isinstance(row[0], str)] == [group.topic for group in sheet.groups]


def test_a_wording_like_a_formula_stays_text(desk: Desk) -> None:
    formula = '=HYPERLINK("http://x")'
    edit(desk.action("完成南渠清淤"), Edit(wording=formula), version=None, actor=desk.office.clerk)
    book = load_workbook(io.BytesIO(workbook(decision_sheet(desk.meeting))))
    kinds = [cell.data_type for row in book.active.iter_rows() for cell in row if cell.value == formula]  # type: ignore[union-attr]
    assert kinds == ["s"]


@pytest.mark.parametrize("address", ["meetings:sheet", "meetings:sheet_workbook"])
def test_the_office_gets_the_sheet_and_a_unit_finds_nothing(desk: Desk, address: str) -> None:
    url = reverse(address, args=[desk.meeting.pk])
    assert [signed_in(who).get(url).status_code for who in (desk.office.clerk, desk.office.leader)] == [200, 200]
    assert signed_in(desk.office.liaison).get(url).status_code == 404


def test_the_page_shows_every_row(desk: Desk) -> None:
    release_all(desk)
    page = signed_in(desk.office.clerk).get(reverse("meetings:sheet", args=[desk.meeting.pk])).content.decode()
    for row in decision_sheet(desk.meeting).rows:
        assert row.matter in page and row.number in page


def test_a_meeting_with_nothing_to_do_says_so(desk: Desk) -> None:
    Action.objects.update(trackable=False)
    page = signed_in(desk.office.clerk).get(reverse("meetings:sheet", args=[desk.meeting.pk])).content.decode()
    assert "还没有可以立项的事项" in page


def test_the_number_of_queries_does_not_grow_with_the_rows(desk: Desk) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            decision_sheet(desk.meeting)
        return len(captured)

    release_all(desk)
    with_all = queries()
    keeping = desk.action("完成南渠清淤")
    Action.objects.exclude(pk=keeping.pk).update(trackable=False)
    assert (len(decision_sheet(desk.meeting).rows), queries()) == (1, with_all)


def _items_with_rows(desk: Desk) -> list[Any]:
    items = {
        requirement.agenda.order_by("pk")[0]
        for requirement in Requirement.objects.filter(actions__trackable=True)
        if requirement.agenda.exists()
    }
    return sorted(items, key=lambda item: item.position)


def _fields(draft: Any) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in draft.__dataclass_fields__}


@installed
def test_libreoffice_opens_the_decision_sheet_with_head_filter_checks_and_no_formulas(
    desk: Desk, tmp_path: Path
) -> None:
    action = desk.action("建立巡查台账")
    Action.objects.filter(pk=action.pk).update(wording="=1+1", deliverable="@报告")
    content = workbook(decision_sheet(desk.meeting))
    made = load_workbook(io.BytesIO(content)).active
    sheet = saved_by_libreoffice(content, tmp_path)
    values = [[cell.value for cell in row] for row in sheet.iter_rows(max_col=10)]
    assert values == [[cell.value for cell in row] for row in made.iter_rows()]  # type: ignore[union-attr]
    assert ["=1+1", "@报告"] in [[row[1], row[7]] for row in values]
    assert formulas_in(sheet) == []
    last = made.max_row  # type: ignore[union-attr]
    assert (made.freeze_panes, sheet.auto_filter.ref) == ("A4", f"A3:J{last}")
    assert checks_of(sheet) == {f"G4:G{last}": "date"}
