"""Previewing and accepting a batch's file, and taking it back, in the background."""

from __future__ import annotations

from django.utils.translation import gettext as _

from duban.inspections.actions.accepting import ACCEPT, UNDO, accept_rows, undo_rows
from duban.inspections.actions.intaking import PREVIEW, read_again
from duban.inspections.models import Intake, Petition, RowStatus
from duban.inspections.similar import INDEX, save_a_slice
from duban.inspections.states import PetitionState
from duban.jobs.actions import progress
from duban.jobs.models import Job
from duban.jobs.registry import JobGoesOn, job_kind


@job_kind(PREVIEW)
def preview(job: Job) -> str:
    """Read a long file and preview its rows."""
    intake = Intake.objects.select_related("batch__inspection").get(pk=job.object_id)
    rows = read_again(intake, lambda done, total: progress(job, done, total, _("正在解读")))
    return _("已解读 %(rows)d 行，请核对后受理") % {"rows": rows}


@job_kind(ACCEPT)
def accept(job: Job) -> str:
    """Accept the rows that can be."""
    intake = Intake.objects.select_related("created_by").get(pk=job.object_id)
    actor = job.created_by or intake.created_by
    there = accept_rows(intake, actor, lambda done, total: progress(job, done, total, _("正在受理")))
    returned = intake.rows.filter(applied=True, undone=False, petition__state=PetitionState.RETURNED.value).count()
    open_rows = intake.rows.filter(status=RowStatus.PROBLEM).count()
    words = _("已受理 %(there)d 件，退回督察组 %(returned)d 件，有问题待改 %(open)d 行") % {
        "there": there - returned, "returned": returned, "open": open_rows,
    }  # fmt: skip
    Intake.objects.filter(pk=intake.pk).update(message=words)
    return words


@job_kind(INDEX)
def index_texts(job: Job) -> str:
    """Make the index of like cases anew, a slice at a time."""
    if (making := save_a_slice()) is None:
        return _("已为 %(count)d 件编好相似检索") % {"count": Petition.objects.count()}
    total = max(Petition.objects.count(), 1)
    # reading the texts takes two thirds of the time, putting their lists together the rest
    done = round(100 * (min(making.texts / total, 1) * 2 + making.put_together) / 3)
    words = _("已读 %(read)d 件，共 %(total)d 件") % {"read": making.texts, "total": total}
    progress(job, done, 100, words)
    raise JobGoesOn


@job_kind(UNDO)
def undo(job: Job) -> str:
    """Take the rows back."""
    intake = Intake.objects.select_related("created_by").get(pk=job.object_id)
    actor = job.created_by or intake.created_by
    undone, kept = undo_rows(intake, actor, lambda done, total: progress(job, done, total, _("正在撤销")))
    values = {"undone": undone, "kept": kept}
    if kept:
        words = _(
            "撤销 %(undone)d 件，其原文已从保险箱清除；另有 %(kept)d 件受理后又有办理，没有撤销，文件原件留在保险箱"
        )
    else:
        words = _("撤销 %(undone)d 件，文件原件和各件原文已从保险箱清除")
    words %= values
    Intake.objects.filter(pk=intake.pk).update(message=words)
    return words
