"""The page that breaks a task down: targets, limits and rhythms of the children, with what they add to the parent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from duban.organizations.models import Unit, UnitKind, User
from duban.tasks.actions import DraftRefused, TaskConflict
from duban.tasks.actions.added_demands import BreakdownWarned
from duban.tasks.actions.breaking_down import break_down
from duban.tasks.actions.measures import measures_of
from duban.tasks.forms.breaking_down import MOST, BreakdownForm, ChildRows
from duban.tasks.levels_page import levels_of
from duban.tasks.models import Task
from duban.tasks.offers import offer_of
from duban.tasks.permissions import visible_to
from duban.tasks.states import FINAL_STATES, MoveRefused, Verb

BLANK_ROWS = 3


@require_http_methods(["GET", "HEAD", "POST"])
def breakdown(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the rows, all counties without a child to begin with; open the children once what is added is answered."""
    task = get_object_or_404(visible_to(request.user).select_related("lead_unit").prefetch_related("units"), pk=pk)
    actor = cast(User, request.user)
    offer = offer_of(actor, task, Verb.FAN_OUT)
    if offer is None:
        raise PermissionDenied
    problem, status = offer.refusal, 409 if offer.refusal else 200
    lines: Sequence[str] = ()
    data = request.POST if request.method == "POST" else None
    form = BreakdownForm(data, task=task, actor=actor)
    rows = ChildRows(data) if data is not None else ChildRows(initial=_first_rows(task))
    if data is not None:
        problem, status = "", 422
        if form.is_valid() and rows.is_valid():
            given = form.cleaned_data
            task.version = given["version"]
            children = [child for row in rows if (child := row.child())]
            try:
                opened = break_down(task, children, actor=actor, reason=given["reason"], answer=given["answer"])
            except BreakdownWarned as warning:
                lines = warning.lines
                form.add_error("answer", str(warning))
            except (TaskConflict, MoveRefused) as refusal:
                problem, status = str(refusal), 409
            except DraftRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("已分解到 %(count)d 个单位。") % {"count": len(opened)})
                return redirect(task)
    context = {"task": task, "form": form, "rows": rows, "lines": lines, "problem": problem, **_parent(actor, task)}
    return render(request, "tasks/break_down.html", context, status=status)


def _first_rows(task: Task) -> list[dict[str, Any]]:
    """Return a row for each county that has no part yet, of a child for each unit below its own, and some blank ones."""
    taken = set(task.children.exclude(state__in=FINAL_STATES).values_list("lead_unit", flat=True)) | {task.lead_unit_id}
    below = Q(parent=task.lead_unit) if task.parent_id else Q(kind=UnitKind.COUNTY)
    units = Unit.objects.filter(below, active=True).exclude(pk__in=taken)[: MOST - BLANK_ROWS]
    shown = {"deadline": task.deadline, "reporting_rhythm": task.reporting_rhythm}
    return [*({"unit": unit.pk, **shown} for unit in units), *([{}] * BLANK_ROWS)]


def _parent(user: User, task: Task) -> dict[str, Any]:
    children = task.children.exclude(state__in=FINAL_STATES).select_related("lead_unit", "quantity").order_by("part")
    levels = levels_of(user, task) if task.parent_id or children else None
    return {"measures": measures_of(task), "children": children, "levels": levels}
