"""A worker killed outright in the middle of the nightly evaluation: nothing lost, doubled or half done afterwards."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

PREPARE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from datetime import date
from duban.organizations.models import Unit, User
from duban.tasks.models import Task
unit = Unit.objects.create(code="1", name="云陵市水务局", short_name="水务局", kind="department")
user = User.objects.create_user("clerk", name="经办")
Task.objects.bulk_create(
    Task(number=f"会2026-{n}", year=2026, source="meeting", serial=n, title="清掏", lead_unit=unit, opened_by=user,
         deadline=date(2026, 1, 1))
    for n in range(60)
)
"""
NIGHT = """
import sys
from datetime import date
from duban.tasks.actions import lighting
lighting.BATCH = 20
def stop(done, total):
    if done == int(sys.argv[1]):
        print("half", flush=True)
        sys.stdin.read()  # until somebody kills us
real = lighting._write
def write(stored, today):
    real(stored, today)
    if int(sys.argv[1]) < 0 and lighting.LampEntry.objects.count() > 20:
        print("half", flush=True)
        sys.stdin.read()  # inside the second batch's transaction
lighting._write = write
print(*lighting.light_all(date(2026, 1, 2), stop), flush=True)
"""
SETUP = "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'duban.web.django_settings'; django.setup()\n"


def start(folder: Path, program: str, *arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "DUBAN_DATA": str(folder), "DUBAN_DATABASE_URL": ""}
    command = [sys.executable, "-c", SETUP + program, *arguments]
    return subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def lit(folder: Path) -> tuple[int, int]:
    with sqlite3.connect(folder / "duban.sqlite3") as connection:
        tasks = connection.execute("SELECT count(*) FROM tasks_task WHERE lamp = 'red'").fetchone()[0]
        return tasks, connection.execute("SELECT count(*) FROM tasks_lampentry").fetchone()[0]


def test_a_night_killed_between_and_inside_batches_ends_as_if_it_had_run_through(tmp_path: Path) -> None:
    assert start(tmp_path, PREPARE).wait(120) == 0
    for place, expected in (("20", (20, 20)), ("-1", (20, 20))):
        with start(tmp_path, NIGHT, place) as night:
            assert night.stdout is not None and night.stdout.readline() == "half\n"
            night.send_signal(signal.SIGKILL)
        assert lit(tmp_path) == expected
    with start(tmp_path, NIGHT, "0") as night:
        assert night.communicate(timeout=120)[0] == "40 40\n"
    assert lit(tmp_path) == (60, 60)
