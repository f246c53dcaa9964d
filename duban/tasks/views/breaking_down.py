"""The page that breaks a task down: targets, limits and rhythms of the children, with what they add to the parent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from duban.organizations.models import Unit, UnitKind, User
from duban.tasks.actions import DraftRefused, TaskConflict
from duban.tasks.actions.added_demands import BreakdownWarned
from duban.tasks.actions.breaking_down import break_down, foresee
from duban.tasks.actions.measures import measures_of
from duban.tasks.forms.breaking_down import MOST, BreakdownForm, ChildRows
from duban.tasks.forms.moves import FanOutForm
from duban.tasks.levels_page import levels_of
from duban.tasks.models import Task
from duban.tasks.offers import offer_of
from duban.tasks.permissions import visible_to
from duban.tasks.states import FINAL_STATES, MoveRefused, Verb

BLANK_ROWS = 3


@require_http_methods(["GET", "HEAD", "POST"])
def breakdown(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the rows, counties without a child proposed; open the children chosen once they are named and answered."""
    task = get_object_or_404(visible_to(request.user).select_related("lead_unit").prefetch_related("units"), pk=pk)
    actor = cast(User, request.user)
    offer = offer_of(actor, task, Verb.FAN_OUT)
    if offer is None:
        raise PermissionDenied
    if request.method == "POST" and "form-TOTAL_FORMS" in request.POST:
        return _take(request, task, actor)
    first, problem = _named_before(request.POST, task, actor) if request.method == "POST" else ([], "")
    form = BreakdownForm(initial={"reason": request.POST.get("reason", "")}, task=task, actor=actor)
    rows = ChildRows(initial=_first_rows(task, first), form_kwargs={"task": task})
    problem = offer.refusal or problem
    return _page(request, task, {"form": form, "rows": rows, "problem": problem}, 409 if problem else 200)


def _take(request: HttpRequest, task: Task, actor: User) -> HttpResponse:
    """Name the units once, then open their children; ask first where something differs from the parent."""
    form, rows = (
        BreakdownForm(request.POST, task=task, actor=actor),
        ChildRows(request.POST, form_kwargs={"task": task}),
    )
    shown: dict[str, Any] = {"form": form, "rows": rows}
    if not (form.is_valid() and rows.is_valid()):
        return _page(request, task, shown, 422)
    given = form.cleaned_data
    children = [child for row in rows if (child := row.child())]
    confirmed = ",".join(str(child.unit.pk) for child in children)
    named = {"wanted": children, "confirmed": confirmed, "names": "、".join(str(child.unit) for child in children)}
    try:
        if task.version == given["version"] and request.POST.get("confirmed", "") != confirmed:
            foresee(task, children, given["answer"])
            return _page(request, task, shown | named, 200)
        task.version = given["version"]
        opened = break_down(task, children, actor=actor, reason=given["reason"], answer=given["answer"])
    except BreakdownWarned as warning:
        form.add_error("answer", str(warning))
        return _page(request, task, shown | named | {"lines": warning.lines}, 422)
    except (TaskConflict, MoveRefused) as refusal:
        return _page(request, task, shown | {"problem": str(refusal)}, 409)
    except DraftRefused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, task, shown, 422)
    messages.success(request, _("已分解到 %(count)d 个单位。") % {"count": len(opened)})
    return redirect(task)


def _page(request: HttpRequest, task: Task, shown: dict[str, Any], status: int) -> HttpResponse:
    context = {"task": task, **shown, **_parent(cast(User, request.user), task)}
    return render(request, "tasks/break_down.html", context, status=status)


def _named_before(data: QueryDict, task: Task, actor: User) -> tuple[Sequence[Unit], str]:
    """Return the units named on the page before (分解到), or what is wrong with them."""
    form = FanOutForm(data, task=task, actor=actor)
    form.is_valid()
    if data.get("units", "").strip() and "units" in form.errors:
        return (), " ".join(map(str, form.errors["units"]))
    return form.cleaned_data.get("units", ()), ""


def _first_rows(task: Task, named: Sequence[Unit] = ()) -> list[dict[str, Any]]:
    """Return the units named already, ticked; the counties without a part, of a child the units below; blank rows."""
    taken = set(task.children.exclude(state__in=FINAL_STATES).values_list("lead_unit", flat=True)) | {task.lead_unit_id}
    below = Q(parent=task.lead_unit) if task.parent_id else Q(kind=UnitKind.COUNTY)
    first = [unit for unit in named if unit.pk not in taken]
    known = taken | {unit.pk for unit in first}
    others = Unit.objects.filter(below, active=True).exclude(pk__in=known)
    shown = {"deadline": task.deadline, "reporting_rhythm": task.reporting_rhythm}
    rows = [{"unit": unit.pk, "proposed": unit.pk, "chosen": unit in first, **shown} for unit in [*first, *others]]
    return [*rows[: MOST - BLANK_ROWS], *([{}] * BLANK_ROWS)]


def _parent(user: User, task: Task) -> dict[str, Any]:
    children = task.children.exclude(state__in=FINAL_STATES).select_related("lead_unit", "quantity").order_by("part")
    levels = levels_of(user, task) if task.parent_id or children else None
    return {"measures": measures_of(task), "children": children, "levels": levels}
