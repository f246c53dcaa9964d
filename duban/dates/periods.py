"""Time expressions and the day they end on: 年底, 三季度, 11月底前, 3个工作日内, 春节前, “十五五”期间.

`candidates` finds them, `resolve` computes the last day of one. Whether one is a deadline is judged in `deadlines`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from functools import cache

from duban.dates import phrases
from duban.dates.days import real_day
from duban.dates.holidays.festivals import festival_day, next_statutory
from duban.dates.messages import Step, step
from duban.dates.numerals import DIGITS, WIDE, parse_count
from duban.dates.workdays import Calendar, count_working_days

_CUE_SIGN = re.compile(phrases.CUE_SIGNS)
_CUE = re.compile(f"(?=[{phrases.CUE_BEGINNINGS}])(?:{phrases.CUE})")
_S = "[^\\S\n]?"
_N = "(?:\\d{1,2}|[一二三四五六七八九十]{1,3})"
_TO = "(?:[—–~～-]+|至|到)"
_BEFORE = f"(?:之前|以前|前(?!(?:[述期后夕沿往]|{_S}[\\d一二两三四五六七八九十]{{1,3}}个?(?:月|季|年|天|周|批))))"
_WITHIN = "(?:之内|以内|内(?![容部涝外陆蒙设控需在]))"
_CLOCK = f"(?:{_S}(?:上午|下午|中午|晚上?|早上?|凌晨)?{_S}(?:(?:\\d{{1,2}}|[一二三四五六七八九十]{{1,3}}){_S}(?:[时点][整半]?|[:：]\\d\\d)(?:\\d{{1,2}}分)?|下班|午夜|零时|中午)|{_S}(?:上午|下午|晚上))"


_ASIDE = f"(?:{_S}[（(][^（）()]{{1,8}}[）)](?={_S}(?:{_CLOCK}{_S})?[之以前]))?"


def _words(table: dict[str, int]) -> str:
    return "|".join(sorted(table, key=len, reverse=True))


def find_cue(text: str, start: int, end: int) -> int | None:
    """Return where the first sign of a time expression stands, or None; cheap, for the many clauses without one."""
    if _CUE_SIGN.search(text, start, end) is None:
        return None
    cue = _CUE.search(text, start, end)
    return cue.start() if cue else None


@cache
def pattern() -> re.Pattern[str]:
    """Return the one expression that finds every time expression; compiled at first use."""
    year = f"(?:(?:20|19)\\d\\d|[二2][〇○零0][〇○零一二三四五六七八九]{{2}}){_S}年|{_words(phrases.YEAR_WORDS)}"
    month = (
        f"(?P<mfrom>{_N}{_S}月?{_S}{_TO}{_S})?(?P<mon>{_N}{_S}月份?|{_words(phrases.MONTH_WORDS)}|(?<![个\\d])月(?=[底末内]))"
        f"(?:{_S}(?:(?P<dom>{_N}){_S}(?:[日号]{_ASIDE}(?:{_S}{_TO}{_S}(?P<dom2>{_N}){_S}[日号])?)|(?P<tenth>[上中]?[上中下]旬)|(?P<mend>[底末])|(?P<minit>初)))?"
    )
    quarter = f"(?P<quarter>第?{_S}[一二三四1-4]{_S}季度|前{_S}[一二两三1-3]{_S}个?季度|[本下首]季度?|季度?(?=[末底]))(?P<qend>[末底])?"
    calendar = (
        f"(?P<cal>(?<!\\d)(?<!\\d\\.(?=\\d))(?P<yfrom>20\\d\\d{_S}年?{_S}{_TO}{_S})?(?:(?P<year>{year}){_S})?(?:{month}|{quarter}|(?P<half>[上下]半年)[末底]?"
        f"|(?(year)(?P<yend>[年度]?[底末终])|(?P<yend0>年[底末终]|岁末))|(?(year)(?P<whole>度?)|(?P<whole0>全年|(?<![一二两三四五六七八九十])年(?=内)|本?年度(?=内)))))"
    )
    duration = (
        f"(?P<dur>(?<![\\d第])(?<!\\d\\.(?=\\d))(?:(?P<low>\\d{{1,3}}|[一二两三四五六七八九十]{{1,3}}){_S}个?{_S}(?:工作日|日|天|个?月|年)?{_S}(?:{_TO}|、|或){_S})?"
        f"(?P<count>\\d{{1,3}}|[一二两三四五六七八九十百]{{1,4}}|(?<!个)半){_S}个?{_S}(?P<plus>半)?(?P<unit>工作日|自然日|日历日|小时|分钟|星期|礼拜|周|(?<=个)季度|(?<=[个半])月|年|日|天)"
        f"(?:{_S}(?P<within>{_WITHIN})|(?=(?:左右)?的?(?:时间|努力))|(?P<bare>(?=完成|整改|办结|到位|整治))))"
    )
    return re.compile(
        f"(?=[{phrases.BEGINNINGS}\\d\\s])(?:(?P<iso>(?<!\\d)20\\d\\d(?P<sep>[-./])\\d{{1,2}}(?P=sep)\\d{{1,2}}(?!\\d))(?P<isotail>{_CLOCK}?{_S}{_BEFORE})?"
        f"|{duration}"
        f'|(?P<plan>[“"‘]?(?P<planname>十[一二三四五六]五)[”"’]?(?:规划)?(?:期间|时期|期内|期末|末期?|规划期))(?:{_BEFORE}|{_WITHIN})?'
        f'|(?P<fest>(?:(?P<fyear>{year}){_S})?[“"]?(?P<fname>{phrases.FESTIVALS})[”"]?(?:假期|长假|放假|黄金周)?{_S}(?:{_BEFORE}|前夕))|(?P<anyfest>(?:[“"]?[两双][“”"]?)?节[”"]?{_S}(?:假日)?{_S}{_BEFORE})'
        f"|(?P<unsettled>(?:(?:{year}){_S})?(?:{phrases.UNSETTLED})(?:来临|到来|来)?{_S}{_BEFORE}|{phrases.SEASON_SPANS})"
        f"|{calendar}(?P<clock>{_CLOCK})?(?:{_S}(?P<tail>{_BEFORE}|{_WITHIN}|期间))?"
        f"|(?P<only>(?<![\\d.月一二三四五六七八九十]){_N}{_S}[日号])(?P<onlytail>{_CLOCK}?{_S}{_BEFORE})"
        f"|(?:(?P<week>{_words(phrases.WEEK_WORDS)})(?P<wd>[一二三四五六日天末](?![体级次]){_ASIDE})?|(?<![每一二两三四五六七八九十\\d单双逢本下上这个周])(?P<bareweek>周|星期|礼拜)(?P<bwd>[一二三四五六日天末])(?={_CLOCK}|{_S}{_BEFORE}))(?P<wclock>{_CLOCK})?(?:{_S}(?P<wtail>{_BEFORE}|{_WITHIN}))?"
        f"|(?P<dayword>{_words(phrases.DAY_WORDS)})(?P<dclock>{_CLOCK})?(?:{_S}(?P<dtail>{_BEFORE}|{_WITHIN}))?)"
    )


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Resolved:
    """The last day of a time expression (None where the words give none), how it was reached, and the rule's code."""

    value: date | None
    rule: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Start:
    """The day a limit counts from (None if unknown), and a year taken over from the beginning of a range."""

    day: date | None
    year: int | None = None
    calendar: Callable[[], Calendar] | None = None


