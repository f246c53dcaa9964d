"""Making the index anew, or catching up where much has changed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from duban.jobs.actions import progress
from duban.jobs.models import Job
from duban.jobs.registry import job_kind
from duban.search.actions import AT_ONCE, catch_up, rebuild

REBUILD, CATCH_UP = "search.rebuild", "search.catch_up"


@job_kind(REBUILD)
def rebuild_index(job: Job) -> str:
    """Index everything anew."""
    count = rebuild(lambda done, total: progress(job, done, total, _("正在建立索引")))
    return _("索引里有 %(count)d 条") % {"count": count}


@job_kind(CATCH_UP)
def catch_up_index(job: Job) -> str:
    """Take up everything that changed since."""
    taken = 0
    while count := catch_up(AT_ONCE):
        taken += count
        progress(job, taken, taken, _("正在更新索引"))
    return _("更新了 %(count)d 条变动") % {"count": taken}
