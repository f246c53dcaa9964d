"""Recurring limits as RFC 5545 rules: 每月5日前, 每季度末月20日前, 每周五前."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from duban.dates import phrases
from duban.dates.numerals import parse_count

CUE = ("每", "次月", "翌月", "末月")
_DAYS = {"一": "MO", "二": "TU", "三": "WE", "四": "TH", "五": "FR", "六": "SA", "日": "SU", "天": "SU", "末": "SU"}
_S = "[^\\S\n]?"
_N = "(?:\\d{1,2}|[一二三四五六七八九十]{1,3})"
_CLOCK = f"(?:{_S}(?:上午|下午|中午|晚上?|早上?)?{_S}(?:{_N}{_S}(?:[时点][整半]?|[:：]\\d\\d)|下班|午夜|零时|中午))?"
_BEFORE = "(?:之前|以前|前(?![述期后夕沿往]))"
_AND = f"{_S}[、和及与,，]{_S}"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A recurring limit: its place in the text, and its rule (None where one rule cannot say it)."""

    start: int
    end: int
    frequency: str | None


@cache
def pattern() -> re.Pattern[str]:
    """Return the expression that finds recurring limits; compiled at first use."""
    dates = f"{_N}{_S}[日号](?:{_AND}{_N}{_S}[日号])*"
    part = f"(?:{_S}的?{_S}(?:{dates}|[底末]|[上中下]旬|最后一[天日]|(?:最后|第{_N}){_S}(?:一?个)?工作日))"
    months = f"{_N}{_S}月份?{part}?(?:{_AND}{_N}{_S}月份?{part}?)*"
    return re.compile(
        f"(?P<each>每{_S}个?{_S}(?:(?P<year>年)度?的?{_S}(?P<months>{months}|年?[底末终]|上半年|第?[一二三四]季度末?)"
        f"|(?P<half>半年)(?P<halfday>[底末])?|(?P<quarter>季度?)(?:的?(?P<which>末月|首月|最后一个?月|第{_S}[一二三123]{_S}个?{_S}月))?(?P<quarterday>{part})?"
        f"|(?P<month>月)度?(?P<monthday>{part})?"
        f"|(?P<week>周|星期|礼拜)(?P<weekdays>[一二三四五六日天末](?:{_AND}(?:周|星期)?[一二三四五六日天])*)"
        f"|(?P<day>[天日晚]|个?工作日))|(?P<next>次月|翌月)(?P<nextday>{part})|(?P<ending>(?<!每)季度?末月)(?P<endingday>{part}))(?P<clock>{_CLOCK})(?P<before>{_S}{_BEFORE})?"
    )


def find_recurrence(text: str, start: int, end: int) -> Recurrence | None:
    """Return the first recurring limit in `text[start:end]`; a bare frequency (每周) is none."""
    for found in pattern().finditer(text, start, end):
        named = (
            found["clock"]
            or found["months"]
            or found["halfday"]
            or found["quarterday"]
            or found["monthday"]
            or found["next"]
            or found["week"]
            or found["ending"]
        )
        if not named or not (found["before"] or _reports(text, found, end)):
            continue
        return Recurrence(found.start(), found.end(), _frequency(found))
    return None


def _reports(text: str, found: re.Match[str], end: int) -> bool:
    """Without 前 a named day is a limit where a report is due on it (每月10日报送), not where people meet (每周五调度)."""
    if found["day"]:
        return False
    last = found.group()[-1]
    if found["weekdays"] == "一" and re.match(
        "调度|通报|会商|研判|排名|督查|例会|报(?![送告市县区])", text[found.end() : end]
    ):
        return False  # 每周一调度、每月一排名: once a week, not on Mondays
    return last in "底末" or re.match(f"(?:[上下]午|晚上)?(?:{phrases.REPORTING})", text[found.end() : end]) is not None


def _frequency(found: re.Match[str]) -> str | None:
    if found["week"]:
        days = re.findall("[一二三四五六日天末]", found["weekdays"])
        return "FREQ=WEEKLY;BYDAY=" + ",".join(_DAYS[day] for day in days)
    if found["day"]:
        return "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" if "工作" in found["day"] else "FREQ=DAILY"
    if found["month"] or found["next"]:
        return _joined("FREQ=MONTHLY", _month_days(found["monthday"] or found["nextday"] or ""))
    if found["ending"]:
        return _joined("FREQ=MONTHLY;BYMONTH=3,6,9,12", _month_days(found["endingday"]))
    if found["quarter"]:
        return _joined(
            f"FREQ=MONTHLY;BYMONTH={_quarter_months(found['which'])}", _month_days(found["quarterday"] or "末")
        )
    if found["half"]:
        return "FREQ=MONTHLY;BYMONTH=6,12;BYMONTHDAY=-1"
    return _yearly(found["months"])


def _joined(rule: str, days: str | None) -> str | None:
    return f"{rule};{days}" if days else None


def _quarter_months(which: str | None) -> str:
    place = 3
    if which and which[0] == "首":
        place = 1
    elif which and which[0] == "第":
        place = parse_count(which.strip("第个月 \u3000")) or 3
    return ",".join(str(month) for month in range(place, 13, 3))


def _month_days(part: str) -> str | None:
    """Return the part of a month as RFC 5545 terms."""
    part = part.replace(" ", "").replace("\u3000", "").lstrip("的")
    if "工作日" in part:
        which = -1 if "最后" in part else parse_count(part.strip("第个工作日一") or "一") or 1
        return f"BYDAY=MO,TU,WE,TH,FR;BYSETPOS={which}"
    if part[:1] in ("底", "末") or part in ("下旬", "最后一天", "最后一日"):
        return "BYMONTHDAY=-1"
    if part in ("上旬", "中旬"):
        return f"BYMONTHDAY={10 if part == '上旬' else 20}"
    days = [parse_count(day) for day in re.findall(f"({_N})[日号]", part)]
    if not days or any(day is None or not 1 <= day <= 31 for day in days):
        return None
    return "BYMONTHDAY=" + ",".join(str(day) for day in days)


def _yearly(words: str) -> str | None:
    words = words.replace(" ", "").replace("\u3000", "")
    if words in ("底", "末", "终", "年底", "年末", "年终"):
        return "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31"
    quarter = "二" if words == "上半年" else words.removeprefix("第")[:1] if "季度" in words else ""
    if quarter:
        return f"FREQ=YEARLY;BYMONTH={3 * (parse_count(quarter) or 4)};BYMONTHDAY=-1"
    found = re.findall(f"({_N})月份?([^、和及与,，]*)", words)
    months = [parse_count(month) for month, _ in found]
    parts = {_month_days(part) for _, part in found if part} or {"BYMONTHDAY=-1"}
    if len(parts) != 1 or None in parts or any(month is None or not 1 <= month <= 12 for month in months):
        return None
    return f"FREQ=YEARLY;BYMONTH={','.join(str(month) for month in months)};{parts.pop()}"
