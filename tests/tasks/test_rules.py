"""Numbers, due ranges and the clock, as tables."""

from __future__ import annotations

from datetime import date

import pytest

from duban.dates.workdays import load_calendar
from duban.tasks.rules import Clock, Due, UnknownSource, clock, due_range, prefixes, task_number, words_of

TUESDAY = date(2026, 11, 24)


def test_a_number_holds_prefix_year_serial_and_part() -> None:
    table = prefixes("meeting=会, directive=批")
    assert task_number(table, "meeting", 2026, 12) == "会2026-0012"
    assert task_number(table, "directive", 2026, 12, 3) == "批2026-0012-03"
    assert task_number(table, "meeting", 2026, 12345) == "会2026-12345"


def test_a_source_without_a_prefix_is_refused() -> None:
    with pytest.raises(UnknownSource):
        task_number(prefixes("meeting=会"), "petition", 2026, 1)


@pytest.mark.parametrize(
    ("due", "first", "last"),
    [
        (Due.OVERDUE, None, date(2026, 11, 23)),
        (Due.TODAY, TUESDAY, TUESDAY),
        (Due.WEEK, TUESDAY, date(2026, 11, 29)),
        (Due.MONTH, TUESDAY, date(2026, 11, 30)),
    ],
)
def test_a_due_word_means_these_days(due: Due, first: date | None, last: date) -> None:
    assert due_range(due, TUESDAY) == (first, last)


def test_this_month_ends_in_december_too() -> None:
    assert due_range(Due.MONTH, date(2026, 12, 31)) == (date(2026, 12, 31), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("deadline", "today", "expected"),
    [
        (date(2026, 11, 24), TUESDAY, Clock(late=False, is_today=True, working_days=0, settled=True)),
        (date(2026, 11, 27), TUESDAY, Clock(late=False, is_today=False, working_days=3, settled=True)),
        (date(2026, 11, 30), TUESDAY, Clock(late=False, is_today=False, working_days=4, settled=True)),
        (date(2026, 11, 20), TUESDAY, Clock(late=True, is_today=False, working_days=2, settled=True)),
        (date(2026, 11, 22), date(2026, 11, 21), Clock(late=False, is_today=False, working_days=0, settled=True)),
        # the long holiday of October 2024: 1–7 off, 12 worked
        (date(2024, 10, 12), date(2024, 9, 30), Clock(late=False, is_today=False, working_days=5, settled=True)),
    ],
)
def test_the_clock_counts_working_days(deadline: date, today: date, expected: Clock) -> None:
    assert clock(deadline, today, load_calendar()) == expected


def test_a_year_without_notice_makes_the_count_unsettled() -> None:
    assert clock(date(2099, 1, 5), date(2098, 12, 31), load_calendar()).settled is False


def test_search_words_are_plain_text() -> None:
    assert words_of(" 排水  的 %\x00 ") == ["排水", "的", "%"]
