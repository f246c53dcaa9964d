"""The day of the meeting: as printed, with its year inferred from the text, or completed from the file's name."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from duban.dates.days import real_day
from duban.reading.model import MeetingDate, Notice, Quote

_FULL = r"(?P<y>[12]\d{3}|二[〇○零O0][一二三四五六七八九十〇○零O0]{2})\s?年\s?(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})\s?月\s?(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})\s?日"
_DAY = re.compile(
    rf"(?=[\d二今昨])(?:{_FULL}|(?P<m2>\d{{1,2}})\s?月\s?(?P<d2>\d{{1,2}})\s?日|(?<![\d月年—－～-])(?P<d3>\d{{1,2}})\s?日(?!前|内|起|报|讯|电|至|—|-)"
    r"|(?P<near>今天|今日|昨天|昨日))"
)
_NAME = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})[-_.年]?(?P<m>[01]?\d)[-_.月]?(?P<d>[0-3]?\d)(?!\d)")
_YEAR = re.compile(
    r"(?P<year>(?:19|20)\d{2})年?\s?(?P<range>(?:\d{1,2}月?)?(?:[至—－~～-]+)(?P<last>\d{1,2})月|(?P<quarter>前三季度|上半年|一季度|第一季度|二季度|三季度|前两季度|全年))?"
    r"(?P<after>[^，。；、\n]{0,30})"
)
_HELD = re.compile(r"召开|举行|主持")
_DIGITS = {c: n for n, c in enumerate("一二三四五六七八九", 1)}
_QUARTER = {"前三季度": 9, "上半年": 6, "一季度": 3, "第一季度": 3, "二季度": 6, "前两季度": 6, "三季度": 9, "全年": 12}
# 2025—2027年: a plan begins about when it is taken up.
_SPAN_OF_YEARS = re.compile(r"年?[—－–～~-]+20\d{2}年")
_SAME = re.compile(
    r"度?[^，。；]{0,8}?(?:第[一二三四五六七八九十\d]+次|重点|工作分工|计划|任务|目标|预算|立法|要点|安排|新增|市级|省级|内)"
)
_DONE_IN = re.compile(r"[^，。；]{0,6}工作")
_PAST = re.compile(r"(?:以来|之前|以前|末|同期)")
_FUTURE = re.compile(r"(?:底前|年?底|前|内|起|—|至)")
_CLOSED = re.compile(r"^度|执行|决算|总结|考核|完成情况|述职")
_AUDITED = re.compile(r"度[^，。；]{0,6}(?:预算执行|决算|审计)")
_LAST_YEAR = re.compile(r"去年(?!同|以来|底|末|冬|秋|夏|春|\d|[一二三四]季度)|上年度")
_REPORTED = re.compile(r"度?[^，。；]{0,24}?(?:情况|执行|决算|总结|完成)")


# Beyond this many characters no mention of a year speaks of the meeting.
_YEAR_SEARCHED = 20_000


class _Printed(NamedTuple):
    year: int | None
    month: int | None
    day: int | None
    shift: int
    start: int
    end: int


def number(text: str) -> int:
    """Return the value of a number up to 999 in digits or in Chinese."""
    if text.isdigit():
        return int(text)
    total = digit = 0
    for sign in text:
        if sign == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif sign == "十":
            total, digit = total + (digit or 1) * 10, 0
        else:
            digit = _DIGITS.get(sign, 0)
    return total + digit


def _year(text: str) -> int:
    if text.isdigit():
        return int(text)
    return int("".join(str(_DIGITS.get(sign, 0)) for sign in text[:4]))


def _printed(text: str, head: list[tuple[int, int]]) -> _Printed | None:
    """Return the date printed nearest before the words that say the meeting was held, else the first of the head."""
    first = None
    for start, end in head:
        held = _HELD.search(text, start, end)
        best = None
        for found in _DAY.finditer(text, start, end):
            if found["d3"] and not held:
                continue
            if held and best and found.start() > held.start():
                break
            best = found
        if best is None:
            continue
        first = first or best
        if held:
            first = best
            break
    if first is None:
        return None
    year = _year(first["y"]) if first["y"] else None
    month = first["m"] or first["m2"]
    day = first["d"] or first["d2"] or first["d3"]
    shift = {"今": 0, "昨": -1}.get((first["near"] or "今")[0], 0)
    return _Printed(year, number(month) if month else None, number(day) if day else None, shift, *first.span())


def _name_day(name: str) -> date | None:
    found = _NAME.search(name)
    return real_day(int(found["y"]), int(found["m"]), int(found["d"])) if found else None


def _infer_year(text: str, month: int, limit: int) -> tuple[int, Quote] | None:
    """Return the meeting's year and the mention that fixes it, the best reason first."""
    best: tuple[int, int, Quote] | None = None
    for found in _YEAR.finditer(text, 0, limit):
        of_span = _SPAN_OF_YEARS.match(text, found.end("year")) is not None
        if text[found.start() - 1 : found.start()].isdigit() or not (of_span or "年" in found.group()[4:6]):
            continue
        year, after = int(found["year"]), found["after"]
        quote = Quote(text[found.start() : found.start("after")], (found.start(), found.start("after")))
        last = int(found["last"]) if found["last"] else _QUARTER.get(found["quarter"] or "")
        if of_span:
            score, value = 1, year
        elif last:
            score, value = 5, year + 1 if last >= month and (last == 12 or (last >= 9 and month <= 3)) else year
        elif after.startswith("底") and text.endswith(("截至", "截止"), 0, found.start()):
            score, value = 4, year + 1  # a year that was closed when the meeting spoke
        elif _AUDITED.match(after):
            score, value = 4, year + 1
        elif _SAME.match(after) or (_DONE_IN.match(after) and text.endswith("做好", 0, found.start())):
            score, value = 4, year
        elif (
            _PAST.match(after)
            or text[max(0, found.start() - 2) : found.start()].endswith(("自", "从", "至"))
            or _FUTURE.match(after)
            or text[found.start() - 1 : found.start()] in "到至"
        ):
            score, value = 1, year
        elif _REPORTED.match(after):
            score, value = 3, year + 1 if _closed(text, after, month) else year
        else:
            score, value = 2, year
        if best is None or score > best[0] or (score == best[0] == 1 and value < best[1]):
            best = (score, value, quote)
    return best[1:] if best else None


