"""The database's own guard on the list of reads."""

from typing import Any

from django.db import migrations

from duban.vault import triggers


def install(apps: Any, editor: Any) -> None:
    triggers.install(editor.connection)


def remove(apps: Any, editor: Any) -> None:
    triggers.remove(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_first_tables")]
    operations = [migrations.RunPython(install, remove)]
