"""Pages of reorganising units: the list, the form, the preview with its choices, what was done."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.organizations.actions import Refused
from duban.organizations.actions import reorganizing as actions
from duban.organizations.forms import REORGANIZE_FORMS, PreviewForm
from duban.organizations.models import (
    Reorganization,
    ReorganizationKind,
    ReorganizationState,
    Role,
    Unit,
    User,
)
from duban.organizations.permissions import is_office, requires
from duban.organizations.plans import Plan
from duban.organizations.previews import MOST_ROWS, choices_back, preview_of, way_back
from duban.web.paging import page_of

MAY = (Role.ADMINISTRATOR, Role.DESK)


@require_safe
@requires(*MAY)
def reorganizations(request: HttpRequest) -> HttpResponse:
    """List what was reorganised and what is planned, newest first."""
    rows = Reorganization.objects.prefetch_related("units")
    context = {"page": page_of(request, rows), "kinds": ReorganizationKind.choices}
    return render(request, "organizations/reorganizations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(*MAY)
def plan(request: HttpRequest, kind: str) -> HttpResponse:
    """Take what is to be done; the preview comes next and nothing has happened yet."""
    given = request.POST.get("undo") or request.GET.get("undo", "")
    done = Reorganization.objects.filter(pk=given, state=ReorganizationState.DONE).first() if given.isdigit() else None
    form = REORGANIZE_FORMS[kind](request.POST or None, initial=_first_values(request, done))
    if request.method == "POST" and form.is_valid():
        wanted = form.plan()
        if done:
            wanted = replace(wanted, choices=choices_back(done, wanted))
        words = {name: form.cleaned_data[name] for name in ("on", "document", "reason")}
        try:
            planned = actions.plan_reorganization(wanted, kind=kind, actor=cast(User, request.user), **words)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("organizations:reorganization", pk=planned.pk)
    context = {"form": form, "kind": ReorganizationKind(kind), "kinds": ReorganizationKind.choices, "undone": done}
    return render(request, "organizations/reorganize.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(*MAY)
def reorganization(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a plan with all it would touch and take the choices; or show what was done."""
    found = get_object_or_404(Reorganization.objects.select_related("job"), pk=pk)
    if found.state == ReorganizationState.PLANNED:
        return _preview(request, found)
    return _result(request, found)


@require_POST
@requires(*MAY)
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a plan away."""
    try:
        actions.discard_plan(get_object_or_404(Reorganization, pk=pk), actor=cast(User, request.user))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("organizations:reorganization", pk=pk)
    messages.success(request, _("已放弃，什么都没有改。"))
    return redirect("organizations:reorganizations")


def _first_values(request: HttpRequest, done: Reorganization | None) -> dict[str, Any]:
    """Return what the empty form shows: the unit it was opened from, or the way back from what was done."""
    if done:
        return way_back(done)[1]
    given = request.GET.get("unit", "")
    unit = Unit.objects.filter(pk=given, active=True).first() if given.isdigit() else None
    return {"unit": unit.name, "units": f"{unit.name}、"} if unit else {}


def _preview(request: HttpRequest, found: Reorganization) -> HttpResponse:
    actor, problem = cast(User, request.user), ""
    if request.method == "POST":
        wanted = PreviewForm(request.POST, Plan.from_json(found.plan)).chosen()
        try:
            actions.change_plan(found, wanted, actor=actor)
            if "carry_out" in request.POST:
                actions.order_reorganization(found, actor=actor)
                return redirect("organizations:reorganization", pk=found.pk)
            messages.success(request, _("已保存所选，还没有办理。"))
            return redirect("organizations:reorganization", pk=found.pk)
        except Refused as refusal:
            problem = str(refusal)
    preview = preview_of(found)
    context = {
        "reorganization": found,
        "words": actions.plan_words(found),
        "preview": preview,
        "problem": problem or (found.job.message if found.job and found.job.state == "failed" else ""),
        "shows_tasks": is_office(actor),
        "most": MOST_ROWS,
        "most_rows": f":{MOST_ROWS}",
        "renames": found.kind == ReorganizationKind.RENAME,
        "chooses": len(preview.heirs) > 1,
    }
    return render(request, "organizations/reorganization_preview.html", context, status=409 if problem else 200)


def _result(request: HttpRequest, found: Reorganization) -> HttpResponse:
    moved: dict[str, list[int]] = found.outcome.get("moved", {})
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in={heir for _source, heir in moved.values()})}
    by_heir = [(unit, sum(heir == pk for _source, heir in moved.values())) for pk, unit in units.items()]
    back = way_back(found)[0] if found.state == ReorganizationState.DONE else ""
    rows = list(found.units.select_related("unit"))
    context = {
        "reorganization": found,
        "words": actions.plan_words(found),
        "before": [row for row in rows if not row.is_result],
        "after": [row for row in rows if row.is_result],
        "by_heir": by_heir,
        "back": back,
    }
    return render(request, "organizations/reorganization.html", context)
