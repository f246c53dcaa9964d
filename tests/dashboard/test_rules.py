"""Shapes of charts, months and shares."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.dashboard.rules import bar_chart, month_before, month_end, months_up_to, share_in_time


@given(st.lists(st.lists(st.integers(0, 100_000), min_size=12, max_size=12), min_size=1, max_size=4), st.booleans())
def test_bars_start_at_zero_and_stay_inside_in_proportion(series: list[list[int]], stacked: bool) -> None:
    chart = bar_chart([str(n) for n in range(12)], series, stacked=stacked)
    assert len(chart.bars) == 12 * len(series)
    for bar in chart.bars:
        assert 0 <= bar.x <= chart.width - bar.width + 0.1
        assert 0 <= bar.y <= bar.y + bar.height <= chart.floor + 0.2
    if not stacked:
        highest = max(chart.bars, key=lambda bar: bar.value)
        scale = highest.height / highest.value if highest.value else 0
        assert all(abs(bar.height - bar.value * scale) <= 0.2 for bar in chart.bars)
    assert chart.ticks[0].value == 0
    assert 2 <= len(chart.ticks) <= 6


def test_a_chart_of_nothing_has_its_scale() -> None:
    assert [tick.value for tick in bar_chart([], []).ticks] == [0, 1]


@pytest.mark.parametrize(
    ("good", "closed", "expected"),
    [(9, 9, ""), (10, 10, "100.0%"), (7, 12, "58.3%"), (1, 16, "6.3%"), (0, 10, "0.0%"), (0, 0, "")],
)
def test_a_share_needs_ten_closed_tasks(good: int, closed: int, expected: str) -> None:
    assert share_in_time(good, closed) == expected


def test_months_end_and_go_back_where_they_should() -> None:
    assert months_up_to(date(2026, 2, 28), 3) == [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
    assert month_end(date(2024, 2, 1)) == date(2024, 2, 29)
    assert month_before(date(2026, 3, 31)) == date(2026, 2, 28)
    assert month_before(date(2026, 1, 15)) == date(2025, 12, 15)
