"""The documented example drives a task against a server that really listens."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

from duban.tasks.models import Task
from tests.api.conftest import key_of
from tests.conftest import PROJECT
from tests.tasks.conftest import City


@pytest.mark.django_db(transaction=True)
def test_the_example_closes_a_task_out(city: City, live_server: Any) -> None:
    keys = {"OFFICE_KEY": key_of(city.clerk), "UNIT_KEY": key_of(city.water_liaison), "DESK_KEY": key_of(city.desk)}
    script = PROJECT / "docs" / "examples" / "drive_a_task.py"
    done = subprocess.run(
        [sys.executable, str(script), city.water.code],
        env={**os.environ, **keys, "DUBAN": live_server.url, "no_proxy": "*"},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert Task.objects.get().state == "closed_out"
    assert "closed_out" in done.stdout
