"""The database's own guard: audit rows can be added, never changed or deleted, whoever asks."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

_SQLITE = {
    "audit_never_updated": "UPDATE",
    "audit_never_deleted": "DELETE",
}
_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'audit rows are append-only'; END; $$ LANGUAGE plpgsql
"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the guard on the audit table, anew where it is there."""
    remove(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, event in _SQLITE.items():
                cursor.execute(
                    f"CREATE TRIGGER {name} BEFORE {event} ON audit_auditentry "
                    "BEGIN SELECT RAISE(ABORT, 'audit rows are append-only'); END"
                )
        else:
            cursor.execute(_POSTGRESQL_FUNCTION)
            cursor.execute(
                "CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit_auditentry "
                "FOR EACH ROW EXECUTE FUNCTION audit_append_only()"
            )
            cursor.execute(
                "CREATE TRIGGER audit_never_emptied BEFORE TRUNCATE ON audit_auditentry "
                "FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()"
            )


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the guard off: for undoing the migration, and for tests that empty the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in _SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            cursor.execute("DROP TRIGGER IF EXISTS audit_append_only ON audit_auditentry")
            cursor.execute("DROP TRIGGER IF EXISTS audit_never_emptied ON audit_auditentry")
            cursor.execute("DROP FUNCTION IF EXISTS audit_append_only()")
