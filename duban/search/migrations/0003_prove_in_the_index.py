"""A function that proves words on PostgreSQL only where the index holds their pairs."""

from typing import Any

from django.db import migrations

from duban.search.engines.postgresql import NOT_PROVEN, PROVEN


def create(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(PROVEN)


def drop(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(NOT_PROVEN)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_ask_the_index")]
    operations = [migrations.RunPython(create, drop)]
