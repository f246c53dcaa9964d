"""What boards count, for whom, and that every figure opens the list it counts."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from duban.dashboard import queries
from duban.dashboard.actions import go_round, keep_figures
from duban.dashboard.models import DailyFigures
from duban.organizations.models import Unit
from duban.tasks.actions import open_task
from duban.tasks.kept import kept
from duban.tasks.models import Lamp, LampEntry, Task
from tests.inspections.months import make_month
from tests.people import signed_in
from tests.tasks.conftest import City, city, draft
from tests.tasks.moments import At, at

__all__ = ["at", "city"]


@pytest.fixture
def tasks(city: City) -> list[Task]:
    today = timezone.localdate()
    found = []
    for place, (unit, lamp, days) in enumerate(
        [
            (city.water, "red", -40),
            (city.water, "red", -3),
            (city.water, "yellow", 5),
            (city.finance, "green", 60),
            (city.education, "grey", None),
        ]
    ):
        deadline = None if days is None else today + timedelta(days=days)
        values: dict[str, Any] = {"deadline": deadline} if deadline and days and days > 0 else {"deadline": None}
        task = open_task(draft(unit, title=f"事{place}", origins=(), **values), actor=city.clerk)
        Task.objects.filter(pk=task.pk).update(lamp=lamp, deadline=deadline)
        found.append(task)
    return found


def test_the_board_counts_units_by_lamp_and_lateness(city: City, tasks: list[Task]) -> None:
    today = timezone.localdate()
    picture = queries.picture_of(Task.objects.all(), today)
    rows = queries.units_by_lamp(Task.objects.all(), today, picture)
    assert [(row.name, row.by_lamp, row.total) for row in rows] == [
        ("水务局", [("red", 2), ("yellow", 1), ("green", 0), ("grey", 0)], 3),
        ("财政局", [("red", 0), ("yellow", 0), ("green", 1), ("grey", 0)], 1),
        ("教育局", [("red", 0), ("yellow", 0), ("green", 0), ("grey", 1)], 1),
    ]
    assert rows[0].late["deadline"] == 2
    assert [count for _first, _last, count in picture.ages] == [1, 0, 1, 0]
    # what follows from the picture is what counting by itself says
    assert queries.figures_of(Task.objects.all(), today, picture) == queries.figures_of(Task.objects.all(), today)


def test_a_units_name_stays_text_on_the_board(city: City, tasks: list[Task]) -> None:
    Unit.objects.filter(pk=city.water.pk).update(short_name="<b>水</b>局")
    page = signed_in(city.clerk).get("/board/").content.decode()
    assert "<b>水" not in page and "&lt;b&gt;水&lt;/b&gt;局" in page


@pytest.mark.parametrize(
    ("person", "seen"), [("clerk", 3), ("leader", 3), ("water_liaison", 3), ("finance_liaison", 0)]
)
def test_every_figure_opens_the_list_it_counts(city: City, tasks: list[Task], person: str, seen: int) -> None:
    client = signed_in(getattr(city, person))
    page = client.get("/board/").content.decode()
    links = re.findall(r'href="(/tasks/\?[^"]+)">(?:<strong>)?(\d+)', page)
    assert sum(
        f"unit={city.water.pk}&" in unescape(link) or link.endswith(f"unit={city.water.pk}") for link, _n in links
    ) == (4 if seen else 0)
    for link, count in links:
        shown = client.get(unescape(link))
        assert shown.context["page"].paginator.count == int(count), link


def test_the_leaders_page_names_ten_that_need_a_word_and_last_months_numbers(city: City, tasks: list[Task]) -> None:
    today = timezone.localdate()
    before = queries.month_before(today)
    DailyFigures.objects.create(day=before, open=41, due_soon=42, overdue=43, behind=44, closed_this_month=45)
    page = signed_in(city.leader).get("/board/leader/").content.decode()
    assert all(f"上月同日 {number}" in page for number in range(41, 46))
    assert re.findall(r'class="matter" href="[^"]+" title="(事\d)"', page) == ["事0", "事1", "事2"]
    assert signed_in(city.water_liaison).get("/board/leader/").status_code == 403


def test_the_leaders_page_says_what_it_leaves_out_and_which_replies_are_late(city: City, at: At) -> None:
    today = date(2026, 11, 26)
    at(today.isoformat())
    month = make_month(city.clerk, city.desk, city.water, city.office)
    month.add(month.batch(1, today - timedelta(days=11)), [{}, {}, {"reply_due": today}])
    inspection = month.inspection
    for place in range(12):
        unit = Unit.objects.create(name=f"第{place}局", code=f"9{place:02d}", kind="department")
        task = open_task(draft(unit, title=f"红{place}", origins=()), actor=city.clerk)
        Task.objects.filter(pk=task.pk).update(lamp="red")
    page = signed_in(city.leader).get("/board/leader/").content.decode()
    assert page.count('class="matter"') == 10
    behind = Task.objects.filter(lamp__in=["red", "yellow"], closed_at=None).count()
    assert f"另有 {behind - 10} 项红灯、黄灯的事项" in page
    assert re.search(r"另有 \d+ 个单位", page)
    overdue = rf'href="/inspections/{inspection.pk}/overdue/">{inspection.name} <strong[^>]*>2</strong>'
    assert re.search(overdue, page)
    assert "上月同日未存" not in page and "留满一个月后" in page


def test_the_leaders_first_page_offers_the_leaders_page_before_all_else(city: City, tasks: list[Task]) -> None:
    today = signed_in(city.leader).get("/").content.decode()
    assert re.findall(r'class="panel-title">(?:<a href="([^"]+)">)?', today)[0] == "/board/leader/"
    assert "/board/leader/" not in signed_in(city.desk).get("/").content.decode()


def test_figures_of_a_day_are_kept_once(city: City, tasks: list[Task]) -> None:
    kept = keep_figures(timezone.localdate())
    assert (kept.open, kept.overdue, kept.behind) == (5, 2, 3)
    Task.objects.update(lamp="green")
    assert keep_figures(timezone.localdate()).behind == 3
    go_round()
    go_round()
    assert DailyFigures.objects.count() == 2


def test_lamps_are_shown_as_they_were(city: City, tasks: list[Task]) -> None:
    LampEntry.objects.all()._raw_delete("default")  # what opening stored today
    task, today = tasks[3], date(2026, 6, 15)
    values = {"task": task, "rule_set": "x", "rule_set_version": "1"}
    for month, lamp in ((3, Lamp.YELLOW), (4, Lamp.RED), (5, Lamp.GREEN)):
        LampEntry.objects.create(day=date(2026, month, 20), lamp=lamp, **values)
    rows = queries.lamps_over_time(Task.objects.filter(pk=task.pk), today)
    assert rows is not None
    assert [{lamp for lamp, count in counts.items() if count} for _first, counts in rows[-5:]] == [
        set(), {"yellow"}, {"red"}, {"green"}, {"green"},
    ]  # fmt: skip


@pytest.mark.parametrize("address", ["/board/", "/board/leader/", "/board/charts/", "/board/calendar/"])
def test_boards_ask_no_more_for_more_tasks(city: City, address: str, django_assert_max_num_queries: Any) -> None:
    client, asked = signed_in(city.desk), set()
    for rows in (1, 12):
        for place in range(rows):
            open_task(draft(city.water if place % 2 else city.north, title=f"事{place}", origins=()), actor=city.clerk)
        client.get(address)
        with django_assert_max_num_queries(30) as counted:
            assert client.get(address).status_code == 200
        asked.add(len(counted.captured_queries))
    assert len(asked) == 1


@pytest.mark.parametrize("query", ["?month=2024-13", "?month=x", "?month=0000-00", "?month=99999-1", "?month=2026-12"])
def test_whatever_month_is_asked_the_calendar_answers(city: City, query: str) -> None:
    assert signed_in(city.clerk).get(f"/board/calendar/{query}").status_code == 200


def test_charts_are_narrowed_to_a_unit_one_may_see(city: City, tasks: list[Task]) -> None:
    assert signed_in(city.clerk).get(f"/board/charts/?unit={city.water.pk}").status_code == 200
    assert signed_in(city.finance_liaison).get(f"/board/charts/?unit={city.water.pk}").status_code == 404
    assert signed_in(city.clerk).get("/board/charts/?unit=abc").status_code == 200


def test_a_board_is_counted_once_until_the_ledger_moves(city: City, tasks: list[Task]) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/board/").status_code == 200
        return len(seen)

    client = signed_in(city.clerk)
    first = asked()
    assert asked() < first / 2
    open_task(draft(city.north, title="又一件"), actor=city.clerk)
    page = client.get("/board/").content.decode()
    assert "北县" in page.partition('id="by-unit"')[2]  # what moved shows at once where counting is quick


def test_a_board_kept_for_one_person_is_no_other_persons(city: City, tasks: list[Task]) -> None:
    office = signed_in(city.clerk).get("/board/").content.decode()
    own = signed_in(city.finance_liaison).get("/board/").content.decode()
    assert ("水务局" in office, "水务局" in own) == (True, False)


def test_a_count_that_takes_long_rests_though_the_ledger_moves(
    city: City, tasks: list[Task], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("duban.tasks.kept.LONG", -1)
    monkeypatch.setattr("duban.tasks.kept.RESTS", 10**12)
    today = timezone.localdate()
    assert kept("slow", city.clerk, today, lambda: 1, rests=True) == 1
    open_task(draft(city.north), actor=city.clerk)
    assert kept("slow", city.clerk, today, lambda: 2, rests=True) == 1
    assert kept("slow", city.clerk, today, lambda: 2) == 2
    assert kept("slow", city.clerk, today + timedelta(days=1), lambda: 3) == 3
