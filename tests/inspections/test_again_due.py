"""What is taken up again has a new day, on the petition, in 今日, on the board, in reminders and in the ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from duban.dates.workdays import load_calendar
from duban.inspections.actions.looking_back import draw_round
from duban.inspections.counting import statistics_of
from duban.inspections.models import Petition
from duban.inspections.queries.boards import clock_counts
from duban.inspections.reminders import reply_clocks
from duban.inspections.waiting import waiting_for
from duban.notifications.models import Notice
from duban.tasks.models import Task
from tests.inspections.conftest import Desk, at, desk
from tests.inspections.months import DAY, Month
from tests.inspections.test_handling import FOUND, assigned, first, replied
from tests.people import signed_in
from tests.tasks.conftest import city
from tests.tasks.moments import At

__all__ = ["at", "city", "desk", "first"]


def taken_up(desk: Desk, petition: Petition, verb: str, day: str) -> str:
    """Take the petition up again through its page; return what the page says."""
    place = f"/inspections/petitions/{petition.pk}/move/{verb}/"
    answer = signed_in(desk.desk).post(place, {"reason": "回头看发现反弹", "day": day}, follow=True)
    petition.refresh_from_db()
    return answer.content.decode()


@pytest.mark.parametrize("verb", ["reopen", "follow_up"])
@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("", "没有写重新办理时限"),
        ("2026-11-25", "已经过去"),
        ("2030-12-31", "在一年以后"),
        ("31.12.", "日期或编号填写有误"),
    ],
)
def test_no_reply_is_taken_up_again_without_a_day_that_fits(
    desk: Desk, first: Petition, verb: str, day: str, told: str
) -> None:
    replied(desk, first)
    assert told in taken_up(desk, first, verb, day)
    assert (first.state, first.again_due) == ("replied", None)


@pytest.mark.parametrize("verb", ["reopen", "follow_up"])
def test_the_new_day_stands_everywhere_until_the_team_is_answered_anew(
    desk: Desk, first: Petition, at: At, verb: str
) -> None:
    assigned(desk, first, unit_due=date(2026, 11, 29))
    replied(desk, first)
    page = taken_up(desk, first, verb, "2026-12-08")
    assert page.count("2026-12-08 前重新办理并回复督察组") == 3
    assert (first.again_due, first.unit_due, first.reply_stopped_on) == (date(2026, 12, 8), None, date(2026, 11, 26))
    assert first.moves.latest("id").changes["again_due"] == ["", "2026-12-08"]
    row = next(row for kind in waiting_for(desk.liaison, date(2026, 11, 26)) for row in kind.rows)
    assert (row.number, row.day, row.is_limit) == (first.number, date(2026, 12, 8), True)
    assert (
        "2026-12-08 前办结并回复督察组" in Notice.objects.filter(key__startswith="inspections:move:").latest("pk").text
    )
    assert "2026-12-08 前重新办理并回复督察组" in signed_in(desk.liaison).get(first.get_absolute_url()).content.decode()
    own = desk.inspection.petitions.filter(pk=first.pk)
    standing = [clock_counts(own, date(2026, 12, day)) for day in (4, 5, 9)]
    assert [(counts["soon"], counts["overdue"], counts["unit_late"]) for counts in standing] == [
        (0, 0, 0), (1, 0, 0), (0, 1, 0),
    ]  # fmt: skip
    at("2026-12-09")
    office = signed_in(desk.clerk)
    assert first.get_absolute_url() in office.get("/").content.decode()
    late = office.get(f"/inspections/{desk.inspection.pk}/overdue/").content.decode()
    assert ("2026-12-08" in late, first.number in late) == (True, True)
    told = [one.text for one in reply_clocks(date(2026, 12, 9), date(2026, 12, 9), load_calendar())]
    assert any("应于 2026-12-08 前重新办理并回复督察组" in text for text in told if first.number in text)
    replied(desk, first)
    first.refresh_from_db()
    assert (first.again_due, first.reply_stopped_on) == (None, date(2026, 11, 26))
    total = statistics_of(desk.inspection, own, date(2026, 12, 9)).total
    assert (total.overdue, total.reopened) == (0, int(verb == "reopen"))


def test_the_ledger_gets_the_day_where_it_has_none_and_keeps_a_lasting_measures(desk: Desk, first: Petition) -> None:
    replied(desk, first)
    assert Task.objects.get(pk=first.task_id).deadline is None
    taken_up(desk, first, "reopen", "2026-12-08")
    task = Task.objects.get(pk=first.task_id)
    assert (task.deadline, task.deadline_text) == (date(2026, 12, 8), "按重新办理时限")
    signed_in(desk.clerk).post(
        f"/inspections/petitions/{first.pk}/add/measure/", {"kind": "lasting", "what": "建成料棚", "due": "2027-03-31"}
    )
    replied(desk, first)
    taken_up(desk, first, "reopen", "2026-12-10")
    assert Task.objects.get(pk=first.task_id).deadline == date(2027, 3, 31)


def test_a_clock_that_runs_on_needs_no_new_day_for_a_follow_up(desk: Desk, first: Petition) -> None:
    replied(desk, first, replace(FOUND, conclusion="going_on"))
    page = signed_in(desk.clerk).get(first.get_absolute_url()).content.decode()
    assert f"回复时钟没有停，仍按 {first.reply_due} 计时" in page
    taken_up(desk, first, "follow_up", "")
    assert (first.state, first.again_due) == ("assigned", None)


def test_a_clock_that_is_late_stays_so_whatever_day_reopening_sets(desk: Desk, first: Petition, at: At) -> None:
    replied(desk, first, replace(FOUND, conclusion="going_on"))
    at("2026-12-02")
    taken_up(desk, first, "reopen", "2026-12-20")
    own = desk.inspection.petitions.filter(pk=first.pk)
    assert clock_counts(own, date(2026, 12, 2))["overdue"] == 1


def test_a_rejected_reply_gets_a_day_within_a_year(desk: Desk, first: Petition) -> None:
    replied(desk, first)
    assert "在一年以后" in taken_up(desk, first, "reject", "2030-12-31")
    assert first.state == "replied"


def test_a_limit_of_the_unit_fits_the_new_day(desk: Desk, first: Petition, at: At) -> None:
    replied(desk, first)
    at("2026-12-04")
    taken_up(desk, first, "reopen", "2026-12-18")
    assigned(desk, first, unit_due=date(2026, 12, 15))
    assert first.unit_due == date(2026, 12, 15)


def test_what_recurred_at_a_look_back_asks_for_the_day(month: Month, at: At) -> None:
    at("2026-11-26")
    month.add(month.batch(1, DAY), [month.replied("substantiated", "concluded", DAY)])
    item = draw_round(month.inspection, actor=month.clerk, seed="甲", percent=100).items.get()
    client, place = signed_in(month.desk), f"/inspections/look-backs/petitions/{item.pk}/"
    posted = {"on": "2026-11-26", "outcome": "recurred", "found": "又冒烟"}
    assert "没有写重新办理时限" in client.post(place, posted, follow=True).content.decode()
    item.refresh_from_db()
    assert item.outcome == ""
    client.post(place, posted | {"due": "2026-12-10"})
    assert Petition.objects.get(pk=item.petition_id).again_due == date(2026, 12, 10)
