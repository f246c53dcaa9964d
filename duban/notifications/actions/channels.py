"""Switching channels on and off, trying them, and a person's own address."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.jobs.outbox import OutgoingState
from duban.notifications.channels import NotSent, address_trouble, send
from duban.notifications.models import Channel, Contact, Delivery
from duban.notifications.permissions import keeps_channels
from duban.organizations.models import User
from duban.settings import setting


@transaction.atomic
def save_channel(channel: Channel, *, actor: User) -> Channel:
    """Keep a channel; raise ValidationError for an address that cannot be used. The address is no matter of the audit."""
    if not keeps_channels(actor):
        raise PermissionDenied
    trouble = address_trouble(channel.kind, channel.address)
    if trouble:
        raise ValidationError({"address": trouble})
    before = Channel.objects.filter(pk=channel.pk).first()
    channel.save()
    was = {"on": before.on, "address": before.address} if before else {"on": False, "address": ""}
    changes: dict[str, list[str]] = {}
    if was["on"] != channel.on:
        changes["on"] = [_yes_no(bool(was["on"])), _yes_no(channel.on)]
    if was["address"] != channel.address:
        changes["address"] = ["", "已更换"]
    record("notifications.save_channel", channel, actor=actor, changes=changes)
    return channel


@transaction.atomic
def remove_channel(channel: Channel, *, actor: User) -> None:
    """Take away a channel through which nothing was ever sent; one that was used is switched off instead."""
    if not keeps_channels(actor):
        raise PermissionDenied
    if channel.deliveries.exists():
        raise ValidationError(_("这个通道发过消息，记录要保留；不再使用请停用。"))
    record("notifications.remove_channel", channel, actor=actor)
    channel.delete()


def send_test(channel: Channel, to: str, *, actor: User) -> str:
    """Send one message now; return what went wrong, nothing where it was accepted. It is recorded like any other."""
    if not keeps_channels(actor):
        raise PermissionDenied
    now = timezone.now()
    with transaction.atomic():
        delivery = Delivery.objects.create(
            channel=channel, day=timezone.localdate(now), to=to or channel.name, subject="督办：测试消息",
            body=f"这是{actor.name}发出的测试消息，收到说明通道可用。",
            message_id=f"<duban-test-{uuid.uuid4().hex}@{setting('DUBAN_MAIL_DOMAIN')}>",
            state=OutgoingState.FAILED, attempts=1,
        )  # fmt: skip
        record("notifications.test", channel, actor=actor, changes={"to": ["", delivery.to]})
    trouble = ""
    try:
        send(channel, delivery)
    except NotSent as problem:
        trouble = str(problem)
    done = {"state": OutgoingState.FAILED} if trouble else {"state": OutgoingState.SENT, "sent_at": timezone.now()}
    Delivery.objects.filter(pk=delivery.pk).update(trouble=trouble[:300], **done)
    return trouble


@transaction.atomic
def save_contact(user: User, email: str, *, wants_mail: bool) -> Contact:
    """Keep a person's own address."""
    contact, _new = Contact.objects.update_or_create(user=user, defaults={"email": email, "wants_mail": wants_mail})
    record("notifications.save_contact", user, actor=user, changes={"wants_mail": ["", _yes_no(wants_mail)]})
    return contact


def _yes_no(value: bool) -> str:
    return "是" if value else "否"
