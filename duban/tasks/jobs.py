"""Background work of the ledger: takes ids, calls the actions."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import ngettext

from duban.jobs.actions import progress
from duban.jobs.models import Job
from duban.jobs.registry import job_kind
from duban.tasks.actions.carrying import CARRY_JOB, carry_out
from duban.tasks.actions.lighting import LIGHT_JOB, light_all
from duban.tasks.actions.recounting import RECOUNT_JOB, recount
from duban.tasks.models import CarryOver, HolidayNotice


@job_kind(RECOUNT_JOB)
def recount_deadlines(job: Job) -> str:
    """Count the open tasks' days anew after a holiday notice."""
    notice = HolidayNotice.objects.get(pk=job.object_id)
    moved = recount(notice, lambda done, total: progress(job, done, total))
    return moved_words(moved)


@job_kind(CARRY_JOB)
def carry_tasks_over(job: Job) -> str:
    """Carry open tasks over into a year or a term."""
    carried = carry_out(CarryOver.objects.get(pk=job.object_id), lambda done, total: progress(job, done, total))
    return ngettext("结转了 %(count)d 件", "结转了 %(count)d 件", carried) % {"count": carried}


@job_kind(LIGHT_JOB)
def light_tasks(job: Job) -> str:
    """Judge the lamps of all open tasks for today, whatever day the job was queued for."""
    judged, changed = light_all(timezone.localdate(), lambda done, total: progress(job, done, total))
    words = ngettext("评了 %(judged)d 项，%(changed)d 项有变化", "评了 %(judged)d 项，%(changed)d 项有变化", judged)
    return words % {"judged": judged, "changed": changed}


def moved_words(moved: int) -> str:
    """Say how many tasks moved."""
    return ngettext("%(count)d 项在办事项的时限有变动", "%(count)d 项在办事项的时限有变动", moved) % {"count": moved}
