"""The functions that ask the GIN index on PostgreSQL, for what bears one of a person's marks."""

from typing import Any

from django.db import migrations

from duban.search.engines.postgresql import HOLDING_MARKED, NOT_MARKED, PROVEN_MARKED


def create(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(HOLDING_MARKED)
        editor.execute(PROVEN_MARKED)


def drop(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        for statement in NOT_MARKED:
            editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0004_marks_of_readers")]
    operations = [migrations.RunPython(create, drop)]
