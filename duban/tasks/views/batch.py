"""One step on several chosen tasks: what it will do to how many is shown first, each task is its own transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from duban.organizations.models import Unit, User
from duban.organizations.permissions import OFFICE_ROLES, requires
from duban.tasks import actions
from duban.tasks.actions import DraftRefused, TaskConflict, draft_of
from duban.tasks.actions.batching import keep_batch, undo_batch, values_before, versions_after
from duban.tasks.forms.batch import BatchForm, CallBatchForm, DeadlineBatchForm, LeadBatchForm
from duban.tasks.models import BatchRun, Task
from duban.tasks.offers import offer_of
from duban.tasks.permissions import visible_to
from duban.tasks.states import MoveRefused, Verb
from duban.web.paging import page_of

MOST = 200


@dataclass(frozen=True, slots=True)
class Batch:
    """A step: its verb, its form, a task's present value and how it is done to one task."""

    verb: Verb
    label: str | Promise
    form: type[BatchForm]
    present: Callable[[Task], str]
    do: Callable[[Task, Any, User], object]
    undone: bool = True  # whether it can be undone: a call that was made stays made


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
        Verb.LOG_CALL,
        gettext_lazy("记电话催办"),
        CallBatchForm,
        lambda task: str(task.lead_unit),
        _log_call,
        undone=False,
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
        _tell(request, step, len(done), refused)
        if done and step.undone:
            kept = keep_batch(deed, form.new_value(), form.cleaned_data["reason"], done, actor=actor)
            return redirect("tasks:batch_run", kept.pk)
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


@require_safe
@requires(*OFFICE_ROLES)
def runs(request: HttpRequest) -> HttpResponse:
    """List the changes of several tasks, the newest first."""
    page = page_of(request, BatchRun.objects.all())
    rows = [(kept, BATCHES[kept.deed].label, len(kept.rows)) for kept in page.object_list]
    return render(request, "tasks/batch_runs.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(*OFFICE_ROLES)
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was done to which tasks and which can be given back what they were; undo it."""
    kept = get_object_or_404(BatchRun, pk=pk)
    if request.method == "POST":
        try:
            done, left = undo_batch(kept, actor=cast(User, request.user))
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
        else:
            words = _("撤销了 %(done)d 项，%(left)d 项没有撤销。") % {"done": done, "left": left}
            (messages.warning if left else messages.success)(request, words)
        return redirect("tasks:batch_run", pk)
    keys = [row["task"] for row in kept.rows]
    tasks = visible_to(request.user).filter(pk__in=keys).select_related("lead_unit").in_bulk()
    units = dict(Unit.objects.values_list("pk", "name"))
    lines = [_line(row, tasks[row["task"]], kept, units) for row in kept.rows if row["task"] in tasks]
    context = {
        "run": kept,
        "label": BATCHES[kept.deed].label,
        "lines": lines,
        "able": sum(line["able"] for line in lines),
    }
    return render(request, "tasks/batch_run.html", context)


def _line(row: dict[str, Any], task: Task, kept: BatchRun, units: Mapping[int, str]) -> dict[str, Any]:
    """Return one task of a run as its line: what it was, what it is now, whether it can be given back."""
    before = row["before"][str(task.pk)]
    was = units.get(before["lead_unit"], "") if kept.deed == "lead" else before["deadline"] or before["deadline_text"]
    able = kept.undone_at is None and task.version == row["after"].get(str(task.pk))
    now = BATCHES[kept.deed].present(task)
    return {"task": task, "was": was or _("无时限"), "now": now, "able": able, "row": row}


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
) -> tuple[list[dict[str, Any]], list[tuple[Task, str]]]:
    """Do the step to each task that takes it, as the preview showed it; return what each was before, and what was refused."""
    done: list[dict[str, Any]] = []
    refused = [(row.task, row.refusal) for row in rows if row.refusal]
    for row in rows:
        if row.refusal:
            continue
        seen = given.get(f"version_{row.task.pk}", "")
        row.task.version = int(seen) if seen.isdecimal() else row.task.version
        before = values_before(row.task) if step.undone else {}
        try:
            step.do(row.task, form, actor)
        except (DraftRefused, MoveRefused, TaskConflict) as refusal:
            refused.append((row.task, str(refusal)))
        else:
            after = versions_after(before)
            done.append({"task": row.task.pk, "number": row.task.number, "before": before, "after": after})
    return done, refused


def _tell(request: HttpRequest, step: Batch, done: int, refused: list[tuple[Task, str]]) -> None:
    """Say how many were done and which were not, with the reason of each."""
    if done:
        words = ngettext("%(label)s：已办 %(n)d 项。", "%(label)s：已办 %(n)d 项。", done)
        messages.success(request, words % {"label": step.label, "n": done})
    for task, why in refused:
        messages.warning(request, _("%(number)s 没有办：%(why)s") % {"number": task.number, "why": why})
