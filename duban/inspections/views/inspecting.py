"""Inspections: the list, making and changing one, its board by clock, the equation day by day."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from duban.inspections.actions.errors import DeskRefused
from duban.inspections.actions.inspecting import save_inspection
from duban.inspections.forms.inspecting import InspectionForm
from duban.inspections.models import Inspection
from duban.inspections.permissions import (
    batches_visible_to,
    inspections_visible_to,
    may_run_desk,
    reads_desk,
    visible_to,
)
from duban.inspections.queries.boards import CLOCKS, clock_counts, waiting
from duban.inspections.queries.counts import equations
from duban.organizations.models import Role, User
from duban.organizations.permissions import requires
from duban.web.paging import page_of

METHODS = ["GET", "HEAD", "POST"]
OFFICE = (Role.CLERK, Role.DESK)
READERS = (*OFFICE, Role.LEADER)
DESKS = (*READERS, Role.LIAISON, Role.UNIT_HEAD)
SHOWN = 5  # rows of a group on the board


@require_safe
@requires(*DESKS)
def inspections(request: HttpRequest) -> HttpResponse:
    """List the inspections the person may see, the latest first."""
    page = page_of(request, inspections_visible_to(request.user))
    pks = [inspection.pk for inspection in page.object_list]
    seen = visible_to(request.user).filter(inspection__in=pks).order_by()
    counts = {
        row["inspection"]: row
        for row in seen.values("inspection").annotate(
            all=Count("pk"), open=Count("pk", filter=Q(in_hand=1)), returned=Count("pk", filter=Q(state="returned"))
        )
    }
    rows: list[tuple[Inspection, Any]] = [
        (inspection, counts.get(inspection.pk, {})) for inspection in page.object_list
    ]
    context = {
        "page": page,
        "rows": rows,
        "may_run": may_run_desk(request.user),
        "reads_desk": reads_desk(request.user),
    }
    return render(request, "inspections/inspections.html", context)


@require_http_methods(METHODS)
@requires(*OFFICE)
def new(request: HttpRequest) -> HttpResponse:
    """Make an inspection."""
    return _form(request, None)


@require_http_methods(METHODS)
@requires(*OFFICE)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one."""
    return _form(request, get_object_or_404(inspections_visible_to(request.user), pk=pk))


def _form(request: HttpRequest, inspection: Inspection | None) -> HttpResponse:
    form = InspectionForm(request.POST or None, inspection=inspection)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            saved = save_inspection(inspection, form.facts(), actor=cast(User, request.user), version=version)
        except DeskRefused as trouble:
            form.add_error(None, str(trouble))
        else:
            messages.success(request, _("已保存督察设置。"))
            return redirect(saved)
    context = {"form": form, "inspection": inspection}
    return render(request, "inspections/edit.html", context, status=422 if form.errors else 200)


@require_safe
@requires(*READERS)
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the board by clock: the latest batch's equation, then what is due, late, waiting for whom."""
    inspection = get_object_or_404(inspections_visible_to(request.user), pk=pk)
    today = timezone.localdate()
    petitions = visible_to(request.user).filter(inspection=inspection)
    counts = clock_counts(petitions, today)
    groups = []
    for clock in CLOCKS:
        if not counts[clock.key]:
            continue
        rows = waiting(petitions, clock, today).select_related("lead_unit", "area", "batch")
        groups.append({"clock": clock, "count": counts[clock.key], "rows": rows[:SHOWN]})
    latest = list(batches_visible_to(request.user).filter(inspection=inspection).order_by("-number")[:3])
    sums = equations(latest)
    context = {
        "inspection": inspection, "groups": groups, "today": today, "may_run": may_run_desk(request.user),
        "batches": [(batch, sums[batch.pk]) for batch in latest], "total": petitions.count(),
        "clocks": [(clock, counts[clock.key]) for clock in CLOCKS],
    }  # fmt: skip
    return render(request, "inspections/board.html", context)


@require_safe
@requires(*READERS)
def equation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show day by day: announced = accepted + returned with a reason, and what is left to explain."""
    inspection = get_object_or_404(inspections_visible_to(request.user), pk=pk)
    batches = list(batches_visible_to(request.user).filter(inspection=inspection).order_by("number"))
    sums = equations(batches)
    rows = [(batch, sums[batch.pk]) for batch in batches]
    known = [found for _batch, found in rows if found.announced is not None]
    context = {
        "inspection": inspection, "rows": rows, "may_run": may_run_desk(request.user),
        "total": {
            "announced": sum(found.announced or 0 for found in known),
            "accepted": sum(found.accepted for _batch, found in rows),
            "returned": sum(found.returned for _batch, found in rows),
            "open": sum(not found.settled for _batch, found in rows),
        },
    }  # fmt: skip
    return render(request, "inspections/equation.html", context)
