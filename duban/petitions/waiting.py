"""What of petitions stands under 等我办的: for a unit those it has again and replies in draft, for the office those no unit has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from duban.organizations.models import Role
from duban.organizations.permissions import is_office
from duban.petitions.models import VERB_LABELS, Petition, PetitionMove, ReplyDraft
from duban.petitions.permissions import visible_to
from duban.petitions.states import BACK_TO_HANDLER, IN_WORK, State, Verb
from duban.tasks.permissions import unit_ids
from duban.tasks.waiting import Waiting, WaitingKind, counted

MOST = 10
_IN_WORK = [state.value for state in IN_WORK]
_BACK = [verb.value for verb in BACK_TO_HANDLER]


def waiting_for(person: Any, today: date) -> Iterator[WaitingKind]:
    """Yield what waits for a unit, and for the office."""
    if units := unit_ids(person):
        seen = visible_to(person).filter(handler__in=units)
        yield _again(seen)
        yield from _drafts(person, seen)
    if is_office(person):
        for state, what in ((State.ACCEPTED, _("信访件待转办")), (State.RETURNED, _("信访件被单位退回"))):
            yield _to_refer(person, state, what)


def _to_refer(person: Any, state: State, what: str) -> WaitingKind:
    back = PetitionMove.objects.filter(petition=OuterRef("pk"), verb=Verb.RETURN.value).order_by("-id")
    rows = visible_to(person).filter(state=state.value).select_related("handler").order_by("due_on", "pk")
    found: tuple[list[Any], int] = counted(rows.annotate(back=back.values("reason")[:1]), MOST)
    shown = [_row(petition, what, Verb.REFER, _why(petition)) for petition in found[0]]
    return WaitingKind(what, shown, found[1], f"{reverse('petitions:petitions')}?state={state.value}")


def _why(petition: Any) -> str:
    """Return why the unit gave it back; empty where no unit had it."""
    if petition.state != State.RETURNED.value:
        return ""
    return _("%(unit)s退回：%(why)s") % {"unit": petition.handler or "", "why": petition.back or ""}


def _again(seen: QuerySet[Petition]) -> WaitingKind:
    came = PetitionMove.objects.filter(petition=OuterRef("pk"), verb__in=[*_BACK, Verb.TAKE_UP.value]).order_by("-id")
    mine = seen.filter(state__in=_IN_WORK).select_related("handler")
    mine = mine.annotate(turn=came.values("verb")[:1], turned_at=came.values("at")[:1])
    mine = mine.filter(Q(turn__in=_BACK)).order_by(F("turned_at"), "pk")
    found: tuple[list[Any], int] = counted(mine, MOST)
    rows = [_row(petition, VERB_LABELS[petition.turn], Verb.REPLY) for petition in found[0]]
    return WaitingKind(_("信访件退回或重新办理"), rows, found[1], reverse("petitions:petitions"))


def _drafts(person: Any, seen: QuerySet[Petition]) -> Iterator[WaitingKind]:
    """Yield what was drafted for the person to approve as a unit's head, and what they drafted and got back."""
    heads = {post.unit_id for post in person.held_posts if post.role == Role.UNIT_HEAD}
    rows = ReplyDraft.objects.filter(petition__in=seen.filter(state__in=_IN_WORK)).select_related("petition__handler")
    drafts = list(rows.order_by("petition__due_on", "pk"))
    to_approve = [draft for draft in drafts if not draft.remark and draft.petition.handler_id in heads]
    back = [draft for draft in drafts if draft.remark and draft.author_id == person.pk]
    for what, found in ((_("答复意见待审核"), to_approve), (_("负责人退改的答复意见"), back)):
        shown = [_row(draft.petition, what, Verb.REPLY) for draft in found[:MOST]]
        yield WaitingKind(what, shown, len(found), reverse("petitions:petitions"))


def _row(petition: Petition, what: Any, verb: Verb, why: str = "") -> Waiting:
    address = reverse(f"petitions:{verb.value}", args=[petition.pk])
    return Waiting(
        petition.number, petition.title, place_of(petition), str(petition.handler or ""), petition.due_on, True,
        what, VERB_LABELS[verb.value], address, why,
    )  # fmt: skip


def place_of(petition: Petition) -> str:
    """Return the address of the petition's page."""
    return reverse("petitions:petition", args=[petition.pk])
