"""Schedule and actual shares: exact, within their bounds, rounded only where they are shown."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.tasks.rules.shares import (
    Node,
    days_counted,
    half_up,
    schedule_progress,
    short,
    target_share,
    weight_done,
    weight_due,
)
from duban.tasks.templatetags.tasks import share

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("start", "deadline", "today", "share"),
    [
        ("2024-01-01", "2024-12-31", "2024-09-30", Fraction(274, 366)),
        ("2023-01-01", "2023-12-31", "2023-09-30", Fraction(273, 365)),
        ("2024-02-28", "2024-03-01", "2024-02-29", Fraction(2, 3)),  # the leap day counts
        ("2023-02-28", "2023-03-01", "2023-02-28", Fraction(1, 2)),
        ("2024-01-01", "2024-12-31", "2023-12-31", Fraction(0)),  # before the start
        ("2024-01-01", "2024-12-31", "2024-01-01", Fraction(1, 366)),  # the first day counts
        ("2024-01-01", "2024-12-31", "2024-12-30", Fraction(365, 366)),
        ("2024-01-01", "2024-12-31", "2024-12-31", Fraction(1)),  # the last day too, and not before
        ("2024-01-01", "2024-12-31", "2030-01-01", Fraction(1)),
        ("2024-05-01", "2024-05-01", "2024-04-30", Fraction(0)),
        ("2024-05-01", "2024-05-01", "2024-05-01", Fraction(1)),
    ],
)
def test_the_schedule_counts_days_with_both_ends(start: str, deadline: str, today: str, share: Fraction) -> None:
    days = [date.fromisoformat(day) for day in (start, deadline, today)]
    assert schedule_progress(*days) == share


def test_paused_days_leave_the_schedule() -> None:
    start, deadline = date(2024, 1, 1), date(2024, 1, 20)
    pause = ((date(2024, 1, 6), date(2024, 1, 16)),)  # the 6th to the 15th
    assert days_counted(start, deadline, pause) == 10
    assert schedule_progress(start, deadline, date(2024, 1, 5), pause) == Fraction(5, 10)
    assert schedule_progress(start, deadline, date(2024, 1, 15), pause) == Fraction(5, 10)
    assert schedule_progress(start, deadline, date(2024, 1, 16), pause) == Fraction(6, 10)
    assert schedule_progress(start, deadline, date(2024, 1, 20), pause) == 1


def test_a_pause_of_all_days_leaves_nothing_due_before_the_deadline() -> None:
    start, deadline = date(2024, 1, 1), date(2024, 1, 3)
    assert schedule_progress(start, deadline, date(2024, 1, 2), ((start, date(2024, 1, 9)),)) == 0


@given(DAYS, st.integers(0, 4000), st.integers(-500, 5000), st.integers(0, 400))
def test_the_schedule_stays_within_0_and_1_and_never_falls(start: date, length: int, today: int, later: int) -> None:
    deadline, day = start + timedelta(length), start + timedelta(today)
    now, then = (schedule_progress(start, deadline, at) for at in (day, day + timedelta(later)))
    assert 0 <= now <= then <= 1
    assert (now == 1) == (day >= deadline)
    assert (now == 0) == (day < start)


@given(
    DAYS,
    st.integers(0, 900),
    st.lists(st.tuples(st.integers(0, 900), st.integers(0, 200)), max_size=4),
    st.integers(0, 900),
)
def test_pauses_leave_it_within_bounds_and_rising(
    start: date, length: int, gaps: list[tuple[int, int]], today: int
) -> None:
    pauses, begin = [], start
    for wait, held in gaps:
        begin += timedelta(wait)
        pauses.append((begin, begin + timedelta(held)))
        begin += timedelta(held)
    deadline, day = start + timedelta(length), start + timedelta(today)
    now, next_day = (schedule_progress(start, deadline, at, pauses) for at in (day, day + timedelta(1)))
    assert 0 <= now <= next_day <= 1


def test_nodes_weigh_against_each_other_whatever_they_add_up_to() -> None:
    nodes = [
        Node(date(2024, 3, 31), Fraction(1), date(2024, 4, 2)),
        Node(date(2024, 6, 30), Fraction(2), date(2024, 7, 5)),
        Node(date(2024, 12, 31), Fraction(1)),
    ]
    assert weight_due(nodes, date(2024, 3, 30)) == 0
    assert weight_due(nodes, date(2024, 3, 31)) == Fraction(1, 4)
    assert weight_due(nodes, date(2024, 6, 30)) == Fraction(3, 4)
    assert weight_done(nodes, date(2024, 6, 30)) == Fraction(1, 4)  # a day to come is not yet done
    assert weight_done(nodes, date(2024, 7, 5)) == Fraction(3, 4)


def test_over_100_percent_is_normal() -> None:
    assert half_up(target_share(Fraction("961.7"), Fraction(100)) * 100, 1) == "961.7"


@pytest.mark.parametrize("target", ["0", "-1"])
def test_a_target_to_reach_is_more_than_nothing(target: str) -> None:
    with pytest.raises(ValueError):
        target_share(Fraction(1), Fraction(target))


def test_both_shares_of_funds_are_of_the_budget() -> None:
    budget = Decimal(700)
    assert (share(Decimal(677), budget), share(Decimal("307.17"), budget)) == ("96.71%", "43.88%")


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("0.74863", 4, "0.7486"),
        ("0.74865", 4, "0.7487"),  # half up, not half even
        ("0.00005", 4, "0.0001"),
        ("0.000049", 4, "0.0000"),
        ("-0.00004", 4, "0.0000"),  # never a negative zero
        ("-0.05", 1, "-0.1"),
        ("14.86", 1, "14.9"),
        ("2.5", 0, "3"),
        ("123456789012345678901234567890.12345", 4, "123456789012345678901234567890.1235"),
    ],
)
def test_figures_are_rounded_half_up(value: str, places: int, text: str) -> None:
    assert half_up(Fraction(value), places) == text


def test_a_short_figure_has_no_idle_zeros() -> None:
    assert [short(Fraction(value), 4) for value in ("0.6", "1", "0", "100", "0.12345")] == [
        "0.6", "1", "0", "100", "0.1235"
    ]  # fmt: skip
