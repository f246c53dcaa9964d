"""How often a reporting rhythm (反馈频次) falls due: 每季度末月20日前 is four times a year."""

from __future__ import annotations

import re
from fractions import Fraction

TIMES_A_YEAR = {
    "半年": 2, "季度": 4, "季": 4, "双月": 6, "两个月": 6, "两月": 6, "半个月": 24, "半月": 24, "旬": 36, "月度": 12, "月": 12,
    "双周": 26, "两周": 26, "周": 52, "星期": 52, "日": 365, "天": 365, "年度": 1, "年": 1,
}  # fmt: skip
DIGITS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_PERIOD = "|".join(sorted(TIMES_A_YEAR, key=lambda word: (-len(word), word)))
_FORMS = (
    rf"(?:每|按|逐|一)个?(?P<period>{_PERIOD})",  # 每月5日前, 按季, 一年两次
    rf"(?P<period>{_PERIOD})(?:报|调度|通报|反馈|小结)",  # 周报, 月度通报
    rf"^(?P<period>{_PERIOD})$",
)
_TIMES = r"(?P<times>\d+|[一两二三四五六七八九十])次"


def times_a_year(words: str) -> Fraction | None:
    """Return how many reports a year the words ask for, None where they do not say."""
    for form in _FORMS:
        if found := re.search(form, words):
            times = re.search(_TIMES, words)
            count = DIGITS.get(times["times"], 0) or int(times["times"]) if times else 1
            return Fraction(TIMES_A_YEAR[found["period"]] * count)
    return None
