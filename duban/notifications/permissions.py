"""Who may see which notice, and who keeps the channels."""

from __future__ import annotations

from django.db.models import QuerySet

from duban.notifications.models import Notice
from duban.organizations.permissions import Anybody, is_administrator


def visible_to(user: Anybody) -> QuerySet[Notice]:
    """Return the person's own notices; nobody reads another's."""
    return Notice.objects.filter(recipient=user.pk)


def keeps_channels(user: Anybody) -> bool:
    """Tell whether the person switches channels on and off."""
    return is_administrator(user)
