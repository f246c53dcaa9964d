"""The database's own guard on the audit table. A later migration that rebuilds the table on SQLite must install it again."""

from django.db import migrations

from duban.audit import triggers


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_first_tables")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: triggers.install(editor.connection),
            lambda apps, editor: triggers.remove(editor.connection),
        )
    ]
