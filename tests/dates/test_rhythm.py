"""Reporting rhythms: the rule of the words, the days they fall due."""

from __future__ import annotations

from datetime import date

import pytest

from duban.dates.rhythm import due_again, last_due, next_due, period_of, rhythm_of
from duban.dates.workdays import Calendar, load_calendar

START = date(2024, 9, 27)  # a Friday; 29 September and 12 October are worked, 1–7 October are off


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("每月5日前", "2024-10-05 2024-11-05 2024-12-05"),
        ("每月5日前报送", "2024-10-05 2024-11-05 2024-12-05"),
        ("次月3日前", "2024-10-03 2024-11-03 2024-12-03"),
        ("每月10日、25日前", "2024-10-10 2024-10-25 2024-11-10"),
        ("每周", "2024-10-04 2024-10-11 2024-10-18"),
        ("每周一报", "2024-10-04 2024-10-11 2024-10-18"),
        ("每周一报送", "2024-09-30 2024-10-07 2024-10-14"),
        ("每周五前", "2024-10-04 2024-10-11 2024-10-18"),
        ("每两周", "2024-10-11 2024-10-25 2024-11-08"),
        ("每半月", "2024-09-30 2024-10-15 2024-10-31"),
        ("每旬", "2024-09-30 2024-10-10 2024-10-20"),
        ("每月", "2024-09-30 2024-10-31 2024-11-30"),
        ("月报", "2024-09-30 2024-10-31 2024-11-30"),
        ("每季度末月20日前", "2024-12-20 2025-03-20 2025-06-20"),
        ("每季度", "2024-09-30 2024-12-31 2025-03-31"),
        ("每半年", "2024-12-31 2025-06-30 2025-12-31"),
        ("每年", "2024-12-31 2025-12-31 2026-12-31"),
        ("每10天", "2024-10-07 2024-10-17 2024-10-27"),
        ("每2个月", "2024-10-31 2024-12-31 2025-02-28"),
        ("每个工作日", "2024-09-29 2024-09-30 2024-10-08"),
        ("每月第3个工作日前", "2024-10-10 2024-11-05 2024-12-04"),
        ("每月最后一个工作日前", "2024-09-30 2024-10-31 2024-11-29"),
    ],
)
def test_reports_fall_due_on(words: str, days: str) -> None:
    rhythm, calendar, day, found = rhythm_of(words), load_calendar(), START, []
    assert rhythm is not None
    for _ in days.split():
        due = next_due(rhythm, day, calendar, START)
        assert due is not None
        day = due
        found.append(str(day))
    assert " ".join(found) == days


@pytest.mark.parametrize("words", ["", "及时", "按要求报送", "年底前", "完成后"])
def test_what_names_no_frequency_is_no_rhythm(words: str) -> None:
    assert rhythm_of(words) is None


def test_a_day_the_month_does_not_have_is_its_last() -> None:
    rhythm = rhythm_of("每月31日前")
    assert rhythm is not None
    assert next_due(rhythm, date(2025, 1, 31), load_calendar()) == date(2025, 2, 28)


@pytest.mark.parametrize(
    ("words", "before"), [("每月5日前", "2024-09-05"), ("每周", "2024-09-20"), ("每季度", "2024-06-30")]
)
def test_the_due_day_before(words: str, before: str) -> None:
    rhythm = rhythm_of(words)
    assert rhythm is not None
    assert str(last_due(rhythm, START, load_calendar())) == before


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("每周", "2024-W39"), ("每个工作日", "2024-W39"), ("每月5日前", "2024-09"), ("每半月", "2024-09下"),
        ("每季度", "2024Q3"), ("每半年", "2024H2"), ("每年", "2024"),
    ],
)  # fmt: skip
def test_a_day_lies_in_a_period(words: str, period: str) -> None:
    rhythm = rhythm_of(words)
    assert rhythm is not None
    assert period_of(rhythm, START) == period


def test_only_rhythms_that_count_working_days_move_with_the_calendar() -> None:
    bare = Calendar(frozenset())
    for words, before, after in (
        ("每月第3个工作日前", "2024-10-03", "2024-10-10"),
        ("每月5日前", "2024-10-05", "2024-10-05"),
    ):
        rhythm = rhythm_of(words)
        assert rhythm is not None
        assert str(next_due(rhythm, date(2024, 9, 30), bare)) == before
        assert str(due_again(rhythm, date.fromisoformat(before), load_calendar())) == after
