"""Pages for people: their keys, and for the administrator the addresses told of events."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.api.actions import TokenRefused, issue_token, revoke_token, save_webhook
from duban.api.forms import TokenForm, WebhookForm
from duban.api.models import Event, Webhook
from duban.api.permissions import tokens_of
from duban.jobs.outbox import OutgoingState
from duban.organizations.models import Role, User
from duban.organizations.permissions import requires
from duban.web.paging import page_of

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def tokens(request: HttpRequest) -> HttpResponse:
    """Show the keys a person may see; issue one of their own, shown this once."""
    user = cast(User, request.user)
    form, text = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            _token, text = issue_token(
                user,
                given["name"],
                read_only=given["read_only"],
                expires_on=given["expires_on"],
                today=timezone.localdate(),
            )
        except TokenRefused as trouble:
            form.add_error(None, str(trouble))
        else:
            form = TokenForm()
    rows = tokens_of(user).select_related("user")
    context = {"form": form, "text": text, "tokens": rows, "today": timezone.localdate()}
    return render(request, "api/tokens.html", context, status=422 if form.errors else 200)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke a key."""
    user = cast(User, request.user)
    revoke_token(get_object_or_404(tokens_of(user), pk=pk), actor=user)
    messages.success(request, _("密钥已作废，用它的程序立即失效。"))
    return redirect("api_pages:tokens")


@require_safe
@requires(Role.ADMINISTRATOR)
def webhooks(request: HttpRequest) -> HttpResponse:
    """Show the addresses, and what went to them."""
    events = Event.objects.select_related("webhook").defer("body")
    state = request.GET.get("state", "")
    if state in OutgoingState.values:
        events = events.filter(state=state)
    context = {
        "webhooks": Webhook.objects.all(),
        "page": page_of(request, events),
        "states": OutgoingState.choices,
        "state": state,
    }
    return render(request, "api/webhooks.html", context)


@require_http_methods(METHODS)
@requires(Role.ADMINISTRATOR)
def webhook(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Make or change an address."""
    kept = get_object_or_404(Webhook, pk=pk) if pk else Webhook()
    form = WebhookForm(request.POST or None, instance=kept)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_webhook(form.save(commit=False), actor=cast(User, request.user))
        except ValidationError as trouble:
            form.add_error("url", trouble.messages[0])
        else:
            messages.success(request, _("推送地址已保存。"))
            return redirect("api_pages:webhook", saved.pk)
    context = {"form": form, "webhook": kept if pk else None}
    return render(request, "api/webhook.html", context, status=422 if form.errors else 200)
