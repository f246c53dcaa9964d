"""The database's own guard on the audit table, as it was before values could be purged; 0004 puts a finer one there."""

from typing import Any

from django.db import migrations

_SQLITE = {"audit_never_updated": "UPDATE", "audit_never_deleted": "DELETE"}
_POSTGRESQL = (
    "CREATE FUNCTION audit_append_only() RETURNS trigger AS $$ "
    "BEGIN RAISE EXCEPTION 'audit rows are append-only'; END; $$ LANGUAGE plpgsql",
    "CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit_auditentry "
    "FOR EACH ROW EXECUTE FUNCTION audit_append_only()",
    "CREATE TRIGGER audit_never_emptied BEFORE TRUNCATE ON audit_auditentry "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()",
)


def install(apps: Any, editor: Any) -> None:
    with editor.connection.cursor() as cursor:
        if editor.connection.vendor == "sqlite":
            for name, event in _SQLITE.items():
                cursor.execute(
                    f"CREATE TRIGGER {name} BEFORE {event} ON audit_auditentry "
                    "BEGIN SELECT RAISE(ABORT, 'audit rows are append-only'); END"
                )
        else:
            for statement in _POSTGRESQL:
                cursor.execute(statement)


def remove(apps: Any, editor: Any) -> None:
    with editor.connection.cursor() as cursor:
        if editor.connection.vendor == "sqlite":
            for name in _SQLITE:
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute("DROP TRIGGER audit_append_only ON audit_auditentry")
            cursor.execute("DROP TRIGGER audit_never_emptied ON audit_auditentry")
            cursor.execute("DROP FUNCTION audit_append_only()")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_first_tables")]
    operations = [migrations.RunPython(install, remove)]
