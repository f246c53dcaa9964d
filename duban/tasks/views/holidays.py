"""Holiday notices: which years have one, adding one, and what moved because of it."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from duban.dates.workdays import load_calendar
from duban.jobs.models import Job
from duban.organizations.models import Role, User
from duban.organizations.permissions import OFFICE_ROLES, is_administrator, requires
from duban.tasks.actions.recounting import NoticeRefused, add_notice, replaced_days
from duban.tasks.forms.holidays import NoticeForm
from duban.tasks.models import HolidayNotice, MovedDeadline
from duban.tasks.permissions import visible_to
from duban.web.paging import page_of

READERS = (Role.ADMINISTRATOR, *OFFICE_ROLES)


@require_safe
@requires(*READERS)
def notices(request: HttpRequest) -> HttpResponse:
    """List the notices added, and say which years the calendar knows."""
    calendar, today = load_calendar(), timezone.localdate()
    rows = HolidayNotice.objects.annotate(moved_tasks=Count("moved__task", distinct=True)).order_by("-id")
    context = {
        "page": page_of(request, rows),
        "years": sorted(calendar.years, reverse=True)[:6],
        "missing": [year for year in (today.year, today.year + 1) if year not in calendar.years],
        "may_add": is_administrator(request.user),
    }
    return render(request, "tasks/notices.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.ADMINISTRATOR)
def new_notice(request: HttpRequest) -> HttpResponse:
    """Take a year's notice; the open tasks are then counted anew in the background.

    Of a year that has a notice the page shows first, day by day, what the new one changes.
    """
    form = NoticeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            changed = replaced_days(given["year"], given["text"])
            if changed is not None and given["seen"] != form.token:
                shown = {"form": form.to_confirm(), "changed": changed, "year": given["year"]}
                return render(request, "tasks/new_notice.html", shown)
            notice = add_notice(given["year"], given["text"], actor=cast(User, request.user))
        except NoticeRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已录入%(year)d年放假通知。") % {"year": notice.year})
            return redirect("tasks:notice", pk=notice.pk)
    status = 422 if form.errors else 200
    return render(request, "tasks/new_notice.html", {"form": form}, status=status)


@require_safe
@requires(*READERS)
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a notice, how far the count is, and the days that moved of tasks this person may see."""
    found = get_object_or_404(HolidayNotice, pk=pk)
    moved = MovedDeadline.objects.filter(notice=found)
    seen = moved.filter(task__in=visible_to(request.user).values("pk"))
    context = {
        "notice": found,
        "job": Job.objects.filter(pk=found.job).first() if found.job else None,
        "moved_tasks": moved.values("task").distinct().count(),
        "page": page_of(request, seen.select_related("task__lead_unit").order_by("task__number", "id")),
    }
    return render(request, "tasks/notice.html", context)
