"""A person's own views of the list: kept, renamed, deleted."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duban.organizations.models import User
from duban.tasks.actions.viewing import MOST_VIEWS, ViewRefused, ViewWanted, delete_view, rename_view, save_view
from duban.tasks.models import OwnView
from duban.tasks.own_views import columns_of_view, own_views, parameters_of, words_of_view
from duban.tasks.permissions import visible_to


@require_safe
def views(request: HttpRequest) -> HttpResponse:
    """List the person's own views, to be renamed and deleted."""
    visible = visible_to(request.user)
    rows = [(view, words_of_view(view, visible), columns_of_view(view)) for view in own_views(request.user)]
    return render(request, "tasks/own_views.html", {"rows": rows, "most": MOST_VIEWS})


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the list's present filter, columns and order under a name."""
    query = QueryDict(request.POST.get("query", ""))
    given = parameters_of(query)
    wanted = ViewWanted(given, request.POST.get("order", "")[:20], request.POST.getlist("column")[:30])
    replace = request.POST.get("replace") == "1"
    try:
        view = save_view(request.POST.get("name", ""), wanted, actor=cast(User, request.user), replace=replace)
    except ViewRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{reverse('tasks:list')}?{query.urlencode()}")
    messages.success(request, _("已保存为“%(name)s”，列在左边“我的视图”下。") % {"name": view.name})
    return redirect(f"{reverse('tasks:list')}?{urlencode({**view.given, 'own': view.pk})}")


@require_POST
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a view another name."""
    try:
        view = rename_view(_own(request, pk), request.POST.get("name", ""), actor=cast(User, request.user))
    except ViewRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("视图现在叫“%(name)s”。") % {"name": view.name})
    return redirect("tasks:own_views")


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a view."""
    view = _own(request, pk)
    delete_view(view, actor=cast(User, request.user))
    messages.success(request, _("已删除视图“%(name)s”；事项本身没有变动。") % {"name": view.name})
    return redirect("tasks:own_views")


def _own(request: HttpRequest, pk: int) -> OwnView:
    return get_object_or_404(OwnView.objects.filter(owner=request.user.pk), pk=pk)
