"""Whose units may read an entry, kept as marks among its tokens: the index passes over what a person cannot see.

The marks say no more than `duban.tasks.permissions` does, which is asked of every entry in the end. Like the texts they
follow the audit trail, so what a unit was given a moment ago is found when that was taken up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from duban.search.models import SearchEntry
from duban.search.rules import mark
from duban.tasks.models import Task, TaskUnit

NO_UNITS = 0  # the mark of what is not narrowed by a task's units


def readers_of(tasks: Collection[int]) -> dict[int, str]:
    """Return the marks of each task's readers: its units and the unit that leads the task above it."""
    found: dict[int, set[int]] = defaultdict(set)
    for task, unit in TaskUnit.objects.filter(task__in=tasks).order_by().values_list("task", "unit"):
        found[task].add(unit)
    above = Task.objects.filter(pk__in=tasks).exclude(parent=None).order_by().values_list("pk", "parent__lead_unit")
    for task, unit in above:
        found[task].add(unit)
    return {task: " ".join(map(mark, sorted(found[task]))) for task in tasks}


def children_with_other_readers(tasks: Collection[int]) -> set[int]:
    """Return the children of these tasks whose marks are not what they should be: another unit leads the task above."""
    marked = dict(
        SearchEntry.objects.filter(kind="task", task__parent__in=tasks).order_by().values_list("task", "readers")
    )
    wanted = readers_of(marked)
    return {task for task, readers in marked.items() if readers != wanted[task]}
