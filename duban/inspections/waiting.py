"""What of inspections stands under 等我办的: a unit's results to hand in and those that came back, the desk's petitions and batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.inspections.counting import SOON
from duban.inspections.models import VERB_LABELS, Batch, Petition, Publication
from duban.inspections.permissions import may_run_desk, visible_to
from duban.inspections.queries.counts import batches_in_question
from duban.inspections.queries.publications import TakenUp, publications_in_question
from duban.inspections.queries.turns import BACK, given_back, with_turn
from duban.inspections.states import PetitionState, PetitionVerb
from duban.inspections.wording import beginning
from duban.redaction import redact
from duban.tasks.permissions import unit_ids
from duban.tasks.waiting import Urgency, Waiting, WaitingKind, counted

MOST = 10
_SHOWN = 60  # characters of the text in a row


def waiting_for(person: Any, today: date) -> Iterator[WaitingKind]:
    """Yield what waits for a unit, and for the office."""
    if units := unit_ids(person):
        yield from _of_unit(person, units, today)
    if may_run_desk(person):
        yield from _of_office(person)


def _of_unit(person: Any, units: list[int], today: date) -> Iterator[WaitingKind]:
    led = visible_to(person).filter(lead_unit__in=units, state=PetitionState.ASSIGNED.value)
    led = with_turn(led.select_related("lead_unit"))
    back, count = counted(led.filter(Q(turn__in=BACK)).order_by(F("turned_at"), "pk"), MOST)
    rows = [_back(petition) for petition in back]
    yield WaitingKind(_("督察信访件被退回，请重办"), rows, count, list_of(back, "unit"))
    # without a limit of its own a unit has the city's, once that is near
    soon = today + timedelta(days=SOON)
    near = Q(unit_due=None, again_due__lte=soon) | Q(
        unit_due=None, again_due=None, reply_stopped_on=None, reply_due__lte=soon
    )
    due = led.filter(Q(turn=None) | ~Q(turn__in=BACK)).filter(Q(unit_due__isnull=False) | near)
    first, count = counted(
        due.annotate(limit=Coalesce("unit_due", "again_due", "reply_due")).order_by("limit", "pk"), MOST
    )
    rows = [_due(petition) for petition in first]
    what = VERB_LABELS[PetitionVerb.SUBMIT.value]
    yield WaitingKind(what, rows, count, list_of(first, "unit"), Urgency.LIMIT)


def _of_office(person: Any) -> Iterator[WaitingKind]:
    received = visible_to(person).filter(state=PetitionState.RECEIVED.value).select_related("lead_unit")
    received = given_back(received).order_by("reply_due", "pk")
    handed_back = Q(came=PetitionVerb.HAND_BACK.value)
    for what, rows in (
        (_("督察信访件被单位退回，请改交办"), received.filter(handed_back)),
        (_("督察信访件待分派"), received.filter(Q(came=None) | ~handed_back)),
    ):
        first, count = counted(rows, MOST)
        shown = [
            row_of(petition, PetitionVerb.ASSIGN, what, petition.reply_due, why=_why(petition)) for petition in first
        ]
        yield WaitingKind(what, shown, count, list_of(first, "unassigned"))
    batches = batches_in_question()
    what = _("批次件数对不上")
    unequal = [_batch(batch, what) for batch in batches[:MOST]]
    yield WaitingKind(what, unequal, len(batches), equation_of({batch.inspection_id for batch in batches}))

    asked = publications_in_question()
    what = _("公开表须重新复核")
    tables = [_table(publication, again, what) for publication, again in asked[:MOST]]
    yield WaitingKind(what, tables, len(asked), publications_of({one.batch.inspection_id for one, _again in asked}))


def publications_of(inspections: set[int]) -> str:
    """Return the public tables of the inspection; of several, the inspections."""
    if len(inspections) != 1:
        return reverse("inspections:inspections")
    return reverse("inspections:publications", args=[*inspections])


def _table(publication: Publication, again: TakenUp, what: str) -> Waiting:
    place, batch = publication.get_absolute_url(), publication.batch
    number = _("第%(number)d批第%(version)d版") % {"number": batch.number, "version": publication.version}
    title = _("%(inspection)s公开表里的 %(number)s 已%(verb)s") % {
        "inspection": batch.inspection, "number": again.number, "verb": again.label,
    }  # fmt: skip
    return Waiting(number, title, place, "", timezone.localdate(again.at), False, what, _("查看"), place)


def equation_of(inspections: set[int]) -> str:
    """Return the page that reckons the batches of the inspection; of several, the inspections."""
    if len(inspections) != 1:
        return reverse("inspections:inspections")
    return reverse("inspections:equation", args=[*inspections])


def _batch(batch: Batch, what: str) -> Waiting:
    place, number = batch.get_absolute_url(), _("第 %(number)s 批") % {"number": batch.number}
    return Waiting(number, str(batch.inspection), place, "", batch.day, False, what, _("核对件数"), place)


def list_of(petitions: Sequence[Petition], group: str) -> str:
    """Return the list of the group, of the inspection they are all of; of several, the inspections."""
    inspections = {petition.inspection_id for petition in petitions}
    if len(inspections) != 1:
        return reverse("inspections:inspections")
    return f"{reverse('inspections:petitions', args=[*inspections])}?waits={group}"


def _why(petition: Any) -> str:
    """Return why the unit gave it back, as it may be read by whoever stands by; empty where none did."""
    if petition.came != PetitionVerb.HAND_BACK.value:
        return ""
    values = {"unit": petition.lead_unit or "", "why": redact(petition.came_why).text}
    return _("%(unit)s退回：%(why)s") % values


def row_of(
    petition: Petition, verb: PetitionVerb, what: Any, day: date | None, *, is_limit: bool = True, why: str = ""
) -> Waiting:
    """Return the petition as a row with the button of the verb's form."""
    return Waiting(
        petition.number, beginning(petition.summary, _SHOWN), petition.get_absolute_url(), str(petition.lead_unit or ""), day,
        is_limit, what, VERB_LABELS[verb.value], reverse(f"inspections:{verb.value}", args=[petition.pk]), why,
    )  # fmt: skip


def _back(petition: Any) -> Waiting:
    limit = petition.unit_due or petition.again_due
    day = limit or timezone.localdate(petition.turned_at)
    return row_of(petition, PetitionVerb.WRITE, VERB_LABELS[petition.turn], day, is_limit=bool(limit))


def _due(petition: Any) -> Waiting:
    limit: date = petition.limit
    what = _("上报办理结果，%(month)d月%(day)d日前") % {"month": limit.month, "day": limit.day}
    return row_of(petition, PetitionVerb.WRITE, what, limit)
