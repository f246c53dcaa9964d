"""What the page of one petition shows: its clocks explained, and each move that could be next, with why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duban.dates.workdays import Calendar, load_calendar
from duban.organizations.permissions import Anybody
from duban.petitions.models import STATE_LABELS, VERB_LABELS, Petition
from duban.petitions.permissions import who_is
from duban.petitions.rules.clocks import Clock, Standing, clocks_of
from duban.petitions.rules.data import clock_rules
from duban.petitions.states import MOVES, Verb, move_of
from duban.petitions.wording import why_no_extension

STANDING_TAGS = {
    "running": "tag-note",
    "overdue": "tag-wrong",
    "kept": "tag-good",
    "late": "tag-wrong",
    "lapsed": "tag-off",
}


@dataclass(frozen=True, slots=True)
class ShownClock:
    """A clock in the reader's language."""

    clock: Clock
    title: str
    words: str
    lines: tuple[str, ...]

    @property
    def tag(self) -> str:
        """The class of its tag."""
        return STANDING_TAGS[self.clock.standing.value]


@dataclass(frozen=True, slots=True)
class Offer:
    """A move as a button: greyed where it cannot be done now, saying why."""

    verb: Verb
    label: str
    allowed: bool
    why_not: str
    url: str


def shown_clocks(petition: Petition, today: date, calendar: Calendar | None = None) -> list[ShownClock]:
    """Return the clocks that have begun, with how they stand and how they were reckoned."""
    english = get_language() == "en"
    rules, calendar = clock_rules(petition.clock_rules), calendar or load_calendar()
    found = clocks_of(rules, petition.happened(), today, calendar, petition.extension)
    return [
        ShownClock(clock, clock.rule.title[english], _words(clock, today), clock.explanation(english))
        for clock in found
    ]


def offers(person: Anybody, petition: Petition) -> list[Offer]:
    """Return the moves that are this person's, those possible now first."""
    who = who_is(person, petition)
    found = []
    for move in MOVES:
        if who.isdisjoint(move.who):
            continue
        allowed = move_of(move.verb, petition.state, who) is not None
        wanted = "、".join(str(STATE_LABELS[state.value]) for state in move.sources)
        why = "" if allowed else _("要在“%(wanted)s”时才能办") % {"wanted": wanted}
        if move.verb is Verb.EXTEND and (again := why_no_extension(petition)):
            allowed, why = False, again
        address = reverse(f"petitions:{move.verb.value}", args=[petition.pk])
        found.append(Offer(move.verb, str(VERB_LABELS[move.verb.value]), allowed, why, address))
    return sorted(found, key=lambda offer: not offer.allowed)


def _words(clock: Clock, today: date) -> str:
    days = abs((clock.last - today).days)
    if clock.standing is Standing.RUNNING:
        return _("今天到期") if not days else _("还剩 %d 天") % days
    if clock.standing is Standing.OVERDUE:
        return _("超期 %d 天") % days
    if clock.standing is Standing.LAPSED:
        return _("未提出，已过期")
    late = (clock.met - clock.last).days if clock.met else 0
    return _("按期，%s") % clock.met if late <= 0 else _("%(day)s 完成，超期 %(n)d 天") % {"day": clock.met, "n": late}
