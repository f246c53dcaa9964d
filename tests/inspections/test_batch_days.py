"""The days of a batch and its numbers, and what was announced of it against what was imported."""

from __future__ import annotations

from datetime import date

import pytest

from duban.inspections.actions.batching import announce, explain_difference, open_batch
from duban.inspections.actions.errors import DeskRefused
from duban.inspections.actions.intaking import take_in
from duban.inspections.models import Batch
from duban.inspections.queries.counts import equation_of
from tests.inspections.conftest import Desk
from tests.inspections.intakes import accepted, problems, shown, taken
from tests.inspections.tables import HEADINGS, ROWS, xlsx
from tests.people import signed_in


def test_a_received_day_outside_the_inspection_or_after_the_batch_stops_the_row(desk: Desk) -> None:
    headings = [*HEADINGS, "受理日期"]
    for day, words in (("2026-10-30", "不在进驻期间"), ("2026-11-25", "晚于交办日期")):
        assert words in problems(taken(desk, [[*ROWS[0], day]], headings=headings))[0]


def test_announced_and_imported_are_reconciled_or_explained(desk: Desk) -> None:
    accepted(taken(desk, ROWS[:2]), desk)
    batch = Batch.objects.get(pk=desk.batch.pk)
    assert (equation_of(batch).difference, equation_of(batch).settled) == (1, False)
    explain_difference(batch, actor=desk.clerk, reason="1 件随次日批次补交")
    batch.refresh_from_db()
    assert equation_of(batch).settled
    announce(batch, actor=desk.clerk, calls=2, letters=3, starred=None)
    assert not equation_of(batch).settled
    announce(batch, actor=desk.clerk, calls=1, letters=1, starred=None)
    assert equation_of(batch).balanced


def test_a_batch_has_no_day_that_has_not_come(desk: Desk) -> None:
    with pytest.raises(DeskRefused, match=r"2026-11-27 还没有到.*最晚是今天（2026-11-26）"):
        open_batch(desk.inspection, number=2, day=date(2026, 11, 27), actor=desk.clerk)
    client, address = signed_in(desk.clerk), f"/inspections/{desk.inspection.pk}/batches/new/"
    assert client.get(address).context["form"]["day"].value() == date(2026, 11, 26)
    open_batch(desk.inspection, number=2, day=date(2026, 11, 26), actor=desk.clerk)
    page = client.get(address)
    assert page.context["form"]["day"].value() == date(2026, 11, 1), "the first day without a batch"
    refused = client.post(address, {"number": "3", "day": "2026-11-27"})
    assert refused.status_code == 422
    assert "还没有到" in refused.content.decode()
    for day in range(1, 26):
        if day != 20:
            open_batch(desk.inspection, number=day + 10, day=date(2026, 11, day), actor=desk.clerk)
    page = client.get(address)
    assert page.context["form"]["day"].value() is None
    assert "没有还能新建批次的日子" in page.content.decode()
    assert 'name="number"' not in page.content.decode(), "no form where no day is possible"
    assert "打开第 2 批（2026-11-26）" in page.content.decode()
    again = client.post(address, {"number": "3", "day": "2026-11-26"})
    assert (again.status_code, 'name="number"' in again.content.decode()) == (422, True)


def test_the_preview_says_how_the_rows_differ_from_what_was_announced(desk: Desk) -> None:
    announce(desk.batch, actor=desk.clerk, calls=5, letters=2, starred=None)
    intake = taken(desk)
    page = shown(desk, intake)
    assert "督察组通报 7 件（来电 5、来信 2），本批次连同没有受理的行是 3 件，少 4 件。请先核对清单是否齐全" in page
    announce(desk.batch, actor=desk.clerk, calls=1, letters=1, starred=None)
    assert "是 3 件，多 1 件。" in shown(desk, intake)
    announce(desk.batch, actor=desk.clerk, calls=2, letters=1, starred=None)
    assert "督察组通报" not in shown(desk, intake)


@pytest.mark.parametrize(
    ("number", "level", "told"),
    [
        ("D3SX202611210001", "problem", "编号里的日期 2026-11-21 晚于交办日期 2026-11-20，请核对编号"),
        ("D3SX202611200001", "", ""),
        ("D3SX202611170001", "", ""),
        ("D3SX202611100001", "notice", "编号里的日期 2026-11-10 比交办日期 2026-11-20 早 10 天，请核对编号"),
    ],
)
def test_a_number_of_a_day_to_come_stops_its_row_and_one_of_long_ago_is_noted(
    desk: Desk, number: str, level: str, told: str
) -> None:
    row = take_in(desk.batch, xlsx([["1", number, *ROWS[0][2:]]]), "清单.xlsx", actor=desk.clerk).rows.get()
    assert [problem for problem in row.problems if problem[0] == "number"] == (
        [["number", told, level]] if level else []
    )
    assert row.status == ("problem" if level == "problem" else "ready")


def test_a_day_of_receipt_that_differs_from_the_numbers_is_noted(desk: Desk) -> None:
    rows = [[*ROWS[0], "2026-11-19"], [*ROWS[1], "2026-11-20"]]
    made = take_in(desk.batch, xlsx(rows, [*HEADINGS, "受理日期"]), "清单.xlsx", actor=desk.clerk).rows.all()
    told = [[problem for problem in row.problems if problem[0] == "received"] for row in made]
    assert told == [[["received", "受理日期 2026-11-19 与编号里的日期 2026-11-20 不同，请核对", "notice"]], []]


def test_counts_once_announced_are_changed_and_not_taken_away(desk: Desk) -> None:
    client, place = signed_in(desk.clerk), f"/inspections/batches/{desk.batch.pk}/counts/"
    announce(desk.batch, actor=desk.clerk, calls=3, letters=2, starred=1)
    explain_difference(desk.batch, actor=desk.clerk, reason="清单分两次送来")
    empty = {"calls": "", "letters": "", "starred": "", "split": ""}
    refused = client.post(place, empty, follow=True).content.decode()
    assert "通报件数已经登记（来电 3 件、来信 2 件），不能清空" in refused
    desk.batch.refresh_from_db()
    assert (desk.batch.announced, desk.batch.difference_reason) == (5, "清单分两次送来")
    assert client.post(place, empty | {"calls": "0", "letters": "2"}).status_code == 302
    desk.batch.refresh_from_db()
    assert desk.batch.announced == 2
    assert signed_in(desk.liaison).post(place, empty).status_code == 403
