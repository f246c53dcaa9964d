"""What the desk's papers say: daily notice, week, overdue replies, public table; each figure from `counting`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from duban.inspections.accountability import accountability
from duban.inspections.counting import Statistics, accepted, statistics_of, with_standing
from duban.inspections.models import DUE_NOW, Batch, Conclusion, Inspection, Petition, PetitionMove, TermKind, Verdict
from duban.inspections.rules.public_table import PublicTable, public_table
from duban.inspections.rules.statistics import week_of
from duban.inspections.states import PetitionState, PetitionVerb


@dataclass(frozen=True, slots=True)
class DailyNotice:
    """当日转办情况: one day's petitions and all until then."""

    day: date
    batches: tuple[Batch, ...]
    today: Statistics
    so_far: Statistics


@dataclass(frozen=True, slots=True)
class Week:
    """A week's work: what was handed over and answered in it, and how everything stood."""

    first: date
    last: date
    handed_over: Statistics
    so_far: Statistics
    answered: int
    reopened: int


def daily_notice(inspection: Inspection, petitions: QuerySet[Petition], day: date) -> DailyNotice:
    """Return the notice of a day."""
    batches = tuple(inspection.batches.filter(day=day))
    today = statistics_of(inspection, petitions.filter(batch__day=day), day)
    return DailyNotice(day, batches, today, statistics_of(inspection, petitions.filter(batch__day__lte=day), day))


def week(inspection: Inspection, petitions: QuerySet[Petition], day: date, today: date) -> Week:
    """Return the figures of the day's week; the standing is today's, for the petitions handed over by its end."""
    first, last = week_of(day)
    until = petitions.filter(batch__day__lte=last)
    answered = with_standing(accepted(petitions), today).filter(Q(answered_on__range=(first, last))).count()
    moves = PetitionMove.objects.filter(verb=PetitionVerb.REOPEN.value, at__date__range=(first, last))
    reopened = moves.filter(petition__in=accepted(petitions).order_by().values("pk")).count()
    return Week(
        first, last, statistics_of(inspection, petitions.filter(batch__day__range=(first, last)), today),
        statistics_of(inspection, until, today), answered, reopened,
    )  # fmt: skip


def overdue_replies(petitions: QuerySet[Petition], today: date) -> QuerySet[Petition]:
    """Return the petitions whose reply is overdue, the longest first."""
    late = with_standing(accepted(petitions), today).filter(Q(clock="overdue"))
    return late.select_related("batch", "area", "lead_unit").order_by(DUE_NOW, "batch__day", "position")


@override("zh-hans")  # it goes out: Chinese, whatever language the page is read in
def table_of(batch: Batch) -> tuple[PublicTable, int]:
    """Return the batch's public table as it stands now, and how many petitions it leaves out for want of a reply."""
    inspection = batch.inspection
    mine = accepted(batch.petitions.all())
    answered = mine.filter(state=PetitionState.REPLIED.value)
    words = {(term.kind, term.code): term.label for term in inspection.terms.all()}
    verdicts, conclusions = dict(Verdict.choices), dict(Conclusion.choices)
    rows = [
        {
            "number": petition.number,
            "channel": str(petition.get_channel_display()),
            "received": petition.received_on.isoformat() if petition.received_on else "",
            "starred": _("是") if petition.starred else "",
            "summary": petition.summary,
            "area": petition.area.label if petition.area else _("市本级"),
            "type": "、".join(_type_labels(petition)),
            "unit": str(petition.lead_unit or ""),
            "finding": petition.finding,
            "verdict": words.get((TermKind.VERDICT, petition.verdict), str(verdicts.get(petition.verdict, ""))),
            "handling": petition.handling,
            "conclusion": words.get(
                (TermKind.CONCLUSION, petition.conclusion), str(conclusions.get(petition.conclusion, ""))
            ),
            "accountability": "".join(accountability(petition)) or _("无"),
        }
        for petition in answered.select_related("area", "main_type", "lead_unit")
        .prefetch_related("types")
        .order_by("position")
    ]
    return public_table(inspection.public_headings, rows), mine.count() - len(rows)


def _type_labels(petition: Petition) -> list[str]:
    """Return the main type first, then the others."""
    main = [petition.main_type] if petition.main_type else []
    return [term.label for term in [*main, *(term for term in petition.types.all() if term not in main)]]
