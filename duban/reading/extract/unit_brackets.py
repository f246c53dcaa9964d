"""Brackets that name who answers for a measure: （责任单位：甲局、乙局）, 〔牵头单位：甲局；配合单位：乙局〕."""

from __future__ import annotations

import re

from duban.reading.extract.unit_names import split_names
from duban.reading.lexicon import unit_names as words
from duban.reading.model import Requirement, UnitMention

_LABELS = "|".join(sorted(words.LABEL_ROLES, key=len, reverse=True))
_BRACKET = re.compile(rf"[（(〔\[【](?=[^（(〔\[【\n]{{0,20}}(?:{_LABELS}))")
_PART = re.compile(
    rf"([一-龥]{{2,8}})[:：]((?:(?![，,、]?(?:{_LABELS})[:：])(?:[（(][^（）()\n]{{1,12}}[）)]|〔[^〔〕\n]{{1,12}}〕|[^:：;；（）()〕\]】。\n]))*)[，,、]?"
)
_NUMBER = re.compile(r"(?<=[。；;）)〕\]】])[（(][一二三四五六七八九十\d]+[）)]|(?<=[。；;）)〕\]】])\d+[.、．]")


def bracket_units(text: str, requirements: tuple[Requirement, ...]) -> dict[int, tuple[UnitMention, ...]]:
    """Return, by index of requirement, the units that brackets in or after its measure name."""
    found: dict[int, tuple[UnitMention, ...]] = {}
    last_end = 0
    for bracket in _BRACKET.finditer(text):
        mentions = _mentions(text, bracket.end())
        measure = max(last_end, _measure_start(text, bracket.start()))
        last_end = mentions[-1].span[1] if mentions else bracket.end()
        for index, requirement in enumerate(requirements):
            if requirement.span[0] >= measure and requirement.span[0] < bracket.start():
                found[index] = found.get(index, ()) + mentions
    return found


def _mentions(text: str, start: int) -> tuple[UnitMention, ...]:
    line_end = text.find("\n", start)
    line_end = len(text) if line_end < 0 else line_end
    mentions = []
    place = start
    while part := _PART.match(text, place, line_end):
        role = words.LABEL_ROLES.get(part.group(1))
        if role is not None:
            for a, b in split_names(text, part.start(2), part.end(2)):
                mentions.append(UnitMention(text[a:b], (a, b), role, "units.bracket"))
        place = part.end() + (text[part.end() : part.end() + 1] in ("；", ";"))
    return tuple(mentions)


def _measure_start(text: str, bracket: int) -> int:
    """Return where the measure that the bracket closes starts: its line or its number."""
    line = text.rfind("\n", 0, bracket) + 1
    return max((mark.end() for mark in _NUMBER.finditer(text, line, bracket)), default=line)
