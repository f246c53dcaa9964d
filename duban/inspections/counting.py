"""What the statistics read: one query for the petitions' marks, one for their types, one for the days of their answers.

Conditions stand here once: the list behind a figure filters by the same ones the figure was counted by.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, F, Max, Q, QuerySet, SmallIntegerField, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from duban.inspections.models import Channel, Conclusion, Inspection, Petition, Term, TermKind, Verdict
from duban.inspections.rules import statistics as marks
from duban.inspections.rules.statistics import Standing, Tally, standings, tallies, tally
from duban.inspections.states import PetitionState
from duban.organizations.models import Unit

SOON = 3  # days before a reply is due
ANSWERED = Q(replied_on__isnull=False) | Q(reply_stopped_on__isnull=False)  # a follow-up takes the first away alone
CLOCKS: dict[str, str | Promise] = {
    "in_time": _lazy("按期回复"),
    "late": _lazy("逾期回复"),
    "overdue": _lazy("逾期未回复"),
    "soon": _lazy("3天内到期"),
    "running": _lazy("未到期"),
    "none": _lazy("没有回复期限"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: what it counts, how the list behind it is asked for, and the counts."""

    label: str
    query: str
    tally: Tally
    mentions: int | None = None  # of a type: the petitions that name it at all


@dataclass(frozen=True, slots=True)
class Statistics:
    """Everything the page shows."""

    total: Tally
    returned: int
    days: list[Row]
    channels: list[Row]
    areas: list[Row]
    types: list[Row]
    verdicts: list[Row]
    conclusions: list[Row]
    clocks: list[Row]
    units: list[Row]
    standings: list[Standing]

    @property
    def mentions(self) -> int:
        """How often types are named in all; more than there are petitions where one names several."""
        return sum(row.mentions or 0 for row in self.types)


def accepted(petitions: QuerySet[Petition]) -> QuerySet[Petition]:
    """Return those that are this city's: returned ones are told apart, not counted."""
    return petitions.exclude(state=PetitionState.RETURNED.value)


def standing_conclusion() -> Case:
    """Return what the team was told. What is not answered, or was reopened and is in hand again, goes on.

    A follow-up is told of petitions that are not concluded: one whose clock stands was concluded in stages before it.
    """
    return Case(
        When(state=PetitionState.REPLIED.value, then=F("conclusion")),
        When(reply_stopped_on__isnull=False, reopened=0, then=Value(Conclusion.STAGED.value)),
        default=Value(Conclusion.GOING_ON.value),
        output_field=CharField(),
    )


def standing_verdict() -> Case:
    """Return the verdict told to the team; '' until then."""
    return Case(When(ANSWERED, then=F("verdict")), default=Value(""), output_field=CharField())


def reply_clock(today: date) -> Case:
    """Return how the reply stands, a key of CLOCKS; an answer that work goes on does not stop the clock.

    What was taken up again stands by its new day until it is answered anew.
    """
    soon = today + timedelta(days=SOON)
    return Case(
        When(reply_stopped_on=None, reply_due__lt=today, then=Value("overdue")),
        When(again_due__lt=today, then=Value("overdue")),
        When(again_due__lte=soon, then=Value("soon")),
        When(again_due__isnull=False, then=Value("running")),
        When(reply_due=None, then=Value("none")),
        When(reply_stopped_on__lte=F("reply_due"), then=Value("in_time")),
        When(reply_stopped_on__isnull=False, then=Value("late")),
        When(reply_due__lte=soon, then=Value("soon")),
        default=Value("running"),
        output_field=CharField(),
    )


def with_standing(petitions: QuerySet[Petition], today: date) -> QuerySet[Petition]:
    """Return the petitions with `standing`, `found`, `clock` and `answered_on`, as figures count and lists filter."""
    return petitions.annotate(
        standing=standing_conclusion(),
        found=standing_verdict(),
        clock=reply_clock(today),
        answered_on=Coalesce("reply_stopped_on", "replied_on"),
    )


