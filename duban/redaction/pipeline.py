"""The road of one redaction: fold the text, let each kind find its own, settle overlaps, mask."""

from __future__ import annotations

from duban.redaction.addresses import addresses
from duban.redaction.folding import GONE, folded
from duban.redaction.lattice import Readings
from duban.redaction.mail import mails
from duban.redaction.model import KINDS, MASKS, Redacted, Redaction
from duban.redaction.numbers import accounts, identity_numbers
from duban.redaction.persons import persons
from duban.redaction.phones import phones
from duban.redaction.plates import plates
from duban.redaction.score_card import Weighed, score_card

_NUMBERS = (mails, identity_numbers, accounts, phones, plates, addresses)
_MOST_ROUNDS = 4  # what is masked may bring a cue to another; twice is rare


def redact(text: str) -> Redacted:
    """Return the text with every private thing masked, and what was masked; the mask itself is never found again."""
    plain, found = folded(text), list[Redaction]()
    read, weighed = Readings(), Weighed(score_card())
    for _ in range(_MOST_ROUNDS):
        new = settled([redaction for find in _NUMBERS for redaction in find(plain)])
        plain = _blanked(plain, new)
        people = settled(persons(plain, read, weighed))
        plain = _blanked(plain, people)
        found += new + people
        if not new and not people:
            break
    found.sort(key=lambda redaction: redaction.start)
    return Redacted(_masked(text, found), tuple(found))


def settled(found: list[Redaction]) -> list[Redaction]:
    """Return the findings without overlaps: the stronger kind stays, of one kind the longer."""
    taken: list[Redaction] = []
    covered: set[int] = set()
    for one in sorted(found, key=lambda one: (KINDS.index(one.kind), one.start - one.end, one.start)):
        places = range(one.start, one.end)
        if covered.isdisjoint(places):
            taken.append(one)
            covered.update(places)
    return sorted(taken, key=lambda one: one.start)


def without_numbers(plain: str) -> str:
    """Return a folded text with every number, address of a home and e-mail blanked."""
    return _blanked(plain, settled([redaction for find in _NUMBERS for redaction in find(plain)]))


def _blanked(plain: str, found: list[Redaction]) -> str:
    parts, place = [], 0
    for one in found:
        parts += [plain[place : one.start], GONE * (one.end - one.start)]
        place = one.end
    return "".join([*parts, plain[place:]])


def _masked(text: str, found: list[Redaction]) -> str:
    parts, place = [], 0
    for one in found:
        parts += [text[place : one.start], MASKS[one.kind]]
        place = one.end
    return "".join([*parts, text[place:]])
