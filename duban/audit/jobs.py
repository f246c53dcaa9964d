"""Background work of the audit trail: checking the whole chain."""

from __future__ import annotations

from duban.audit.actions import finish_check, verify_chain
from duban.audit.models import ChainCheck
from duban.audit.wording import verdict_words
from duban.jobs.actions import progress
from duban.jobs.models import Job
from duban.jobs.registry import job_kind


@job_kind("audit.verify")
def verify(job: Job) -> str:
    """Check the chain and write the outcome to the check that asked for it."""
    verdict = verify_chain(lambda done, total: progress(job, done, total))
    progress(job, verdict.rows, verdict.rows)
    finish_check(ChainCheck.objects.get(pk=job.object_id), verdict)
    return verdict_words(verdict)
