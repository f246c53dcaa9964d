"""Taking a ledger in, and taking it back, in the background."""

from __future__ import annotations

from django.utils.translation import gettext as _

from duban.jobs.actions import progress
from duban.jobs.models import Job
from duban.jobs.registry import JobFailed, job_kind
from duban.workbooks.actions import ImportRefused, apply_rows, undo_rows
from duban.workbooks.actions.applying import APPLY, UNDO
from duban.workbooks.models import Import


@job_kind(APPLY)
def apply_import(job: Job) -> str:
    """Take the rows in."""
    run = Import.objects.get(pk=job.object_id)
    try:
        opened, changed = apply_rows(run, lambda done, total: progress(job, done, total, _("正在导入")))
    except ImportRefused as refusal:
        Import.objects.filter(pk=run.pk).update(message=str(refusal)[:300])
        raise JobFailed(str(refusal)) from refusal
    refused = run.rows.filter(applied=False).exclude(status__in=["same", "skipped"]).count()
    words = _("新增 %(opened)d，变更 %(changed)d，没有导入 %(refused)d") % {
        "opened": opened, "changed": changed, "refused": refused,
    }  # fmt: skip
    Import.objects.filter(pk=run.pk).update(message=words)
    return words


@job_kind(UNDO)
def undo_import(job: Job) -> str:
    """Take the rows back."""
    run = Import.objects.get(pk=job.object_id)
    undone, kept = undo_rows(run, lambda done, total: progress(job, done, total, _("正在撤销")))
    words = _("撤销 %(undone)d 行，另有 %(kept)d 行导入后又有办理，没有撤销") % {"undone": undone, "kept": kept}
    Import.objects.filter(pk=run.pk).update(message=words)
    return words
