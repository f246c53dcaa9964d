"""All that waits for the person of one kind, where 今日 has room for the first only."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from duban.dates.workdays import load_calendar
from duban.tasks.waiting import drawn, in_order, kinds_for
from duban.web.paging import page_of


@require_safe
def waiting(request: HttpRequest, key: str) -> HttpResponse:
    """List a kind whole, the oldest clock first; to whom nothing of the kind can come there is no such page."""
    today = timezone.localdate()
    kind = next((kind for kind in kinds_for(request.user, today) if kind.key == key), None)
    if kind is None:
        raise Http404
    page = page_of(request, in_order(kind))
    context = {
        "kind": kind,
        "page": page,
        "rows": drawn(kind, page.object_list),
        "today": today,
        "calendar": load_calendar(),
    }
    return render(request, "tasks/waiting_kind.html", context)
