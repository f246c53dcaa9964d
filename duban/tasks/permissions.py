"""Who may see which task, and who may open, change and withdraw them."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from duban.organizations.models import Post, Role, User
from duban.tasks.models import Task

OFFICE_READERS = (Role.CLERK, Role.DESK, Role.LEADER)
OFFICE_WRITERS = (Role.CLERK, Role.DESK)
UNIT_READERS = (Role.LIAISON, Role.UNIT_HEAD)


def reads_all(user: User | AnonymousUser) -> bool:
    """Tell whether the user sees every task; an administrator or auditor without another post sees none."""
    return _holds(user, OFFICE_READERS)


def may_write(user: User | AnonymousUser) -> bool:
    """Tell whether the user may open, change and withdraw tasks."""
    return _holds(user, OFFICE_WRITERS)


def visible_to(user: User | AnonymousUser) -> QuerySet[Task]:
    """Return the tasks the user may see: all for the office, else those of its units and the children of led ones."""
    if isinstance(user, AnonymousUser) or not user.is_active:
        return Task.objects.none()
    if reads_all(user):
        return Task.objects.all()
    units = Post.objects.filter(user=user, role__in=UNIT_READERS).values("unit")
    own = Q(pk__in=Task.objects.filter(units__unit__in=units).values("pk"))
    children = Q(parent__in=Task.objects.filter(lead_unit__in=units).values("pk"))
    return Task.objects.filter(own | children)


def _holds(user: User | AnonymousUser, roles: tuple[Role, ...]) -> bool:
    """Tell whether an active user holds a post with one of the roles."""
    return user.is_active and Post.objects.filter(user_id=user.pk, role__in=roles).exists()
