"""Background work of the vault: sealing everything anew after a change of key. It returns counts, never content."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.jobs.actions import progress
from duban.jobs.models import Job
from duban.jobs.registry import JobFailed, job_kind
from duban.vault.actions import NotPossible
from duban.vault.actions.keys import ROTATE, reseal_all


@job_kind(ROTATE)
def rotate(job: Job) -> str:
    """Seal with the newest key what another sealed; killed and begun again it goes on."""
    try:
        rotated = reseal_all(lambda done, total: progress(job, done, total))
    except NotPossible as refusal:
        raise JobFailed(str(refusal)) from refusal
    with transaction.atomic():
        changes = {"resealed": rotated.sealed, "unreadable": rotated.lost}
        record("vault.rotate", job, actor=job.created_by, changes=changes)
    words = _("重新封存 %(sealed)d 件，读不出 %(lost)d 件")
    return words % {"sealed": rotated.sealed, "lost": rotated.lost}
