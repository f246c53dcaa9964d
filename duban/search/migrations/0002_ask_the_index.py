"""A function that asks the GIN index on PostgreSQL, for installations whose tokens are there already."""

from typing import Any

from django.db import migrations

from duban.search.engines.postgresql import HOLDING, NO_HOLDING


def create(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(HOLDING)


def drop(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(NO_HOLDING)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_first_tables")]
    operations = [migrations.RunPython(create, drop)]
