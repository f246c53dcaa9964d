"""A team's clock and the unit's own join the day's digest; what is told names no more than number, limit and unit."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.inspections.actions import handling
from duban.inspections.models import Petition
from duban.notifications.actions import remind
from duban.notifications.models import Notice
from duban.notifications.rules.ladders import LADDERS
from duban.organizations.models import Post, Role
from tests.inspections.conftest import Desk
from tests.inspections.test_handling import first, replied, wanted
from tests.people import signed_in

__all__ = ["first"]


def told(day: str, matter: str) -> dict[str, list[str]]:
    """Run the day's reminders; return username → what the desk's clocks told them of the matter that day."""
    remind(date.fromisoformat(day))
    found: dict[str, list[str]] = {}
    notices = (
        Notice.objects.filter(day=day, key__startswith="inspections:", text__contains=matter)
        .select_related("recipient")
        .order_by("id")
    )
    for notice in notices:
        found.setdefault(notice.recipient.username, []).append(notice.text)
    return found


def test_a_reply_is_reminded_of_on_the_teams_clock(desk: Desk, first: Petition) -> None:
    handling.assign(first, wanted(desk, first), actor=desk.clerk)
    Petition.objects.filter(pk=first.pk).update(unit_due=None, reply_due=date(2026, 12, 4))  # a Friday
    assert told("2026-11-30", first.number) == {}
    assert told("2026-12-01", first.number) == {
        "qingxi": [f"还有 3 天：信访举报件 {first.number}，应于 2026-12-04 前回复督察组（青溪县人民政府）"]
    }
    assert set(told("2026-12-03", first.number)) == {"qingxi"} | desk_people()
    assert told("2026-12-04", first.number)["qingxi"][0].startswith("今日到期")
    assert told("2026-12-05", first.number) == {}  # a Saturday
    assert told("2026-12-07", first.number)["qingxi"][0].startswith("超期 3 天")
    assert told("2026-12-07", first.number) == told("2026-12-07", first.number)  # run again, told once
    assert len(told("2026-12-07", first.number)["qingxi"]) == 1


def desk_people() -> set[str]:
    return set(Post.objects.filter(role=Role.DESK).values_list("user__username", flat=True))


def test_the_unit_is_reminded_of_its_own_day_and_nobody_once_it_is_replied(desk: Desk, first: Petition) -> None:
    replied(desk, first)
    Petition.objects.filter(pk=first.pk).update(unit_due=date(2026, 12, 3), reply_due=date(2026, 12, 4))
    for day in ("2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04"):
        assert told(day, first.number) == {}


def test_what_waits_for_the_desk_is_told_to_the_desk_alone(desk: Desk, first: Petition) -> None:
    Petition.objects.filter(pk=first.pk).update(reply_due=date(2026, 12, 4))
    people = told("2026-12-01", first.number)
    assert people and set(people) <= desk_people()
    assert all("尚未分派" in text or "（" in text for texts in people.values() for text in texts)
    assert not any(first.summary in text for texts in people.values() for text in texts)


def test_an_outside_clock_is_on_no_ladder_of_the_ledger() -> None:
    assert not any(step.limit == "other" for ladder in LADDERS.values() for step in ladder.steps)


def test_the_ledger_names_the_teams_clock_beside_a_tasks_own_deadline(desk: Desk, first: Petition) -> None:
    handling.assign(first, wanted(desk, first), actor=desk.clerk)
    Petition.objects.filter(pk=first.pk).update(unit_due=date(2026, 12, 1), reply_due=date(2026, 12, 4))
    first.refresh_from_db()
    said = {desk.clerk: ("回复督察组", "2026-12-04"), desk.liaison: ("上报办理结果", "2026-12-01")}
    for person, (words, day) in said.items():
        client = signed_in(person)
        assert f'title="{first.number}">{words}</a> {day}' in client.get("/tasks/").content.decode()
        assert f"{first.number}</a> {words} {day} 前" in client.get(f"/tasks/{first.task_id}/").content.decode()
    Petition.objects.filter(pk=first.pk).update(unit_due=None)
    first.refresh_from_db()
    replied(desk, first)
    for page in ("/tasks/", f"/tasks/{first.task_id}/"):
        shown = signed_in(desk.clerk).get(page).content.decode()
        assert f'title="{first.number}">回复督察组' not in shown
        assert f"{first.number}</a> 回复督察组" not in shown


def test_the_ledger_asks_as_many_queries_for_three_cases_as_for_one(desk: Desk, first: Petition) -> None:
    client, counts = signed_in(desk.clerk), []
    for words, rows in ((first.number, 1), ("20261120", 3), (first.number, 1)):
        with CaptureQueriesContext(connection) as asked:
            page = client.get(f"/tasks/?q={words}").content.decode()
        assert page.count("回复督察组</a>") == rows
        counts.append(len(asked))
    assert counts[1] == counts[2]
