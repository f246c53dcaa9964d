"""The desk's registers; leaders in charge; what the team rejected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.inspections.actions.registering import answer_entry, enter, send_entry_back, settle, sign_for_entry
from duban.inspections.counting import accepted, with_standing
from duban.inspections.forms.papers import ReasonForm
from duban.inspections.forms.registers import AnswerEntryForm, EntryForm
from duban.inspections.models import HandoverNote, Inspection, PetitionMove
from duban.inspections.models.desk import Entry, UnitEntry
from duban.inspections.official import handover_docx
from duban.inspections.permissions import (
    entries_visible_to,
    inspections_visible_to,
    may_run_desk,
    reads_desk,
    visible_to,
)
from duban.inspections.registers import FIGURE_LABELS, REGISTERS, Register, figures_of
from duban.inspections.states import MoveRefused, PetitionVerb
from duban.inspections.views.inspecting import DESKS
from duban.inspections.views.papers import as_file
from duban.inspections.views.statistics import READERS
from duban.organizations.models import User
from duban.organizations.permissions import OFFICE_ROLES, requires
from duban.tasks.permissions import UNIT_READERS, is_in
from duban.web.documents import DOCX_TYPE
from duban.web.paging import page_of

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@requires(*DESKS)
def register(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """List a register's entries, a unit's own to a unit; the office enters one."""
    inspection, kept = get_object_or_404(inspections_visible_to(request.user), pk=pk), _register(request, key)
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
    rows = entries_visible_to(request.user, kept.model).filter(inspection=inspection)
    named = [name for name in kept.entered if kept.model._meta.get_field(name).is_relation]
    if named:
        rows = rows.select_related(*named)
    rows = rows.filter(settled_at=None) if waiting else rows
    page = page_of(request, rows.order_by("-pk"))
    context = {
        "inspection": inspection, "register": kept, "registers": REGISTERS.values(), "page": page, "form": form,
        "rows": [(entry, _cells(kept, entry), _is_late(kept, entry, today)) for entry in page.object_list],
        "headings": [kept.model._meta.get_field(name).verbose_name for name in kept.shown],  # type: ignore[union-attr]
        "office": may_run_desk(request.user), "waiting": waiting, "desk": reads_desk(request.user),
    }  # fmt: skip
    return render(request, "inspections/register.html", context, status=status)


@require_safe
@requires(*DESKS)
def entry(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Show one entry to those it concerns: its unit signs and answers here, the office settles or sends back."""
    kept, found = _entry(request, pk, key)
    return _entry_page(request, kept, found)


