"""Months and shares."""

from __future__ import annotations

from datetime import date

import pytest

from duban.dashboard.rules import month_before, month_end, months_up_to, share_in_time


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
