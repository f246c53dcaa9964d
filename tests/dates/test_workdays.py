from datetime import date, timedelta
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.dates.workdays import BadNotice, count_working_days, load_calendar, parse_notice, working_days_between

PROJECT = Path(__file__).parent.parent.parent
NOWHERE = Path("no-such-folder")
PUBLISHED = load_calendar(NOWHERE)
DAYS = st.dates(min_value=date(2012, 1, 1), max_value=date(2026, 10, 1))
COUNTS = st.integers(min_value=1, max_value=40)


@pytest.mark.parametrize("year", range(2012, 2027))
def test_every_day_agrees_with_chinesecalendar(year: int) -> None:
    day = date(year, 1, 1)
    while day.year == year:
        assert PUBLISHED.is_working_day(day) == chinese_calendar.is_workday(day), day
        day += timedelta(1)


def test_the_table_is_what_the_script_writes() -> None:
    path = PROJECT / "scripts/build-holidays"
    loader = SourceFileLoader("build_holidays", str(path))
    spec = spec_from_loader("build_holidays", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    assert module.build() == (PROJECT / "duban/dates/holidays/published.py").read_text("utf-8")


def test_a_count_skips_the_national_holiday_and_takes_make_up_days() -> None:
    counted = count_working_days(date(2024, 9, 27), 5, PUBLISHED)
    assert counted.last == date(2024, 10, 10)
    assert counted.made_up == (date(2024, 9, 29),)
    assert [day.day for day in counted.skipped] == [28, 1, 2, 3, 4, 5, 6, 7]
    assert counted.unknown_years == ()


@given(DAYS, COUNTS)
def test_a_count_ends_on_a_working_day_and_is_exact(start: date, days: int) -> None:
    last = count_working_days(start, days, PUBLISHED).last
    assert PUBLISHED.is_working_day(last)
    assert working_days_between(start, last, PUBLISHED) == days


@given(DAYS, COUNTS, st.integers(min_value=0, max_value=30))
def test_a_later_start_or_a_longer_limit_never_ends_earlier(start: date, days: int, more: int) -> None:
    last = count_working_days(start, days, PUBLISHED).last
    assert count_working_days(start + timedelta(more), days, PUBLISHED).last >= last
    assert count_working_days(start, days + more, PUBLISHED).last >= last


def test_a_year_without_a_notice_counts_weekends_only_and_is_named() -> None:
    counted = count_working_days(date(2031, 9, 30), 3, PUBLISHED)
    assert counted.last == date(2031, 10, 3)
    assert counted.unknown_years == (2031,)


def _notice(folder: Path, year: int, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / f"{year}.txt").write_text(text, "utf-8")
    return folder


def test_an_added_year_is_used_and_cites_its_notice(tmp_path: Path) -> None:
    folder = _notice(tmp_path, 2031, "# 试用\n文号 云办发明电〔2030〕3号\n国庆节 1001-1007 +1011\n元旦 20301231\n")
    calendar = load_calendar(folder)
    assert count_working_days(date(2031, 9, 30), 3, calendar).last == date(2031, 10, 10)
    assert calendar.notices == {2031: "云办发明电〔2030〕3号"}
    assert calendar.is_working_day(date(2031, 10, 11))
    assert calendar.reason(date(2030, 12, 31)) == "元旦"


def test_an_added_year_replaces_the_published_one(tmp_path: Path) -> None:
    folder = _notice(tmp_path, 2026, "文号 调整一号\n国庆节 1001-1003\n")
    calendar = load_calendar(folder)
    assert calendar.is_working_day(date(2026, 10, 5))
    assert not PUBLISHED.is_working_day(date(2026, 10, 5))
    assert not calendar.is_working_day(date(2025, 10, 1))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("国庆节 1001-1007\n", "没有“文号”"),
        ("文号 一号\n", "没有放假日期"),
        ("文号 一号\n国庆节 十月一日\n", "第2行“十月一日”不是日期"),
        ("文号 一号\n国庆节 1007-1001\n", "第2行“1007-1001”不是日期"),
        ("文号 一号\n国庆节 1332\n", "第2行“1332”不是日期"),
    ],
)
def test_a_bad_notice_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadNotice, match=said):
        load_calendar(_notice(tmp_path, 2031, text))


def test_the_setting_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _notice(tmp_path / "holidays", 2031, "文号 一号\n元旦 0101\n")
    monkeypatch.setenv("DUBAN_DATA", str(tmp_path))
    assert 2031 in load_calendar().years


def test_a_notice_line_may_hold_make_up_days_alone() -> None:
    off, worked, _ = parse_notice(2030, "春节 +0202")
    assert off == {}
    assert worked == {date(2030, 2, 2): "春节"}


@given(DAYS, st.integers(min_value=-40, max_value=900))
def test_days_between_are_those_counted_one_by_one(start: date, length: int) -> None:
    end = start + timedelta(length)
    one_by_one = sum(PUBLISHED.is_working_day(start + timedelta(n)) for n in range(1, length + 1))
    assert working_days_between(start, end, PUBLISHED) == one_by_one
