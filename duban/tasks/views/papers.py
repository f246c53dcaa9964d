"""Urging papers: the list, issuing for chosen tasks, the sheets for the printer, the receipts."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from duban.organizations.models import Role, User
from duban.organizations.permissions import OFFICE_ROLES, is_office, requires
from duban.tasks.actions.demanding import DemandWarned
from duban.tasks.actions.drafts import DraftRefused
from duban.tasks.actions.urging import issue_papers, note_receipt
from duban.tasks.forms.papers import PaperForm, ReceiptForm
from duban.tasks.models import Task, UrgingPaper
from duban.tasks.permissions import UNIT_READERS, papers_visible_to, visible_to
from duban.tasks.states import MoveRefused
from duban.tasks.views.demands import shown_clashes
from duban.web.paging import page_of

METHODS = ["GET", "HEAD", "POST"]
MOST = 100


@require_safe
@requires(*OFFICE_ROLES, Role.LEADER, *UNIT_READERS)
def papers(request: HttpRequest) -> HttpResponse:
    """List the papers this person may see, those without a receipt on demand."""
    rows = papers_visible_to(request.user).prefetch_related("matters")
    waiting = request.GET.get("waiting") == "1"
    if waiting:
        rows = rows.filter(receipt_on=None)
    context = {
        "page": page_of(request, rows),
        "waiting": waiting,
        "today": timezone.localdate(),
        "office": is_office(request.user),
    }
    return render(request, "tasks/papers.html", context)


@require_http_methods(METHODS)
def urge(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue a paper on one task."""
    return _issue(request, visible_to(request.user).filter(pk=pk), one=True)


@require_http_methods(METHODS)
@requires(*OFFICE_ROLES)
def new_papers(request: HttpRequest) -> HttpResponse:
    """Issue papers on the tasks named in the address (`?task=1&task=2`), one to each lead unit."""
    given = request.POST if request.method == "POST" else request.GET
    keys = [int(key) for key in given.getlist("task") if key.isdecimal()][:MOST]
    return _issue(request, visible_to(request.user).filter(pk__in=keys), one=False)


@require_safe
@requires(*OFFICE_ROLES, Role.LEADER, *UNIT_READERS)
def sheets(request: HttpRequest) -> HttpResponse:
    """Show the papers named in the address (`?paper=1`) as sheets for the printer, each with its receipt."""
    keys = [int(key) for key in request.GET.getlist("paper") if key.isdecimal()][:MOST]
    rows = papers_visible_to(request.user).filter(pk__in=keys).prefetch_related("matters__task").order_by("id")
    if keys and not rows:
        raise Http404
    return render(request, "tasks/paper.html", {"papers": rows})


@require_http_methods(METHODS)
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a receipt came back."""
    paper = get_object_or_404(papers_visible_to(request.user), pk=pk)
    actor = cast(User, request.user)
    if not is_office(actor):
        raise PermissionDenied
    form = ReceiptForm(request.POST or None)
    problem, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                note_receipt(paper, actor=actor, **form.cleaned_data)
            except MoveRefused as refusal:
                problem, status = str(refusal), 409
            except DraftRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("已登记回执：%(number)s。") % {"number": paper.number})
                return redirect("tasks:papers")
    context = {"paper": paper, "form": form, "problem": problem}
    return render(request, "tasks/paper_receipt.html", context, status=status)


def _issue(request: HttpRequest, chosen: QuerySet[Task], *, one: bool) -> HttpResponse:
    """Show the form beside the tasks, or issue the papers and lead to their sheets."""
    tasks = list(chosen.select_related("lead_unit").order_by("lead_unit__position", "deadline", "id"))
    if one and not tasks:
        raise Http404
    actor = cast(User, request.user)
    if not is_office(actor):
        raise PermissionDenied
    form = PaperForm(request.POST, actor=actor) if request.method == "POST" else PaperForm(actor=actor)
    problem, status, clashes = "", 200, []
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                reason, today = form.cleaned_data["reason"], timezone.localdate()
                issued = issue_papers(tasks, form.facts(), actor=actor, reason=reason, today=today)
            except DemandWarned as warning:
                form.add_error("reason", str(warning))
                clashes = shown_clashes(warning)
            except MoveRefused as refusal:
                problem, status = str(refusal), 409
            except DraftRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect(_sheets_of(issued))
    units = len({task.lead_unit_id for task in tasks})
    context = {"tasks": tasks, "units": units, "form": form, "problem": problem, "clashes": clashes, "one": one}
    return render(request, "tasks/new_paper.html", context, status=status)


def _sheets_of(papers: list[UrgingPaper]) -> str:
    return reverse("tasks:paper_sheets") + "?" + "&".join(f"paper={paper.pk}" for paper in papers)
