"""Numbers given by several processes at once, on the database the tests run on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

PROJECT = Path(__file__).parent.parent.parent
START = """
import django
django.setup()
from duban.organizations.models import Post, Unit, User
from duban.tasks.actions import TaskDraft, open_task
from duban.tasks.models import Task
"""
PREPARE = """
unit = Unit.objects.create(code="1", name="云陵市水务局", short_name="市水务局", kind="department")
Post.objects.create(user=User.objects.create_user("clerk", name="经办"), unit=unit, role="clerk")
"""
OPEN_FOUR = """
actor, unit = User.objects.get(), Unit.objects.get()
for _ in range(4):
    open_task(TaskDraft(source="meeting", year=2026, title="清掏管网", lead_unit=unit), actor=actor)
"""
COUNT = "print(*Task.objects.order_by('serial').values_list('number', flat=True))"


def environment(folder: Path) -> dict[str, str]:
    """Return what makes a process use the tests' PostgreSQL database, or an SQLite file in the folder."""
    url = ""
    if connection.vendor == "postgresql":
        given = connection.settings_dict
        login = f"{quote(given['USER'])}:{quote(given['PASSWORD'])}" if given["PASSWORD"] else quote(given["USER"])
        url = f"postgres://{login}@{given['HOST']}:{given['PORT'] or 5432}/{given['NAME']}"
    return {
        **os.environ,
        "DUBAN_DATA": str(folder),
        "DUBAN_DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "duban.web.django_settings",
    }


@pytest.mark.django_db(transaction=True)
def test_three_processes_at_once_never_give_a_number_twice(tmp_path: Path) -> None:
    env = environment(tmp_path)

    def start(program: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", program], env=env, cwd=PROJECT, stdout=subprocess.PIPE, text=True
        )

    if connection.vendor == "sqlite":
        assert start("from django.core.management import call_command as c\nimport django\ndjango.setup()\n"
                     "c('migrate', '--run-syncdb', verbosity=0)").wait() == 0  # fmt: skip
    assert start(START + PREPARE).wait() == 0
    opening = [start(START + OPEN_FOUR) for _ in range(3)]
    assert [process.wait() for process in opening] == [0, 0, 0]
    numbers, _ = start(START + COUNT).communicate()
    assert numbers.split() == [f"会2026-{serial:04d}" for serial in range(1, 13)]
