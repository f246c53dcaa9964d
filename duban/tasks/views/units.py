"""The page of a unit, how it works inside, and what waits there for its head."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duban.dates.workdays import load_calendar
from duban.organizations.models import Unit, User
from duban.organizations.permissions import requires, unit_ids_read_by
from duban.tasks.actions import DraftRefused
from duban.tasks.actions.practising import set_practice
from duban.tasks.models import Report, ReportState, UnitPractice
from duban.tasks.permissions import UNIT_READERS, heads, is_in, reads_all, unit_ids, visible_to
from duban.tasks.units import page_of_unit
from duban.web.paging import page_of


@require_safe
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the office any unit, and a unit itself and those it carries on for."""
    user = cast(User, request.user)
    seen = Unit.objects.all() if reads_all(user) else Unit.objects.filter(pk__in=unit_ids_read_by(user))
    found = get_object_or_404(seen, pk=pk)
    today = timezone.localdate()
    context = page_of_unit(found, visible_to(user), today, inside=is_in(user, found.pk))
    context |= {
        "today": today,
        "calendar": load_calendar(),
        "head_approves": UnitPractice.objects.filter(unit=found, head_approves=True).exists(),
        "may_set": heads(user, found),
        "own_units": Unit.objects.filter(pk__in=[pk for pk in unit_ids(user) if pk != found.pk]),
    }
    return render(request, "tasks/unit.html", context)


@require_safe
@requires(*UNIT_READERS)
def own_unit(request: HttpRequest) -> HttpResponse:
    """Lead to the page of the person's unit, the first of several; each page links the others."""
    return redirect("tasks:unit", pk=unit_ids(request.user)[0])


@require_POST
def practice(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether the unit's reports go through its head."""
    user = cast(User, request.user)
    seen = Unit.objects.all() if reads_all(user) else Unit.objects.filter(pk__in=unit_ids(user))
    found = get_object_or_404(seen, pk=pk)
    try:
        now = set_practice(found, head_approves=request.POST.get("head_approves") == "1", actor=user)
    except DraftRefused as refusal:
        messages.error(request, str(refusal))
    else:
        words = _("以后报送先由负责人审核。") if now.head_approves else _("以后报送直接报出，不经负责人审核。")
        messages.success(request, words)
    return redirect("tasks:unit", pk=pk)


@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """List what this person's units have drafted and not sent: for the head to approve, for the author to mend."""
    user = cast(User, request.user)
    rows = Report.objects.filter(unit__in=unit_ids(user), task__in=visible_to(user)).exclude(state=ReportState.SENT)
    state = request.GET.get("state", "")
    if state in (ReportState.DRAFT, ReportState.RETURNED):
        rows = rows.filter(state=state)
    page = page_of(request, rows.select_related("task", "unit").order_by("written_at", "id"))
    context = {
        "page": page,
        "rows": [(row, heads(user, row.unit)) for row in page.object_list],
        "states": [(value, label) for value, label in ReportState.choices if value != ReportState.SENT],
        "state": state,
    }
    return render(request, "tasks/drafts.html", context)
