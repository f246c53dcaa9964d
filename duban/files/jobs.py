"""Background work on files: small pictures."""

from __future__ import annotations

from django.utils.translation import gettext as _

from duban.files.actions import prepare
from duban.files.actions.keeping import PREPARE
from duban.files.models import StoredFile
from duban.files.previews import NoPreview
from duban.jobs.models import Job
from duban.jobs.registry import job_kind


@job_kind(PREPARE)
def prepare_file(job: Job) -> str:
    """Make the small picture of the file; one that cannot be drawn stays without."""
    file = StoredFile.objects.filter(pk=job.object_id, purged_at=None).first()
    if file is None:
        return _("文件已清除，没有制作。")
    try:
        preview = prepare(file)
    except NoPreview as reason:
        return _("没有缩略图（%(reason)s），可以下载查看。") % {"reason": reason}
    return str(preview)
