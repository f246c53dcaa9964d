"""Issuing, using and revoking keys."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.api.models import Token
from duban.audit.actions import record
from duban.organizations.models import User
from duban.organizations.permissions import is_administrator

PREFIX = "duban_"
LONGEST = 366  # days
SEEN = timedelta(minutes=5)  # how exactly the last use is kept: not a write with every call


class TokenRefused(ValueError):
    """The key cannot be issued so; the message says why."""


@transaction.atomic
def issue_token(user: User, name: str, *, read_only: bool, expires_on: date, today: date) -> tuple[Token, str]:
    """Return a new key of the person's own with its text, which is never shown again."""
    name = name.strip()
    if not name:
        raise TokenRefused(_("没有写用途，请写明给哪个程序用。"))
    if not today < expires_on <= today + timedelta(days=LONGEST):
        raise TokenRefused(_("有效期要在明天到一年之内，请重选日期。"))
    text = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        user=user, name=name[:100], key_hash=_hash(text), hint=text[-4:], read_only=read_only, expires_on=expires_on
    )
    changes = {"read_only": ["", str(read_only)], "expires_on": ["", str(expires_on)]}
    record("api.issue_token", token, actor=user, changes=changes)
    return token, text


@transaction.atomic
def revoke_token(token: Token, *, actor: User) -> None:
    """Revoke a key: the person's own, or anybody's for an administrator."""
    if token.user_id != actor.pk and not is_administrator(actor):
        raise PermissionDenied
    if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
        record("api.revoke_token", token, actor=actor)


def token_for(text: str) -> Token | None:
    """Return the key of this text where it may be used today, with its person."""
    if not text.startswith(PREFIX):
        return None
    today, now = timezone.localdate(), timezone.now()
    usable = Token.objects.filter(key_hash=_hash(text), revoked_at=None, expires_on__gte=today, user__is_active=True)
    token = usable.select_related("user").first()
    if token:
        stale = Q(last_used_at=None) | Q(last_used_at__lt=now - SEEN)
        Token.objects.filter(stale, pk=token.pk).update(last_used_at=now)
    return token


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
