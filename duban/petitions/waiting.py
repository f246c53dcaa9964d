"""What of petitions stands under 等我办的: for a unit those it has again, sent back or reopened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.petitions.models import VERB_LABELS, Petition, PetitionMove
from duban.petitions.permissions import visible_to
from duban.petitions.states import BACK_TO_HANDLER, State, Verb
from duban.tasks.permissions import unit_ids
from duban.tasks.waiting import Waiting, WaitingKind, counted

MOST = 10
_IN_WORK = (State.IN_HANDLING.value, State.EXTENDED.value)
_BACK = [verb.value for verb in BACK_TO_HANDLER]


def waiting_for(person: Any, today: date) -> Iterator[WaitingKind]:
    """Yield what waits for a unit."""
    if units := unit_ids(person):
        yield _again(person, units)


def _again(person: Any, units: list[int]) -> WaitingKind:
    came = PetitionMove.objects.filter(petition=OuterRef("pk"), verb__in=[*_BACK, Verb.TAKE_UP.value]).order_by("-id")
    mine = visible_to(person).filter(handler__in=units, state__in=_IN_WORK).select_related("handler")
    mine = mine.annotate(turn=came.values("verb")[:1], turned_at=came.values("at")[:1])
    found, count = counted(mine.filter(Q(turn__in=_BACK)).order_by(F("turned_at"), "pk"), MOST)
    address = reverse("petitions:petitions")
    return WaitingKind(_("信访件退回或重新办理"), [_row(petition) for petition in found], count, address)


def _row(petition: Any) -> Waiting:
    day = petition.due_on or timezone.localdate(petition.turned_at)
    address = reverse("petitions:reply", args=[petition.pk])
    return Waiting(
        petition.number, petition.title, place_of(petition), str(petition.handler), day, bool(petition.due_on),
        VERB_LABELS[petition.turn], VERB_LABELS[Verb.REPLY.value], address,
    )  # fmt: skip


def place_of(petition: Petition) -> str:
    """Return the address of the petition's page."""
    return reverse("petitions:petition", args=[petition.pk])
