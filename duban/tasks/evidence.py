"""Reads of evidence: what a person may see of it, what their units have shown before, where a file is shown."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from duban.files.models import StoredFile
from duban.organizations.permissions import Anybody
from duban.tasks.models import Evidence, ReportState, Task
from duban.tasks.permissions import unit_ids, visible_to

GONE_OUT = Q(report=None) | Q(report__state=ReportState.SENT)  # seen outside its unit
OFFERED = 12  # earlier files offered at a time
_LOOKED_AT = 200  # rows gone through for them: one file may be shown many times


def visible_evidence(user: Anybody) -> QuerySet[Evidence]:
    """Return the evidence of tasks the person sees; what stands with a draft is its unit's alone."""
    shown = Evidence.objects.filter(task__in=visible_to(user).values("pk"))
    return shown.filter(GONE_OUT | Q(unit__in=unit_ids(user)))


def reads_evidence(user: Any, file: StoredFile) -> bool:
    """Tell whether a file proves a task the person sees."""
    return visible_evidence(user).filter(file=file).exists()


def reusable_evidence(user: Anybody) -> QuerySet[Evidence]:
    """Return what the person's units have shown, purged files left out, the latest first."""
    return Evidence.objects.filter(unit__in=unit_ids(user), file__purged_at=None).order_by("-id")


def recent_evidence(user: Anybody, words: str = "", chosen: Collection[int] = ()) -> list[Evidence]:
    """Return one piece for each of the latest files whose name holds the words, chosen files (ids) before them."""
    wanted = reusable_evidence(user).select_related("file__preview", "task")
    found = [*wanted.filter(file__in=chosen)] if chosen else []
    found += wanted.filter(Q(name__icontains=words) | Q(note__icontains=words))[:_LOOKED_AT]
    once = {piece.file_id: piece for piece in reversed(found)}
    ordered = sorted(once.values(), key=lambda piece: (piece.file_id not in chosen, -piece.pk))
    return ordered[: OFFERED + len(chosen)]


def shown_before(user: Anybody, digests: Collection[str], but: Task) -> list[tuple[str, str]]:
    """Return name and task's number of evidence with these bytes on another task that the person can see."""
    pieces = visible_evidence(user).filter(file__sha256__in=digests).exclude(task=but)
    first = {piece.file_id: piece for piece in pieces.select_related("task").order_by("-id")}
    return [(piece.name, piece.task.number) for piece in first.values()]


def file_uses(ids: Collection[int]) -> dict[int, list[str]]:
    """Return the numbers of the tasks these files prove."""
    found: dict[int, list[str]] = {}
    rows = Evidence.objects.filter(file__in=ids).order_by("id").values_list("file", "task__number")
    for pk, number in rows:
        numbers = found.setdefault(pk, [])
        if number not in numbers:
            numbers.append(number)
    return found
