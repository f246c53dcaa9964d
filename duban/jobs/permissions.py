"""Who may see and retry background work."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from duban.jobs.models import Job
from duban.web.access import ADMINISTRATOR, has_role


def visible_to(person: Any) -> QuerySet[Job]:
    """Return the jobs this person may see: their own; an administrator all."""
    if has_role(person, ADMINISTRATOR):
        return Job.objects.all()
    return Job.objects.filter(created_by=person.pk)


def may_retry(person: Any) -> bool:
    """Whether the person may queue a failed job again."""
    return has_role(person, ADMINISTRATOR)
