"""What the statistics count, the office's published figures among it, and that every figure opens its rows."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.inspections.counting import statistics_of
from duban.inspections.models import Petition
from duban.inspections.rules.statistics import percent, standings, tallies, week_of
from tests.inspections.months import AREAS, DAY, Month
from tests.people import signed_in
from tests.tasks.conftest import City


@pytest.mark.parametrize(
    ("part", "whole", "places", "expected"),
    [
        (492 + 291, 1427, 1, "54.9%"),
        (100, 1427, 2, "7.01%"),
        (492, 1427, 1, "34.5%"),
        (0, 0, 1, "—"),
        (0, 7, 1, "0.0%"),
        (7, 7, 2, "100.00%"),
        (1, 16, 1, "6.3%"),
    ],
)
def test_a_share_is_rounded_half_up(part: int, whole: int, places: int, expected: str) -> None:
    assert percent(part, whole, places) == expected


def test_standings_add_up_day_by_day() -> None:
    first, later = DAY, DAY + timedelta(days=3)
    found = standings({first: 5, later: 2}, {later: 4})
    assert [(step.day, step.handed_over, step.answered, step.open) for step in found] == [
        (first, 5, 0, 5),
        (later, 7, 4, 3),
    ]


def test_a_week_is_monday_to_sunday() -> None:
    assert week_of(DAY) == (date(2024, 11, 4), date(2024, 11, 10))


def test_nothing_counts_as_nothing() -> None:
    assert tallies([], []) == {}


def test_the_day_of_sixty_four(month: Month) -> None:
    """Published for 8 November 2024: 64 = 25 calls + 39 letters, 3 starred, areas 28, 9, 4, 7, 3, 1, 7, 3 and 2."""
    areas = [
        name
        for name, count in zip([*AREAS, None], [28, 9, 4, 7, 3, 1, 7, 3, 2], strict=True)
        for _place in range(count)
    ]
    rows = [
        {"area": area, "channel": "call" if place < 25 else "letter", "starred": place in (3, 30, 60)}
        for place, area in enumerate(areas)
    ]
    month.add(month.batch(8, DAY), rows)
    found = statistics_of(month.inspection, Petition.objects.all(), DAY)
    total = found.total
    assert (total.total, total.calls, total.letters, total.starred) == (64, 25, 39, 3)
    assert [row.tally.total for row in found.areas] == [28, 9, 4, 7, 3, 1, 7, 3, 2]
    assert found.areas[-1].label == "市本级"


def test_the_month_of_fourteen_hundred_and_twenty_seven(month: Month) -> None:
    """492 concluded and 291 in stages of 1427 are 54.9%; 100 unsubstantiated 7.01%; both shares stand together."""
    concluded = [
        month.replied("substantiated" if n >= 100 else "unsubstantiated", "concluded", DAY) for n in range(492)
    ]
    staged = [month.replied("partly", "staged", DAY) for _n in range(291)]
    month.add(month.batch(1, DAY), [*concluded, *staged, *({} for _n in range(1427 - 492 - 291))])
    total = statistics_of(month.inspection, Petition.objects.all(), DAY).total
    assert (total.total, total.concluded, total.staged, total.unsubstantiated) == (1427, 492, 291, 100)
    assert (total.concluded_share, total.concluded_or_staged_share) == ("34.5%", "54.9%")
    assert total.unsubstantiated_share == "7.01%"
    page = signed_in(month.clerk).get(f"/inspections/{month.inspection.pk}/statistics/").content.decode()
    assert "办结率</strong>" not in page
    assert {"34.5%", "54.9%", "7.01%"} <= set(re.findall(r"[\d.]+%", page))


def test_types_may_exceed_the_petitions_and_are_told_apart(month: Month) -> None:
    month.add(month.batch(1, DAY), [{"types": ["水", "噪声"]}, {}, {"main_type": "水"}])
    found = statistics_of(month.inspection, Petition.objects.all(), DAY)
    assert [(row.label, row.tally.total, row.mentions) for row in found.types][:4] == [
        ("大气", 2, 2),
        ("水", 1, 2),
        ("土壤", 0, 0),
        ("噪声", 0, 1),
    ]
    assert (found.total.total, found.mentions) == (3, 5)


def test_duplicates_and_reopened_ones_are_counted_and_returned_ones_are_not(month: Month) -> None:
    batch = month.batch(1, DAY)
    first, *_others = month.add(batch, [month.replied("substantiated", "concluded", DAY), {}])
    month.add(
        batch,
        [
            {"duplicate_of": first},
            month.reopened(DAY),
            {"state": "returned", "return_reason": "属邻市", "task": None, "lead_unit": None},
        ],
    )
    found = statistics_of(month.inspection, Petition.objects.all(), DAY)
    assert (found.total.total, found.returned) == (4, 1)
    assert (found.total.duplicates, found.total.reopened) == (1, 1)
    assert found.total.concluded == 1, "what was reopened and is in hand again is not concluded"
    assert found.total.answered == 2, "but it was answered once"
    for rows in (found.areas, found.types, found.days, found.channels, found.conclusions, found.clocks, found.units):
        assert sum(row.tally.reopened for row in rows) == 1
        assert sum(row.tally.duplicates for row in rows) == 1


def test_a_follow_up_of_what_is_concluded_in_stages_leaves_it_so_until_it_is_told_otherwise(month: Month) -> None:
    draft = {"verdict": "partly", "conclusion": "concluded", "reply_stopped_on": DAY}
    month.add(month.batch(1, DAY), [draft, {"verdict": "partly", "conclusion": "concluded"}])
    total = statistics_of(month.inspection, Petition.objects.all(), DAY).total
    assert (total.staged, total.concluded, total.going_on, total.answered) == (1, 0, 1, 1)


def test_the_reply_clock_has_six_positions(month: Month) -> None:
    today, late = DAY + timedelta(days=10), DAY + timedelta(days=9)
    month.add(
        month.batch(1, DAY),
        [
            month.replied("partly", "staged", late, reply_due=late),
            month.replied("partly", "staged", today, reply_due=late),
            {"reply_due": late},
            {"reply_due": today},
            {"reply_due": today + timedelta(days=4)},
            {"reply_due": None},
        ],
    )
    found = statistics_of(month.inspection, Petition.objects.all(), today)
    assert [row.tally.total for row in found.clocks] == [1, 1, 1, 1, 1, 1]


def test_every_figure_opens_the_rows_it_counts(month: Month, city: City) -> None:
    batch = month.batch(1, DAY)
    first = month.add(batch, [month.replied("substantiated", "concluded", DAY, area="青溪县", starred=True)])[0]
    month.add(batch, [{"area": "白石区", "channel": "letter", "types": ["水"]}, {"duplicate_of": first}])
    month.add(
        month.batch(2, DAY + timedelta(days=1)),
        [
            month.replied("unsubstantiated", "staged", DAY + timedelta(days=2), main_type="噪声"),
            month.reopened(DAY),
            {"state": "returned", "return_reason": "属邻市", "task": None, "lead_unit": None},
        ],
    )
    client = signed_in(city.leader)
    for period in ("", f"?day_from={DAY + timedelta(days=1)}"):
        page = client.get(f"/inspections/{month.inspection.pk}/statistics/{period}").content.decode()
        links = re.findall(r'href="(/inspections/\d+/petitions/\?[^"]*)">(?:<strong>)?(\d+)', page)
        assert len(links) > 40
        for link, count in sorted(set(links)):
            shown = client.get(unescape(link))
            assert shown.context["page"].paginator.count == int(count), link


def test_days_the_wrong_way_round_narrow_nothing_and_are_said(month: Month) -> None:
    month.add(month.batch(1, DAY), [{"area": "白石区"}])
    client = signed_in(month.clerk)
    for place in ("statistics", "petitions"):
        address = f"/inspections/{month.inspection.pk}/{place}/"
        page = client.get(address, {"day_from": "2026-12-01", "day_to": "2026-11-01"}).content.decode()
        assert "止日 2026-11-01 早于起日 2026-12-01，没有按日期筛选；请改正日期。" in page
        assert "白石区" in page
        assert "error-summary" not in client.get(address, {"day_from": "2026-11-01"}).content.decode()


def test_the_list_asks_as_many_queries_for_three_as_for_one(month: Month) -> None:
    client, address = signed_in(month.clerk), f"/inspections/{month.inspection.pk}/"
    batch, counts = month.batch(1, DAY), []
    for number in (1, 2):
        month.add(batch, [{"area": "青溪县"} for _n in range(number)])
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address + "petitions/").status_code == 200
            assert client.get(address + "statistics/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_page_is_kept_until_something_is_written(month: Month) -> None:
    client, address = signed_in(month.clerk), f"/inspections/{month.inspection.pk}/statistics/"
    month.add(month.batch(1, DAY), [{}])
    counts = []
    for _look in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert "<strong>1</strong> 受理" in client.get(address).content.decode()
        counts.append(len(asked))
    assert counts[1] < counts[0] - 4
    month.add(month.batch(1, DAY), [{}])
    assert "<strong>2</strong> 受理" in client.get(address).content.decode()
    client.post("/language/", {"language": "en", "next": "/"})
    assert "<strong>2</strong> Accepted" in client.get(address).content.decode()


def test_an_empty_inspection_says_what_will_stand_here(month: Month) -> None:
    assert (
        "还没有信访件" in signed_in(month.clerk).get(f"/inspections/{month.inspection.pk}/statistics/").content.decode()
    )


def test_a_unit_sees_its_petitions_and_no_statistics(month: Month, city: City) -> None:
    month.add(month.batch(1, DAY), [{}])
    address = f"/inspections/{month.inspection.pk}/"
    assert signed_in(city.water_liaison).get(address + "petitions/").context["page"].paginator.count == 1
    assert signed_in(city.finance_liaison).get(address + "petitions/").status_code == 404
    assert signed_in(city.water_liaison).get(address + "statistics/").status_code == 403
