"""A batch: its counts, its files, the preview of one file, one row of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, cast

from django.contrib import messages
from django.contrib.messages import get_messages
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST

from duban.files.uploads import kept_in_memory
from duban.inspections.actions.accepting import start_accepting, start_undo
from duban.inspections.actions.batching import announce, explain_difference, open_batch
from duban.inspections.actions.errors import DeskRefused
from duban.inspections.actions.intaking import change_row, confirm_rows, decide_row, link_row, take_in, take_in_text
from duban.inspections.forms.batching import LARGEST, BatchForm, CountsForm, ReasonForm, RowForm, UploadForm
from duban.inspections.intake import NoPetitions
from duban.inspections.models import Batch, Inspection, Intake, IntakeRow, IntakeState, RowStatus, Term
from duban.inspections.permissions import (
    batches_visible_to,
    inspections_visible_to,
    intakes_visible_to,
    may_run_desk,
    visible_to,
)
from duban.inspections.queries.counts import equation_of, expected_of
from duban.inspections.views.inspecting import METHODS, OFFICE, READERS
from duban.inspections.wording import FIELD_LABELS, LAYOUT_LABELS
from duban.organizations.models import Unit, User
from duban.organizations.permissions import requires
from duban.reading import CannotRead
from duban.vault.permissions import may_unseal_number
from duban.web.paging import page_of, query_with
from duban.workbooks.intake import UnreadableWorkbook

TROUBLES = (DeskRefused, NoPetitions, CannotRead, UnreadableWorkbook)
ROWS = 50
PICKS = (("all", _lazy("全选")), ("none", _lazy("全不选")), ("found", _lazy("只选有遮盖或提示的")))
ACCEPTED, UNDONE = "accepted", "undone"  # what became of rows that could be accepted, beside what they will become
RETURNED = "returned"  # to be given back to the team when the file is accepted: no case of this city's, no task
_WAITS = Q(status=RowStatus.READY, applied=False)
_BY_RESULT = {
    **{value: Q(status=value) for value in RowStatus.values},
    RowStatus.READY.value: _WAITS & (Q(values__returned=False) | Q(values__returned__isnull=True)),
    RETURNED: _WAITS & Q(values__returned=True),
    ACCEPTED: Q(applied=True, undone=False),
    UNDONE: Q(applied=True, undone=True),
}


@require_http_methods(METHODS)
@requires(*OFFICE)
def new_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the day's batch; the next number and today are proposed, or the first day that has no batch yet."""
    inspection = get_object_or_404(inspections_visible_to(request.user), pk=pk)
    last = inspection.batches.aggregate(number=Max("number"))["number"] or 0
    free = _free_day(inspection)
    form = BatchForm(request.POST or None, initial={"number": last + 1, "day": free})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            batch = open_batch(
                inspection, number=given["number"], day=given["day"], actor=cast(User, request.user), **form.counts()
            )
        except DeskRefused as trouble:
            form.add_error(None, str(trouble))
        else:
            return redirect(batch)
    full = free is None and not form.errors
    newest = inspection.batches.order_by("-day").first() if full else None
    context = {"form": form, "inspection": inspection, "full": full, "newest": newest}
    return render(request, "inspections/new_batch.html", context, status=422 if form.errors else 200)


@kept_in_memory(LARGEST)
@require_http_methods(METHODS)
@requires(*READERS)
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the batch's equation, its files and petitions; take a file in."""
    row = _batch(request, pk)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST":
        if not may_run_desk(request.user):
            return redirect(row)
        if form.is_valid():
            try:
                intake = _taken(row, form, cast(User, request.user))
            except TROUBLES as trouble:
                form.add_error("file" if form.cleaned_data["file"] else "text", str(trouble))
            else:
                return redirect("inspections:intake", intake.pk)
    petitions = visible_to(request.user).filter(batch=row).select_related("area", "lead_unit", "duplicate_of")
    intakes = row.intakes.annotate(total=Count("rows")).select_related("created_by")
    context = {
        "batch": row, "inspection": row.inspection, "equation": equation_of(row), "form": form,
        "counts": CountsForm.of(row), "reason": ReasonForm(), "intakes": intakes,
        "before": row.inspection.batches.filter(number__lt=row.number).order_by("-number").first(),
        "after": row.inspection.batches.filter(number__gt=row.number).order_by("number").first(),
        "page": page_of(request, petitions.order_by("position")), "may_run": may_run_desk(request.user),
    }  # fmt: skip
    return render(request, "inspections/batch.html", context, status=422 if form.errors else 200)


