"""A page for every move: its form, why it cannot be made now, and what was done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from duban.files.rules import UnacceptableFile
from duban.organizations.models import User
from duban.tasks.actions import AlreadyDone, DraftRefused, TaskConflict
from duban.tasks.actions.added_demands import BreakdownWarned
from duban.tasks.actions.reporting import FIGURE_ROLES
from duban.tasks.evidence import shown_before
from duban.tasks.forms.drafting import RHYTHMS
from duban.tasks.forms.moves import MoveForm
from duban.tasks.forms.reporting import ReportForm
from duban.tasks.models import ChangeRequest, Evidence, Instruction, Report, ReportState, Task
from duban.tasks.offers import offer_of
from duban.tasks.page_rows import parts_of
from duban.tasks.permissions import heads, is_in, unit_ids, visible_task
from duban.tasks.reports_drawn import pieces_drawn
from duban.tasks.states import MoveRefused, Verb
from duban.tasks.views.deeds import CHANGE_DEEDS, INSTRUCTION_DEEDS, REPORT_DEEDS, TASK_DEEDS, Deed
from duban.tasks.wording import verb_name
from duban.web.prepared import remember

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def move(request: HttpRequest, pk: int, verb: Verb) -> HttpResponse:
    """Show and take the form of a move of the task."""
    task = _task(request, pk)
    return _page(request, task, task, TASK_DEEDS[verb])


@require_http_methods(METHODS)
def report(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Correct a sent report; rewrite, approve or return a drafted one. A draft is its unit's alone."""
    seen = Q(state=ReportState.SENT) | Q(unit__in=unit_ids(request.user))
    row = get_object_or_404(Report.objects.filter(seen), pk=pk)
    task = _task(request, row.task_id)
    own = is_in(request.user, row.unit_id)
    if not own or (deed in ("approve", "return") and not heads(request.user, row.unit)):
        raise PermissionDenied
    return _page(request, task, row, REPORT_DEEDS[deed])


@require_http_methods(METHODS)
def change(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Decide a change that was asked for, or take the request back."""
    row = get_object_or_404(ChangeRequest, pk=pk)
    return _page(request, _task(request, row.task_id), row, CHANGE_DEEDS[deed])


@require_http_methods(METHODS)
def instruction(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Answer a leader's instruction."""
    row = get_object_or_404(Instruction.objects.exclude(task=None), pk=pk)
    return _page(request, _task(request, cast(int, row.task_id)), row, INSTRUCTION_DEEDS[deed])


def _task(request: HttpRequest, pk: int) -> Task:
    """Return the task with its units, where this person may see it."""
    task = visible_task(request.user, pk)
    if task is None:
        raise Http404
    remember(task, "units", parts_of(pk))
    return task


def _page(request: HttpRequest, task: Task, row: Any, deed: Deed[Any]) -> HttpResponse:
    """Show the form, or do what it asks for and go back to the task."""
    actor = cast(User, request.user)
    offer = offer_of(actor, task, deed.verb)
    if offer is None:
        raise PermissionDenied
    form = _form(request, task, row, deed, actor)
    problem, status = offer.refusal, 409 if offer.refusal else 200
    lines: Sequence[str] = ()
    if request.method == "POST":
        problem, status = "", 422
        if form.is_valid():
            try:
                done = _do(deed, row, task, form, actor)
            except AlreadyDone as before:
                messages.info(request, str(before))
                return redirect(task)
            except TaskConflict as conflict:
                problem, status = str(conflict), 409
                form = form.after_conflict()
            except MoveRefused as refusal:
                problem, status = str(refusal), 409
            except BreakdownWarned as warning:
                lines, form = warning.lines, form.after_findings(warning)
            except (DraftRefused, UnacceptableFile) as refusal:
                form.add_error(None, str(refusal))
            else:
                _tell(request, deed, row, form, done)
                _tell_of_known(request, task, form)
                return redirect(task)
    context = {
        "task": task,
        "row": row,
        "form": form,
        "offer": offer,
        "problem": problem,
        "lines": lines,
        "rhythms": RHYTHMS,
        "judged": _judged(task, row, deed.verb),
    }
    return render(request, deed.template, context, status=status)


def _judged(task: Task, row: Any, verb: Verb) -> dict[str, Any]:
    """Return what the person decides on: the change asked for, or what the unit says and shows of the task's end."""
    if isinstance(row, ChangeRequest):
        return {"change": row}
    if verb not in (Verb.VERIFY, Verb.SEND_BACK, Verb.CLOSE_OUT):
        return {}
    shown = Q(report=None) | Q(report__state=ReportState.SENT)
    evidence = Evidence.objects.filter(shown, task=task).select_related("file__preview").order_by("-id")
    return {"completion": task.completion_requests.last(), "evidence": pieces_drawn(evidence)}


def _tell(request: HttpRequest, deed: Deed[Any], row: Any, form: MoveForm, done: Any) -> None:
    """Say what was done; a task whose version stayed was not written to, but for a report that is only drafted."""
    if isinstance(done, Report) and done.state != ReportState.SENT:
        back = done.state == ReportState.RETURNED
        words = (
            _("已退给%(author)s修改，还没有报出。") if back else _("已草拟，还没有报出：由“%(unit)s”负责人审核后报出。")
        )
        messages.success(request, words % {"author": done.author_name, "unit": done.unit_name})
    elif isinstance(row, Task) and row.version == form.cleaned_data["version"]:
        messages.info(request, _("没有改动，没有写入。"))
    else:
        messages.success(request, _("已办：%(verb)s。") % {"verb": verb_name(deed.verb)})


def _tell_of_known(request: HttpRequest, task: Task, form: MoveForm) -> None:
    """Say of which files the same bytes were there already: they were kept once."""
    digests = [staged.sha256 for staged in getattr(form, "staged", ())]
    for name, number in shown_before(request.user, digests, task) if digests else ():
        words = _("“%(name)s”在事项 %(number)s 已上传过，没有重复保存；以后可以在“用本单位以前的材料”里直接选用。")
        messages.info(request, words % {"name": name, "number": number})


def _form(request: HttpRequest, task: Task, row: Any, deed: Deed[Any], actor: User) -> MoveForm:
    """Return the deed's form, filled in where it was posted, with a report's own words where one is rewritten."""
    more: dict[str, Any] = {}
    if issubclass(deed.form, ReportForm):
        roles = [part.role for part in task.units.all() if is_in(actor, part.unit_id)]
        more["gives_figures"] = any(role in FIGURE_ROLES for role in roles)
        if isinstance(row, Report):
            names = (
                "text",
                "as_of",
                "actual",
                "allotted",
                "paid",
                "typed_percent",
                "text_met",
                "problems",
                "next_steps",
            )
            more["initial"] = {name: getattr(row, name) for name in names}
    if request.method == "POST":
        return deed.form(request.POST, request.FILES, task=task, actor=actor, **more)
    return deed.form(task=task, actor=actor, **more)


def _do(deed: Deed[Any], row: Any, task: Task, form: MoveForm, actor: User) -> Any:
    """Do the deed on what the person had before them, the version of their page, and return what came of it."""
    target = row if isinstance(row, Task) else row.task
    target.version = form.cleaned_data["version"]
    actor.speaks_for = form.cleaned_data.get("speaks_for")
    try:
        return deed.do(row, form, actor)
    finally:
        for staged in getattr(form, "staged", ()):
            staged.drop()
