"""Correcting a text: a new revision, read again, with the decisions already made kept by their quotes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.meetings.actions.carrying import carry_decisions
from duban.meetings.actions.counting import settle
from duban.meetings.actions.errors import NotPossible
from duban.meetings.actions.heads import recompute_deadlines
from duban.meetings.actions.steps import fresh, lock, remember, step
from duban.meetings.actions.storing import store_parts
from duban.meetings.models import MeetingText
from duban.meetings.rules.carrying import Edit, smallest_edit
from duban.organizations.models import User
from duban.reading import read_again
from duban.reading.model import Repair, Restored, Source


def accept_repair(text: MeetingText, index: int, *, version: int, actor: User) -> None:
    """Say that an uncertain repair is right; the text stays."""
    with step(text.meeting, actor=actor, verb="accept_repair", label=_("采纳一处修复"), rows=[text]):
        now = fresh(text, version)
        _check_index(now, index)
        now.repairs[index]["decided"] = "accepted"
        now.save(update_fields=["repairs"])


def replace_repair(text: MeetingText, index: int, replacement: str | None, *, version: int, actor: User) -> MeetingText:
    """Put the clerk's words in place of a repair, or (None) what stood there before; return the new revision."""
    _check_index(text, index)
    repair = text.repairs[index]
    words = repair["original"] if replacement is None else replacement
    decided = "rejected" if replacement is None else "typed"
    start, end = repair["span"]
    return correct_text(text, start, end, words, version=version, actor=actor, decided=(index, decided))


@transaction.atomic
def correct_text(
    text: MeetingText,
    start: int,
    end: int,
    words: str,
    *,
    version: int,
    actor: User,
    decided: tuple[int, str] | None = None,
) -> MeetingText:
    """Write `words` over `[start, end)` as a new revision of the text and read it again; the old revision stays.

    What became of the decisions stands in the new revision's `carried`.
    """
    meeting = lock(text.meeting, actor)
    now = fresh(text, version)
    if now.superseded:
        raise NotPossible(_("这份文本已有更正后的新版，请刷新页面后在新版上操作。"))
    if not 0 <= start <= end <= len(now.restored):
        raise NotPossible(_("选中的位置不在文本之内，请刷新页面后重新选取。"))
    before = now.restored[start:end]
    if before == words:
        raise NotPossible(_("改后的文字与原来相同，没有改动。"))
    repairs = _shifted(now.repairs, Edit(start, end, len(words)), words, decided)
    new = MeetingText.objects.create(
        meeting=meeting, file=now.file, job=now.job, name=now.name, sha256=now.sha256, state=now.state,
        revision=now.revision + 1, revision_of=now, created_by=actor,
    )  # fmt: skip
    reading = read_again(
        Restored(now.restored[:start] + words + now.restored[end:], tuple(_repair(row) for row in repairs)),
        source=Source(now.name, now.sha256, now.media_type, now.encoding or None),
        on=meeting.date,
    )
    store_parts(new, reading)
    new.repairs = repairs
    MeetingText.objects.filter(pk=now.pk).update(superseded=True, version=now.version + 1)
    if meeting.date:
        recompute_deadlines([new], meeting.date)
    carried = carry_decisions(now, new, smallest_edit(start, before, words))
    new.carried = {"before": before, "after": words, **carried.as_json()}
    new.save(update_fields=["repairs", "carried"])
    settle(meeting)
    label = _("更正文字“%(before)s”为“%(after)s”") % {"before": before[:20], "after": words[:20]}
    remember(meeting, actor, "correct_text", label, before={f"text:{now.pk}": None}, after={}, undoable=False)
    record("meetings.correct_text", meeting, actor=actor, changes={f"text:{now.pk}[{start}:{end}]": [before, words]})
    return new


def _shifted(
    repairs: Sequence[dict[str, Any]], edit: Edit, words: str, decided: tuple[int, str] | None
) -> list[dict[str, Any]]:
    """Return the repairs in their new places; one that the edit writes over is the clerk's own from now on."""
    moved = []
    for index, repair in enumerate(repairs):
        start, end = repair["span"]
        row = dict(repair)
        if decided and decided[0] == index:
            row |= {
                "restored": words,
                "span": [edit.start, edit.start + edit.length],
                "certain": True,
                "decided": decided[1],
            }
        elif start < edit.end and end > edit.start:
            continue
        else:
            row["span"] = [edit.moved(start), edit.moved(end, closing=True)]
        moved.append(row)
    return moved


def _repair(row: dict[str, Any]) -> Repair:
    return Repair(
        row["kind"], tuple(row["span"]), row["original"], row["restored"], tuple(row["original_span"]), row["certain"]
    )


def _check_index(text: MeetingText, index: int) -> None:
    if not 0 <= index < len(text.repairs):
        raise NotPossible(_("没有这处修复，文本可能已更正，请刷新页面。"))