def resolve(found: re.Match[str], start: Start) -> Resolved | None:
    """Return the last day of the expression found, or None where it names no end (月初, 两三天内)."""
    if found["iso"]:
        return _iso(found, start)
    if found["dur"]:
        return _duration(found, start)
    if found["plan"]:
        name = found["planname"]
        year = phrases.PLAN_END.get(name)
        return Resolved(date(year, 12, 31), "period.plan", (step("plan", plan=name, year=year),)) if year else None
    if found["fest"]:
        return _festival(found["fname"], _year(found["fyear"], start), start)
    if found["anyfest"]:
        return _next_festival(start)
    if found["unsettled"]:
        return Resolved(None, "period.unsettled", (step("unsettled"),))
    if found["only"]:
        return _only_day(found, start)
    if found["week"] or found["bareweek"]:
        return _week(found, start)
    if found["dayword"]:
        return _day_word(found, start)
    return _calendar(found, start)


def year_named(found: re.Match[str], start: Start) -> int | None:
    """Return the year the expression names, for the other end of a range."""
    return _year(found["year"] or found["fyear"], start)


def _year(words: str | None, start: Start) -> int | None:
    if not words:
        return None
    if words in phrases.YEAR_WORDS:
        return start.day.year + phrases.YEAR_WORDS[words] if start.day else None
    digits = words.translate(WIDE).removesuffix("年").strip()
    return int("".join(str(DIGITS.get(sign, sign)) for sign in digits))


