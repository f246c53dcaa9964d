"""The desk's registers; leaders in charge; what the team rejected."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from duban.inspections.actions.registering import enter, settle
from duban.inspections.counting import accepted, with_standing
from duban.inspections.forms.registers import EntryForm
from duban.inspections.models import HandoverNote, Inspection, PetitionMove
from duban.inspections.models.desk import Entry
from duban.inspections.permissions import inspections_visible_to, may_run_desk, visible_to
from duban.inspections.registers import FIGURE_LABELS, REGISTERS, Register, figures_of
from duban.inspections.states import MoveRefused, PetitionVerb
from duban.inspections.views.statistics import READERS
from duban.organizations.models import User
from duban.organizations.permissions import OFFICE_ROLES, requires
from duban.web.paging import page_of

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@requires(*READERS)
def register(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """List a register's entries, those not settled first; enter one."""
    inspection, kept = get_object_or_404(inspections_visible_to(request.user), pk=pk), _register(key)
    form, status, today = _form(kept, inspection, kept.entered), 200, timezone.localdate()
    if request.method == "POST":
        form, status = _form(kept, inspection, kept.entered, request.POST), 422
        if form.is_valid():
            values = dict(form.cleaned_data)
            if kept.model is HandoverNote:
                values["figures"] = figures_of(inspection, today)
            enter(kept.model, inspection, values, actor=cast(User, request.user))
            return redirect("inspections:register", pk, key)
    waiting = request.GET.get("waiting") == "1"
    rows = kept.model._default_manager.filter(inspection=inspection)
    named = [name for name in kept.entered if kept.model._meta.get_field(name).is_relation]
    if named:
        rows = rows.select_related(*named)
    rows = rows.filter(settled_at=None) if waiting else rows
    page = page_of(request, rows.order_by("-pk"))
    context = {
        "inspection": inspection, "register": kept, "registers": REGISTERS.values(), "page": page, "form": form,
        "rows": [(entry, _cells(kept, entry), _is_late(kept, entry, today)) for entry in page.object_list],
        "headings": [kept.model._meta.get_field(name).verbose_name for name in kept.shown],  # type: ignore[union-attr]
        "office": may_run_desk(request.user), "waiting": waiting,
    }  # fmt: skip
    return render(request, "inspections/register.html", context, status=status)


@require_http_methods(METHODS)
@requires(*OFFICE_ROLES)
def settle_entry(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Settle one entry."""
    kept = _register(key)
    entry = get_object_or_404(kept.model._default_manager.select_related("inspection"), pk=pk)
    form, status, problem = _form(kept, entry.inspection, kept.settled, settling=True), 200, ""
    if request.method == "POST":
        form, status = _form(kept, entry.inspection, kept.settled, request.POST, settling=True), 422
        if form.is_valid():
            try:
                settle(entry, form.cleaned_data, actor=cast(User, request.user))
                return redirect("inspections:register", entry.inspection_id, key)
            except MoveRefused as refusal:
                problem, status = str(refusal), 409
    context = {"inspection": entry.inspection, "register": kept, "entry": entry, "form": form, "problem": problem}
    context["facts"] = zip(
        [kept.model._meta.get_field(name).verbose_name for name in kept.entered],  # type: ignore[union-attr]
        _cells(kept, entry),
        strict=False,
    )
    return render(request, "inspections/settle_entry.html", context, status=status)


@require_safe
@requires(*READERS)
def leaders(request: HttpRequest, pk: int) -> HttpResponse:
    """List the leaders in charge (领导包案) with how their petitions stand."""
    inspection = get_object_or_404(inspections_visible_to(request.user), pk=pk)
    rows = with_standing(accepted(visible_to(request.user).filter(inspection=inspection)), timezone.localdate())
    named = rows.exclude(leading_official="").order_by().values("leading_official")
    counted = named.annotate(
        total=Count("pk"),
        starred=Count("pk", filter=Q(starred=True)),
        concluded=Count("pk", filter=Q(standing="concluded")),
        staged=Count("pk", filter=Q(standing="staged")),
        overdue=Count("pk", filter=Q(clock="overdue")),
        reopened=Count("pk", filter=Q(reopened__gt=0)),
    ).order_by("-total", "leading_official")
    without = rows.filter(leading_official="", starred=True).count()
    context = {"inspection": inspection, "rows": list(counted), "without": without}
    return render(request, "inspections/leaders.html", context)


@require_safe
@requires(*READERS)
def rejections(request: HttpRequest, pk: int) -> HttpResponse:
    """List the petitions whose reply the team rejected, with its reasons and where the rework stands."""
    inspection = get_object_or_404(inspections_visible_to(request.user), pk=pk)
    moves = PetitionMove.objects.filter(verb=PetitionVerb.REJECT.value).order_by("-id")
    rows = visible_to(request.user).filter(inspection=inspection, rejected__gt=0)
    rows = rows.select_related("lead_unit").prefetch_related(Prefetch("moves", moves, to_attr="rejections"))
    page = page_of(request, rows.order_by("in_hand", "reply_due", "pk").reverse())
    context = {"inspection": inspection, "page": page, "today": timezone.localdate()}
    return render(request, "inspections/rejections.html", context)


def _register(key: str) -> Register:
    if key not in REGISTERS:
        raise Http404
    return REGISTERS[key]


def _form(
    kept: Register, inspection: Inspection, names: tuple[str, ...], given: Any = None, *, settling: bool = False
) -> EntryForm:
    return EntryForm(given, model=kept.model, names=names, inspection=inspection, settling=settling)


def _cells(kept: Register, entry: Entry) -> list[object]:
    """Return the entry's values in the order of the columns; a handover's figures in words behind its text."""
    cells = [getattr(entry, name) for name in kept.shown]
    if isinstance(entry, HandoverNote):
        figures = "　".join(f"{FIGURE_LABELS[name]} {count}" for name, count in entry.figures.items())
        cells[1] = f"{entry.left}\n{figures}"
    return ["" if cell is None else cell for cell in cells]


def _is_late(kept: Register, entry: Entry, today: Any) -> bool:
    due = getattr(entry, kept.due) if kept.due else None
    return entry.settled_at is None and due is not None and due < today
