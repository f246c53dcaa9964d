"""The nightly evaluation of many open tasks: how long it takes, and that a killed one goes on where it stopped.

    DUBAN_DATA=folder python -m benchmarks.nightly_lamps [tasks]

Makes the tasks in the database that DUBAN_DATA or DUBAN_DATABASE_URL names, which must be empty: a quantity for four
in five, milestones for one in five, some without deadline, a few parents that roll up. Exits 1 over 60 s for 100,000.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.web.django_settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from duban.organizations.models import Unit, UnitKind, User  # noqa: E402
from duban.tasks.actions.lighting import light_all  # noqa: E402
from duban.tasks.models import LampEntry, Milestone, Quantity, RollUp, Task  # noqa: E402
from duban.tasks.states import TaskState  # noqa: E402

TASKS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
BAR = 60  # seconds for 100,000
CHUNK = 5000


def main() -> int:
    """Fill the database, judge two nights, print the figures."""
    call_command("migrate", verbosity=0)
    if Task.objects.exists():
        sys.exit("The database holds tasks already; name an empty folder in DUBAN_DATA.")
    today = timezone.localdate()
    _fill(Random(1), today)
    print(f"{TASKS:,} open tasks, {Quantity.objects.count():,} quantities, {Milestone.objects.count():,} milestones")
    over = False
    for night, day in (("first night, every lamp new", today), ("next night", today + timedelta(1))):
        begin, cpu, before = time.perf_counter(), time.process_time(), LampEntry.objects.count()
        judged, _changed = light_all(day)
        seconds, cpu = time.perf_counter() - begin, time.process_time() - cpu
        rows = LampEntry.objects.count() - before
        print(f"{night:30} {judged:>9,} judged {rows:>9,} rows {seconds:7.1f} s {cpu:7.1f} s of CPU here")
        over |= seconds > BAR * TASKS / 100_000
    return int(over)


def _fill(random: Random, today: date) -> None:
    unit = Unit.objects.create(code="1", name="云陵市水务局", short_name="水务局", kind=UnitKind.DEPARTMENT)
    user = User.objects.create_user("clerk", name="经办")
    for first in range(0, TASKS, CHUNK):
        tasks = [_task(random, serial, today, unit, user) for serial in range(first, min(first + CHUNK, TASKS))]
        Task.objects.bulk_create(tasks)
        Quantity.objects.bulk_create(
            Quantity(task=task, target=Decimal(100), actual=Decimal(random.randrange(130)), actual_on=today)
            for task in tasks
            if task.serial % 5
        )
        Milestone.objects.bulk_create(
            Milestone(
                task=task, position=place, title="节点", due=today + timedelta(random.randrange(-90, 90)), weight=1,
                done=today if random.random() < 0.5 else None,
            )
            for task in tasks
            if not task.serial % 5
            for place in (1, 2, 3)
        )  # fmt: skip


def _task(random: Random, serial: int, today: date, unit: Unit, user: User) -> Task:
    start = today - timedelta(random.randrange(300))
    return Task(
        number=f"会2026-{serial:06d}", year=2026, source="meeting", serial=serial, title="清掏雨水管网", lead_unit=unit,
        state=TaskState.IN_PROGRESS.value, start=start, opened_by=user, last_report_on=today,
        deadline=None if serial % 20 == 7 else start + timedelta(random.randrange(1, 500)),
        roll_up=RollUp.WORST if serial % 50 == 3 else RollUp.NONE,
    )  # fmt: skip


sys.exit(main())