@require_POST
@requires(*UNIT_READERS)
def sign_entry(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Sign for an entry."""
    kept, found = _entry(request, pk, key)
    return _act(request, kept, found, lambda actor: sign_for_entry(found, actor=actor))


@require_POST
@requires(*UNIT_READERS)
def answer(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Answer an entry."""
    kept, found = _entry(request, pk, key)
    form, today = AnswerEntryForm(request.POST), timezone.localdate()
    if not form.is_valid():
        return _entry_page(request, kept, found, answer_form=form, status=422)
    given = form.cleaned_data
    return _act(
        request, kept, found,
        lambda actor: answer_entry(found, actor=actor, on=given["on"], words=given["words"], today=today),
    )  # fmt: skip


@require_POST
@requires(*OFFICE_ROLES)
def send_back(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Send a unit's answer back."""
    kept, found = _entry(request, pk, key)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _entry_page(request, kept, found, reason_form=form, status=422)
    reason = form.cleaned_data["reason"]
    return _act(request, kept, found, lambda actor: send_entry_back(found, actor=actor, reason=reason))


@require_safe
@requires(*READERS)
def handover_note(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out a handover note as a document."""
    note = get_object_or_404(HandoverNote.objects.select_related("inspection"), pk=pk)
    return as_file(handover_docx(note), DOCX_TYPE, f"{_('值班交接')}{note.night}.docx")


@require_http_methods(METHODS)
@requires(*OFFICE_ROLES)
def settle_entry(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Settle one entry."""
    kept = _register(request, key)
    entry = get_object_or_404(kept.model._default_manager.select_related("inspection"), pk=pk)
    form, status, problem = _form(kept, entry.inspection, kept.settled, settling=True), 200, ""
    if isinstance(entry, UnitEntry) and entry.answered_at:
        said = dict(zip(kept.prefilled, (entry.unit_day, entry.unit_answer), strict=True))
        form.initial = {name: value for name, value in said.items() if name}
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
    context = {
        "inspection": inspection, "rows": list(counted), "without": without, "desk": True, "registers": REGISTERS.values(),
    }  # fmt: skip
    return render(request, "inspections/leaders.html", context)


@require_safe
@requires(*DESKS)
def rejections(request: HttpRequest, pk: int) -> HttpResponse:
    """List the petitions whose reply the team rejected, with its reasons and where the rework stands."""
    inspection = get_object_or_404(inspections_visible_to(request.user), pk=pk)
    moves = PetitionMove.objects.filter(verb=PetitionVerb.REJECT.value).order_by("-id")
    rows = visible_to(request.user).filter(inspection=inspection, rejected__gt=0)
    rows = rows.select_related("lead_unit").prefetch_related(Prefetch("moves", moves, to_attr="rejections"))
    page = page_of(request, rows.order_by("in_hand", "reply_due", "pk").reverse())
    context = {
        "inspection": inspection, "page": page, "today": timezone.localdate(), "desk": reads_desk(request.user),
        "registers": REGISTERS.values(),
    }  # fmt: skip
    return render(request, "inspections/rejections.html", context)


def _register(request: HttpRequest, key: str) -> Register:
    """Return the register; 404 for none, and for one that no unit has anything in."""
    if key not in REGISTERS or not (REGISTERS[key].for_units or reads_desk(request.user)):
        raise Http404
    return REGISTERS[key]


def _entry(request: HttpRequest, pk: int, key: str) -> tuple[Register, UnitEntry]:
    """Return the entry where this person may see it and it goes to a unit."""
    kept = _register(request, key)
    named = ["inspection", *(name for name in kept.entered if kept.model._meta.get_field(name).is_relation)]
    found = get_object_or_404(entries_visible_to(request.user, kept.model).select_related(*named), pk=pk)
    if not isinstance(found, UnitEntry):
        raise Http404
    return kept, found


def _act(request: HttpRequest, kept: Register, found: UnitEntry, act: Callable[[User], object]) -> HttpResponse:
    try:
        act(cast(User, request.user))
    except MoveRefused as refusal:
        kept, found = _entry(request, found.pk, kept.key)
        return _entry_page(request, kept, found, problem=str(refusal), status=409)
    return redirect("inspections:entry", kept.key, found.pk)


def _entry_page(
    request: HttpRequest, kept: Register, found: UnitEntry, *, problem: str = "",
    answer_form: AnswerEntryForm | None = None, reason_form: ReasonForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    office, own = may_run_desk(request.user), is_in(request.user, found.unit_id)
    is_open = found.settled_at is None
    named = [kept.model._meta.get_field(name).verbose_name for name in kept.shown]  # type: ignore[union-attr]
    context = {
        "inspection": found.inspection, "register": kept, "registers": REGISTERS.values(), "entry": found,
        "facts": [(label, cell) for label, cell in zip(named, _cells(kept, found), strict=True) if cell != ""],
        "problem": problem, "desk": reads_desk(request.user), "late": _is_late(kept, found, timezone.localdate()),
        "may_sign": own and is_open and not found.signed_at and not found.answered_at,
        "may_answer": own and is_open and not found.answered_at, "may_settle": office and is_open,
        "may_send_back": office and is_open and found.answered_at,
        "answer_form": answer_form or AnswerEntryForm(), "reason_form": reason_form or ReasonForm(),
    }  # fmt: skip
    return render(request, "inspections/entry.html", context, status=status)


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
