"""What the worker does each round for the search: takes up what changed; a long way behind, it makes the index anew."""

from __future__ import annotations

from django.utils.translation import gettext as _

from duban.audit.models import AuditEntry
from duban.jobs.actions import enqueue
from duban.jobs.models import Job, JobState
from duban.search.actions import AT_ONCE, catch_up, last_taken
from duban.search.jobs import REBUILD

FAR = 20_000  # audit rows from which making the index anew is quicker
MOST = 10  # portions a round


def go_round() -> None:
    """Take up some thousands of changes at most; queue a rebuilding where there are far more."""
    behind = AuditEntry.objects.filter(pk__gt=last_taken())
    if len(behind.values_list("pk")[: FAR + 1]) > FAR:
        if not Job.objects.filter(kind=REBUILD, state__in=[JobState.WAITING, JobState.RUNNING]).exists():
            enqueue(REBUILD, _("重建搜索索引"))
        return
    for _portion in range(MOST):
        if catch_up() < AT_ONCE:
            return
