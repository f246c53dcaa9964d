"""What `duban check` asks of background work: does the worker live, does anything wait too long."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.jobs.models import Job, JobState
from duban.web.checking import Problem

SILENT = 120  # seconds without a sign of life
WAITING = timedelta(minutes=15)


def sign_of_life() -> None:
    """Leave the worker's sign of life in the data folder; the worker calls this each round."""
    _path().touch()


def problems(thorough: bool) -> Iterator[Problem]:
    """Yield what is wrong with background work."""
    path = _path()
    if not path.exists() or time.time() - path.stat().st_mtime > SILENT:
        yield Problem(
            "worker",
            _("后台任务没有在运行，解读材料、缩略图和每晚的计算都不会进行。"),
            _("用 duban serve 启动（网页服务和后台任务一起），或看它的日志为什么停了。"),
        )
    late = Job.objects.filter(state=JobState.WAITING, created_at__lt=timezone.now() - WAITING).count()
    if late:
        yield Problem(
            "jobs_waiting",
            _("有 %(count)d 件后台任务排队超过 15 分钟。") % {"count": late},
            _("在“后台任务”页看排在前面的是什么；确认后台任务在运行。"),
        )
    failed = Job.objects.filter(state=JobState.FAILED).count()
    if failed:
        yield Problem(
            "jobs_failed",
            _("有 %(count)d 件后台任务失败。") % {"count": failed},
            _("在“后台任务”页看原因，处理后点“重试”。"),
        )


def _path() -> Path:
    folder: Path = settings.DATA
    return folder / "worker-alive"
