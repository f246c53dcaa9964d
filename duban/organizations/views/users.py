"""The administrator's pages of users."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.organizations import actions
from duban.organizations.forms import BasePostFormSet, PostFormSet, UserForm, posts_of
from duban.organizations.models import Role, User
from duban.organizations.permissions import requires
from duban.organizations.queries import users_matching
from duban.web.paging import page_of


@require_safe
@requires(Role.ADMINISTRATOR)
def users(request: HttpRequest) -> HttpResponse:
    """List users, those in use first; `q` searches names and units."""
    text = request.GET.get("q", "").strip()
    return render(request, "organizations/users.html", {"page": page_of(request, users_matching(text)), "q": text})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.ADMINISTRATOR)
def edit_user(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add a user, or change one; a new one gets a code to set a password with."""
    user = get_object_or_404(User, pk=pk) if pk else None
    form = UserForm(request.POST or None, instance=user)
    formset = PostFormSet(request.POST or None, prefix="posts", initial=posts_of(user) if user else None)
    if request.method == "POST" and form.is_valid() and formset.is_valid():
        try:
            saved = actions.save_user(
                form.save(commit=False), cast(BasePostFormSet, formset).posts(), actor=cast(User, request.user)
            )
        except actions.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            if pk is None:
                return _show_code(request, saved)
            messages.success(request, _("已保存：%s") % saved)
            return redirect("organizations:users")
    edited = User.objects.get(pk=pk) if pk else None
    return render(request, "organizations/user.html", {"form": form, "formset": formset, "edited": edited})


@require_POST
@requires(Role.ADMINISTRATOR)
def issue_reset_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a one-time code and show it, this once."""
    return _show_code(request, get_object_or_404(User, pk=pk, is_active=True))


def _show_code(request: HttpRequest, user: User) -> HttpResponse:
    """Show a fresh code; it cannot be shown again."""
    code = actions.issue_reset_code(user, actor=cast(User, request.user))
    response = render(request, "organizations/code.html", {"person": user, "code": code})
    add_never_cache_headers(response)
    return response
