"""Targets: the numbers an action is to reach or to cover. A breakdown (其中A1200个) belongs to the action before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache

from duban.dates.numerals import WIDE, parse_number, plain
from duban.reading.lexicon import target_units as lexicon
from duban.reading.model import Action, Requirement, Span, Target

_SIGN = re.compile("[0-9０-９一二两三四五六七八九十百]")
_BEGINNING = re.compile("[0-9]+|[一二两三四五六七八九十]|百分之")
_FRONTED = re.compile("[ \u3000]*(?:包括|并|且|继续|同时)*(?:将|把|对|今年|明年|在\\d)")
_NAMED_CLAUSE = re.compile("[ \u3000]*(?:针对|根据|按照|围绕|除|以|为|凡)")
_MEASURES = frozenset(lexicon.MEASURES.split())
_COUNTERS = frozenset(lexicon.COUNTERS.split())
_TIMES = frozenset(lexicon.TIMES.split())
_ACTIVITY_COUNTERS = frozenset(lexicon.ACTIVITY_COUNTERS.split())
_BUILT_COUNTERS = frozenset(lexicon.BUILT_COUNTERS.split())
_THINGS = frozenset(lexicon.THINGS.split())
_OPEN, _CLOSE = "“《‘", "”》’"


def may_hold_targets(text: str, span: Span) -> bool:
    """Tell whether a requirement shows any sign of a quantity; most show none, and their actions need not be asked."""
    sign = _SIGN.search(text, *span)
    return sign is not None and _cue().search(text, sign.start(), span[1]) is not None


def find_targets(text: str, requirement: Requirement, action: Action) -> tuple[Target, ...]:
    """Return the action's targets in order: its own clause's, a fronted object's before it, a breakdown's after it."""
    found: list[Target] = []
    whole = requirement.span
    if _SIGN.search(text, whole[0], action.span[0]):
        before, _ = _gaps(requirement, action)
        for start, end in _clauses(text, before):
            if _FRONTED.match(text, start, end) and not _in_breakdown(text, before, start):
                found += _numbers(text, (start, end), fronted=True)
    found += _numbers(text, action.span)
    if text.find("其中", action.span[1], whole[1]) >= 0:
        _, after = _gaps(requirement, action)
        breakdown = text.find("其中", *after)
        for span in _clauses(text, (breakdown, after[1])) if breakdown >= 0 else ():
            found += _numbers(text, span)
    return tuple(found)


def _gaps(requirement: Requirement, action: Action) -> tuple[Span, Span]:
    """Return what stands between the neighbouring actions and this one, inside the requirement."""
    start, end = action.span
    before = max(
        (other.span[1] for other in requirement.actions if other.span[1] <= start), default=requirement.span[0]
    )
    after = min((other.span[0] for other in requirement.actions if other.span[0] >= end), default=requirement.span[1])
    return (before, start), (end, max(end, after))


def _clauses(text: str, span: Span) -> list[Span]:
    if _SIGN.search(text, *span) is None:
        return []
    bounds, start = [], span[0]
    for mark in re.finditer("[，,；;](?!\\d{3})", text[slice(*span)]):
        bounds.append((start, span[0] + mark.start()))
        start = span[0] + mark.end()
    return [*bounds, (start, span[1])] if start < span[1] else bounds


def _in_breakdown(text: str, gap: Span, start: int) -> bool:
    return 0 <= text.find("其中", *gap) <= start


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def _cue() -> re.Pattern[str]:
    """Return what must stand in a clause for a number with a unit: a digit, or a numeral and the beginning of a unit."""
    beginnings = {word[0] for word in _MEASURES | _COUNTERS | _TIMES} | set(
        "一二两三四五六七八九十百千万亿零余多至到和、"
    )
    return re.compile(f"[0-9０-９]|百分之|[一二两三四五六七八九十][{re.escape(''.join(sorted(beginnings)))}]")


@cache
def _pattern() -> re.Pattern[str]:
    """Return the expression of a number with its unit, or of two that share one; compiled at first use."""
    number = "(?:\\d+(?:,\\d{3})+|\\d+)(?:\\.\\d+)?|[一二两三四五六七八九十](?:[一二两三四五六七八九十百千零]|万(?=[一二三四五六七八九零]))*"
    magnitude = f"(?:{_either(lexicon.SCALES)})"
    gap = "[^\\S\n]?"
    unit = _either(_MEASURES | _COUNTERS | _TIMES)
    return re.compile(
        f"(?<![\\d.A-Za-z一二两三四五六七八九十百千第])"
        f"(?:(?P<low>{number})(?P<lowunit>{gap}{magnitude}?{gap}(?:{unit})?)(?P<and>{gap}(?:[—–~～-]+|至|到|和|、){gap})(?=[\\d一二两三四五六七八九十]))?"
        f"(?:(?P<percent>百分之)(?P<share>{number})|(?P<number>{number}){gap}(?P<about>[余多])?"
        f"(?P<unit>(?P<magnitude>{magnitude}(?P<about2>[余多])?)?{gap}(?P<base>{unit})(?:/(?:{unit}|[一-龥]))?))"
    )


def _found(flat: str, place: int) -> Iterator[re.Match[str]]:
    """Yield the matches from `place` on, trying only where a numeral begins."""
    while begin := _BEGINNING.search(flat, place):
        found = _pattern().match(flat, begin.start())
        if found:
            yield found
        place = found.end() if found else begin.end()


def _numbers(text: str, span: Span, *, fronted: bool = False) -> list[Target]:
    start, end = span
    sign = _SIGN.search(text, start, end)
    if sign is None or (fronted and _NAMED_CLAUSE.match(text, start, end)):
        return []
    cue = _cue().search(text, sign.start(), end)
    if cue is None:
        return []
    flat = text[start:end].translate(WIDE)
    targets: list[Target] = []
    for found in _found(flat, cue.start() - start):
        if _is_quoted(flat, found.start()) or not _is_reached(flat, found):
            continue
        targets += _read(text, start, found)
    return targets


def _is_quoted(flat: str, place: int) -> bool:
    opened = sum(flat.count(sign, 0, place) for sign in _OPEN) - sum(flat.count(sign, 0, place) for sign in _CLOSE)
    return opened > 0 or flat.count('"', 0, place) % 2 == 1


def _read(text: str, offset: int, found: re.Match[str]) -> list[Target]:
    """Return the one or two targets of a match; two numbers may share a unit (10个和5个工作日, 3万至5万平方米)."""
    high = parse_number(found["share"] or found["number"])
    if high is None:
        return []
    if found["percent"]:
        place, unit = found.start("percent"), found["percent"]
    else:
        place, unit = found.start("number"), text[offset + found.start("unit") : offset + found.end("unit")]
        if found["about2"]:  # 4万多名: the unit is what stands together in the text
            high, unit = high * lexicon.SCALES[found["magnitude"][:-1]], found["base"]
    targets = [_target(text, (offset + place, offset + found.end()), high, unit)]
    low = parse_number(found["low"]) if found["low"] else None
    if low is not None:
        own = found["lowunit"].strip()
        start = offset + found.start("low")
        span = start, start + len(found["low"] + found["lowunit"].rstrip())
        targets.insert(0, _target(text, span, low, unit if not own or unit.startswith(own) else own))
    return targets


def _target(text: str, span: Span, quantity: Decimal, unit: str) -> Target:
    return Target(text[slice(*span)], span, plain(quantity), unit, "target.number")


def _is_reached(flat: str, found: re.Match[str]) -> bool:
    """Say whether the number is one to reach or to cover."""
    before, after = flat[: found.start()].rstrip(), flat[found.end() :].lstrip()
    base = found["base"] or "%"
    if re.search(lexicon.START_VALUES, before) and re.match(lexicon.RISING, after):
        return False
    if re.search(lexicon.NOT_BEFORE, before) or re.search(lexicon.FACTS, before):
        return False
    if re.search(lexicon.NAMED_GOAL, before) and re.match(lexicon.NAMED_GOAL_AFTER, after):
        return False
    if base in _TIMES:
        if len(found["number"]) > 3 or (base in ("年", "日") and re.match("\\d|底|末|前|起|度", after)):
            return False
        if re.match("制|报|[^，]{0,2}(?:值班|通信|通讯|畅通|在岗|不间断|服务|运行|供应|开放)", after):
            return False
        return re.search(lexicon.PROCESS, before) is not None
    if base == "万":
        return False
    if not (found["number"] or found["share"])[0].isdigit() and not _counts_in_words(found, before, after):
        return False
    if (
        re.match(lexicon.ASPECTS, after)
        or (base == "方" and re.match("[面案式法向便]", after))
        or re.match("[级强]", after)
        or (base == "分" and re.match("[之类别层级区]", after))
    ):
        return False
    return not _is_condition(before, after, base) and not _is_actor(before, after)


def _counts_in_words(found: re.Match[str], before: str, after: str) -> bool:
    """Judge a number in characters: 三成, 四个项目, 开展一次; not 一个, 一批, 一次性, 成熟一个推出一个."""
    number, base = found["number"] or found["share"], found["base"] or "%"
    if number == "十" and base in ("分", "多"):
        return False
    if re.match(lexicon.SET_PHRASES, base + after) or re.match(lexicon.SET_PHRASES, after):
        return False
    if base == "批":
        return False
    if re.search(lexicon.NAMED_IN_WORDS, before):
        return False
    if base in _MEASURES:
        return base not in ("度", "方", "米", "升", "斤", "立方", "分", "平方") and (base != "成" or number != "一")
    if number != "一":
        return base != "类" or not after.startswith("人员")
    if base in _BUILT_COUNTERS:
        return re.search(f"(?:{lexicon.BUILDING_VERBS})$", before) is not None
    if base not in _ACTIVITY_COUNTERS or re.match("性|办|付|申|告知|通过|总结|分配|也|都|又|次", after):
        return False
    return re.search(f"(?:{lexicon.ACTIVITY_VERBS})$", before) is not None


def _is_condition(before: str, after: str, base: str) -> bool:
    """Say whether the number delimits a class (5亿元以上的项目, 不超过5万元的贷款)."""
    bound = re.match(lexicon.BOUNDED_AFTER, after)
    rest = after[bound.end() :] if bound else after
    if rest.startswith("部分") and re.search(lexicon.BOUNDED_BEFORE, before):
        return True
    if re.match("或[\\d.]+[^，,。；;\\d]{1,4}的", rest) and re.search(lexicon.BOUNDED_BEFORE, before):
        return True
    if re.match("方可|才能|方能|才可", rest):
        return True
    if re.match("的(?!比例|标准|幅度|增幅|增速|速度|力度|额度|规模)", rest):
        return bound is not None or re.search(lexicon.BOUNDED_BEFORE, before) is not None
    if bound and re.match("[一-龥]", rest):
        another = base not in _THINGS and re.search("\\d", rest) is not None
        return another or re.search(lexicon.CONDITION_SUBJECT, before) is not None
    return False


def _is_actor(before: str, after: str) -> bool:
    """Say whether the number counts who is to act (5家银行要…), or where they were sent (派到12个省的督查组要…)."""
    if re.match("[^\\d，,。；;的]{0,4}的[^，,。；;]{0,6}(?:组|单位|部门|企业|人员|专班)(?:要|应|须|将)", after):
        return True
    return (
        not before or before in ("全省", "全市", "全县", "全区", "全州", "我省", "我市", "我县", "我区")
    ) and re.match(
        f"[^\\d，,。；;]{{0,6}}?(?:{lexicon.ACTORS})(?:均|都|也)?(?:要|应|须|将|负责|牵头|分别|共同)", after
    ) is not None
