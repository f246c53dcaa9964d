"""One step on several chosen tasks: what it will do to how many is shown first, each task is its own transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from duban.organizations.models import User
from duban.organizations.permissions import OFFICE_ROLES, requires
from duban.tasks import actions
from duban.tasks.actions import DraftRefused, TaskConflict, draft_of
from duban.tasks.forms.batch import BatchForm, CallBatchForm, DeadlineBatchForm, LeadBatchForm
from duban.tasks.models import Task
from duban.tasks.offers import offer_of
from duban.tasks.permissions import visible_to
from duban.tasks.states import MoveRefused, Verb

MOST = 200


@dataclass(frozen=True, slots=True)
class Batch:
    """A step: its verb, its form, a task's present value and how it is done to one task."""

    verb: Verb
    label: str | Promise
    form: type[BatchForm]
    present: Callable[[Task], str]
    do: Callable[[Task, Any, User], object]


@dataclass(frozen=True, slots=True)
class Row:
    """One task of the preview: its present value, or why nothing can be done to it."""

    task: Task
    present: str
    refusal: str


def _change_lead(task: Task, form: Any, actor: User) -> object:
    given = form.cleaned_data
    wanted = replace(draft_of(task), lead_unit=given["lead_unit"])
    return actions.change_task(task, wanted, actor=actor, reason=given["reason"])


def _change_deadline(task: Task, form: DeadlineBatchForm, actor: User) -> object:
    found = form.reckoned
    wanted = replace(
        draft_of(task),
        deadline=found.day,
        deadline_text=found.words,
        deadline_explanation=found.explanation,
        deadline_from=found.counted_from,
    )
    return actions.change_task(task, wanted, actor=actor, reason=form.cleaned_data["reason"])


def _log_call(task: Task, form: Any, actor: User) -> object:
    given = {name: form.cleaned_data[name] for name in ("person_called", "telephone", "at", "said")}
    return actions.log_call(task, actor=actor, unit=task.lead_unit, **given)


BATCHES = {
    "lead": Batch(
        Verb.CHANGE, gettext_lazy("改牵头单位"), LeadBatchForm, lambda task: str(task.lead_unit), _change_lead
    ),
    "deadline": Batch(
        Verb.CHANGE,
        gettext_lazy("改时限"),
        DeadlineBatchForm,
        lambda task: str(task.deadline or task.deadline_text or _("无时限")),
        _change_deadline,
    ),
    "call": Batch(
        Verb.LOG_CALL, gettext_lazy("记电话催办"), CallBatchForm, lambda task: str(task.lead_unit), _log_call
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(*OFFICE_ROLES)
def batch(request: HttpRequest, deed: str) -> HttpResponse:
    """Show what a step will do to the chosen tasks, and do it once confirmed."""
    step, actor = BATCHES[deed], cast(User, request.user)
    given = request.POST if request.method == "POST" else request.GET
    rows = _rows(actor, step, [int(pk) for pk in given.getlist("task") if pk.isdecimal()])
    first = {"counted_from": timezone.localdate(), "at": timezone.localtime().replace(second=0, microsecond=0)}
    form = step.form(request.POST) if request.method == "POST" else step.form(initial=first)
    ready = request.method == "POST" and form.is_valid()
    if ready and form.cleaned_data["confirmed"] == form.new_value():
        done, refused = _carry_out(rows, step, form, actor, request.POST)
        _tell(request, step, done, refused)
        return redirect("tasks:list")
    context = {
        "step": step,
        "rows": rows,
        "form": form,
        "able": sum(not row.refusal for row in rows),
        "new_value": form.new_value() if ready else "",
        "most": MOST,
    }
    return render(request, "tasks/batch.html", context, status=422 if form.errors else 200)


def _rows(actor: User, step: Batch, chosen: list[int]) -> list[Row]:
    """Return the chosen tasks this person sees, each with its present value or why not."""
    tasks = visible_to(actor).filter(pk__in=chosen[:MOST]).select_related("lead_unit").prefetch_related("units")
    rows = []
    for task in tasks:
        offer = offer_of(actor, task, step.verb)
        if offer is None:
            raise PermissionDenied
        rows.append(Row(task, step.present(task), offer.refusal))
    return rows


def _carry_out(
    rows: list[Row], step: Batch, form: BatchForm, actor: User, given: Any
) -> tuple[int, list[tuple[Task, str]]]:
    """Do the step to each task that takes it, as the preview showed it; return how many, and what was refused."""
    done, refused = 0, [(row.task, row.refusal) for row in rows if row.refusal]
    for row in rows:
        if row.refusal:
            continue
        seen = given.get(f"version_{row.task.pk}", "")
        row.task.version = int(seen) if seen.isdecimal() else row.task.version
        try:
            step.do(row.task, form, actor)
        except (DraftRefused, MoveRefused, TaskConflict) as refusal:
            refused.append((row.task, str(refusal)))
        else:
            done += 1
    return done, refused


def _tell(request: HttpRequest, step: Batch, done: int, refused: list[tuple[Task, str]]) -> None:
    """Say how many were done and which were not, with the reason of each."""
    if done:
        words = ngettext("%(label)s：已办 %(n)d 项。", "%(label)s：已办 %(n)d 项。", done)
        messages.success(request, words % {"label": step.label, "n": done})
    for task, why in refused:
        messages.warning(request, _("%(number)s 没有办：%(why)s") % {"number": task.number, "why": why})
