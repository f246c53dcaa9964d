"""Background work of the ledger: takes ids, calls the actions."""

from __future__ import annotations

from django.utils.translation import ngettext

from duban.jobs.actions import progress
from duban.jobs.models import Job
from duban.jobs.registry import job_kind
from duban.tasks.actions.recounting import RECOUNT_JOB, recount
from duban.tasks.models import HolidayNotice


@job_kind(RECOUNT_JOB)
def recount_deadlines(job: Job) -> str:
    """Count the open tasks' days anew after a holiday notice."""
    notice = HolidayNotice.objects.get(pk=job.object_id)
    moved = recount(notice, lambda done, total: progress(job, done, total))
    return moved_words(moved)


def moved_words(moved: int) -> str:
    """Say how many tasks moved."""
    return ngettext("%(count)d 项在办事项的时限有变动", "%(count)d 项在办事项的时限有变动", moved) % {"count": moved}
