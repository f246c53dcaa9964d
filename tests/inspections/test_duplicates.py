"""Rows that repeat a case: found, linked, declined, left to a person."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from duban.inspections.actions.accepting import start_undo
from duban.inspections.actions.batching import open_batch
from duban.inspections.actions.intaking import link_row, take_in
from duban.inspections.queries.counts import equation_of
from duban.tasks.models import Task
from tests.inspections.conftest import Desk
from tests.inspections.intakes import accepted, taken
from tests.inspections.tables import ROWS, xlsx
from tests.people import signed_in


def test_duplicates_are_found_by_what_is_stated_and_by_their_text_and_share_the_first_cases_task(desk: Desk) -> None:
    accepted(taken(desk), desk)
    later = open_batch(desk.inspection, number=2, day=date(2026, 11, 21), actor=desk.clerk)
    rows = [
        ["1", "D3SX202611210001", "来电", "养殖场的事，与第一批受理编号X3SX202611200003号属同一案件。", "青溪县", "水", ""],
        ["2", "D3SX202611210002", "来电", "白石区团结路一家印染作坊偷排废水，河水发黑了。", "白石区", "水", ""],
        ["3", "D3SX202611210003", "来电", "白石区某石材厂切割噪声扰民，夜里不停。", "白石区", "噪声", ""],
    ]  # fmt: skip
    intake = take_in(later, xlsx(rows), "清单.xlsx", actor=desk.clerk)
    assert [bool(row.values["duplicate"]) for row in intake.rows.all()] == [True, True, False]
    accepted(intake, desk)
    stated, alike, own = (desk.petition(row[1]) for row in rows)
    assert stated.duplicate_of == desk.petition("X3SX202611200003")
    assert alike.duplicate_of == desk.petition("X3SX202611200002")
    assert alike.task == desk.petition("X3SX202611200002").task
    assert alike.reply_due == date(2026, 12, 1)
    assert own.duplicate_of is None
    assert equation_of(later).accepted == 3
    assert Task.objects.filter(source="petition").count() == 4


def test_a_proposed_duplicate_may_be_declined_and_one_in_the_same_file_is_linked(desk: Desk) -> None:
    again = [*ROWS[1][:1], "X3SX202611200009", *ROWS[1][2:]]
    intake = taken(desk, [*ROWS, again])
    row = intake.rows.get(number="X3SX202611200009")
    assert row.values["link"] is True
    accepted(intake, desk)
    assert desk.petition("X3SX202611200009").duplicate_of == desk.petition("X3SX202611200002")
    start_undo(intake, actor=desk.clerk)
    intake = taken(desk, [*ROWS, again])
    link_row(intake.rows.get(number="X3SX202611200009"), actor=desk.clerk, link=False)
    accepted(intake, desk)
    assert desk.petition("X3SX202611200009").duplicate_of is None


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("白石区团结路3号院的一家印染作坊夜间偷排废水，河水发黑，气味刺鼻，居民多次反映无人处理。", True),
        ("白石区团结路３号院的一家印染作坊夜间偷排废水，河水发黑，气味刺鼻，居民多次反映无人处理！", True),
        ("白石区团结路5号院的一家印染作坊夜间偷排废水，河水发黑，气味刺鼻，居民多次反映无人处理。", False),
        ("白石区团结路三号院的一家印染作坊夜间偷排废水，河水发黑，气味刺鼻，居民多次反映无人处理。", False),
    ],
)
def test_rows_alike_but_for_a_figure_are_for_a_person_to_decide(desk: Desk, text: str, link: bool) -> None:
    first = "白石区团结路3号院的一家印染作坊夜间偷排废水，河水发黑，气味刺鼻，居民多次反映无人处理。"
    rows = [[*ROWS[1][:3], first, *ROWS[1][4:]], ["3", "X3SX202611200009", "来信", text, *ROWS[1][4:]]]
    intake = taken(desk, rows)
    row = intake.rows.get(number="X3SX202611200009")
    assert (row.values["duplicate"]["score"] > 0.9, row.values["link"]) == (True, link)
    page = signed_in(desk.clerk).get(reverse("inspections:row", args=[row.pk])).content.decode()
    assert ("数字或编号不同" in page, "认定为重复件</button>" in page) == (not link, not link)
    accepted(intake, desk)
    assert (desk.petition("X3SX202611200009").duplicate_of is not None) == link