def _closed(text: str, after: str, month: int) -> bool:
    """Say whether a report heard early in the year is on the year before."""
    return month <= 2 or (month <= 4 and (bool(_CLOSED.search(after)) or bool(_LAST_YEAR.search(text))))


def find_date(
    text: str, head: list[tuple[int, int]], *, name: str, on: date | None
) -> tuple[MeetingDate | None, tuple[Notice, ...]]:
    """Return the meeting's day and how its year was found; `head` are the sentences to look in, best first."""
    printed = _printed(text, head)
    given = on or _name_day(name)
    if printed is None:
        return _from_name(given)
    quote, span = text[printed.start : printed.end], (printed.start, printed.end)
    if printed.year and printed.month and printed.day:
        value = real_day(printed.year, printed.month, printed.day)
        return (MeetingDate(quote, span, value), ()) if value else (None, ())
    if printed.month is None or printed.day is None:
        return _from_day(printed, quote, span, given)
    return _from_month(text, printed, given)


def _from_name(given: date | None) -> tuple[MeetingDate | None, tuple[Notice, ...]]:
    if given is None:
        return None, ()
    message = "正文没有写会议日期，按文件名或给定的日期计，请核对。"
    return MeetingDate(None, None, given), (Notice("year_from_name", message),)


def _from_day(
    printed: _Printed, quote: str, span: tuple[int, int], given: date | None
) -> tuple[MeetingDate | None, tuple[Notice, ...]]:
    """Complete a day without month (4日, 昨天) from the day given: the last such day not after it."""
    if given is None:
        message = f"正文只写“{quote}”，算不出会议日期，请填写。"
        return None, (Notice("date_unknown", message, span),)
    value = given + timedelta(days=printed.shift)
    if printed.day is not None:
        value = given
        for back in range(32):
            if (given - timedelta(days=back)).day == printed.day:
                value = given - timedelta(days=back)
                break
    message = f"正文只写“{quote}”，年月按文件名或给定的日期计，请核对。"
    return MeetingDate(quote, span, value), (Notice("year_from_name", message, span),)


def _from_month(text: str, printed: _Printed, given: date | None) -> tuple[MeetingDate | None, tuple[Notice, ...]]:
    """Complete month and day with the year of another expression, checked against the day given."""
    month, day = printed.month or 1, printed.day or 1
    quote, span = text[printed.start : printed.end], (printed.start, printed.end)
    year = _infer_year(text, month, _YEAR_SEARCHED)
    inferred = real_day(year[0], month, day) if year else None
    near = None
    if given is not None:
        options = [day_ for y in (given.year, given.year - 1, given.year + 1) if (day_ := real_day(y, month, day))]
        near = min(options, key=lambda option: abs(option - given)) if options else None
    if inferred and year and (near is None or near == inferred):
        source = year[1]
        message = f"正文没有写年份，按“{source.text}”推定为{inferred.year}年，请核对。"
        return MeetingDate(quote, span, inferred, source), (Notice("year_inferred", message, source.span),)
    if near is None:
        message = f"正文只写“{quote}”，没有可以推定年份的文字，请填写年份。"
        return None, (Notice("date_unknown", message, span),)
    message = f"正文只写“{quote}”，年份按文件名或给定的日期计，请核对。"
    return MeetingDate(quote, span, near), (Notice("year_from_name", message, span),)
