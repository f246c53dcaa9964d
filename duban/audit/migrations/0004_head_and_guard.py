"""The signed end of the chain of rows that are there, and the guard that lets a tombstone blank values.

A later migration that builds one of these tables anew on SQLite must install the guard again.
"""

from typing import Any

from django.db import migrations

from duban.audit import triggers
from duban.audit.heads import signature_of


def sign_the_end(apps: Any, editor: Any) -> None:
    entries = apps.get_model("audit", "AuditEntry").objects.using(editor.connection.alias)
    last = entries.order_by("-id").values_list("hash", flat=True).first()
    if last is not None:
        length = entries.count()
        apps.get_model("audit", "ChainHead").objects.using(editor.connection.alias).create(
            length=length, hash=last, signature=signature_of(length, last)
        )


def forget_the_end(apps: Any, editor: Any) -> None:
    apps.get_model("audit", "ChainHead").objects.using(editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_salted_values")]
    operations = [
        migrations.RunPython(sign_the_end, forget_the_end),
        migrations.RunPython(
            lambda apps, editor: triggers.install(editor.connection),
            lambda apps, editor: triggers.remove(editor.connection),
        ),
    ]
