"""The administrator's pages of users."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.organizations import actions
from duban.organizations.duties import duties_of
from duban.organizations.forms import BasePostFormSet, LeaveForm, PostFormSet, UserForm, posts_of
from duban.organizations.models import Role, User
from duban.organizations.permissions import (
    administrations_apart,
    is_office,
    may_give_posts,
    may_keep_accounts,
    requires,
)
from duban.organizations.queries import units_left_alone, users_matching
from duban.web.paging import page_of

KEEPERS = (Role.ADMINISTRATOR, Role.SECURITY)


@require_safe
@requires(*KEEPERS)
def users(request: HttpRequest) -> HttpResponse:
    """List users, those in use first; `q` searches names and units."""
    text = request.GET.get("q", "").strip()
    context = {"page": page_of(request, users_matching(text)), "q": text, **_rights(request)}
    return render(request, "organizations/users.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(*KEEPERS)
def edit_user(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add a user, or change one; a new one gets a code to set a password with."""
    user = get_object_or_404(User, pk=pk) if pk else None
    actor, rights = cast(User, request.user), _rights(request)
    if pk is None and not rights["keeps_accounts"]:
        raise PermissionDenied
    form = UserForm(request.POST or None, instance=user, fixed=not rights["keeps_accounts"])
    given = request.POST if request.method == "POST" and rights["gives_posts"] else None
    formset = PostFormSet(given, prefix="posts", initial=posts_of(user) if user else None)
    if request.method == "POST" and form.is_valid() and (given is None or formset.is_valid()):
        posts = cast(BasePostFormSet, formset).posts() if given is not None else actions.post_facts(user)
        try:
            saved = actions.save_user(form.save(commit=False), posts, actor=actor)
        except actions.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            if pk is None and rights["gives_posts"]:
                return _show_code(request, saved)
            messages.success(request, _("已保存：%s") % saved)
            return redirect("organizations:users")
    edited = User.objects.get(pk=pk) if pk else None
    context = {"form": form, "formset": formset, "edited": edited, **rights}
    return render(request, "organizations/user.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.ADMINISTRATOR)
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a person has in hand, and let them leave."""
    person, actor = get_object_or_404(User.objects.filter(is_active=True), pk=pk), cast(User, request.user)
    form, problem = LeaveForm(request.POST or None, user=person), ""
    if request.method == "POST" and form.is_valid():
        try:
            count = actions.leave(
                person, form.cleaned_data["successor"], actor=actor, reason=form.cleaned_data["reason"]
            )
        except actions.Refused as refusal:
            problem = str(refusal)
        else:
            words = {"name": person.name, "count": count}
            messages.success(request, _("“%(name)s”已停用，交接 %(count)d 件。") % words)
            return redirect("organizations:users")
    context = {
        "person": person,
        "form": form,
        "problem": problem,
        "duties": duties_of(person),
        "left_alone": units_left_alone(person),
        "shows_tasks": is_office(actor),
    }
    return render(request, "organizations/leave.html", context, status=409 if problem else 200)


@require_POST
@requires(*KEEPERS)
def issue_reset_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a one-time code and show it, this once."""
    if not may_give_posts(request.user):
        raise PermissionDenied
    return _show_code(request, get_object_or_404(User, pk=pk, is_active=True))


def _rights(request: HttpRequest) -> dict[str, bool]:
    """Return what this person keeps, for the page to offer."""
    return {
        "keeps_accounts": may_keep_accounts(request.user),
        "gives_posts": may_give_posts(request.user),
        "apart": administrations_apart(),
    }


def _show_code(request: HttpRequest, user: User) -> HttpResponse:
    """Show a fresh code; it cannot be shown again."""
    code = actions.issue_reset_code(user, actor=cast(User, request.user))
    response = render(request, "organizations/code.html", {"person": user, "code": code})
    add_never_cache_headers(response)
    return response
