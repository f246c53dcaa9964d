"""Keeping the addresses that are told of events."""

from __future__ import annotations

import secrets

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from duban.api.models import Webhook
from duban.api.outgoing import Unreachable, target_of
from duban.audit.actions import record
from duban.organizations.models import User
from duban.organizations.permissions import is_administrator


@transaction.atomic
def save_webhook(webhook: Webhook, *, actor: User) -> Webhook:
    """Keep an address; raise ValidationError for one that may not be called. A new one gets its secret."""
    if not is_administrator(actor):
        raise PermissionDenied
    try:
        target_of(webhook.url, allow_private=webhook.allow_private)
    except Unreachable as trouble:
        raise ValidationError(str(trouble)) from None
    if not webhook.secret:
        webhook.secret = secrets.token_hex(32)
    webhook.save()
    changes = {"url": ["", webhook.url], "on": ["", str(webhook.on)], "allow_private": ["", str(webhook.allow_private)]}
    record("api.save_webhook", webhook, actor=actor, changes=changes)
    return webhook
