"""Responsible organisations: subjects, lead clauses and brackets, carried to the actions they answer for.

A name is known by its shape (how it ends) and by its place: at the head of a clause, after 由 or 会同, or in a bracket with a label.
A subject holds for the actions after it in its requirement until another subject comes.
"""

from __future__ import annotations

import re

from duban.reading.extract.unit_brackets import bracket_units
from duban.reading.extract.unit_names import Names, may_begin_name, may_hold_name, names_at
from duban.reading.model import Action, Requirement, Span, UnitMention, UnitRole

_COMMA = re.compile(r"[，,](?!\d{3})")
_PREFIX = re.compile(
    r"(?:要(?![素求点件闻])|也|并|同时|此外|另外|下一步|下步|会后|今后|近期|当前|力争|争取|其中|[:：]|\s)*"
    r"(?:[\d一二两三四五六七八九十年月日周天季度末底初旬前内之以期间今明本每上下到至在于个工作时小半春夏秋冬节汛“”]{1,16}?"
    r"(?:底前|[前内起底初末旬周]|期间|度|半年|年|月)(?=[^年月底前内初末旬中度以之起]))?"
)
_PREFIX_STARTS = frozenset(
    "要也并同此另下会今近当力争其:：0123456789一二两三四五六七八九十年月日周天季度末底初旬前内之以期间明本每上到至在于个工作时小半春夏秋冬节汛“”０１２３４５６７８９ \n\u2002\u2003\u3000\xa0\t"
)
_NAMING_STARTS = _PREFIX_STARTS | frozenset("委")  # 委托…: nobody of the meeting's answers
_BY = re.compile(r"由(?<![自理缘来经]由)(?![于此衷来])")
_WITH = re.compile(r"会同|联合(?=[市县区省各有相国])")
_LEADS = re.compile(r"(?:具体|总体|共同)?牵头(?:负责|抓总|落实|组织|总)?|(?:具体|共同)?负责")
_HELPS = re.compile(r"(?:积极|密切|做好)?(?:配合|协助|协同|参与|协办)")


def assign_units(text: str, requirements: tuple[Requirement, ...]) -> tuple[Requirement, ...]:
    """Return the requirements with `units` filled in on their actions."""
    brackets = bracket_units(text, requirements)
    return tuple(
        _assigned(text, requirement, brackets.get(index, ())) if requirement.actions else requirement
        for index, requirement in enumerate(requirements)
    )


def _assigned(text: str, requirement: Requirement, bracketed: tuple[UnitMention, ...]) -> Requirement:
    """Return the requirement with the units of its actions: those of the clause each begins in, and the bracket's."""
    answerable = _by_clause(text, *requirement.span)
    if not answerable and not bracketed:
        return requirement
    actions = []
    for action in requirement.actions:
        found = bracketed
        for start, mentions in answerable:
            if start <= action.span[0]:
                found = mentions + bracketed
        if found:
            action = Action(action.text, action.span, units=_without_repeats(found), rule=action.rule)
        actions.append(action)
    return requirement.with_actions(actions)


def _by_clause(text: str, start: int, end: int) -> list[tuple[int, tuple[UnitMention, ...]]]:
    """Return the clauses from which on others answer than before, and who; nothing where nobody does."""
    if not may_hold_name(text, start, end):
        return []
    found: list[tuple[int, tuple[UnitMention, ...]]] = []
    carried: tuple[UnitMention, ...] = ()
    last = carried
    joins = text.find("会同", start, end) >= 0 or text.find("联合", start, end) >= 0
    for begin, stop in _clauses(text, start, end):
        own: tuple[UnitMention, ...] = ()
        if joins or _may_name(text, begin, stop):
            carried, own = _answerable(text, begin, stop, carried, joins=joins)
        answer = carried + own if own else carried
        if answer is not last:
            found.append((begin, answer))
            last = answer
    return found


def _may_name(text: str, start: int, end: int) -> bool:
    """Tell cheaply whether a clause can name who answers, or take the names before it back; two of three cannot."""
    if text[start : start + 1] in _NAMING_STARTS or text.find("由", start, end) >= 0:
        return True
    return start < end and may_begin_name(text, start, end)


def _clauses(text: str, start: int, end: int) -> list[Span]:
    """Return the spans between commas."""
    found = []
    for comma in _COMMA.finditer(text, start, end):
        found.append((start, comma.start()))
        start = comma.end()
    found.append((start, end))
    return found


def _answerable(
    text: str, start: int, end: int, carried: tuple[UnitMention, ...], *, joins: bool
) -> tuple[tuple[UnitMention, ...], tuple[UnitMention, ...]]:
    """Return who answers from this clause on, and who answers in this clause alone; `joins` where 会同 may stand."""
    if text.startswith("委托", start, end):
        return (), ()
    subject = _subject(text, start, end)
    joined: tuple[UnitMention, ...] = ()
    beside = None
    partner = _WITH.search(text, start, end) if joins else None
    if partner and (beside := names_at(text, partner.end(), end, sure=True)):
        joined = _mentions(beside, "supporting", "units.joined")
    if subject is None and joined and beside and beside.end == end:
        return carried + joined, ()  # 会同某局，: a clause of its own, for the acts after it
    if subject is None:
        return carried, joined
    helps = _HELPS.match(text, subject.end, end)
    if helps and helps.end() == end and carried:
        return carried + _mentions(subject, "supporting", "units.supporting"), joined
    leads = _LEADS.match(text, subject.end, end)
    if leads and "牵头" in leads.group():
        return _mentions(subject, "lead", "units.lead"), joined
    return _mentions(subject, "responsible", "units.subject"), joined


def _subject(text: str, start: int, end: int) -> Names | None:
    """Return the names that are the clause's subject, or that 由 names."""
    if text.find("由", start, end) >= 0 and (by := _BY.search(text, start, end)):
        named = names_at(text, by.end(), end, sure=True)
        if named:
            return named
    prefix = _PREFIX.match(text, start, end) if text[start : start + 1] in _PREFIX_STARTS else None
    if prefix and prefix.end() > start and (found := names_at(text, prefix.end(), end)):
        return found
    return names_at(text, start, end)


def _mentions(names: Names, role: UnitRole, rule: str) -> tuple[UnitMention, ...]:
    return tuple(UnitMention(name, span, role, rule) for name, span in names.found)


def _without_repeats(mentions: tuple[UnitMention, ...]) -> tuple[UnitMention, ...]:
    if len(mentions) == 1:
        return mentions
    return tuple({mention.text: mention for mention in reversed(mentions)}.values())[::-1]
