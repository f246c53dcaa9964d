"""Deadlines (办理时限) in a clause: which time expression bounds the act, its last day, and why.

A time word bounds the act with 前 or 内, after 到/至, as a bare adverbial (三季度完成…), or as the period of a goal with
a number. Starts (…起), facts (截至…, 已于…), attributes of a noun (…到期的贷款) and benefit terms are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from duban.dates import phrases
from duban.dates.messages import Language, Step, step
from duban.dates.numerals import WIDE
from duban.dates.periods import Resolved, Start, find_cue, pattern, resolve, year_named
from duban.dates.recurring import CUE as RECURRING_CUE
from duban.dates.recurring import find_recurrence
from duban.dates.workdays import Calendar, load_calendar

CLAUSE_ENDS = "，,。；;！!？?：:\n"
_RANGE = re.compile("[ \u3000]?(?:[—–~～-]+|至|到|、|和)[ \u3000]?$")
_CASE_DAYS = ("当天", "当日", "当晚", "次日", "第二天")
_LOOK_BACK = 64  # how far back the clause before may name the event a limit counts from


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit: its quote and place, the last day (None where the words give none), and how it was reached."""

    text: str
    start: int
    end: int
    value: date | None
    rule: str
    recurring: str | None = None
    steps: tuple[Step, ...] = ()

    def explanation(self, language: Language = "zh") -> tuple[str, ...]:
        """Return the arithmetic, a line a step: from, rule, days skipped, result."""
        ending = (step("result", value=self.value),) if self.value else ()
        return tuple(line.line(language) for line in (*self.steps, *ending))


@cache
def _judge(name: str) -> re.Pattern[str]:
    """Return one of the tables of `phrases` compiled for its place, at first use."""
    table: str = getattr(phrases, name)
    templates = {
        "OPENERS": "[ \u3000]*(?:{}|[ \u3000、])*$",
        "GOVERNING": "(?:{})",
        "ATTRIBUTE": "(?:的|(?:未|已|尚未|没有|仍未|不能|无法|到期)[^，,。；;]{{0,14}}的|(?:{})[^，,。；;]{{0,2}}的)",
        "COMPLETING": "[^的，,。；;]{{0,4}}?(?:{})",
        "PROCESS": "(?:{})[^，,。；;]{{0,6}}$",
    }
    return re.compile(templates.get(name, "(?:{})").format(table))