def _number(text: str) -> int | None:
    return parse_count(text.replace(" ", "").replace("\u3000", ""))


def days_in_month(year: int, month: int) -> int:
    """Return the number of days of a month; the calendar module would load the locale's names with it."""
    return 31 if month == 12 else (date(year, month + 1, 1) - date(year, month, 1)).days


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, days_in_month(year, month))


def add_months(day: date, months: int) -> date:
    """Return the same day `months` on, cut at the month's end."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(day.day, days_in_month(year, month + 1)))


def _iso(found: re.Match[str], start: Start) -> Resolved | None:
    value = real_day(*(int(part) for part in re.split("[-./]", found["iso"])))
    if value is None:
        return None
    return Resolved(value, "period.date", (step("that_day", period=found["iso"]), *_past(value, start)))


def _past(value: date, start: Start) -> tuple[Step, ...]:
    return (step("past"),) if start.day and value < start.day else ()


def _calendar(found: re.Match[str], start: Start) -> Resolved | None:
    words = found["year"]
    year = _year(words, start)
    if words and year is None:
        return Resolved(None, "period.no_day", (step("no_day"),))
    end = _end_in_year(found, start)
    if end is None:
        return None
    rule, place = end
    explicit = year if year is not None else start.year
    if not words and _fixed_word(found):
        explicit = start.day.year if start.day else None
    if explicit is None and start.day is None:
        return Resolved(None, "period.no_day", (step("no_day"),))
    steps: list[Step] = []
    if explicit is None and start.day:
        explicit = start.day.year
        value = place(explicit)
        if value and value < start.day:
            value = place(explicit + 1)
            steps.append(step("next_year", period=found["cal"], year=explicit, next=explicit + 1))
    else:
        value = place(explicit or 0)
        steps += _past(value, start) if value else ()
    if value is None:
        return None
    period = found["cal"].strip()
    steps.insert(0, step("that_day" if rule == "period.date" else "last_day", period=period))
    if found["tenth"]:
        steps.insert(1, step("tenth"))
    if found["tail"] and "前" in found["tail"] and rule in ("period.month", "period.year") and not found["yend"]:
        steps.append(step("month_before", period=period))
    return Resolved(value, rule, tuple(steps))


def _fixed_word(found: re.Match[str]) -> bool:
    """Say whether the expression is tied to the starting day without a year: 年底, 本月, 本季度."""
    month = found["mon"] or ""
    quarter = found["quarter"] or ""
    return (
        bool(found["yend0"] or found["whole0"])
        or month in phrases.MONTH_WORDS
        or month == "月"
        or quarter[:1] in ("本", "季", "下")
    )


def _end_in_year(found: re.Match[str], start: Start) -> tuple[str, Callable[[int], date | None]] | None:
    """Return the rule's code and a function year → last day; None where the expression names no end."""
    if found["mon"]:
        return _end_of_month_part(found, start)
    if found["quarter"]:
        return _end_of_quarter(found["quarter"], start)
    if found["half"]:
        month = 6 if found["half"][0] == "上" else 12
        return "period.half", lambda year: month_end(year, month)
    if found["yend"] or found["yend0"]:
        return "period.year_end", lambda year: date(year, 12, 31)
    return "period.year", lambda year: date(year, 12, 31)


