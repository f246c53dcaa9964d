from datetime import date

import chinese_calendar
import pytest

from duban.dates.holidays.festivals import festival_day, next_statutory

NAMES = {
    "元旦": "元旦",
    "春节": "春节",
    "清明": "清明",
    "五一": "劳动节",
    "端午": "端午",
    "中秋": "中秋",
    "国庆": "国庆节",
}


@pytest.mark.parametrize("year", range(2012, 2027))
@pytest.mark.parametrize("name", NAMES)
def test_a_festival_is_a_public_holiday_of_that_name(name: str, year: int) -> None:
    day = festival_day(name, year)
    assert day is not None
    off, english = chinese_calendar.get_holiday_detail(day)
    assert off
    if english and name not in ("中秋", "国庆"):  # in some years the two are one holiday under either name
        assert chinese_calendar.Holiday(english).chinese == NAMES[name]


@pytest.mark.parametrize("year", range(2012, 2031))
def test_lunar_festivals_keep_their_distance(year: int) -> None:
    """From new year's day to its full moon are 14 days; 中秋 and 端午 lie in their seasons."""
    spring, lantern = festival_day("春节", year), festival_day("元宵节", year)
    assert spring and lantern and (lantern - spring).days == 14
    assert date(year, 1, 21) <= spring <= date(year, 2, 20)
    middle, boats, nines = festival_day("中秋节", year), festival_day("端午节", year), festival_day("重阳", year)
    assert middle and boats and nines
    assert date(year, 9, 7) <= middle <= date(year, 10, 8)
    assert 97 <= (middle - boats).days <= 130
    assert 22 <= (nines - middle).days <= 25


def test_a_lunar_festival_outside_the_table_has_no_day() -> None:
    assert festival_day("春节", 2031) is None
    assert festival_day("国庆节", 2031) == date(2031, 10, 1)
    assert festival_day("泼水节", 2024) is None


def test_the_next_statutory_festival_is_the_coming_one() -> None:
    assert next_statutory(date(2024, 9, 17)) == ("国庆", date(2024, 10, 1))
    assert next_statutory(date(2024, 12, 31)) == ("元旦", date(2025, 1, 1))