def find_limit(
    text: str, day: date | None, *, start: int = 0, end: int | None = None, calendar: Calendar | None = None
) -> Limit | None:
    """Return the limit that bounds the act of the clause `text[start:end]`, or None.

    `day` is the day to count from; without it only a limit with its year gets a value. Quotes and places are of `text`.
    """
    end = len(text) if end is None else end
    cue = find_cue(text, start, end)
    if cue is None:
        return None
    offset = max(0, start - _LOOK_BACK)
    flat = text[offset:end].translate(WIDE)
    first = max(start, cue - _LOOK_BACK // 4) - offset
    limit = _find(flat, (start - offset, len(flat)), first, Start(day, None, lambda: calendar or load_calendar()))
    if limit is None:
        return None
    start, end = limit.start + offset, limit.end + offset
    return Limit(text[start:end], start, end, limit.value, limit.rule, limit.recurring, limit.steps)


def _find(text: str, clause: tuple[int, int], first: int, origin: Start) -> Limit | None:
    start, end = clause
    if any(text.find(cue, start, end) >= 0 for cue in RECURRING_CUE):
        again = find_recurrence(text, start, end)
        if again:
            return Limit("", again.start, again.end, None, "recurring", again.frequency, (step("recurring"),))
    year: int | None = None
    head: int | None = None
    bare: Limit | None = None
    matches = list(pattern().finditer(text, first, end))
    for index, found in enumerate(matches):
        following = matches[index + 1] if index + 1 < len(matches) else None
        if following and _RANGE.fullmatch(text, found.end(), following.start()):
            year = year or year_named(found, origin)
            head = found.start() if head is None else head
            continue  # the beginning of a range, or all but the last of a list
        limit = _judged(text, found, clause, Start(origin.day, year, origin.calendar), head)
        year = head = None
        if limit and (_has_limit_word(found) or found["dur"] or (bare is None and following is None)):
            return limit
        bare = bare or limit  # 今年新增的待遇7月底前发放到位: 前 and 内 bind more firmly than a bare period
    return bare


def _judged(text: str, found: re.Match[str], clause: tuple[int, int], origin: Start, head: int | None) -> Limit | None:
    """Return the limit of one expression if it binds; `head` is where the range or list it ends begins."""
    start, end = clause
    if not _binds(text, found, clause, head):
        return None
    begin, stop = found.span()
    quote = found.group()
    begin += len(quote) - len(quote.lstrip())
    stop -= len(quote) - len(quote.rstrip())
    if (found["dur"] or found["dayword"] in _CASE_DAYS) and _is_per_case(text, found, start, end):
        return Limit(text[begin:stop], begin, stop, None, "limit.event", None, (step("event"),))
    end_of = resolve(found, origin)
    if end_of is None or (
        not _has_limit_word(found) and _is_gone_by(end_of) and _states_fact(text[start:begin], text[stop:end])
    ):
        return None
    return Limit(text[begin:stop], begin, stop, end_of.value, end_of.rule, None, end_of.steps)


def _binds(text: str, found: re.Match[str], clause: tuple[int, int], head: int | None) -> bool:
    """Say whether the expression bounds the act of its clause."""
    start, end = clause
    before, after = text[start : found.start() if head is None else head].rstrip(), text[found.end() : end].lstrip()
    if _is_past(found) or before.endswith(
        ("已于", "已在", "曾于", "早在", "已", "比", "较", "同", "自从", "每", "每年")
    ):
        return False
    if found["dur"]:
        return _duration_binds(before, after) and (found["bare"] is None or before.endswith(("限", "限期", "限时")))
    if before.endswith(("自", "从")):
        if head is None:
            return False
        before = before[:-1]
    if re.search("截[至止]到?$", before):
        return _closes(found, before, after)
    if _has_limit_word(found):
        return not _is_attribute(before, after) and not (
            found.group().endswith("内") and re.match(phrases.BENEFIT, after)
        )
    if found["fest"] or found["anyfest"]:
        return True
    return _bare_binds(found, before, after)


def _closes(found: re.Match[str], before: str, after: str) -> bool:
    """Tell the end of a call (报名截至…, 截止到2025年1月10日) from a fact as of a day (截至9月底，已开工…)."""
    if re.search("(?:时间|日期|期限|征集|报名|申报|公示)(?:为|是|：|:)?截[至止]到?$", before) or _has_before(found):
        return True
    named = found["iso"] or (found["year"] and found["dom"])
    return bool(named) and re.search("截止到?$", before) is not None and not after


def _is_gone_by(end_of: Resolved) -> bool:
    return any(line.code in ("next_year", "past") for line in end_of.steps)


def _states_fact(before: str, after: str) -> bool:
    """A clause about a period gone by is a fact (上半年增长5%), not a goal for the next one."""
    if re.match("要|将|须|应|力争|确保|争取", after):
        return False
    return bool(before.strip() or after.strip()) and (_is_quantified(after) or re.search("[了已]", after) is not None)


def _is_past(found: re.Match[str]) -> bool:
    year, month, week = found["year"] or "", found["mon"] or "", found["week"] or ""
    return (
        phrases.YEAR_WORDS.get(year, 0) < 0
        or phrases.MONTH_WORDS.get(month, 0) < 0
        or phrases.WEEK_WORDS.get(week, 0) < 0
    )


def _has_before(found: re.Match[str]) -> bool:
    return found.group().endswith("前")


def _has_limit_word(found: re.Match[str]) -> bool:
    """Say whether 前 or 内 closes the expression."""
    return found.group().rstrip().endswith(("前", "内"))


def _is_attribute(before: str, after: str) -> bool:
    if _judge("ATTRIBUTE").match(after):
        return True
    return before.endswith(("对", "凡", "凡是", "针对", "对于")) and "的" in after


def _duration_binds(before: str, after: str) -> bool:
    if _judge("PROCESS").search(before) or re.search("(?:至|到|为)$", before):
        return False
    if _judge("BENEFIT").search(before[-8:]) or re.match("分期|免|缓|享受|未就业|有效|可", after):
        return False
    if before.endswith(("毕业", "成立", "出生", "到期", "近", "最近", "过去")):
        return False
    return not re.match(
        "的|不(?!少于|低于|超过|得少于|得低于|得超过)|未[^，,。；;]{1,12}的|(?:新建|毕业|发生|出现|取得|到期|成立)[^，,。；;]{0,2}的",
        after,
    )


def _bare_binds(found: re.Match[str], before: str, after: str) -> bool:
    """Judge a period without 前 or 内 by what stands around it."""
    if found["dayword"] and not found["dclock"] and phrases.DAY_WORDS[found["dayword"]] == 0:
        return False
    if found["minit"] or re.match("已|曾|未曾", after) or re.search(phrases.FORECAST, before):
        return False
    if found["whole"] is not None and found["year"] in ("当年", "同年", "次年") and after:
        return False
    if re.match(phrases.NOT_AFTER, after):
        return _is_goal(before, after)
    if (found["quarter"] or "").startswith("前"):
        return not after or _is_goal(before, after)
    if re.search("(?:至|到|不[晚迟]于|最[晚迟]|至迟于?)$", before):
        return not re.search("(?:恢复|回|达|相当|回升)到$", before) and not re.match(
            "[^，,。；;]{0,6}(?:水平|规模)", after
        )
    if _is_attribute(before, after):
        return False
    if (found["iso"] or found["dom"]) and re.match(
        "(?:正式|全面|统一)?(?:施行|实施|执行|生效|召开|举行|上午|下午)", after
    ):
        return False
    if re.fullmatch(phrases.BODY, before) and _is_quantified(after):
        return True
    if found["whole0"] == "全年" and re.search("\\d", after):
        return True  # 全年向企业让利1.5亿元: an amount is always that of its period
    if _judge("OPENERS").match(before):
        return not after or after in ("止", "为止") or _opens_act(before, after)
    if not after or after in ("止", "为止"):
        return re.search("(?:时限|期限|时间|截止|定于|定在|期|于)(?:为|是|：|:)?$", before) is not None
    return _is_goal(before, after) or _completes(found, before, after)


def _opens_act(before: str, after: str) -> bool:
    """Say whether a period at the head of its clause is the adverbial of what follows."""
    if (
        _judge("ACTING").match(after)
        or _judge("COMPLETING").match(after)
        or _is_goal(before, after)
        or _is_quantified(after)
    ):
        return True
    if re.match(phrases.SUBJECTS, after):
        return re.search(f"(?<!即)(?:要|将|须|应)|{phrases.COMPLETING}", after) is not None
    return re.search(f"要[^，,。；;]{{0,6}}(?:{phrases.REACHING})", after) is not None


def _completes(found: re.Match[str], before: str, after: str) -> bool:
    """Say whether a period behind its subject is followed by the act (工程9月开工)."""
    if re.search(f"(?:{phrases.GOVERNING})(?:好|了|实)?$", before):
        return False
    if _judge("COMPLETING").match(after):
        return True
    if _judge("ACTING").match(after) is None:
        return False
    point = found["mend"] or found["tenth"] or found["yend"] or found["yend0"] or found["dom"] or found["qend"]
    return (
        bool(point) or _is_quantified(after) or before.endswith(("要", "须", "应", "力争", "确保", "争取", "在", "于"))
    )


def _is_quantified(after: str) -> bool:
    return re.search("\\d", after) is not None and re.search(phrases.REACHING, after) is not None


def _is_goal(before: str, after: str) -> bool:
    """Say whether the period is that of a goal: 确保全年粮食产量保持在…, 完成全年目标任务."""
    verb = re.search("(?:确保|力争|保障|保证|争取|实现|完成)$", before)
    if verb is None or re.match("的|以来|以后|之后|后", after) or re.search(phrases.NAMING, before):
        return False
    if re.search("目标(?!任务的|的)", after) or _is_quantified(after):
        return True
    return (
        verb[0] in ("确保", "力争", "争取")
        and re.search(f"(?:{phrases.REACHING}|由负转正|双过半|清零)[^，,。；;]{{0,6}}$", after) is not None
    )


def _is_per_case(text: str, found: re.Match[str], start: int, end: int) -> bool:
    """Say whether a duration counts from an event of each case and not from the starting day."""
    before, after = text[start : found.start()], text[found.end() : end]
    if re.search(f"(?:{phrases.FROM_MEETING})(?:的?第?)?[ \u3000]?[，,]?(?:要|须|应)?(?:在|于)?$", before):
        return False
    if re.search(
        "(?:之日起|之时起|当日起|日起|起|后|之后|以后|前|的|时)[ \u3000]?(?:的)?(?:要|须|应|应当|必须)?(?:在|于)?$",
        before,
    ):
        return True
    if re.search(phrases.CASE_BEFORE, before) or re.match(f"[^，,。；;]{{0,4}}(?:{phrases.CASE_AFTER})", after):
        return True
    previous = re.search("([^，,。；;\n]*)[，,]$", text[:start].rstrip())
    if previous is None:
        return False
    clause = previous[1]
    if re.search(f"(?:{phrases.FROM_MEETING})$", clause):
        return False
    return (
        re.search("(?:之日起|后|时|的)$", clause) is not None
        and re.search(phrases.CASE_BEFORE + "|之日起|后$", clause) is not None
    )


def clauses(text: str) -> Iterator[tuple[int, int]]:
    """Yield the clauses of a text as spans, split at commas, stops and line ends."""
    start = 0
    for place, sign in enumerate(text):
        if sign in CLAUSE_ENDS and not _inside_number(text, place):
            yield start, place
            start = place + 1
    yield start, len(text)


def _inside_number(text: str, place: int) -> bool:
    """Tell the colon of 17:00 and the comma of 1,200 from a clause's end."""
    return (
        text[place] in ":：," and 0 < place < len(text) - 1 and text[place - 1].isdigit() and text[place + 1].isdigit()
    )


def first_limit(text: str, day: date | None, calendar: Calendar | None = None) -> Limit | None:
    """Return the first limit of a phrase or a sentence, clause by clause."""
    for start, end in clauses(text):
        limit = find_limit(text, day, start=start, end=end, calendar=calendar)
        if limit:
            return limit
    return None
