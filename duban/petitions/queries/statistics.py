"""Counts of petitions by clock, type and area."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from duban.dates.workdays import load_calendar
from duban.petitions.models import ANSWERED, Petition, PetitionMove, Satisfaction
from duban.petitions.rules.clocks import Standing, standings
from duban.petitions.rules.data import ClockRule, ClockRules, clock_rules, petition_types

MOST_KEPT = 50_000  # petitions' days judged, some megabytes a worker
_ANSWERED = Q(state__in=ANSWERED)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of counts, and the filter that leads to its list."""

    label: str
    query: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class ClockRow:
    """How often one clock was kept, missed, is running or overdue."""

    rule: ClockRule
    counts: dict[str, int]

    @property
    def kept_share(self) -> str:
        """The share kept of those met or overdue, to one place; empty without any."""
        done = self.counts["kept"] + self.counts["late"] + self.counts["overdue"]
        return f"{self.counts['kept'] / done:.1%}" if done else ""


def totals(petitions: QuerySet[Petition], today: date) -> Row:
    """Return the line of all of them."""
    return Row(_("合计"), "", petitions.aggregate(**_counts(today)))


def by_type(petitions: QuerySet[Petition], today: date) -> list[Row]:
    """Return a line for each type that occurs, in the order of the vocabulary."""
    rows: Any = petitions.order_by().values("type").annotate(**_counts(today))
    found = {row.pop("type"): row for row in rows}
    names = petition_types()
    order = [*names, *sorted(set(found) - set(names))]
    return [Row(names.get(code, code), f"type={code}", found[code]) for code in order if code in found]


def by_area(petitions: QuerySet[Petition], today: date) -> list[Row]:
    """Return a line for each area that occurs, the city's own first."""
    places = petitions.order_by("area__position").values("area", "area__short_name", "area__position")
    rows: Any = places.annotate(**_counts(today))
    found = []
    for row in rows:
        area, name = row.pop("area"), row.pop("area__short_name")
        row.pop("area__position")
        found.append(Row(name or _("市本级"), f"area={area or 'none'}", row))
    return sorted(found, key=lambda row: row.query != "area=none")


def by_clock(petitions: QuerySet[Petition], today: date) -> list[ClockRow]:
    """Return how each clock stands over these petitions, each counted by the rules of its registration."""
    counts: Counter[tuple[str, Standing]] = Counter()
    calendar = load_calendar()
    stamp = calendar.years, len(calendar.off), len(calendar.worked)  # a holiday notice added makes it another
    names = petitions.order_by().values_list("clock_rules", flat=True).distinct()
    judged = {name: _Judged.of(name, clock_rules(name), (stamp, str(today))) for name in names}
    # days come as the database has them written: those judged before need not be read again
    rows = petitions.annotate(written=Cast("days", TextField())).order_by()
    read = Counter(rows.values_list("clock_rules", "written", "extension"))
    for (name, written, extension), times in read.items():
        for standing in judged[name].standings(written, extension):
            counts[standing] += times
    found = clock_rules().clocks
    return [
        ClockRow(rule, {standing.value: counts[rule.key, standing] for standing in Standing})
        for rule in found
        if not rule.petitioners_own
    ]


def first_year(petitions: QuerySet[Petition]) -> int | None:
    """Return the year of the petition received first; None without any."""
    first: date | None = petitions.order_by().aggregate(first=Min("received_on"))["first"]
    return first.year if first else None


def marks_of() -> object:
    """Return what changes whenever counts of petitions or their words do: each write of a petition adds a move."""
    calendar = load_calendar()
    return (
        PetitionMove.objects.aggregate(count=Count("pk"), last=Max("pk")),
        Petition.accused.through.objects.count(),
        list(
            Petition.objects.order_by("area")
            .values_list("area", "area__short_name", "area__position")
            .annotate(n=Count("pk"))
        ),
        (calendar.years, len(calendar.off), len(calendar.worked)),
    )


@dataclass(slots=True)
class _Judged:
    """How petitions' days stand on one day under a set of clocks and a calendar, kept for the next look."""

    rules: ClockRules
    today: str
    known: dict[tuple[str, str, int], str] = field(default_factory=dict)  # last days reckoned so far
    found: dict[tuple[str, int], tuple[tuple[str, Standing], ...]] = field(default_factory=dict)

    @staticmethod
    def of(name: str, rules: ClockRules, stamp: tuple[object, str]) -> _Judged:
        """Return what is known already, of this day and calendar."""
        return _judged(name, rules, stamp)

    def standings(self, written: str, extension: int) -> tuple[tuple[str, Standing], ...]:
        """Return each clock that has begun with how it stands; `written` are the days as JSON."""
        place = (written, extension)
        if place not in self.found:
            if len(self.found) >= MOST_KEPT:
                self.found.clear()
            self.found[place] = tuple(standings(self.rules, json.loads(written), self.today, extension, self.known))
        return self.found[place]


@lru_cache(maxsize=8)
def _judged(_name: str, rules: ClockRules, stamp: tuple[object, str]) -> _Judged:
    return _Judged(rules, stamp[1])


def _counts(today: date) -> dict[str, Any]:
    late = Q(in_hand=1, due_on__lte=today - timedelta(days=1))
    asked = Q(satisfied__in=(Satisfaction.SATISFIED, Satisfaction.FAIRLY, Satisfaction.UNSATISFIED))
    return {
        "all": Count("pk"),
        "open": Count("pk", filter=Q(in_hand=1)),
        "overdue": Count("pk", filter=late),
        "answered": Count("pk", filter=_ANSWERED),
        "closed": Count("pk", filter=Q(state="closed")),
        "asked": Count("pk", filter=asked),
        "unsatisfied": Count("pk", filter=Q(satisfied=Satisfaction.UNSATISFIED)),
        "is_solved": Count("pk", filter=Q(solved=True)),
        "not_solved": Count("pk", filter=Q(solved=False)),
        "again": Count("pk", filter=Q(reopened__gt=0)),
    }
