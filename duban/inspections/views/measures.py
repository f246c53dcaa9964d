"""Measures of a petition: when each is done, and until when the lasting ones are to be."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from duban.inspections.actions import agreeing, showing
from duban.inspections.forms.handling import DeclineForm, DoneForm, DueForm
from duban.inspections.models import Petition, PetitionMeasure
from duban.inspections.states import PetitionVerb
from duban.inspections.views.inspecting import DESKS, OFFICE
from duban.inspections.views.petitions import done as carried_out
from duban.inspections.views.petitions import must, petition_of
from duban.organizations.models import User
from duban.organizations.permissions import requires
from duban.web.access import belongs_to

V = PetitionVerb


def _page_of(request: HttpRequest, pk: int) -> Petition:
    measure = get_object_or_404(PetitionMeasure, pk=pk)
    return petition_of(request, measure.petition_id)


@belongs_to(_page_of)
@require_POST
@requires(*DESKS)
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a measure is done."""
    measure, row = _measure(request, pk, V.ADD)
    form = DoneForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请填写完成日期。"))
        return redirect(row)
    day = form.cleaned_data["done_on"]

    def act() -> None:
        showing.finish_measure(measure, done_on=day, actor=cast(User, request.user))
        messages.success(request, _("已记为 %(day)s 完成。") % {"day": day})

    return carried_out(request, act, row)


@belongs_to(_page_of)
@require_POST
@requires(*DESKS)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a measure off."""
    measure, row = _measure(request, pk, V.DROP)

    def act() -> None:
        showing.drop_measure(measure, actor=cast(User, request.user))
        messages.success(request, _("已删除措施“%s”。") % measure.what[:40])

    return carried_out(request, act, row)


@belongs_to(_page_of)
@require_POST
@requires(*OFFICE)
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree to the deadline a unit wrote."""
    measure, row = _measure(request, pk, V.AGREE_DEADLINE)

    def act() -> None:
        agreeing.agree_deadline(measure, actor=cast(User, request.user))
        messages.success(request, _("已确认，台账按 %(day)s 计时。") % {"day": measure.due})

    return carried_out(request, act, row)


@belongs_to(_page_of)
@require_POST
@requires(*OFFICE)
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Not agree, saying why."""
    measure, row = _measure(request, pk, V.DECLINE_DEADLINE)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("没有写退回时限的理由，或者超过 300 字，请改正。"))
        return redirect(row)
    reason = form.cleaned_data["reason"]

    def act() -> None:
        agreeing.decline_deadline(measure, actor=cast(User, request.user), reason=reason)
        messages.success(request, _("已退回时限，单位会收到理由。"))

    return carried_out(request, act, row)


@belongs_to(_page_of)
@require_POST
@requires(*DESKS)
def change_due(request: HttpRequest, pk: int) -> HttpResponse:
    """Write another deadline."""
    measure, row = _measure(request, pk, V.ADD)
    form = DueForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请填写新的完成时限。"))
        return redirect(row)
    due = form.cleaned_data["due"]

    def act() -> None:
        agreeing.change_due(measure, actor=cast(User, request.user), due=due)
        messages.success(request, _("完成时限改为 %(day)s。") % {"day": due})

    return carried_out(request, act, row)


def _measure(request: HttpRequest, pk: int, verb: PetitionVerb) -> tuple[PetitionMeasure, Petition]:
    measure = get_object_or_404(PetitionMeasure.objects.select_related("petition"), pk=pk)
    row = petition_of(request, measure.petition_id)
    must(request, row, verb)
    return measure, row
