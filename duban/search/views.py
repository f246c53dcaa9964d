"""The search page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from duban.jobs.actions import enqueue
from duban.organizations.models import Role
from duban.organizations.permissions import requires
from duban.search.actions import AT_ONCE, behind, catch_up
from duban.search.forms import SearchForm
from duban.search.jobs import CATCH_UP, REBUILD
from duban.search.models import SearchEntry
from duban.search.queries import COUNTED, find
from duban.tasks.permissions import visible_to
from duban.tasks.queries import units_on

SIZE = 25
READERS = (Role.CLERK, Role.DESK, Role.LEADER, Role.LIAISON, Role.UNIT_HEAD)


@require_safe
@requires(*READERS)
def search(request: HttpRequest) -> HttpResponse:
    """Show what this person finds; what changed a moment ago is taken up first."""
    waiting = behind()
    if 0 < waiting <= AT_ONCE:
        catch_up()
        waiting = 0
    elif waiting:
        enqueue(CATCH_UP, _("更新搜索索引"))
    form = SearchForm(request.GET, units=units_on(visible_to(request.user)))
    form.is_valid()
    words = request.GET.get("q", "")
    page = int(given) if (given := request.GET.get("page", "1")).isdigit() and 0 < int(given) < 10000 else 1
    found = find(request.user, words, form.wanted(), page, SIZE)
    if found.task and page == 1 and found.total <= 1:
        return redirect(found.task)
    context = {
        "form": form,
        "words": words,
        "found": found,
        "counted": COUNTED,
        "page": page,
        "next_page": page + 1 if page * SIZE < min(found.total, COUNTED) else None,
        "waiting": waiting,
        "kind": form.wanted().kind,
    }
    return render(request, "search/search.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.ADMINISTRATOR)
def rebuild(request: HttpRequest) -> HttpResponse:
    """Show how large the index is and how far behind; have it made anew."""
    if request.method == "POST":
        job = enqueue(REBUILD, _("重建搜索索引"), actor=request.user)
        return redirect("jobs:job", job.pk)
    waiting = behind()
    context = {"count": SearchEntry.objects.count(), "waiting": f"{AT_ONCE}+" if waiting > AT_ONCE else waiting}
    return render(request, "search/rebuild.html", context)
