"""Reorganising in the background: takes the plan's id, calls the action."""

from __future__ import annotations

from django.utils.translation import gettext as _

from duban.jobs.actions import progress
from duban.jobs.models import Job
from duban.jobs.registry import JobFailed, job_kind
from duban.organizations.actions.changes import Refused
from duban.organizations.actions.reorganizing import REORGANIZE, carry_out, reopen_plan
from duban.organizations.models import Reorganization


@job_kind(REORGANIZE)
def reorganize_units(job: Job) -> str:
    """Carry the plan out, whole; a plan that can no longer be carried out is opened for change again."""
    reorganization = Reorganization.objects.get(pk=job.object_id)
    progress(job, 0, 0, _("正在移交；全部移交完才一起生效，中途停止则一件都不动"))
    try:
        done = carry_out(reorganization)
    except Refused as refusal:
        reopen_plan(reorganization)
        raise JobFailed(str(refusal)) from refusal
    except Exception:
        reopen_plan(reorganization)
        raise
    counts = {"tasks": done.outcome.get("count", 0), "people": done.outcome.get("people", 0)}
    return _("已办理：移交 %(tasks)d 件，涉及岗位 %(people)d 个") % counts
