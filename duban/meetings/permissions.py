"""Who may see which meeting, and who may confirm it."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from duban.meetings.models import Meeting
from duban.organizations.models import User
from duban.tasks.permissions import may_write, reads_all


def visible_to(user: User | AnonymousUser) -> QuerySet[Meeting]:
    """Return the meetings the user may see: all for clerk, supervision desk and leaders, none for units."""
    return Meeting.objects.all() if reads_all(user) else Meeting.objects.none()


def may_confirm(user: User | AnonymousUser) -> bool:
    """Tell whether the user may bring in texts, decide proposals and release tasks: clerk and supervision desk."""
    return may_write(user)
