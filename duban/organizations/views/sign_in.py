"""Signing in and out, changing a password, using a one-time code."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from duban.organizations import actions
from duban.organizations.forms import ChangePasswordForm, ResetForm, SignInForm
from duban.organizations.models import User


class SignIn(LoginView):
    """The sign-in page."""

    template_name = "organizations/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: SignInForm) -> HttpResponse:  # type: ignore[override]
        """Sign in and put it on record."""
        response = super().form_valid(form)
        actions.note_sign_in(form.get_user())
        return response


class SignOut(LogoutView):
    """Sign-out, by POST only."""


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Let the signed-in person set a new password and stay signed in here; other sessions end."""
    user = cast(User, request.user)
    form = ChangePasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.change_password(user, form.cleaned_data["password"])
        update_session_auth_hash(request, user)
        messages.success(request, _("密码已修改。"))
        return redirect("web:today")
    return render(request, "organizations/change_password.html", {"form": form})


@sensitive_post_parameters()
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: HttpRequest) -> HttpResponse:
    """Take a one-time code and a new password, and sign the person in."""
    form = ResetForm(request.POST or None)
    if request.method == "POST":
        form.user = User.objects.filter(username=request.POST.get("username", "")).first()
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        user = actions.use_reset_code(values["username"], values["code"], values["password"])
        if user:
            login(request, user, backend="django.contrib.auth.backends.ModelBackend")
            messages.success(request, _("密码已设好，您已登录。"))
            return redirect("web:today")
        form.add_error("code", _("登录名与重置码不符，或重置码已用过、已过期；请核对，或请系统管理员重新发一个。"))
    return render(request, "organizations/reset.html", {"form": form})
