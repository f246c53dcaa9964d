"""What the worker does each round for inspections: has the index of like cases made anew where many petitions came since."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.inspections.similar import INDEX, is_behind
from duban.jobs.actions import enqueue
from duban.jobs.models import Job, JobState

AGAIN = timedelta(hours=1)


def go_round() -> None:
    """Queue making the index, where it is behind and nobody does it yet; one that failed is left to people for a while."""
    there = Q(state__in=[JobState.WAITING, JobState.RUNNING])
    failed = Q(state=JobState.FAILED, finished_at__gte=timezone.now() - AGAIN)
    if is_behind() and not Job.objects.filter(there | failed, kind=INDEX).exists():
        enqueue(INDEX, _("编制相似检索"))
