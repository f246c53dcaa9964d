"""The inbox, a person's own address, and for the administrator channels and what went through them."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.jobs.outbox import OutgoingState
from duban.notifications.actions import (
    mark_read,
    remove_channel,
    retry_delivery,
    save_channel,
    save_contact,
    send_test,
)
from duban.notifications.forms import ChannelForm, ContactForm, TestForm
from duban.notifications.models import Channel, ChannelKind, Contact, Delivery
from duban.notifications.permissions import visible_to
from duban.organizations.models import Role, User
from duban.organizations.permissions import requires
from duban.web.paging import page_of

METHODS = ["GET", "HEAD", "POST"]


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Show the person's own notices, the newest first."""
    notices = visible_to(request.user).select_related("task")
    only_unread = request.GET.get("show") != "all"
    shown = notices.filter(read_at=None) if only_unread else notices
    context = {
        "page": page_of(request, shown),
        "only_unread": only_unread,
        "unread": notices.filter(read_at=None).count(),
        "contact": Contact.objects.filter(pk=request.user.pk).first(),
    }
    return render(request, "notifications/inbox.html", context)


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark the chosen notices as read, or all of them; go to the task where one was opened."""
    user = cast(User, request.user)
    chosen = [int(pk) for pk in request.POST.getlist("notice") if pk.isdigit() and len(pk) < 19]
    if request.POST.get("all"):
        count = mark_read(user)
        messages.success(request, _("%(count)d 条消息已标为已读。") % {"count": count})
    else:
        mark_read(user, chosen)
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        return redirect(target)
    return redirect("notifications:inbox")


@require_http_methods(METHODS)
def contact(request: HttpRequest) -> HttpResponse:
    """Let the person say where the digest goes."""
    user = cast(User, request.user)
    kept = Contact.objects.filter(pk=user.pk).first()
    initial = {"email": kept.email if kept else "", "wants_mail": kept.wants_mail if kept else True}
    form = ContactForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        save_contact(user, form.cleaned_data["email"], wants_mail=form.cleaned_data["wants_mail"])
        messages.success(request, _("接收方式已保存。"))
        return redirect("notifications:inbox")
    mail = Channel.objects.filter(kind=ChannelKind.MAIL, on=True).exists()
    return render(
        request, "notifications/contact.html", {"form": form, "mail": mail}, status=422 if form.errors else 200
    )


@require_safe
@requires(Role.ADMINISTRATOR)
def channels(request: HttpRequest) -> HttpResponse:
    """Show the ways out of the house, and what did not go out."""
    failed = Delivery.objects.exclude(state=OutgoingState.SENT).count()
    return render(
        request, "notifications/channels.html", {"channels": Channel.objects.select_related("unit"), "failed": failed}
    )


@require_http_methods(METHODS)
@requires(Role.ADMINISTRATOR)
def channel(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Make or change a channel."""
    actor = cast(User, request.user)
    kept = get_object_or_404(Channel, pk=pk) if pk else Channel()
    form = ChannelForm(request.POST or None, instance=kept)
    if request.method == "POST" and form.is_valid():
        try:
            save_channel(form.save(commit=False), actor=actor)
        except ValidationError as trouble:
            form.add_error("address", trouble.messages[0])
        else:
            messages.success(request, _("消息通道已保存。"))
            return redirect("notifications:channels")
    context = {"form": form, "channel": kept if pk else None, "test": TestForm()}
    return render(request, "notifications/channel.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Role.ADMINISTRATOR)
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a test message now."""
    kept = get_object_or_404(Channel, pk=pk)
    form = TestForm(request.POST)
    if not form.is_valid() or (kept.kind == ChannelKind.MAIL and not form.cleaned_data["to"]):
        messages.error(request, _("没有填收件邮箱，或邮箱写得不对。"))
        return redirect("notifications:channel", pk)
    trouble = send_test(kept, form.cleaned_data["to"], actor=cast(User, request.user))
    if trouble:
        messages.error(request, trouble)
    else:
        messages.success(request, _("测试消息已被对方接受，请到收件处查看。"))
    return redirect("notifications:channel", pk)


@require_POST
@requires(Role.ADMINISTRATOR)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a channel away."""
    try:
        remove_channel(get_object_or_404(Channel, pk=pk), actor=cast(User, request.user))
    except ValidationError as trouble:
        messages.error(request, trouble.messages[0])
        return redirect("notifications:channel", pk)
    messages.success(request, _("消息通道已删去。"))
    return redirect("notifications:channels")


@require_safe
@requires(Role.ADMINISTRATOR)
def deliveries(request: HttpRequest) -> HttpResponse:
    """Show what was sent to whom, without what it said."""
    rows = Delivery.objects.select_related("channel").defer("body")
    state = request.GET.get("state", "")
    if state in OutgoingState.values:
        rows = rows.filter(state=state)
    context = {"page": page_of(request, rows), "states": OutgoingState.choices, "state": state}
    return render(request, "notifications/deliveries.html", context)


@require_POST
@requires(Role.ADMINISTRATOR)
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a failed message go out again."""
    if retry_delivery(get_object_or_404(Delivery, pk=pk), actor=cast(User, request.user)):
        messages.success(request, _("已重新排队，稍后发出。"))
    return redirect("notifications:deliveries")
