"""Leaders' written instructions: the list with its clocks, recording one, the tasks it asks for, its answer."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from duban.dates.workdays import load_calendar
from duban.organizations.models import Role, User
from duban.organizations.permissions import OFFICE_ROLES, is_office, requires
from duban.tasks.actions.directing import answer_directly, open_tasks_of, origin_key, record_instruction
from duban.tasks.actions.drafts import DraftRefused
from duban.tasks.forms.instructions import AnswerDirectlyForm, InstructionTasks, RecordInstructionForm
from duban.tasks.models import Instruction, TaskOrigin
from duban.tasks.permissions import UNIT_READERS, instructions_visible_to, is_in, visible_to
from duban.tasks.states import MoveRefused
from duban.web.paging import page_of

METHODS = ["GET", "HEAD", "POST"]
READERS = (*OFFICE_ROLES, Role.LEADER, *UNIT_READERS)


@require_safe
@requires(*READERS)
def instructions(request: HttpRequest) -> HttpResponse:
    """List the instructions this person may see: those waiting for an answer first, by their limit."""
    today, seen = timezone.localdate(), instructions_visible_to(request.user)
    states = _states(today)
    state = request.GET.get("state", "")
    rows = seen.filter(states.get(state, Q())).select_related("task__lead_unit")
    counts = seen.aggregate(all=Count("pk"), **{name: Count("pk", filter=wanted) for name, wanted in states.items()})
    labels = {
        "": _("全部"),
        "waiting": _("待答复"),
        "late": _("已过时限"),
        "unopened": _("未立项"),
        "answered": _("已答复"),
    }
    context = {
        "page": page_of(request, _in_order(rows)),
        "tabs": [(name, label, counts[name or "all"]) for name, label in labels.items()],
        "state": state,
        "today": today,
        "calendar": load_calendar(),
        "may_record": is_office(request.user) or Role.LEADER in cast(User, request.user).roles,
    }
    return render(request, "tasks/instructions.html", context)


@require_http_methods(METHODS)
@requires(*OFFICE_ROLES, Role.LEADER)
def new_instruction(request: HttpRequest) -> HttpResponse:
    """Record what a leader wrote; a leader writes their own."""
    actor = cast(User, request.user)
    form = RecordInstructionForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            found = record_instruction(actor=actor, **form.cleaned_data)
        except DraftRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已登记批示。"))
            return redirect("tasks:instruction", pk=found.pk)
    return render(request, "tasks/new_instruction.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def instruction(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one instruction with its tasks and its answer."""
    found = get_object_or_404(instructions_visible_to(request.user).select_related("task"), pk=pk)
    office = is_office(request.user)
    lead = found.task is not None and is_in(request.user, found.task.lead_unit_id)
    keyed = TaskOrigin.objects.filter(key=origin_key(found)).values("task")
    tasks = visible_to(request.user).filter(Q(pk__in=keyed) | Q(pk=found.task_id)).select_related("lead_unit")
    context = {
        "row": found,
        "tasks": tasks.order_by("year", "source", "serial", "part"),
        "today": timezone.localdate(),
        "calendar": load_calendar(),
        "may_open": office and found.answered_at is None,
        "may_answer": found.answered_at is None and (office or lead),
    }
    return render(request, "tasks/instruction.html", context)


@require_http_methods(METHODS)
def open_tasks(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the tasks an instruction asks for, one a row."""
    found = get_object_or_404(instructions_visible_to(request.user), pk=pk)
    actor = cast(User, request.user)
    if not is_office(actor):
        raise PermissionDenied
    first = [{"title": found.text[:500], "deadline": found.answer_by}]
    rows = InstructionTasks(request.POST) if request.method == "POST" else InstructionTasks(initial=first)
    problem, status = "", 200
    if request.method == "POST":
        status = 422
        if rows.is_valid():
            drafts = [draft for form in rows if (draft := form.draft(found))]
            try:
                tasks = open_tasks_of(found, drafts, actor=actor)
            except (DraftRefused, MoveRefused) as refusal:
                problem, status = str(refusal), 409 if isinstance(refusal, MoveRefused) else 422
            else:
                messages.success(request, _("已立项：%(numbers)s。") % {"numbers": "、".join(t.number for t in tasks)})
                return redirect("tasks:instruction", pk=pk)
    context = {"row": found, "rows": rows, "problem": problem}
    return render(request, "tasks/open_instruction.html", context, status=status)


@require_http_methods(METHODS)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer an instruction that stands on no task; one that does is answered on its task."""
    found = get_object_or_404(instructions_visible_to(request.user), pk=pk)
    if not is_office(request.user):
        raise PermissionDenied
    if found.task_id:
        return redirect("tasks:answer_instruction", pk=pk)
    form = AnswerDirectlyForm(request.POST or None)
    problem, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                answer_directly(found, actor=cast(User, request.user), answer=form.cleaned_data["answer"])
            except MoveRefused as refusal:
                problem, status = str(refusal), 409
            else:
                messages.success(request, _("已答复。"))
                return redirect("tasks:instruction", pk=pk)
    context = {"row": found, "form": form, "problem": problem}
    return render(request, "tasks/answer_instruction.html", context, status=status)


def _states(today: object) -> dict[str, Q]:
    return {
        "waiting": Q(answered_at=None),
        "late": Q(answered_at=None, answer_by__lt=today),
        "unopened": Q(answered_at=None, task=None),
        "answered": Q(answered_at__isnull=False),
    }


def _in_order(rows: QuerySet[Instruction]) -> QuerySet[Instruction]:
    """Sort: unanswered ones first, by their limit, then the latest."""
    return rows.order_by(F("answered_at").asc(nulls_first=True), F("answer_by").asc(nulls_last=True), "-on", "-id")
