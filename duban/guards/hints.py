"""Stops that are hinted at: a weak word for stopping, said of a class, under pressure, and nothing against it."""

from __future__ import annotations

import re

from duban.guards.clauses import Sentence
from duban.guards.grounds import pretext
from duban.guards.lexicon import hints, reasons, scopes


def _any(fragments: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(fragments))


# The weaker the word, the more kinds of pressure make it an order.
_ACTS = ((1, _any(hints.PICTURES)), (2, _any(hints.WEAK_ACTS)), (3, _any(hints.PLAIN_ACTS)))
_PRESSURE = tuple(_any(kind) for kind in hints.PRESSURE)
_AGAINST = _any(hints.AGAINST)
_FORBIDDING = _any(hints.FORBIDDING)
_NEW_ORDER = re.compile("|".join((*scopes.EVERY, "必须|务必|一律|全部|都")))
_WHOEVER = re.compile(r"凡是?[^，。；]{1,8}的[、，]")
_OBJECT = 12  # characters from a verb to the site it stops
_SITES = _any((*scopes.SITES, *hints.MORE_SITES))
_THINGS = _any(scopes.THINGS)
_ASKS_FIRST = _any((*reasons.UNLAWFUL, *reasons.SPARED, *reasons.TECHNICAL, *reasons.ONE_SITE))
_REGARDLESS = _any(scopes.REGARDLESS)


def hinted_stop(text: str, sentence: Sentence) -> tuple[int, int] | None:
    """Return the span of a weak word for stopping that is an order by what stands around it, else None."""
    body = text[sentence.start : sentence.end]
    if not any(acts.search(body) for _needed, acts in _ACTS):
        return None
    site = _SITES.search(body) or _WHOEVER.search(body)
    if site is None or _AGAINST.search(body + sentence.mark):
        return None
    if _ASKS_FIRST.search(body) and not (_REGARDLESS.search(body) or pretext(body)):
        return None
    pressure = sum(bool(kind.search(body)) for kind in _PRESSURE)
    for needed, acts in _ACTS:
        if pressure < needed:
            break
        for act in acts.finditer(body, 0 if needed == 1 else max(0, site.start() - _OBJECT)):
            if _forbidden(body, act.start()):
                continue
            if not _THINGS.search(body, max(0, act.start() - 6), act.end() + 1):
                return sentence.start + act.start(), sentence.start + act.end()
    return None


def _forbidden(body: str, act: int) -> bool:
    """Return whether a forbidding word reaches the act: from its clause, or from the one before if that goes on."""
    own = max(body.rfind(mark, 0, act) for mark in "，,：:") + 1
    if _FORBIDDING.search(body, own, act):
        return True
    return bool(own) and not _NEW_ORDER.search(body, own, act + 6) and bool(_FORBIDDING.search(body, 0, own))
