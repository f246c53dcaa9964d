"""Standing in for somebody: who does it for whom, from when to when; taking it up and putting it down."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from duban.organizations.actions import Refused
from duban.organizations.actions.deputies import appoint_deputy, end_deputyship
from duban.organizations.forms import DeputyForm
from duban.organizations.middleware import ACTING_FOR
from duban.organizations.models import Deputyship, User
from duban.organizations.permissions import is_administrator
from duban.organizations.queries import deputyships_on
from duban.web.paging import page_of


@require_http_methods(["GET", "HEAD", "POST"])
def deputies(request: HttpRequest) -> HttpResponse:
    """Show this person's deputyships, an administrator all; take a new one."""
    actor = cast(User, request.user)
    form = DeputyForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        days = {name: given[name] for name in ("first_day", "last_day", "reason")}
        try:
            made = appoint_deputy(list(given["posts"]), given["deputy"], actor=actor, **days)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已办：%s。到期自动结束。") % made)
            return redirect("organizations:deputies")
    own = Q(person=actor.pk) | Q(deputy=actor.pk)
    rows = Deputyship.objects.filter(Q() if is_administrator(actor) else own)
    rows = rows.select_related("person", "deputy").prefetch_related("posts__unit")
    context = {
        "form": form,
        "page": page_of(request, rows),
        "today": timezone.localdate(),
        "may_end_all": is_administrator(actor),
    }
    return render(request, "organizations/deputies.html", context, status=422 if form.errors else 200)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a deputyship before its day."""
    actor = cast(User, request.user)
    own = Q(person=actor.pk) | Q(deputy=actor.pk)
    found = get_object_or_404(Deputyship.objects.filter(Q() if is_administrator(actor) else own), pk=pk)
    end_deputyship(found, actor=actor)
    messages.success(request, _("代理已结束。"))
    return redirect("organizations:deputies")


@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Act for another from now on, or as oneself again."""
    chosen = request.POST.get("deputyship", "")
    if not chosen:
        request.session.pop(ACTING_FOR, None)
        messages.success(request, _("现在以本人身份办理。"))
        return redirect("web:today")
    standing = deputyships_on(timezone.localdate()).filter(deputy=request.user.pk)
    found = get_object_or_404(standing, pk=chosen) if chosen.isdigit() else None
    if found is None:
        return redirect("organizations:deputies")
    request.session[ACTING_FOR] = found.pk
    messages.success(request, _("现在代%(name)s办理，所办的都记为两个人的名字。") % {"name": found.person.name})
    return redirect("web:today")
