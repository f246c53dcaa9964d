"""Deadlines counted in working days get the day they were counted from, which stood in their arithmetic alone."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.db import migrations

_FROM = re.compile(r"^起算：(\d{4})年(\d{1,2})月(\d{1,2})日", re.MULTILINE)


def find_starting_days(apps: Any, schema_editor: Any) -> None:
    """Read the starting day of open tasks from the explanation of their deadline."""
    tasks = apps.get_model("tasks", "Task").objects
    counted = tasks.filter(in_hand=1, deadline_explanation__contains="个工作日，周末和法定节假日不计")
    for task in counted.exclude(deadline_text="").iterator(chunk_size=500):
        found = _FROM.search(task.deadline_explanation)
        # an extension or a pause wrote a line of its own below; such a day was given or shifted by a person
        if found and "延期：" not in task.deadline_explanation and not task.paused_days:
            tasks.filter(pk=task.pk).update(deadline_from=date(*map(int, found.groups())))


class Migration(migrations.Migration):
    dependencies = (("tasks", "0003_demands_papers_and_notices"),)
    operations = (migrations.RunPython(find_starting_days, migrations.RunPython.noop),)
