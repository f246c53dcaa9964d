"""What meetings forget when a file is purged: a text nobody has decided anything in goes with it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.files.actions.purging import NotPurged, Shown
from duban.files.models import StoredFile
from duban.jobs.models import Job
from duban.meetings.models import Meeting, MeetingText
from duban.meetings.searching import MeetingSource
from duban.search.actions import index

PURGED_TITLE = "已清除的会议材料"


def forget_file(file: StoredFile, actor: Any) -> Shown:
    """Delete what was read of the file; raise NotPurged where a clerk has decided in it, for tasks quote it by then."""
    names: set[str] = set()
    gone: list[models.Model] = []
    texts = MeetingText.objects.filter(file=file)
    for meeting in Meeting.objects.filter(pk__in=texts.values("meeting")).select_for_update():
        if meeting.steps.exists() or meeting.released_at:
            words = _(
                "这份文件是会议“%(title)s”的材料，已经确认过，文字已写进要求和事项，不能在这里清除；"
                "请限制查看，并请软件维护单位从数据库清除。"
            )
            raise NotPurged(words % {"title": meeting.title})
        names |= {meeting.title, *texts.filter(meeting=meeting).values_list("name", flat=True)}
        gone.append(_forget(meeting, texts.filter(meeting=meeting), actor))
    return Shown(frozenset(names), tuple(gone), tuple(str(_("会议材料")) for _meeting in gone))


def _forget(meeting: Meeting, texts: models.QuerySet[MeetingText], actor: Any) -> Meeting:
    """Delete the texts, and the meeting where it has no other; return the meeting as the trail knows it."""
    known = Meeting(pk=meeting.pk, title=PURGED_TITLE)
    Job.objects.filter(pk__in=texts.values("job")).update(label=PURGED_TITLE, message="")
    texts.update(revision_of=None)
    texts.delete()
    if not meeting.texts.exists():
        record("meetings.discard", known, actor=actor)
        meeting.delete()
    index(MeetingSource(), [known.pk])
    return known
