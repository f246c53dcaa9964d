"""The page of the turn of a year or a term: what would be carried over, and how each year's tasks stand."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duban.organizations.models import Role, User
from duban.organizations.permissions import has_role, requires
from duban.tasks.actions import DraftRefused
from duban.tasks.actions.carrying import FROM_MONTH, order_carry_over
from duban.tasks.carrying import by_source, by_unit, by_year, to_carry
from duban.tasks.forms.carrying import CarryOverForm
from duban.tasks.models import CarryOver, CarryOverKind
from duban.tasks.permissions import visible_to
from duban.tasks.queries import in_order, with_parts
from duban.web.paging import page_of


@require_safe
@requires(Role.CLERK, Role.DESK, Role.LEADER)
def carry_over(request: HttpRequest) -> HttpResponse:
    """Show what would be carried over and what was, and how each year's tasks stand."""
    today = timezone.localdate()
    form = CarryOverForm(request.GET if "into" in request.GET else None, initial=_next(today))
    kind, into, before = form.wanted() if form.is_bound and form.is_valid() else _wanted(_next(today))
    tasks = to_carry(before, CarryOver.objects.filter(kind=kind, into=into).first())
    context = {
        "form": form,
        "may_order": has_role(request.user, Role.DESK),
        "kind": kind,
        "into": CarryOver(kind=kind, into=into),
        "number": into,
        "before": before,
        "page": page_of(request, with_parts(in_order(tasks, "number"))),
        "total": tasks.count(),
        "units": by_unit(tasks),
        "sources": by_source(tasks),
        "years": by_year(visible_to(request.user), today),
        "done": list(CarryOver.objects.annotate(count=Count("tasks")).select_related("job")),
    }
    return render(request, "tasks/carry_over.html", context)


@require_POST
@requires(Role.DESK)
def order(request: HttpRequest) -> HttpResponse:
    """Have the open tasks carried over."""
    form = CarryOverForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("tasks:carry_over")
    try:
        ordered = order_carry_over(*form.wanted(), actor=cast(User, request.user))
    except DraftRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已开始结转到%s，可以离开本页。") % ordered)
    return redirect("tasks:carry_over")


def _next(today: date) -> dict[str, object]:
    """Return the year next to be carried into: the present one, in December the one to come."""
    year = today.year + (today.month >= FROM_MONTH)
    return {"kind": CarryOverKind.YEAR.value, "into": year}


def _wanted(given: dict[str, object]) -> tuple[str, int, date]:
    year = cast(int, given["into"])
    return CarryOverKind.YEAR.value, year, date(year, 1, 1)
