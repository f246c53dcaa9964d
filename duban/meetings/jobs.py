"""Reading in the background: takes a text's id, calls the actions."""

from __future__ import annotations

from django.utils.translation import gettext as _

from duban.jobs.actions import progress
from duban.jobs.models import Job
from duban.jobs.registry import JobFailed, job_kind
from duban.meetings.actions.texts import READ_TEXT, read_stored, store_reading, store_refusal
from duban.meetings.models import MeetingText, TextState
from duban.reading import CannotRead


@job_kind(READ_TEXT)
def read_meeting_text(job: Job) -> str:
    """Read one waiting text and store what was found."""
    text = MeetingText.objects.select_related("meeting", "file").get(pk=job.object_id)
    if text.state == TextState.READ:  # the worker was killed between storing and saying so
        return _("读出 %(requirements)d 条要求") % {"requirements": text.requirements.count()}
    progress(job, 1, 3, _("正在解读"))
    try:
        reading = read_stored(text)
    except CannotRead as refusal:
        store_refusal(text, refusal)
        raise JobFailed(refusal.message) from refusal
    progress(job, 2, 3, _("正在整理要求和行动"))
    store_reading(text, reading)
    progress(job, 3, 3)
    return _("读出 %(requirements)d 条要求") % {"requirements": len(reading.requirements)}
