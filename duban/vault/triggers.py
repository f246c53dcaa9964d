"""The database's own guard: the list of reads is only ever added to, whoever asks."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

_TABLE = "vault_vaultread"
_SAYS = "vault reads are append-only"
_SQLITE = {f"vault_read_never_{verb.lower()}d": verb for verb in ("UPDATE", "DELETE")}
_POSTGRESQL = {
    "vault_read_stays": f"BEFORE UPDATE OR DELETE ON {_TABLE} FOR EACH ROW",
    "vault_reads_never_emptied": f"BEFORE TRUNCATE ON {_TABLE} FOR EACH STATEMENT",
}


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the guard on the table, anew where it is there."""
    remove(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, verb in _SQLITE.items():
                cursor.execute(
                    f"CREATE TRIGGER {name} BEFORE {verb} ON {_TABLE} BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END"
                )
            return
        cursor.execute(
            "CREATE FUNCTION vault_append_only() RETURNS trigger AS $$ "
            f"BEGIN RAISE EXCEPTION '{_SAYS}'; END; $$ LANGUAGE plpgsql"
        )
        for name, fires in _POSTGRESQL.items():
            cursor.execute(f"CREATE TRIGGER {name} {fires} EXECUTE FUNCTION vault_append_only()")


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the guard off: for undoing the migration, and for tests that empty the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in _SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            return
        for name in _POSTGRESQL:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {_TABLE}")
        cursor.execute("DROP FUNCTION IF EXISTS vault_append_only()")