@require_POST
@requires(*OFFICE)
def counts(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what the team announced."""
    row = _batch(request, pk)
    form = CountsForm(request.POST)
    if form.is_valid():
        return _done(request, lambda: announce(row, actor=cast(User, request.user), **form.counts()), row)
    messages.error(request, _("件数要填 0 或正整数，请改正。"))
    return redirect(row)


@require_POST
@requires(*OFFICE)
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why announced and imported differ."""
    row, given = _batch(request, pk), request.POST.get("reason", "")
    return _done(request, lambda: explain_difference(row, actor=cast(User, request.user), reason=given), row)


@require_http_methods(METHODS)
@requires(*OFFICE)
def intake(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every row of a file with what stands against it; confirm the texts of those chosen."""
    kept = _intake(request, pk)
    if request.method == "POST":
        chosen = [int(pk) for pk in request.POST.getlist("row") if pk.isdecimal()]

        def confirm() -> None:
            count = confirm_rows(kept, chosen, actor=cast(User, request.user))
            messages.success(request, _("已确认 %(count)d 行的文字，受理时直接交办给建议的单位。") % {"count": count})

        shown = query_with(request, pick=None).rstrip("?")
        return _done(request, confirm, f"{reverse('inspections:intake', args=[kept.pk])}{shown}")
    if request.headers.get("HX-Request"):
        return _progress(request, kept)
    status = request.GET.get("status", "")
    rows = kept.rows.select_related("petition")
    if status in _BY_RESULT:
        rows = rows.filter(_BY_RESULT[status])
    page = page_of(request, rows, ROWS)
    unread, open_now = _draw(page.object_list), kept.state in (IntakeState.DRAFT, IntakeState.DONE)
    counts = kept.rows.aggregate(**{name: Count("pk", filter=wanted) for name, wanted in _BY_RESULT.items()})
    labels = [
        *RowStatus.choices,
        (RETURNED, _("待退回督察组")),
        (ACCEPTED, _("已受理（含退回）")),
        (UNDONE, _("已撤销")),
    ]
    expected = expected_of(kept.batch)
    context = {
        "intake": kept, "batch": kept.batch, "inspection": kept.batch.inspection, "page": page, "status": status,
        "counts": [(value, label, counts[value]) for value, label in labels],
        "total": sum(counts.values()), "waiting": counts[RowStatus.READY.value], "returning": counts[RETURNED],
        "expected": expected, "pending": expected.imported - equation_of(kept.batch).imported, "layout": LAYOUT_LABELS.get(kept.layout, ""),
        "open": open_now, "choices": len(unread) if open_now else 0,
        "compared_first": unread[0] if unread and may_unseal_number(request.user, kept.sealed_rows) else None,
        "pick": request.GET.get("pick", ""), "picks": [(value, str(label)) for value, label in PICKS],
    }  # fmt: skip
    return render(request, "inspections/intake.html", context)


def _progress(request: HttpRequest, kept: Intake) -> HttpResponse:
    """Return how far the file's job is; once it has ended, have the page drawn anew."""
    response = render(request, "inspections/_intake_progress.html", {"intake": kept})
    if kept.job is None or kept.job.finished:
        list(get_messages(request))
        response["HX-Refresh"] = "true"
    return response


@require_POST
@requires(*OFFICE)
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin accepting."""
    kept = _intake(request, pk)
    return _done(request, lambda: start_accepting(kept, actor=cast(User, request.user)), "inspections:intake", kept.pk)


@require_POST
@requires(*OFFICE)
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin taking back."""
    kept = _intake(request, pk)
    return _done(request, lambda: start_undo(kept, actor=cast(User, request.user)), "inspections:intake", kept.pk)


@require_http_methods(METHODS)
@requires(*OFFICE)
def row(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct one row, beside what the unit will see; leave it out, return it, link it."""
    kept = _row(request, pk)
    inspection = kept.intake.batch.inspection
    form = RowForm(request.POST or None, row=kept, inspection=inspection)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            change_row(
                kept, form.cells(), given["summary"], actor=cast(User, request.user), confirmed=given["confirmed"],
                kept=form.kept,
            )  # fmt: skip
        except DeskRefused as trouble:
            form.add_error(None, str(trouble))
        else:
            following = kept.intake.rows.filter(row__gt=kept.row, applied=False).exclude(status=RowStatus.SAME).first()
            if following and "next" in request.POST:
                return redirect("inspections:row", following.pk)
            return redirect("inspections:intake", kept.intake_id)
    _draw([kept])
    context = {
        "row": kept, "form": form, "intake": kept.intake, "batch": kept.intake.batch, "inspection": inspection,
        "may_compare": may_unseal_number(request.user, kept.intake.sealed_rows),
    }  # fmt: skip
    return render(request, "inspections/row.html", context, status=422 if form.errors else 200)


@require_POST
@requires(*OFFICE)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a row out, have it returned, take it up again, link it or not."""
    kept, actor = _row(request, pk), cast(User, request.user)
    decision = request.POST.get("decision", "")

    def act() -> None:
        if decision in ("link", "no_link"):
            link_row(kept, actor=actor, link=decision == "link")
        elif decision in ("skip", "return", "take"):
            decide_row(kept, decision, actor=actor, reason=request.POST.get("reason", ""))
        else:
            raise DeskRefused(_("没有选择怎样办，请重新点选。"))

    return _done(request, act, "inspections:row", kept.pk)


def _free_day(inspection: Inspection) -> date | None:
    """Return today where it has no batch, else the first day without one; None where every day up to today has."""
    taken = set(inspection.batches.values_list("day", flat=True))
    last = min(timezone.localdate(), inspection.last_day)
    days = [inspection.first_day + timedelta(n) for n in range((last - inspection.first_day).days + 1)]
    return next((day for day in [*days[-1:], *days] if day not in taken), None)


def _batch(request: HttpRequest, pk: int) -> Batch:
    return get_object_or_404(batches_visible_to(request.user).select_related("inspection"), pk=pk)


def _intake(request: HttpRequest, pk: int) -> Intake:
    return get_object_or_404(intakes_visible_to(request.user).select_related("batch__inspection", "job"), pk=pk)


def _row(request: HttpRequest, pk: int) -> IntakeRow:
    rows = IntakeRow.objects.filter(intake__in=intakes_visible_to(request.user))
    return get_object_or_404(rows.select_related("intake__batch__inspection", "petition"), pk=pk)


def _taken(row: Batch, form: UploadForm, actor: User) -> Intake:
    file = form.cleaned_data["file"]
    if file:
        return take_in(row, file.read(), file.name, actor=actor)
    return take_in_text(row, form.cleaned_data["text"], actor=actor)


def _done(request: HttpRequest, act: Callable[[], Any], *to: Any) -> HttpResponse:
    """Do it, or say why not, and go back."""
    try:
        act()
    except DeskRefused as trouble:
        messages.error(request, str(trouble))
    return redirect(*to)


def _draw(rows: Any) -> list[IntakeRow]:
    """Give rows what their templates show: labels for ids; return those whose text waits to be confirmed."""
    rows = list(rows)
    ids = {pk for row in rows for pk in (row.values.get("area"), *row.values.get("types", ())) if pk}
    terms = {term.pk: term.label for term in Term.objects.filter(pk__in=ids)}
    wanted = {row.values.get("unit") for row in rows}
    units = {unit.pk: unit.short_name or unit.name for unit in Unit.objects.filter(pk__in=wanted - {None})}
    for row in rows:
        row.area = terms.get(row.values.get("area"), "")
        row.kinds = "、".join(terms.get(pk, "") for pk in row.values.get("types", ()))
        will_be = row.status == RowStatus.READY and not row.applied and not row.values.get("returned")
        row.waits = will_be and not row.confirmed
        row.found = bool(row.masked or row.problems or row.values.get("duplicate"))
        row.unit = units.get(row.values.get("unit"), "")
        row.said = [
            ("" if message.startswith(str(label := FIELD_LABELS.get(name, name))) else label, message, level)
            for name, message, level in row.problems
        ]
    return [row for row in rows if row.waits]
