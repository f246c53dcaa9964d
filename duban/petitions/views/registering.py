"""Registering and correcting: the original on the left, what will stand in the open on the right, decided by a person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from duban.organizations.models import User
from duban.organizations.permissions import OFFICE_ROLES, requires
from duban.petitions.actions import PetitionFacts, PetitionRefused, correct, register
from duban.petitions.actions.correcting import ChangedMeanwhile
from duban.petitions.alike import alike_to
from duban.petitions.forms.registering import OPEN, CorrectForm, RegisterForm
from duban.petitions.models import Petition
from duban.petitions.permissions import may_register, visible_to
from duban.petitions.wording import shown, title_of
from duban.redaction import redact
from duban.redaction.comparing import compare
from duban.vault.actions import NotPossible
from duban.vault.wording import MASK_KINDS

METHODS = ["GET", "HEAD", "POST"]


@sensitive_post_parameters()
@sensitive_variables()
@never_cache
@require_http_methods(METHODS)
@requires(*OFFICE_ROLES)
def new(request: HttpRequest) -> HttpResponse:
    """Register a petition."""
    actor = cast(User, request.user)
    return _page(
        request, None, lambda facts, form: register(facts, actor=actor, token=form.cleaned_data["once"]), _("已登记")
    )


@sensitive_post_parameters()
@sensitive_variables()
@never_cache
@require_http_methods(METHODS)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what was registered; identity and original stay as they are where their fields are left empty."""
    actor = cast(User, request.user)
    petition = get_object_or_404(visible_to(actor), pk=pk)
    if not may_register(actor):
        raise PermissionDenied
    return _page(request, petition, lambda facts, form: _corrected(petition, facts, form, actor), _("已更正"))


@sensitive_variables()
def _corrected(petition: Petition, facts: PetitionFacts, form: Any, actor: User) -> Petition:
    given = {name: form.cleaned_data[name] for name in ("reason", "forget", "seen")}
    return correct(petition, facts, actor=actor, **given)


@sensitive_variables()
def _page(request: HttpRequest, petition: Petition | None, act: Any, done: str) -> HttpResponse:
    initial = _initial_of(petition) if petition else {}
    form_class = CorrectForm if petition else RegisterForm
    form = form_class(request.POST if request.method == "POST" else None, initial=initial)
    proposed, marked, alike, meanwhile, status = "", [], [], [], 200
    if request.method == "POST" and request.POST.get("step") == "propose":
        form, proposed = _proposed(request, form_class)
        parts = compare(request.POST.get("original", "").strip(), str(form.initial.get("summary", "")))
        marked = [(part, MASK_KINDS.get(part.kind, "")) for part in parts]
    elif request.method == "POST":
        status = 422
        if form.is_valid():
            facts = form.facts()
            alike = [] if petition else alike_to(cast(User, request.user), facts.summary, form.cleaned_data["once"])
            if not alike or form.cleaned_data["distinct"]:
                facts = replace(facts, distinct_from="、".join(other.petition.number for other in alike))
                try:
                    kept = act(facts, form)
                except ChangedMeanwhile as change:
                    form.add_error(None, str(change))
                    meanwhile, status = [shown(move) for move in change.moves], 409
                    form.data = _typed_on(request, petition, change)
                except (PetitionRefused, NotPossible) as refusal:
                    form.add_error(None, str(refusal))
                else:
                    messages.success(request, f"{done}：{kept.number}")
                    return redirect("petitions:petition", pk=kept.pk)
    context = {
        "form": form,
        "proposed": proposed,
        "marked": marked,
        "petition": petition,
        "alike": alike,
        "meanwhile": meanwhile,
    }
    return render(request, "petitions/register.html", context, status=status)


@sensitive_variables()
def _typed_on(request: HttpRequest, petition: Petition | None, change: ChangedMeanwhile) -> dict[str, Any]:
    """Return what was typed, as drawn after the last move: what the person left alone is what others made of it."""
    typed = {**request.POST.dict(), "accused": request.POST.getlist("accused"), "seen": change.moves[-1].pk}
    now = _initial_of(Petition.objects.select_related("area").get(pk=petition.pk)) if petition else {}
    return typed | {name: now[name] for name in change.left}


@sensitive_variables()
def _proposed(request: HttpRequest, form_class: type[RegisterForm]) -> tuple[RegisterForm, str]:
    """Return the form with title and summary proposed from the original, and what was masked, in words."""
    given: dict[str, Any] = {name: request.POST.get(name, "") for name in request.POST}
    given["accused"] = request.POST.getlist("accused")
    found = redact(given.get("original", "").strip())
    if not found.text:
        return form_class(initial=given), _("原文为空，请先粘贴或录入原文。")
    given["summary"] = found.text
    given["title"] = title_of(found.text)
    words = _("已隐去 %(n)d 处，请逐句核对：漏掉的请自己改掉，隐错的请改回来。")
    return form_class(initial=given), words % {"n": len(found.redactions)}


def _initial_of(petition: Petition) -> dict[str, Any]:
    values = {name: getattr(petition, name) for name in (*OPEN, "title", "summary") if name != "accused"}
    last = petition.moves.last()
    return {**values, "seen": last.pk if last else None, "accused": list(petition.accused.values_list("pk", flat=True))}
