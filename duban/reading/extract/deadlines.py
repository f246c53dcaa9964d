"""The time limit of an action: which clause binds it, and what day it is (by `duban.dates`).

The quote belongs to the clause it stands in; a time clause of its own (力争到2017年底前，) belongs to the clause after it.
"""

from __future__ import annotations

import re
from datetime import date

from duban.dates.deadlines import Limit, find_limit
from duban.dates.periods import find_cue
from duban.reading.model import Action, Deadline, Requirement, Span

_SPLIT = re.compile("[，,；;。：:\n]")
_OPENER = re.compile(
    "[ \u3000]*(?:力争|争取|确保|保证|务必|必须|要|须|应|应当|原则上|最迟|最晚|至迟|不晚于|不迟于|截至|到|至|于|在|自|从|今后|未来|会后|用|利用|并|即日起)*[ \u3000]*$"
)
_CIRCUMSTANCE = re.compile("[ \u3000]*(?:止|为止|(?:在|对|由|以|围绕|通过)[^，,。；;]{1,30})?[ \u3000]*$")


def first_sign_of_time(text: str, span: Span) -> int | None:
    """Return where a requirement first shows a sign of a time: actions that end before need not be asked."""
    return find_cue(text, *span)


def find_deadline(text: str, requirement: Requirement, action: Action, day: date | None) -> Deadline | None:
    """Return the action's deadline, or None; `day` is the meeting's day, None where unknown."""
    start, end = action.span
    limit = _in_clause(text, (start, end), day) or _in_gap(text, _gap(requirement, action), day)
    if limit is None:
        return None
    return Deadline(limit.text, (limit.start, limit.end), limit.value, limit.recurring, limit.explanation(), limit.rule)


def _in_clause(text: str, span: Span, day: date | None) -> Limit | None:
    return _still_open(find_limit(text, day, start=span[0], end=span[1]), day)


def _gap(requirement: Requirement, action: Action) -> Span:
    """Return what stands in the requirement between the action before and this one."""
    before = [other.span[1] for other in requirement.actions if other.span[1] <= action.span[0]]
    return max(before, default=requirement.span[0]), action.span[0]


def _in_gap(text: str, gap: Span, day: date | None) -> Limit | None:
    if find_cue(text, *gap) is None:
        return None
    found = None
    start = gap[0]
    for mark in _SPLIT.finditer(text, *gap):
        limit = find_limit(text, day, start=start, end=mark.start()) or _bare(text, (start, mark.start()), day)
        if limit and _is_time_clause(text, limit, (start, mark.start())):
            found = limit
        start = mark.end()
    return _still_open(found, day)


def _bare(text: str, span: Span, day: date | None) -> Limit | None:
    """Read a clause of a period and a place (今年在13个主产省份) by its period alone."""
    place = re.search("(?<=.)在", text[slice(*span)])
    return find_limit(text, day, start=span[0], end=span[0] + place.start()) if place else None


def _is_time_clause(text: str, limit: Limit, span: Span) -> bool:
    opening = _OPENER.match(text, span[0], limit.start)
    closing = _CIRCUMSTANCE.match(text, limit.end, span[1])
    return opening is not None and closing is not None


def _still_open(limit: Limit | None, day: date | None) -> Limit | None:
    """A day before the meeting's is a fact the text reports, not a limit it sets."""
    return None if limit and limit.value and day and limit.value < day else limit
