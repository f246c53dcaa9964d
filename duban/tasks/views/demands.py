"""Demands on units: the list, asking, answering, taking back; a unit's month; the burden of a month."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from duban.dates.workdays import load_calendar
from duban.organizations.models import Role, Unit, User
from duban.organizations.permissions import OFFICE_ROLES, is_office, requires
from duban.tasks import burden
from duban.tasks.actions.demanding import DemandWarned, answer_demand, ask, drop_demand
from duban.tasks.actions.drafts import DraftRefused
from duban.tasks.burden import DemandFilter, burden_of_month, filtered_demands, month_grid, month_of, totals_of
from duban.tasks.forms.demands import AnswerDemandForm, AskForm, DemandFilterForm, DropDemandForm
from duban.tasks.models import Demand, DemandKind
from duban.tasks.permissions import UNIT_READERS, demands_visible_to, is_in, units_visible_to, visible_to
from duban.tasks.states import MoveRefused
from duban.tasks.wording import clash_words
from duban.web.paging import page_of

METHODS = ["GET", "HEAD", "POST"]
READERS = (*OFFICE_ROLES, Role.LEADER, *UNIT_READERS)


@require_safe
@requires(*READERS)
def demands(request: HttpRequest) -> HttpResponse:
    """List the demands this person may see, the newest first."""
    today, seen = timezone.localdate(), demands_visible_to(request.user)
    askers = Unit.objects.filter(pk__in=seen.order_by().values("asked_unit"))
    form = DemandFilterForm(request.GET, units=units_visible_to(request.user), askers=askers)
    given = form.cleaned_data if form.is_valid() else {}
    wanted = DemandFilter(
        unit=given["unit"].pk if given.get("unit") else None,
        kind=given.get("kind", ""),
        state=given.get("state", ""),
        month=month_of(given["month"], today) if given.get("month") else None,
        asker=given["asker"].pk if given.get("asker") else None,
    )
    rows = filtered_demands(seen, wanted, today).select_related("task", "unit", "asked_unit").order_by("-id")
    page = page_of(request, rows)
    office = is_office(request.user)
    context = {
        "form": form,
        "page": page,
        "today": today,
        "rows": [(row, _may_settle(request.user, row)) for row in page.object_list],
        "office": office,
        "narrowed": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "tasks/demands.html", context)


@require_http_methods(METHODS)
@requires(*OFFICE_ROLES)
def new_demand(request: HttpRequest) -> HttpResponse:
    """Ask units for something; what stands against it is shown before it is sent."""
    tasks = visible_to(request.user)
    form = AskForm(request.POST or None, tasks=tasks, initial=_first_values(request))
    clashes: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        given, today = form.cleaned_data, timezone.localdate()
        try:
            sent = ask(
                given["units"], form.facts(), actor=cast(User, request.user), reason=given["reason"], today=today
            )
        except DemandWarned as warning:
            form.add_error("reason", str(warning))
            clashes = shown_clashes(warning)
        except DraftRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已向 %(count)d 个单位提出。") % {"count": len(sent)})
            return redirect("tasks:demands")
    status = 422 if form.errors else 200
    return render(request, "tasks/new_demand.html", {"form": form, "clashes": clashes}, status=status)


@require_http_methods(METHODS)
def settle(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Mark a demand as met, or take it back."""
    demand = get_object_or_404(demands_visible_to(request.user).select_related("task", "unit"), pk=pk)
    actor = cast(User, request.user)
    if not (is_office(actor) or (deed == "answer" and is_in(actor, demand.unit_id))):
        raise PermissionDenied
    form = (AnswerDemandForm if deed == "answer" else DropDemandForm)(request.POST or None)
    problem, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                if deed == "answer":
                    answer_demand(demand, actor=actor, answer=form.cleaned_data["answer"])
                else:
                    drop_demand(demand, actor=actor, reason=form.cleaned_data["reason"])
            except MoveRefused as refusal:
                problem, status = str(refusal), 409
            except DraftRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("已记为完成。") if deed == "answer" else _("已取消这条要求。"))
                return redirect("tasks:demands")
    context = {"demand": demand, "form": form, "deed": deed, "problem": problem}
    return render(request, "tasks/settle_demand.html", context, status=status)


@require_safe
@requires(*READERS)
def month(request: HttpRequest) -> HttpResponse:
    """Show one unit's month: what it owes on which day, as a grid and as a list, for screen and A4."""
    units, today = list(units_visible_to(request.user)), timezone.localdate()
    chosen = request.GET.get("unit", "")
    unit = next((unit for unit in units if str(unit.pk) == chosen), units[0] if units and not chosen else None)
    first = month_of(request.GET.get("month", ""), today)
    weeks = month_grid(unit, first, visible_to(request.user), load_calendar(), today) if unit else []
    context = {
        "units": units,
        "unit": unit,
        "month": first,
        "before": burden.month_before(first),
        "after": burden.next_month(first),
        "today": today,
        "weeks": weeks,
        "days": [day for week in weeks for day in week if day.items and day.in_month],
        "total": sum(len(day.items) for week in weeks for day in week),
    }
    return render(request, "tasks/reporting_calendar.html", context)


@require_safe
@requires(*READERS)
def burden_page(request: HttpRequest) -> HttpResponse:
    """Count the demands of a month by unit and by who asked, kind by kind; every figure opens its list."""
    today, seen = timezone.localdate(), demands_visible_to(request.user)
    first = month_of(request.GET.get("month", ""), today)
    rows, askers = (burden_of_month(seen, first, by) for by in ("unit", "asked_unit"))
    kinds = DemandKind.choices
    context = {
        "month": first,
        "before": burden.month_before(first),
        "after": burden.next_month(first),
        "kinds": kinds,
        "rows": _cells(rows),
        "askers": _cells(askers),
        "totals": totals_of(rows),
        "office": is_office(request.user),
    }
    return render(request, "tasks/burden.html", context)


def _cells(rows: list[burden.BurdenRow]) -> list[dict[str, Any]]:
    return [
        {"unit": row.unit, "cells": list(zip(DemandKind.values, row.counts, strict=True)), "total": row.total}
        for row in rows
    ]


def _may_settle(user: Any, demand: Demand) -> bool:
    """Tell whether the demand waits to be settled by hand, by this person."""
    by_hand = not (demand.by_rule or demand.instruction_id or demand.paper_id)
    waits = demand.answered_at is None and demand.dropped_at is None
    return by_hand and waits and (is_office(user) or is_in(user, demand.unit_id))


def _first_values(request: HttpRequest) -> dict[str, Any]:
    """Return what the address proposes: a unit, a task."""
    return {"units": request.GET.getlist("unit"), "number": request.GET.get("task", "")}


def shown_clashes(warning: DemandWarned) -> list[dict[str, Any]]:
    """Return the clashes in words, each with the earlier demands."""
    units = Unit.objects.in_bulk({clash.unit for clash in warning.clashes})
    keys = {key for clash in warning.clashes for key in clash.earlier}
    earlier = Demand.objects.select_related("task").in_bulk(keys)
    return [
        {
            "unit": units[clash.unit],
            "words": clash_words(clash.kind),
            "earlier": [earlier[key] for key in clash.earlier],
        }
        for clash in warning.clashes
    ]
