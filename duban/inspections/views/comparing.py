"""A row of a batch, or a petition, beside its text as it came: its masks are put right before a unit sees it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from duban.inspections.actions.errors import DeskRefused
from duban.inspections.actions.masking import confirm_row, mask_petition
from duban.inspections.models import IntakeRow, IntakeState, Petition, RowStatus
from duban.inspections.permissions import intakes_visible_to, visible_to
from duban.inspections.states import MoveRefused, PetitionState
from duban.inspections.views.inspecting import METHODS
from duban.vault.forms import Masking
from duban.vault.models import Sealed
from duban.vault.views.comparing import Compared, compared, led_to_sign_in

TROUBLES = (DeskRefused, MoveRefused)


@login_not_required  # so that a guest's attempt is on record before sign-in
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(METHODS)
def row(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a row's text beside the original to a custodian who says why; confirm it, its masks put right."""
    if not request.user.is_authenticated:
        return _guest(request, IntakeRow.objects.filter(pk=pk).values_list("intake__sealed_rows", flat=True))
    actor = request.user
    rows = IntakeRow.objects.filter(intake__in=intakes_visible_to(actor)).select_related("intake__batch")
    kept = get_object_or_404(rows, pk=pk)
    number, text, back = str(kept.row), kept.summary, reverse("inspections:row", args=[kept.pk])

    def save(masking: Masking) -> str:
        confirm_row(kept, masking.text, seen=text, told=masking.told, reason=masking.reason, actor=actor)
        messages.success(request, _("第 %(row)s 行已对照原文核对，可以交办。") % {"row": number})
        return back

    may = not kept.applied and kept.intake.state in (IntakeState.DRAFT, IntakeState.DONE)
    rest = kept.intake.rows.filter(row__gt=kept.row, status=RowStatus.READY, applied=False, confirmed=False).first()
    why_not = "" if may else _("这一行已经受理，这里只供对照；要改请到信访件页面。")
    one = Compared(
        _sealed(kept.intake.sealed_rows), _("第 %(row)s 行") % {"row": number}, text,
        lambda content: _words(content, number), back, save if may else None, why_not,
        reverse("inspections:compare_row", args=[rest.pk]) if rest else "", TROUBLES,
    )  # fmt: skip
    return compared(request, one)


@login_not_required
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(METHODS)
def petition(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a petition's text beside the original to a custodian who says why; put its masks right before it is assigned."""
    if not request.user.is_authenticated:
        return _guest(request, Petition.objects.filter(pk=pk).values_list("sealed_text", flat=True))
    actor = request.user
    kept = get_object_or_404(visible_to(actor), pk=pk)
    text, waiting = kept.summary, kept.state == PetitionState.RECEIVED
    back = reverse("inspections:assign", args=[kept.pk]) if waiting else kept.get_absolute_url()

    def save(masking: Masking) -> str:
        if masking.changed:
            mask_petition(kept, masking.text, seen=text, told=masking.told, reason=masking.reason, actor=actor)
        messages.success(request, _("已对照原文核对；交办时请勾选“脱敏无误”。"))
        return back

    why_not = "" if waiting else _("信访件已经交办，这里只供对照；单位看到的文字在“改交办”里改。")
    one = Compared(
        _sealed(kept.sealed_text), "", text, lambda content: _words(content, "text"), back,
        save if waiting else None, why_not, troubles=TROUBLES,
    )  # fmt: skip
    return compared(request, one)


def _guest(request: HttpRequest, numbers: Iterable[str]) -> HttpResponse:
    """Put a guest's attempt on what is sealed under these numbers on record, and lead to sign-in."""
    return led_to_sign_in(request, Sealed.objects.filter(pk__in=[number for number in numbers if number]))


def _sealed(number: str) -> Sealed:
    """Return what is sealed; 404 where the text was typed and nothing is."""
    if not number:
        raise Http404
    return get_object_or_404(Sealed, pk=int(number))


def _words(content: Any, name: str) -> str:
    return str(content.get(name, "")) if isinstance(content, dict) else ""
