"""On which day a step falls: the holidays of 2024 and 2025 are the published ones."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from duban.dates.workdays import load_calendar
from duban.notifications.rules.ladders import LADDERS, Level, Limit, Step, To, limits_for, working_days_since


def days_of(after: int, limit: date, every: int = 0) -> list[str]:
    """Return the working days around a limit on which a step falls."""
    calendar = load_calendar()
    step = Step(Limit.DEADLINE, after, Level.NEAR, (To.UNIT,), every)
    days = (limit + timedelta(n) for n in range(-40, 60))
    return [
        day.isoformat()
        for day in days
        if calendar.is_working_day(day)
        and any(first <= limit <= last for first, last in limits_for(step, day, calendar))
    ]


@pytest.mark.parametrize(
    ("after", "limit", "expected"),
    [
        (0, date(2024, 9, 27), "2024-09-27"),  # a Friday
        (0, date(2024, 10, 3), "2024-09-30"),  # in the holiday: the last working day before
        (0, date(2024, 10, 12), "2024-10-12"),  # a Saturday that is worked
        (-1, date(2024, 10, 8), "2024-09-30"),
        (-3, date(2024, 10, 8), "2024-09-27"),  # 27, 29 (worked), 30
        (-3, date(2024, 10, 3), "2024-09-26"),
        (1, date(2024, 9, 30), "2024-10-08"),
        (1, date(2024, 10, 3), "2024-10-08"),
        (5, date(2024, 9, 30), "2024-10-12"),  # 8, 9, 10, 11, 12
        (1, date(2025, 1, 27), "2025-02-05"),
    ],
)
def test_a_step_falls_on_one_working_day(after: int, limit: date, expected: str) -> None:
    assert days_of(after, limit) == [expected]


@pytest.mark.parametrize("after", range(-4, 12))
def test_every_limit_of_a_year_has_each_step_once(after: int) -> None:
    for place in range(0, 366, 3):
        assert len(days_of(after, date(2024, 1, 1) + timedelta(place))) == 1


def test_a_red_paper_comes_again_every_five_working_days() -> None:
    assert days_of(1, date(2024, 9, 27), every=5)[:3] == ["2024-09-29", "2024-10-11", "2024-10-17"]


def test_days_a_server_slept_through_are_working_days_alone() -> None:
    found = working_days_since(date(2024, 9, 29), date(2024, 10, 9), load_calendar())
    assert [day.isoformat() for day in found] == ["2024-09-30", "2024-10-08", "2024-10-09"]


def test_ladders_are_named_versions() -> None:
    assert {name: ladder.version for name, ladder in LADDERS.items()} == {"duban-default": "1", "three-colours": "1"}
    assert all(ladder.name == name and ladder.steps for name, ladder in LADDERS.items())
