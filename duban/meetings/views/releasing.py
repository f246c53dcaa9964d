"""Releasing: a preview of what would be done, and doing exactly that."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from duban.meetings.actions.errors import NotPossible
from duban.meetings.actions.releasing import release as do_release
from duban.meetings.models import AgendaItem, Meeting
from duban.meetings.queries.releasing import release_of
from duban.meetings.views.bench import person, writes
from duban.tasks.actions import DraftRefused


def field_labels() -> dict[str, str]:
    """Return what the fields of a draft are called on the page."""
    return {
        "title": _("事项"),
        "lead_unit": _("牵头单位"),
        "responsible_units": _("责任单位"),
        "supporting_units": _("配合单位"),
        "data_units": _("数据提供单位"),
        "leading_official": _("牵头领导"),
        "deadline": _("办理时限"),
        "deadline_text": _("时限原文"),
        "deliverable": _("成果形式"),
        "reporting_rhythm": _("反馈频次"),
        "fan_out_to": _("分解到"),
        "origins": _("出处"),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@writes
def release(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Show what a release of the meeting, or of `?item=`, adds, changes and withdraws; a post does it."""
    given = request.GET.get("item") or request.POST.get("item") or ""
    scope = int(given) if given.isdigit() else None
    item = get_object_or_404(AgendaItem, pk=scope, text__meeting=meeting) if scope else None
    problem = ""
    if request.method == "POST":
        try:
            done = do_release(meeting, token=request.POST.get("token", ""), actor=person(request), scope=scope)
        except (NotPossible, DraftRefused) as refusal:
            problem = str(refusal)
        else:
            words = _("新立 %(opened)d 项，变更 %(changed)d 项，撤回 %(withdrawn)d 项。") % {
                "opened": len(done.opened),
                "changed": len(done.changed),
                "withdrawn": len(done.withdrawn),
            }
            nothing = not (done.opened or done.changed or done.withdrawn)
            messages.success(request, _("已经发布过，没有新的变化。") if nothing else words)
            return redirect("meetings:confirm", pk=meeting.pk)
    context = {
        "meeting": meeting,
        "release": release_of(meeting, scope),
        "item": item,
        "scope": given,
        "labels": field_labels(),
        "problem": problem,
    }
    return render(request, "meetings/release.html", context, status=409 if problem else 200)
