"""A task opened by hand, and what a deadline in words comes to."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from duban.organizations.models import User
from duban.organizations.permissions import OFFICE_ROLES, requires
from duban.tasks.actions import DraftRefused, open_task
from duban.tasks.forms.drafting import RHYTHMS, LimitNotUnderstood, NewTaskForm, reckon


@require_http_methods(["GET", "HEAD", "POST"])
@requires(*OFFICE_ROLES)
def new(request: HttpRequest) -> HttpResponse:
    """Take a task opened by hand (新建事项)."""
    form = NewTaskForm(request.POST) if request.method == "POST" else NewTaskForm()
    if request.method == "POST" and form.is_valid():
        try:
            draft, token = form.draft(timezone.localdate()), form.cleaned_data["once"]
            task = open_task(draft, actor=cast(User, request.user), token=token)
        except DraftRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已立项：%(number)s。") % {"number": task.number})
            return redirect(task)
    context = {"form": form, "rhythms": RHYTHMS}
    return render(request, "tasks/new.html", context, status=422 if form.errors else 200)


@require_safe
def reckoned(request: HttpRequest) -> HttpResponse:
    """Return the arithmetic of a deadline being typed, as a piece of the form."""
    try:
        counted_from = parse_date(request.GET.get("counted_from", "")) or timezone.localdate()
    except ValueError:
        counted_from = timezone.localdate()
    try:
        context = {"found": reckon(request.GET.get("limit", ""), counted_from), "refusal": ""}
    except LimitNotUnderstood as refusal:
        context = {"found": None, "refusal": str(refusal)}
    return render(request, "tasks/_reckoned.html", context)
