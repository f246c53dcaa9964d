"""Queueing, claiming, running and retrying background work."""

from __future__ import annotations

import logging
import os
import socket
import time
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from duban.jobs.models import Job, JobState
from duban.jobs.registry import JobFailed, JobGoesOn, function_of

MOST_ATTEMPTS = 3
GAP = 0.02  # seconds
log = logging.getLogger(__name__)


def enqueue(kind: str, label: str, object_id: object = "", *, actor: Any = None) -> Job:
    """Queue work of a registered kind; it starts when the surrounding transaction is committed."""
    job = Job.objects.create(kind=kind, label=label[:200], object_id=str(object_id), created_by=actor)
    _send(job)
    job.refresh_from_db()
    return job


def progress(job: Job, done: int, total: int, message: str = "") -> None:
    """Say how far the work is; also a sign of life, and a gap between two batches for whoever waits to write."""
    job.done, job.total, job.message = done, total, message[:500]
    job.seen_at = timezone.now()
    job.save(update_fields=["done", "total", "message", "seen_at"])
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        # its lock is no queue: a loop of writes would keep people's own waiting until they give up
        time.sleep(GAP)


def run(job_id: int) -> None:
    """Claim the job and do it. Does nothing where it is done or another worker has it."""
    if not _claim(job_id):
        return
    job = Job.objects.get(pk=job_id)
    try:
        message = function_of(job.kind)(job) or ""
    except JobGoesOn:
        _queue_the_rest(job)
    except JobFailed as failure:
        _finish(job, JobState.FAILED, str(failure))
    except Exception:
        log.exception("job %s (%s) failed", job.pk, job.kind)
        _finish(
            job, JobState.FAILED, _("程序出错，已记入服务器日志；请重试，仍不行时告知系统管理员任务编号 %d。") % job.pk
        )
    else:
        _finish(job, JobState.DONE, message)


@transaction.atomic
def retry(job: Job) -> bool:
    """Queue a failed job again; False where it is not failed any more."""
    again = {"state": JobState.WAITING, "attempts": 0, "done": 0, "message": "", "finished_at": None}
    if not Job.objects.filter(pk=job.pk, state=JobState.FAILED).update(**again):
        return False
    _send(job)
    return True


@transaction.atomic
def requeue_abandoned() -> int:
    """Queue again what a killed worker left running; return how many. Too many attempts: failed, saying so."""
    count = 0
    for job in Job.objects.filter(state=JobState.RUNNING).order_by("id"):
        if not _abandoned(job):
            continue
        held = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, worker=job.worker)
        if job.attempts >= MOST_ATTEMPTS:
            message = _("试了 %d 次都中途停止，可能内存不足；请换较小的文件，或告知系统管理员。") % job.attempts
            held.update(state=JobState.FAILED, message=message, finished_at=timezone.now())
        elif held.update(state=JobState.WAITING, worker=""):
            _send(job)
            count += 1
    return count


@transaction.atomic
def _queue_the_rest(job: Job) -> None:
    """Put the job behind those that wait; what a kill interrupts later is counted anew, as it got on."""
    held = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, worker=_worker())
    if held.update(state=JobState.WAITING, worker="", attempts=0, seen_at=timezone.now()):
        _send(job)


def _send(job: Job) -> None:
    """Put the job's id on the queue."""
    async_task("duban.jobs.actions.run", job.pk, task_name=f"job-{job.pk}")


def _worker() -> str:
    """Return this process's name in a claim."""
    return f"{socket.gethostname()[:80]}:{os.getpid()}"


def _claim(job_id: int) -> bool:
    """Take the job where it waits, or where its worker has given no sign of life for longer than a job may take."""
    now = timezone.now()
    silent = Q(state=JobState.RUNNING, seen_at__lt=now - _longest())
    claimed = Job.objects.filter(Q(state=JobState.WAITING) | silent, pk=job_id).update(
        state=JobState.RUNNING,
        attempts=F("attempts") + 1,
        worker=_worker(),
        started_at=now,
        seen_at=now,
        finished_at=None,
    )
    return claimed == 1


def _finish(job: Job, state: JobState, message: str) -> None:
    """Write the end of a job this process still holds."""
    Job.objects.filter(pk=job.pk, state=JobState.RUNNING, worker=_worker()).update(
        state=state, message=message[:500], finished_at=timezone.now()
    )


def _longest() -> timedelta:
    """Return how long a job may take before its worker counts as gone."""
    return timedelta(seconds=float(str(settings.Q_CLUSTER["timeout"])))


def _abandoned(job: Job) -> bool:
    """Whether the worker that claimed the job is gone."""
    host, _colon, process = job.worker.rpartition(":")
    if host == socket.gethostname()[:80] and process.isdigit():
        return not _alive(int(process))
    return job.seen_at is None or job.seen_at < timezone.now() - _longest()


def _alive(process: int) -> bool:
    """Whether a process of this number runs on this host."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
