"""The day of each festival. Lunar ones and 清明 (a solar term) move, so they stand in a table.

Sources: Hong Kong Observatory's conversion tables as coded in lunardate 0.3.0; 清明 from chinesecalendar's solar terms.
"""

from __future__ import annotations

from datetime import date, timedelta

FIXED: dict[str, tuple[int, int]] = {
    "元旦": (1, 1),
    "新年": (1, 1),
    "妇女节": (3, 8),
    "五一": (5, 1),
    "劳动节": (5, 1),
    "青年节": (5, 4),
    "儿童节": (6, 1),
    "六一": (6, 1),
    "七一": (7, 1),
    "建党节": (7, 1),
    "八一": (8, 1),
    "建军节": (8, 1),
    "教师节": (9, 10),
    "国庆": (10, 1),
    "十一": (10, 1),
}
# year: 春节 元宵 清明 端午 中秋 重阳
_ORDER = ("春节", "元宵", "清明", "端午", "中秋", "重阳")
_MOVING = """
2012 0123 0206 0404 0623 0930 1023
2013 0210 0224 0404 0612 0919 1013
2014 0131 0214 0405 0602 0908 1002
2015 0219 0305 0405 0620 0927 1021
2016 0208 0222 0404 0609 0915 1009
2017 0128 0211 0404 0530 1004 1028
2018 0216 0302 0405 0618 0924 1017
2019 0205 0219 0405 0607 0913 1007
2020 0125 0208 0404 0625 1001 1025
2021 0212 0226 0404 0614 0921 1014
2022 0201 0215 0405 0603 0910 1004
2023 0122 0205 0405 0622 0929 1023
2024 0210 0224 0404 0610 0917 1011
2025 0129 0212 0404 0531 1006 1029
2026 0217 0303 0405 0619 0925 1018
2027 0206 0220 0405 0609 0915 1008
2028 0126 0209 0404 0528 1003 1026
2029 0213 0227 0404 0616 0922 1016
2030 0203 0217 0405 0605 0912 1005
"""
_EVE = ("除夕", "大年三十")
_SAME = {"元宵节": "元宵", "农历新年": "春节", "新春": "春节", "过年": "春节"}
STATUTORY = ("元旦", "春节", "清明", "五一", "端午", "中秋", "国庆")


def festival_day(name: str, year: int) -> date | None:
    """Return the festival's day in that year; None for a lunar one outside 2012–2030. `name` with or without 节."""
    if name in _EVE:
        spring = festival_day("春节", year)
        return spring - timedelta(1) if spring else None
    name = _SAME.get(name, name)
    short = name if name in FIXED or name in _ORDER else name.removesuffix("节")
    if short in FIXED:
        return date(year, *FIXED[short])
    for line in _MOVING.split("\n"):
        if line.startswith(str(year)):
            days = dict(zip(_ORDER, line.split()[1:], strict=True))
            return date(year, int(days[short][:2]), int(days[short][2:])) if short in days else None
    return None


def next_statutory(after: date) -> tuple[str, date] | None:
    """Return the statutory festival whose day comes next after `after`."""
    coming = [
        (day, name) for year in (after.year, after.year + 1) for name in STATUTORY if (day := festival_day(name, year))
    ]
    later = sorted(pair for pair in coming if pair[0] > after)
    return (later[0][1], later[0][0]) if later else None
