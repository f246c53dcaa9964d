"""Bringing texts in and reading them: nothing refused is ever stored."""

from __future__ import annotations

import hashlib
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.files.actions import store_file
from duban.files.models import path_of
from duban.jobs.actions import enqueue
from duban.meetings.actions.errors import NotPossible
from duban.meetings.actions.heads import recompute_deadlines
from duban.meetings.actions.storing import fill_head, store_parts
from duban.meetings.models import Meeting, MeetingText, TextState
from duban.meetings.permissions import may_confirm
from duban.organizations.models import User
from duban.reading import CannotRead, Reading, read_bytes, read_text
from duban.reading.intake import intake_bytes, intake_text

READ_TEXT = "meetings.read_text"  # the kind of job
PASTED_NAME = "粘贴的文本.txt"


def bring_in(
    content: bytes | str, *, name: str, actor: User, meeting: Meeting | None = None, on: date | None = None
) -> MeetingText:
    """Store a document and queue its reading, in a new meeting or a given one.

    Raise CannotRead or UnacceptableFile with advice; then nothing is stored. Pasted text comes as `str`.
    """
    if not may_confirm(actor):
        raise PermissionDenied
    digest = check(content, name)
    with transaction.atomic():
        file = store_file(content, name, actor) if isinstance(content, bytes) else None
        home = meeting or Meeting.objects.create(title=name.rsplit(".", 1)[0][:300], date=on, created_by=actor)
        text = MeetingText.objects.create(
            meeting=home, file=file, name=name[:255], sha256=digest, created_by=actor,
            pasted=content if isinstance(content, str) else "",
        )  # fmt: skip
        text.job = enqueue(READ_TEXT, _("解读“%(name)s”") % {"name": name}, text.pk, actor=actor)
        text.save(update_fields=["job"])
        record("meetings.bring_in", home, actor=actor, changes={"name": ["", name], "sha256": ["", digest]})
    return text


def check(content: bytes | str, name: str) -> str:
    """Return the digest of a document that may be read; raise CannotRead before anything is stored."""
    document = intake_bytes(content, name=name) if isinstance(content, bytes) else intake_text(content, name=name)
    return document.source.sha256 or hashlib.sha256(document.text.encode()).hexdigest()


@transaction.atomic
def note_refusal(refusal: CannotRead, *, actor: User) -> None:
    """Put on record that a document was refused at the door: the reason's code, neither name nor content."""
    record("meetings.refuse", actor, actor=actor, changes={"code": ["", refusal.code]})


def read_stored(text: MeetingText) -> Reading:
    """Read a stored document; raise CannotRead."""
    if text.file is None:
        return read_text(text.pasted, name=text.name, on=text.meeting.date)
    return read_bytes(path_of(text.file).read_bytes(), name=text.name, on=text.meeting.date)


@transaction.atomic
def store_reading(text: MeetingText, reading: Reading) -> None:
    """Keep what was read of a waiting text; a text already read is left alone, so that a job may run again."""
    meeting = Meeting.objects.select_for_update().get(pk=text.meeting_id)
    if MeetingText.objects.filter(pk=text.pk, state=TextState.READ).exists():
        return
    first = not meeting.texts.filter(state=TextState.READ).exists()
    store_parts(text, reading)
    if first:
        fill_head(meeting, reading.meeting)
    elif meeting.date:
        recompute_deadlines([text], meeting.date)
    record("meetings.read", meeting, actor=text.created_by, changes={"sentences": ["", len(reading.sentences)]})


@transaction.atomic
def store_refusal(text: MeetingText, refusal: CannotRead) -> None:
    """Keep why a text could not be read, and nothing of its content."""
    MeetingText.objects.filter(pk=text.pk).update(state=TextState.FAILED, error=refusal.message[:500], pasted="")
    record("meetings.refuse", text.meeting, actor=text.created_by, changes={"code": ["", refusal.code]})


@transaction.atomic
def discard(meeting: Meeting, *, actor: User) -> None:
    """Delete a meeting nobody has decided anything in; raise NotPossible for any other."""
    if not may_confirm(actor):
        raise PermissionDenied
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.steps.exists() or meeting.released_at:
        raise NotPossible(_("这次会议已有确认记录，不能删除；不再需要的内容请逐条舍去。"))
    record("meetings.discard", meeting, actor=actor)
    meeting.delete()
