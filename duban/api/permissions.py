"""Whose keys a person sees."""

from __future__ import annotations

from django.db.models import QuerySet

from duban.api.models import Token
from duban.organizations.permissions import Anybody, is_administrator


def tokens_of(user: Anybody) -> QuerySet[Token]:
    """Return the person's own keys, everybody's for an administrator."""
    return Token.objects.all() if is_administrator(user) else Token.objects.filter(user=user.pk)
