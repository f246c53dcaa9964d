"""Pages of a unit's month: the workbook to fill in, what a filled-in one would report, what was sent."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.organizations.models import Role, Unit, User
from duban.organizations.permissions import requires
from duban.tasks.permissions import may_write, unit_ids
from duban.web.paging import page_of
from duban.web.spreadsheets import XLSX_TYPE
from duban.workbooks.actions import ReturnRefused, send_return, take_in_return
from duban.workbooks.exports import month_workbook
from duban.workbooks.forms import ReturnForm
from duban.workbooks.intake import UnreadableWorkbook
from duban.workbooks.models import LineStatus, ReturnState, UnitReturn
from duban.workbooks.permissions import may_send, months_visible_to, returns_visible_to
from duban.workbooks.queries import REPORTABLE, period_of, reportable, taken_until, unit_months
from duban.workbooks.rules.months import HEADINGS
from duban.workbooks.views.imports import LARGEST, METHODS

THOSE = (Role.LIAISON, Role.UNIT_HEAD, Role.CLERK, Role.DESK)
SHOWN = 12


@require_safe
@requires(*THOSE)
def months(request: HttpRequest) -> HttpResponse:
    """Lead a unit to its month; list every unit's for the office."""
    user = cast(User, request.user)
    if not may_write(user):
        return redirect("workbooks:month", pk=unit_ids(user)[0])
    today = timezone.localdate()
    period = _period_asked(request.GET.get("period", ""), today)
    open_ones = Q(task_parts__task__state__in=REPORTABLE)
    units = months_visible_to(user).annotate(open_tasks=Count("task_parts__task", filter=open_ones, distinct=True))
    units = units.filter(open_tasks__gt=0).order_by("position", "code")
    sent = UnitReturn.objects.filter(period=period, state=ReturnState.SENT).values("unit")
    total, missing = units.count(), request.GET.get("missing") == "1"
    waiting = units.exclude(pk__in=sent)
    page = page_of(request, waiting if missing else units)
    context = {
        "page": page, "period": period, "rows": unit_months(list(page.object_list), period), "total": total,
        "waiting": waiting.count(), "missing": missing, "until": taken_until(period), "today": today,
        "before": period_of(today.replace(day=1) - timedelta(days=1)),
    }  # fmt: skip
    return render(request, "workbooks/months.html", context)


def _period_asked(given: str, today: date) -> str:
    """Return the month before this where that is asked for, else this month."""
    before = period_of(today.replace(day=1) - timedelta(days=1))
    return before if given == before else period_of(today)


@require_http_methods(METHODS)
@requires(*THOSE)
def month(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer the unit's workbook; take a filled-in one in."""
    user = cast(User, request.user)
    unit = get_object_or_404(months_visible_to(user), pk=pk)
    sends = may_send(user, unit)
    form = ReturnForm(request.POST or None, request.FILES or None) if sends else None
    if request.method == "POST" and form is not None and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if file.size > LARGEST:
                raise ReturnRefused(_("“%(name)s”超过 20 MB，不是下载的报送表。") % {"name": file.name})
            kept = take_in_return(file.read(), file.name, unit=unit, actor=user, today=timezone.localdate())
        except (UnreadableWorkbook, ReturnRefused) as trouble:
            form.add_error("file", str(trouble))
        else:
            return redirect("workbooks:return", kept.pk)
    context = {
        "unit": unit, "form": form, "period": period_of(timezone.localdate()), "count": reportable(unit).count(),
        "returns": list(returns_visible_to(user).filter(unit=unit).select_related("created_by")[:SHOWN]),
        "own_units": Unit.objects.filter(pk__in=[own for own in unit_ids(user) if own != unit.pk]),
    }  # fmt: skip
    return render(request, "workbooks/month.html", context, status=422 if form is not None and form.errors else 200)


@require_safe
@requires(*THOSE)
def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the unit's workbook."""
    user = cast(User, request.user)
    unit = get_object_or_404(months_visible_to(user), pk=pk)
    today = timezone.localdate()
    response = HttpResponse(month_workbook(unit, actor=user, today=today), content_type=XLSX_TYPE)
    name = f"{unit.code}-{period_of(today)}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@requires(*THOSE)
def returned(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a filled-in workbook would report, or what became of it."""
    kept = get_object_or_404(returns_visible_to(request.user).select_related("unit", "exported_by"), pk=pk)
    rows = [{**row, "said": _said(row["values"]), "label": LineStatus(row["status"]).label} for row in kept.rows]
    ready = sum(row["status"] == LineStatus.REPORT for row in rows)
    draft = kept.state == ReturnState.DRAFT
    return render(request, "workbooks/return.html", {"kept": kept, "rows": rows, "ready": ready, "draft": draft})


@require_POST
@requires(*THOSE)
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send what the workbook reports."""
    kept: UnitReturn = get_object_or_404(returns_visible_to(request.user).select_related("unit"), pk=pk)
    send_return(kept, actor=cast(User, request.user))
    done = sum(row["status"] in (LineStatus.SENT, LineStatus.DRAFTED) for row in kept.rows)
    failed = sum(row["status"] == LineStatus.NOT_SENT for row in kept.rows)
    messages.success(request, ngettext("已报送 %(n)d 项。", "已报送 %(n)d 项。", done) % {"n": done})
    if failed:
        messages.error(request, ngettext("%(n)d 项没有报成。", "%(n)d 项没有报成。", failed) % {"n": failed})
    return redirect("workbooks:return", pk=pk)


def _said(values: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what a row says, heading by heading."""
    shown = []
    for name, value in values.items():
        if isinstance(value, dict):
            value = "、".join(value.values())
        elif isinstance(value, bool):
            value = _("是") if value else _("否")
        shown.append((HEADINGS[name], str(value)))
    return shown
