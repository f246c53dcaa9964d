"""How often a year a reporting rhythm (反馈频次) falls due: 每季度末月20日前 is four times."""

from __future__ import annotations

import re
from fractions import Fraction

from duban.dates.numerals import parse_count
from duban.dates.rhythm import rhythm_of

_TIMES = r"(?P<times>[\d一两二三四五六七八九十]{1,3})次"
_BARE = r"(?:^|一)(?P<period>半年|[年季月旬周日])度?(?:调度|通报|反馈|小结|$)"  # 月调度, 季度, 一年两次
_A_YEAR = {"DAILY": 365, "WEEKLY": 52}  # by interval and days of the week


_AT_THE_END = "办结"  # 办结时, 办结后: once, when it is done


def is_rhythm(words: str) -> bool:
    """Tell whether the words say when it is reported."""
    return _AT_THE_END in words or times_a_year(words) is not None


def times_a_year(words: str) -> Fraction | None:
    """Return how many reports a year the words ask for, None where they do not say."""
    times = re.search(_TIMES, words)
    count = (parse_count(times["times"]) or 1) if times else 1
    asked = words[: times.start()] if times else words
    bare = re.search(_BARE, asked)
    rhythm = rhythm_of(asked) or rhythm_of(words) or (rhythm_of(f"每{bare['period']}") if bare else None)
    if rhythm is None:
        return None
    terms = rhythm.terms
    days = len((terms.get("BYDAY") or terms.get("BYMONTHDAY") or "one").split(","))
    if terms.get("BYSETPOS"):
        days = 1  # one of the days named
    if terms["FREQ"] in _A_YEAR:
        periods = Fraction(_A_YEAR[terms["FREQ"]], int(terms.get("INTERVAL", "1")))
    else:
        periods = Fraction(len(terms["BYMONTH"].split(","))) if "BYMONTH" in terms else Fraction(12)
    return periods * days * count
