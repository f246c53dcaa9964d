"""Background work: the list, one job, its progress as a fragment that asks again by itself, and retry."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duban.jobs import actions
from duban.jobs.models import Job, JobState
from duban.jobs.permissions import may_retry, visible_to
from duban.web.access import ADMINISTRATOR, requires
from duban.web.paging import page_of


@require_safe
@requires(ADMINISTRATOR)
def jobs(request: HttpRequest) -> HttpResponse:
    """List background work, newest first; `state` filters."""
    shown = Job.objects.select_related("created_by")
    state = request.GET.get("state", "")
    if state in JobState.values:
        shown = shown.filter(state=state)
    return render(request, "jobs/jobs.html", {"page": page_of(request, shown), "states": JobState, "state": state})


@require_safe
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one job; a fragment for htmx."""
    found = get_object_or_404(visible_to(request.user), pk=pk)
    template = "jobs/progress.html" if request.headers.get("HX-Request") else "jobs/job.html"
    return render(request, template, {"job": found, "may_retry": may_retry(request.user)})


@require_POST
@requires(ADMINISTRATOR)
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue a failed job again."""
    found = get_object_or_404(Job, pk=pk)
    if actions.retry(found):
        messages.success(request, _("已重新排队：%s") % found)
    else:
        messages.info(request, _("“%s”不在失败状态，无需重试。") % found)
    return redirect("jobs:job", pk=pk)