def statistics_of(inspection: Inspection, petitions: QuerySet[Petition], today: date) -> Statistics:
    """Return all counts of the petitions, in the order of the inspection's words."""
    rows = with_standing(accepted(petitions), today)
    fields = ("batch_id", "channel", "area_id", "main_type_id", "found", "standing", "clock", "lead_unit_id", "marks")
    read = list(rows.annotate(marks=_marks()).order_by().values_list(*fields))
    columns = list(zip(*read, strict=True)) if read else [()] * len(fields)
    by = {name: tallies(column, columns[-1]) for name, column in zip(fields[:-1], columns, strict=False)}
    terms = list(inspection.terms.all())
    batches = list(inspection.batches.order_by("day").values_list("pk", "number", "day"))
    days_answered = rows.filter(ANSWERED).annotate(day=Coalesce("reply_stopped_on", "replied_on")).values_list("day")
    answers = dict(days_answered.annotate(n=Count("pk")).order_by())
    return Statistics(
        total=tally(_counted(columns[-1])),
        returned=petitions.filter(state=PetitionState.RETURNED.value).count(),
        days=[
            Row(day.isoformat(), f"batch={pk}", by["batch_id"][pk])
            for pk, _number, day in batches
            if pk in by["batch_id"]
        ],
        channels=[
            Row(str(label), f"channel={code}", by["channel"].get(code, Tally())) for code, label in Channel.choices
        ],
        areas=list(_of_terms(terms, TermKind.AREA, by["area_id"], _("市本级"))),
        types=list(_of_terms(terms, TermKind.TYPE, by["main_type_id"], _("未分类"), _mentions(petitions))),
        verdicts=[
            *_of_codes(terms, TermKind.VERDICT, Verdict.choices, by["found"]),
            Row(_("尚未回复"), "verdict=none", by["found"].get("", Tally())),
        ],
        conclusions=list(_of_codes(terms, TermKind.CONCLUSION, Conclusion.choices, by["standing"])),
        clocks=[Row(str(label), f"clock={key}", by["clock"].get(key, Tally())) for key, label in CLOCKS.items()],
        units=_of_units(by["lead_unit_id"]),
        standings=standings(
            {day: by["batch_id"][pk].total for pk, _n, day in batches if pk in by["batch_id"]}, answers
        ),
    )


def marks_of(inspection: Inspection) -> object:
    """Return what changes whenever the inspection's counts or their words do: each write of a petition raises its version."""
    there = Petition.objects.filter(inspection=inspection)
    units = Unit.objects.filter(pk__in=there.order_by().values("lead_unit"))
    return (
        there.aggregate(count=Count("pk"), versions=Sum("version"), last=Max("pk")),
        list(inspection.terms.values_list()),
        list(inspection.batches.values_list("pk", "number", "day")),
        list(units.order_by("pk").values_list()),
        str(inspection),
    )


def _counted(column: tuple[Any, ...]) -> dict[int, int]:
    found: dict[int, int] = {}
    for marked in column:
        found[marked] = found.get(marked, 0) + 1
    return found


def _marks() -> Any:
    """Return the petition's marks as one number."""
    conditions = {
        marks.CALL: Q(channel=Channel.CALL.value),
        marks.STARRED: Q(starred=True),
        marks.DUPLICATE: Q(duplicate_of__isnull=False),
        marks.REOPENED: Q(reopened__gt=0),
        marks.CONCLUDED: Q(standing=Conclusion.CONCLUDED.value),
        marks.STAGED: Q(standing=Conclusion.STAGED.value),
        marks.UNSUBSTANTIATED: Q(found=Verdict.UNSUBSTANTIATED.value),
        marks.ANSWERED: ANSWERED,
        marks.OVERDUE: Q(clock="overdue"),
        marks.SUBSTANTIATED: Q(found__in=[Verdict.SUBSTANTIATED.value, Verdict.MOSTLY.value, Verdict.PARTLY.value]),
    }
    parts = [
        Case(When(condition, then=Value(bit)), default=Value(0), output_field=SmallIntegerField())
        for bit, condition in conditions.items()
    ]
    added: Any = parts[0]
    for part in parts[1:]:
        added = added + part
    return added


def _mentions(petitions: QuerySet[Petition]) -> dict[int, int]:
    """Return how many petitions name each type, as main one or beside it."""
    named = Petition.types.through.objects.filter(petition__in=accepted(petitions).order_by().values("pk"))
    return dict(named.values_list("term").annotate(n=Count("pk")).order_by())


def _of_terms(
    terms: list[Term],
    kind: TermKind,
    counts: dict[int | None, Tally],
    without: str,
    mentions: dict[int, int] | None = None,
) -> Iterator[Row]:
    """Yield a row for each word of the vocabulary, unused retired ones left out, then what has none."""
    for term in terms:
        found = counts.get(term.pk, Tally())
        named = None if mentions is None else mentions.get(term.pk, 0)
        if term.kind == kind and (term.active or found.total or named):
            yield Row(term.label, f"{kind.value}={term.pk}", found, named)
    if None in counts:
        yield Row(without, f"{kind.value}=none", counts[None], None if mentions is None else 0)


def _of_codes(
    terms: list[Term], kind: TermKind, choices: list[tuple[str, Any]], counts: dict[str, Tally]
) -> Iterator[Row]:
    """Yield a row for each meaning, in the inspection's own words."""
    words = {term.code: term.label for term in terms if term.kind == kind}
    for code, label in choices:
        yield Row(words.get(code, str(label)), f"{kind.value}={code}", counts.get(code, Tally()))


def _of_units(counts: dict[int | None, Tally]) -> list[Row]:
    units = Unit.objects.filter(pk__in=[pk for pk in counts if pk is not None])
    rows = [Row(str(unit), f"unit={unit.pk}", counts[unit.pk]) for unit in units]
    rows.sort(key=lambda row: -row.tally.total)
    if None in counts:
        rows.append(Row(_("尚未交办"), "unit=none", counts[None]))
    return rows
