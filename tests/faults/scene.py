"""What the fault tests need in an installation's own database, made and looked at from a process of its own.

python -m tests.faults.scene make | crowd | night | facts
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import Any

PASSWORD = "春江-花月-2026"
TASKS = 6


def make() -> dict[str, Any]:
    """Make the city, a meeting decided but not released, and tasks their unit has signed for."""
    from django.utils import timezone

    from duban.demo import load
    from duban.demo.clerk import confirm
    from duban.demo.plan import NEWS
    from duban.jobs.actions import run
    from duban.meetings.actions.texts import bring_in
    from duban.organizations.models import Unit, User
    from duban.tasks.actions import TaskDraft, TaskMeasures, open_task, set_measures, sign_for
    from duban.tasks.models import Task

    load.load_city()
    clerk, liaison, unit = (
        User.objects.get(username="clerk"),
        User.objects.get(username="u216"),
        Unit.objects.get(code="216"),
    )
    text = bring_in((load.TEXTS / NEWS.text).read_bytes(), name=NEWS.text, actor=clerk)
    if text.job_id:
        run(text.job_id)
    confirm(text.meeting, NEWS, clerk)
    today = timezone.localdate()
    tasks: list[Task] = []
    for number in range(TASKS):
        draft = TaskDraft(
            source="manual", year=today.year, title=f"清掏雨水管网第{number + 1}标段", lead_unit=unit,
            deadline=today + timedelta(days=90),
        )  # fmt: skip
        task = open_task(draft, actor=clerk)
        set_measures(task, TaskMeasures(target=Decimal(100), unit="公里"), actor=clerk)
        tasks.append(sign_for(task, actor=liaison))
    return {"meeting": text.meeting_id, "tasks": [task.pk for task in tasks]}


def crowd() -> dict[str, Any]:
    """Add so many tasks that a night's evaluation takes several batches; their lamps are of yesterday."""
    from django.utils import timezone

    from duban.demo.large.load import Size, load_large

    today = timezone.localdate()
    load_large(Size(tasks=1800, reports=1800, units=65), today - timedelta(days=1), lambda _done, _all: None)
    return night()


def night() -> dict[str, Any]:
    """Return how far today's evaluation is, and whether it judged any task twice."""
    from django.db.models import Count
    from django.utils import timezone

    from duban.jobs.models import Job
    from duban.tasks.actions.lighting import LIGHT_JOB
    from duban.tasks.lamp_facts import LIT_STATES
    from duban.tasks.models import LampEntry, Task

    today = timezone.localdate()
    lit = Task.objects.filter(state__in=LIT_STATES)
    entries = LampEntry.objects.filter(day=today)
    last = {entry.task_id: entry.lamp for entry in LampEntry.objects.order_by("id")}
    return {
        "left": lit.exclude(lamp_on=today).count(),
        "judged": lit.filter(lamp_on=today).count(),
        "twice": entries.values("task").annotate(n=Count("pk")).filter(n__gt=1).count(),
        "told_apart": sum(last.get(task) != lamp for task, lamp in lit.filter(lamp_on=today).values_list("pk", "lamp")),
        "jobs": dict(Job.objects.filter(kind=LIGHT_JOB).values_list("pk", "state")),
    }


def facts() -> dict[str, Any]:
    """Return what must agree after a crash."""
    from duban.audit.actions import verify_chain
    from duban.audit.models import AuditEntry
    from duban.files.models import StoredFile, path_of
    from duban.meetings.models import Meeting
    from duban.tasks.models import Evidence, Report, Task, TaskMove

    whole = {
        file.pk: hashlib.sha256(path_of(file).read_bytes()).hexdigest() == file.sha256
        for file in StoredFile.objects.all()
    }
    moves = Counter(TaskMove.objects.values_list("task", flat=True))
    last = {move.task_id: move.to_state for move in TaskMove.objects.order_by("id")}
    return {
        "chain": verify_chain().whole,
        "files": len(whole),
        "files_whole": all(whole.values()),
        "evidence": Evidence.objects.count(),
        "reports": Counter(str(task) for task in Report.objects.values_list("task", flat=True)),
        "states": dict(Task.objects.values_list("pk", "state")),
        "versions_agree": all(task.version == moves[task.pk] for task in Task.objects.all()),
        "states_agree": all(task.state == last[task.pk] for task in Task.objects.all()),
        "task_audit": AuditEntry.objects.filter(verb__startswith="task.", object_type="tasks.task").count(),
        "moves": sum(moves.values()),
        "released": Meeting.objects.exclude(released_at=None).count(),
    }


if __name__ == "__main__":
    import django

    django.setup()
    sys.stdout.write(json.dumps({"make": make, "crowd": crowd, "night": night, "facts": facts}[sys.argv[1]]()))