def _end_of_month_part(found: re.Match[str], start: Start) -> tuple[str, Callable[[int], date | None]] | None:
    if found["minit"]:
        return None
    shift = 0
    word = found["mon"]
    if word in phrases.MONTH_WORDS or word == "月":
        if start.day is None:
            return "period.month", lambda year: None
        shift, month = divmod(start.day.month - 1 + phrases.MONTH_WORDS.get(word, 0), 12)
        month += 1
    else:
        month = _number(word.removesuffix("份").removesuffix("月").strip()) or 0
        if not 1 <= month <= 12:
            return None
    if found["dom"]:
        day = _number(found["dom2"] or found["dom"]) or 0
        return "period.date", lambda year: real_day(year + shift, month, day)
    if found["tenth"] and found["tenth"][-2] != "下":
        last = 10 if found["tenth"][-2] == "上" else 20
        return "period.ten_days", lambda year: date(year + shift, month, last)
    return "period.month_end" if found["mend"] else "period.month", lambda year: month_end(year + shift, month)


def _end_of_quarter(words: str, start: Start) -> tuple[str, Callable[[int], date | None]] | None:
    shift = 0
    bare = words.replace(" ", "").removesuffix("度").removesuffix("季").removesuffix("个").lstrip("第前")
    if words[0] in "本下季":
        if start.day is None:
            return "period.quarter", lambda year: None
        shift, index = divmod((start.day.month - 1) // 3 + (words[0] == "下"), 4)
        number = index + 1
    else:
        number = 1 if words[0] == "首" else _number(bare) or 0
    return "period.quarter", lambda year: month_end(year + shift, number * 3)


def _duration(found: re.Match[str], start: Start) -> Resolved | None:
    unit, half = found["unit"], found["count"] == "半"
    count = _number(found["count"])
    if not count and not half:
        return None
    if unit == "分钟":
        return Resolved(None, "limit.minutes", (step("minutes"),))
    if start.day is None:
        return Resolved(None, "limit.no_day", (step("no_day"),))
    upper = (step("upper"),) if found["low"] else ()
    opening = step("from", from_=start.day)
    if unit == "工作日":
        return _working(count or 1, start, (opening, *upper))
    if half:
        if unit not in ("月", "年", "日", "天"):
            return None
        unit, count = {"月": ("天", 15), "年": ("月", 6)}.get(unit, ("天", 1))
    value, rule, line = _shifted(start.day, count or 0, unit)
    if found["plus"] and unit == "月":
        value, upper = value + timedelta(15), (*upper, step("half_month"))
    return Resolved(value, rule, (opening, *upper, line))


def _shifted(day: date, count: int, unit: str) -> tuple[date, str, Step]:
    if unit in ("月", "季度"):
        months = count * 3 if unit == "季度" else count
        return add_months(day, months), "limit.months", step("months", n=months)
    if unit == "年":
        return add_months(day, 12 * count), "limit.years", step("years", n=count)
    if unit == "小时":
        days = -(-count // 24)
        return day + timedelta(days), "limit.hours", step("hours", n=count, days=days)
    if unit in ("周", "星期", "礼拜"):
        return day + timedelta(7 * count), "limit.weeks", step("weeks", n=count, days=7 * count)
    return day + timedelta(count), "limit.days", step("days", n=count)


def _working(count: int, start: Start, opening: tuple[Step, ...]) -> Resolved:
    assert start.day is not None and start.calendar is not None
    calendar = start.calendar()
    counted = count_working_days(start.day, count, calendar)
    steps = [*opening, step("working", n=count)]
    if counted.skipped:
        steps.append(step("skipped", days=_runs(counted.skipped, calendar)))
    if counted.made_up:
        steps.append(step("made_up", days=_runs(counted.made_up, calendar)))
    steps += [step("no_notice", year=year) for year in counted.unknown_years]
    years = {start.day.year, counted.last.year}
    steps += [step("source", year=year, number=number) for year, number in calendar.notices.items() if year in years]
    return Resolved(counted.last, "limit.working_days", tuple(steps))


def _runs(days: tuple[date, ...], calendar: Calendar) -> tuple[tuple[date, date, str], ...]:
    """Return days as runs with one reason each."""
    runs: list[tuple[date, date, str]] = []
    for day in days:
        reason = calendar.reason(day)
        if runs and runs[-1][1] == day - timedelta(1) and runs[-1][2] == reason:
            runs[-1] = (runs[-1][0], day, reason)
        else:
            runs.append((day, day, reason))
    return tuple(runs)


def _festival(name: str, year: int | None, start: Start) -> Resolved:
    years = [year] if year else [start.day.year, start.day.year + 1] if start.day else []
    steps: list[Step] = []
    for candidate in years:
        day = festival_day(name, candidate)
        if day is None:
            return Resolved(None, "period.festival", (step("no_festival", name=name),))
        if year or (start.day and day > start.day):
            steps.append(step("festival", name=name, day=day))
            return Resolved(day - timedelta(1), "period.festival", tuple(steps))
        steps.append(step("next_year", period=name, year=candidate, next=candidate + 1))
    return Resolved(None, "period.no_day", (step("no_day"),))


def _next_festival(start: Start) -> Resolved:
    coming = next_statutory(start.day) if start.day else None
    if coming is None:
        return Resolved(None, "period.no_day", (step("no_day"),))
    name, day = coming
    return Resolved(
        day - timedelta(1),
        "period.next_festival",
        (step("next_festival", name=name), step("festival", name=name, day=day)),
    )


def _only_day(found: re.Match[str], start: Start) -> Resolved | None:
    number = _number(found["only"].rstrip("日号").strip()) or 0
    if start.day is None:
        return Resolved(None, "period.no_day", (step("no_day"),))
    value = real_day(start.day.year, start.day.month, number)
    opening = (step("on", from_=start.day),)
    if value and value >= start.day:
        return Resolved(value, "period.day", opening)
    following = add_months(start.day.replace(day=1), 1)
    value = real_day(following.year, following.month, number)
    return Resolved(value, "period.day", (*opening, step("next_month", n=number))) if value else None


def _week(found: re.Match[str], start: Start) -> Resolved:
    if start.day is None:
        return Resolved(None, "period.no_day", (step("no_day"),))
    word, weekday = found["week"], (found["wd"] or found["bwd"] or "")[:1]
    monday = start.day - timedelta(start.day.weekday()) + timedelta(7 * phrases.WEEK_WORDS.get(word or "", 0))
    value = monday + timedelta(phrases.WEEKDAYS[weekday] if weekday else 6)
    steps: tuple[Step, ...] = ()
    if not word and value < start.day:
        value, monday = value + timedelta(7), monday + timedelta(7)
        steps = (step("next_week"),)
    shown = (word or "") + (found["bareweek"] or "") + (weekday or "")
    return Resolved(value, "period.week", (step("week", period=shown, monday=monday), *steps, *_past(value, start)))


def _day_word(found: re.Match[str], start: Start) -> Resolved:
    if start.day is None:
        return Resolved(None, "period.no_day", (step("no_day"),))
    word = found["dayword"]
    value = start.day + timedelta(phrases.DAY_WORDS[word])
    return Resolved(value, "period.day_word", (step("on", from_=start.day), step("that_day", period=word)))
