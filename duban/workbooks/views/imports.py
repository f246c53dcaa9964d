"""Pages of taking ledgers in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import cast

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.organizations.models import Role, Unit, User
from duban.organizations.permissions import requires
from duban.reading import CannotRead
from duban.web.paging import page_of
from duban.web.spreadsheets import XLSX_TYPE, Column, Table, xlsx_bytes
from duban.workbooks.actions import ImportRefused, change_mapping, name_unit, start_import, start_undo, take_in
from duban.workbooks.forms import FIELD_LABELS, MappingForm, NameForm, UploadForm
from duban.workbooks.intake import UnreadableWorkbook
from duban.workbooks.models import Import, ImportRow, ImportState, RowStatus
from duban.workbooks.permissions import visible_to
from duban.workbooks.rules.mapping import Field

METHODS = ["GET", "HEAD", "POST"]
OFFICE = (Role.CLERK, Role.DESK)
LARGEST = 20 * 1024 * 1024
_UNKNOWN = re.compile("没有叫“(.+)”的单位")
SHOWN_NAMES = 12


@require_http_methods(METHODS)
@requires(*OFFICE)
def imports(request: HttpRequest) -> HttpResponse:
    """Show earlier imports; take a file in."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if file.size > LARGEST:
                raise UnreadableWorkbook(_("“%(name)s”超过 20 MB，请分成几个文件导入。") % {"name": file.name})
            run = take_in(file.read(), file.name, actor=cast(User, request.user), today=timezone.localdate())
        except (UnreadableWorkbook, ImportRefused, CannotRead) as trouble:
            form.add_error("file", str(trouble))
        else:
            same = Import.objects.filter(sha256=run.sha256, state=ImportState.DONE).exclude(pk=run.pk).first()
            if same:
                messages.warning(
                    request, _("同样的文件在 %(day)s 导入过。") % {"day": timezone.localdate(same.created_at)}
                )
            return redirect("workbooks:import", run.pk)
    context = {"form": form, "page": page_of(request, visible_to(request.user).select_related("created_by"))}
    return render(request, "workbooks/imports.html", context, status=422 if form.errors else 200)


@require_http_methods(METHODS)
@requires(*OFFICE)
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what each row would do, or did; change what the headings are."""
    kept = get_object_or_404(visible_to(request.user), pk=pk)
    form = MappingForm(request.POST or None, run=kept)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            change_mapping(
                kept, form.mapping(), year=given["year"], mode=given["mode"], skip_done=given["skip_done"],
                actor=cast(User, request.user),
            )  # fmt: skip
        except ImportRefused as trouble:
            form.add_error(None, str(trouble))
        else:
            messages.success(request, _("已按新的对应关系重新预览，下次同样表头的台账会自动套用。"))
            return redirect("workbooks:import", pk)
    return render(request, "workbooks/import.html", _context(request, kept, form), status=422 if form.errors else 200)


@require_POST
@requires(*OFFICE)
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin taking the rows in."""
    kept = get_object_or_404(visible_to(request.user), pk=pk)
    try:
        start_import(kept, actor=cast(User, request.user), today=timezone.localdate())
    except ImportRefused as trouble:
        messages.error(request, str(trouble))
    return redirect("workbooks:import", pk)


@require_POST
@requires(*OFFICE)
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin taking them back."""
    kept = get_object_or_404(visible_to(request.user), pk=pk)
    try:
        start_undo(kept, actor=cast(User, request.user))
    except ImportRefused as trouble:
        messages.error(request, str(trouble))
    return redirect("workbooks:import", pk)


@require_POST
@requires(*OFFICE)
def name(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whom a name means."""
    kept = get_object_or_404(visible_to(request.user), pk=pk)
    form = NameForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        name_unit(kept, given["name"], given["unit"], actor=cast(User, request.user))
        values = {"name": given["name"], "unit": given["unit"].name}
        messages.success(request, _("“%(name)s”以后都按“%(unit)s”导入。") % values)
    else:
        messages.error(request, _("没有选单位，请选择后再确定。"))
    return redirect("workbooks:import", pk)


@require_safe
@requires(*OFFICE)
def refused(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the rows that cannot be taken, each with its cell, cause and next step."""
    kept = get_object_or_404(visible_to(request.user), pk=pk)
    rows = kept.rows.filter(status__in=[RowStatus.REFUSED, RowStatus.CONFLICT])
    columns = (
        Column(_("工作表"), 14),
        Column(_("行"), 6),
        Column(_("列"), 18),
        Column(_("事项"), 40),
        Column(_("原因"), 60),
    )
    lines = [(row.sheet, row.row, heading, row.title, message) for row in rows for heading, message in _against(row)]
    table = Table(_("不能导入的行"), kept.name, columns, lines)
    response = HttpResponse(xlsx_bytes(table), content_type=XLSX_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="refused-{kept.pk}.xlsx"'
    return response


def _against(row: ImportRow) -> list[tuple[str, str]]:
    problems = [(str(heading), str(message)) for heading, message in row.problems]
    if row.status == RowStatus.CONFLICT and not problems:
        names = "、".join(_label(name) for name in row.changes)
        problems = [("", _("系统里也改过：%(names)s；两边不一致，没有导入，请核对后在事项页修改。") % {"names": names})]
    return problems


def _context(request: HttpRequest, kept: Import, form: MappingForm) -> dict[str, object]:
    counts = dict(kept.rows.values_list("status").annotate(n=Count("pk")).order_by())
    status = request.GET.get("status", "")
    rows = kept.rows.select_related("task")
    if status in RowStatus.values:
        rows = rows.filter(status=status)
    page = page_of(request, rows)
    units = dict(Unit.objects.values_list("code", "short_name"))
    for row in page.object_list:
        row.against = _against(row)  # type: ignore[attr-defined]
        row.lead = units.get(row.values.get("lead"), "")  # type: ignore[attr-defined]
        row.altered = _altered(row, units)  # type: ignore[attr-defined]
    draft = kept.state == ImportState.DRAFT
    return {
        "run": kept, "form": form, "page": page, "status": status, "draft": draft,
        "counts": [(value, label, counts.get(value, 0)) for value, label in RowStatus.choices],
        "total": sum(counts.values()), "doable": counts.get("add", 0) + counts.get("change", 0),
        "bad": counts.get("refused", 0) + counts.get("conflict", 0), "labels": FIELD_LABELS,
        "unknown": _unknown_names(kept) if draft else [], "name_form": NameForm(),
    }  # fmt: skip


def _altered(row: ImportRow, units: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return what the row changes: field, before, after, in words."""
    return [
        (_label(name), _words(name, before, units), _words(name, after, units))
        for name, (before, after) in row.changes.items()
    ]


def _label(name: str) -> str:
    return str(FIELD_LABELS[Field(name)]) if name in set(Field) else _("时限原文")


def _words(name: str, value: object, units: Mapping[str, str]) -> str:
    """Return a value as people read it: units by name, nothing as a dash."""
    if isinstance(value, list):
        return "、".join(units.get(code, code) for code in value) or "—"
    return (units.get(str(value), "") if name == "lead" else str(value or "")) or "—"


def _unknown_names(kept: Import) -> list[tuple[str, int]]:
    """Return the names that are no units', the most frequent first."""
    found: Counter[str] = Counter()
    for problems in kept.rows.filter(status=RowStatus.REFUSED).values_list("problems", flat=True):
        for _heading, message in problems:
            if match := _UNKNOWN.match(message):
                found.update(match[1].split("”“"))
    return found.most_common(SHOWN_NAMES)
