"""What the ledger forgets when a file is purged: the names and notes of its evidence; the evidence itself stays, marked."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from duban.files.actions.purging import Shown
from duban.files.models import StoredFile
from duban.tasks.models import Evidence, Task, TaskMove

PURGED = "（已清除）"


def forget_file(file: StoredFile, actor: Any) -> Shown:
    """Blank what evidence and moves say of the file; return the names it had and the tasks that showed it."""
    rows = Evidence.objects.filter(file=file).select_related("task")
    names = frozenset(row.name for row in rows) - {""}
    tasks: list[Task] = list({row.task_id: row.task for row in rows}.values())
    for move in TaskMove.objects.filter(task__in=tasks, changes__has_key="evidence"):
        before, after = move.changes["evidence"]
        move.changes["evidence"] = [before, _without(after, names)]
        move.save(update_fields=["changes"])
    rows.update(name="", note="")
    return Shown(names, tuple(tasks), tuple(task.number for task in tasks))


def _without(listed: str, names: Collection[str]) -> str:
    return "、".join(PURGED if name in names else name for name in listed.split("、"))
