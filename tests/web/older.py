"""An installation as an earlier version left it, with rows, and then upgraded: in a process of its own.

python -m tests.web.older: take the steps that squashed migrations replace, one by one, up to STOPS; then `migrate`.
"""

from __future__ import annotations

from datetime import date, time
from typing import Any

# two stops on the way, each with rows of its day: no table of it is as the squashed steps make it
FIRST_STOP = [("tasks", "0003_demands_papers_and_notices"), ("meetings", "0001_first_tables")]
STOPS = [
    ("tasks", "0008_carry_overs"), ("inspections", "0001_first_tables"), ("workbooks", "0001_first_tables"),
    ("petitions", "0001_first_tables"), ("vault", "0001_first_tables"), ("search", "0001_first_tables"),
]  # fmt: skip
STARTING_DAY = date(2026, 3, 2)


def go_to(stops: list[tuple[str, str]]) -> Any:
    """Take the steps as they were; return the models of that day."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.migrations.loader import MigrationLoader

    executor = MigrationExecutor(connection)
    executor.loader = MigrationLoader(connection, replace_migrations=False)
    executor.migrate(stops)
    return executor.loader.project_state(stops).apps


def write_a_task(apps: Any) -> None:
    """Write a task whose starting day stands in its arithmetic alone, which a later step reads from it."""
    person = apps.get_model("organizations", "User").objects.create(username="desk", name="督查室经办")
    unit = apps.get_model("organizations", "Unit").objects.create(
        code="216", name="云陵市水务局", short_name="市水务局", kind="department"
    )
    task = apps.get_model("tasks", "Task").objects.create(
        number="督〔2026〕会议0001号", year=2026, source="meeting", serial=1, title="清掏雨水管网", lead_unit=unit,
        opened_by=person, deadline=date(2026, 3, 9), deadline_text="5个工作日内",
        deadline_explanation="起算：2026年3月2日（不计）\n加5个工作日，周末和法定节假日不计",
    )  # fmt: skip
    task.units.create(unit=unit, unit_name=unit.name, role="lead")
    task.moves.create(actor=person, actor_name=person.name, verb="open", to_state="assigned")


def write_a_petition(apps: Any) -> None:
    """Write an inspection with a petition."""
    person = apps.get_model("organizations", "User").objects.get()
    unit = apps.get_model("organizations", "Unit").objects.get()
    inspection = apps.get_model("inspections", "Inspection").objects.create(
        name="省级督察", level="provincial", first_day=date(2026, 3, 1), last_day=date(2026, 3, 31), cut_off=time(20),
        number_pattern="{n}", created_by=person, desk_unit=unit,
    )  # fmt: skip
    task = apps.get_model("tasks", "Task").objects.get()
    batch = inspection.batches.create(number=1, day=date(2026, 3, 2), created_by=person)
    inspection.petitions.create(batch=batch, position=1, number="X1", channel="call", summary="河边倒渣土", task=task)


if __name__ == "__main__":
    import django
    from django.core.management import call_command

    django.setup()
    write_a_task(go_to(FIRST_STOP))
    write_a_petition(go_to(STOPS))
    call_command("migrate", verbosity=0)
