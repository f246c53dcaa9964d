"""Findings with their plans over years, and the filing of their close-outs."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Min, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.inspections.actions import filing as close_out
from duban.inspections.actions import findings as acts
from duban.inspections.forms.papers import ReasonForm
from duban.inspections.forms.registers import FilingForm, FindingForm, FindingResultForm, StepForm
from duban.inspections.models import Finding, FindingState, FindingStep
from duban.inspections.permissions import (
    findings_visible_to,
    inspections_visible_to,
    may_note_steps,
    may_run_desk,
    reads_desk,
)
from duban.inspections.registers import REGISTERS
from duban.inspections.states import MoveRefused
from duban.inspections.views.inspecting import DESKS
from duban.organizations.models import User
from duban.organizations.permissions import OFFICE_ROLES, requires
from duban.tasks.actions.completing import shown_evidence
from duban.tasks.actions.drafts import DraftRefused
from duban.tasks.states import TaskState
from duban.web.access import belongs_to
from duban.web.paging import page_of

_CLOSABLE = (TaskState.COMPLETION_REQUESTED, TaskState.VERIFIED, TaskState.CLOSED_OUT)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(*DESKS)
def findings(request: HttpRequest, pk: int) -> HttpResponse:
    """List the findings with how far their plans are, a unit's own to a unit; the office enters one."""
    inspection = get_object_or_404(inspections_visible_to(request.user), pk=pk)
    form, status, problem = FindingForm(), 200, ""
    if request.method == "POST":
        form, status = FindingForm(request.POST), 422
        if form.is_valid():
            try:
                actor, plan = cast(User, request.user), form.cleaned_data["plan"]
                return redirect(acts.enter_finding(inspection, form.facts(), plan, actor=actor))
            except (MoveRefused, DraftRefused) as refusal:
                problem, status = str(refusal), 409
    rows = (
        findings_visible_to(request.user)
        .filter(inspection=inspection)
        .select_related("lead_unit", "task")
        .annotate(
            all_steps=Count("steps"),
            done=Count("steps", filter=Q(steps__done_on__isnull=False)),
            next_due=Min("steps__due", filter=Q(steps__done_on=None)),
        )
    )
    context = {
        "inspection": inspection, "page": page_of(request, rows.order_by("number")), "form": form, "problem": problem,
        "office": may_run_desk(request.user), "today": timezone.localdate(), "registers": REGISTERS.values(),
        "desk": reads_desk(request.user),
    }  # fmt: skip
    return render(request, "inspections/findings.html", context, status=status)


@require_safe
@requires(*DESKS)
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a finding with its plan."""
    return _page(request, _found(request, pk))


@belongs_to(lambda request, pk: _found(request, get_object_or_404(FindingStep, pk=pk).finding_id))
@require_POST
@requires(*DESKS)
def note_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a step is done."""
    step, form = get_object_or_404(FindingStep, pk=pk), StepForm(request.POST)
    found = _found(request, step.finding_id)
    if not may_note_steps(request.user, found):
        raise PermissionDenied
    if not form.is_valid():
        wrong = "；".join(f"{form[name].label}：{'，'.join(map(str, errors))}" for name, errors in form.errors.items())
        return _page(request, found, problem=wrong, status=422)
    given, today = form.cleaned_data, timezone.localdate()
    return _done(
        request,
        found,
        lambda actor: acts.note_step(step, actor=actor, on=given["on"], what=given["what"], today=today),
        _("已登记完成。"),
    )


@require_POST
@requires(*OFFICE_ROLES)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the close-out."""
    found, form = _found(request, pk), FindingResultForm(request.POST)
    if not form.is_valid():
        return _page(request, found, result_form=form, status=422)
    result = form.cleaned_data["result"]
    return _done(
        request,
        found,
        lambda actor: acts.ask_to_file(found, actor=actor, result=result),
        _("已申请销号，由另一位同事审核。"),
    )


@require_POST
@requires(*OFFICE_ROLES)
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """File the close-out, as the second person."""
    found = _found(request, pk)
    form = FilingForm(request.POST, testing=_testing(found))
    if not form.is_valid():
        return _page(request, found, filing_form=form, status=422)
    filing, today = form.filing(), timezone.localdate()
    return _done(
        request, found, lambda actor: close_out.file_finding(found, filing, actor=actor, today=today), _("已销号备案。")
    )


@require_POST
@requires(*OFFICE_ROLES)
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the work go on."""
    found, form = _found(request, pk), ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, found, reason_form=form, status=422)
    reason = form.cleaned_data["reason"]
    return _done(
        request,
        found,
        lambda actor: close_out.send_finding_back(found, actor=actor, reason=reason),
        _("已退回继续整改。"),
    )


def _testing(found: Finding) -> bool:
    """Tell whether the task is still to be tested: its unit asked for its completion."""
    return bool(found.task.state == TaskState.COMPLETION_REQUESTED)


def _found(request: HttpRequest, pk: int) -> Finding:
    seen = findings_visible_to(request.user).select_related("inspection", "lead_unit", "task")
    return get_object_or_404(seen, pk=pk)


def _done(request: HttpRequest, found: Finding, act: Callable[[User], object], said: str) -> HttpResponse:
    try:
        act(cast(User, request.user))
    except MoveRefused as refusal:
        return _page(request, _found(request, found.pk), problem=str(refusal), status=409)
    messages.success(request, said)
    return redirect(found)


def _page(
    request: HttpRequest, found: Finding, *, problem: str = "", result_form: FindingResultForm | None = None,
    filing_form: FilingForm | None = None, reason_form: ReasonForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    office, filing = may_run_desk(request.user), found.state == FindingState.FILING
    steps = list(found.steps.all())
    years: dict[int, list[FindingStep]] = {}
    for step in steps:
        years.setdefault(step.due.year, []).append(step)
    context = {
        "finding": found, "inspection": found.inspection, "years": years.items(), "problem": problem,
        "done": sum(step.done_on is not None for step in steps), "all": len(steps), "today": timezone.localdate(),
        "may_note": may_note_steps(request.user, found) and found.state == FindingState.OPEN,
        "may_ask": office and found.state == FindingState.OPEN, "desk": reads_desk(request.user),
        "may_file": office and filing and found.asked_by_id != request.user.pk,
        "evidence": shown_evidence(found.task), "closable": found.task.state in _CLOSABLE,
        "own": office and filing and found.asked_by_id == request.user.pk, "may_send_back": office and filing,
        "result_form": result_form or FindingResultForm(), "filing_form": filing_form or FilingForm(testing=_testing(found)),
        "reason_form": reason_form or ReasonForm(),
    }  # fmt: skip
    return render(request, "inspections/finding.html", context, status=status)
