"""The database's own guard: audit rows can be added, never changed or deleted, whoever asks.

One change alone passes: values of a row and their salts are blanked, and a tombstone, added before, names the row.
The head of the chain never moves back.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

_FIXED = (
    "id", "at", "actor_id", "actor_name", "verb", "object_type", "object_id", "previous_hash", "hash", "digests",
)  # fmt: skip
_SQLITE_MAY_BLANK = f"""
    {" AND ".join(f"NEW.{column} IS OLD.{column}" for column in _FIXED)}
    AND NEW.object_label IN (OLD.object_label, '') AND NEW.reason IN (OLD.reason, '')
    AND NOT EXISTS (
        SELECT 1 FROM json_each(NEW.changes) n LEFT JOIN json_each(OLD.changes) o ON o.key = n.key
        WHERE o.key IS NULL OR (n.type <> 'null' AND (n.type IS NOT o.type OR n.value IS NOT o.value)))
    AND NOT EXISTS (SELECT key FROM json_each(OLD.changes) EXCEPT SELECT key FROM json_each(NEW.changes))
    AND NOT EXISTS (
        SELECT 1 FROM json_each(NEW.salts) n LEFT JOIN json_each(OLD.salts) o ON o.key = n.key
        WHERE o.value IS NOT n.value)
    AND EXISTS (
        SELECT 1 FROM audit_auditentry p, json_each(p.changes, '$.purged') k
        WHERE p.id = NEW.purged_by_id AND p.id > OLD.id AND p.verb = 'purge' AND k.key = CAST(OLD.id AS TEXT))
    AND OLD.verb <> 'purge'
"""  # noqa: S608 - of constants
_REFUSE = "SELECT RAISE(ABORT, 'audit rows are append-only')"
_SQLITE = {
    "audit_never_updated": f"BEFORE UPDATE ON audit_auditentry BEGIN {_REFUSE} WHERE NOT ({_SQLITE_MAY_BLANK}); END",
    "audit_never_deleted": f"BEFORE DELETE ON audit_auditentry BEGIN {_REFUSE}; END",
    "audit_head_moves_on": "BEFORE UPDATE ON audit_chainhead "
    f"BEGIN {_REFUSE} WHERE NOT (NEW.id = OLD.id AND NEW.length >= OLD.length); END",
    "audit_head_stays": f"BEFORE DELETE ON audit_chainhead BEGIN {_REFUSE}; END",
}

_POSTGRESQL_MAY_BLANK = f"""
    {" AND ".join(f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}" for column in _FIXED)}
    AND NEW.object_label IN (OLD.object_label, '') AND NEW.reason IN (OLD.reason, '')
    AND NOT EXISTS (
        SELECT 1 FROM jsonb_each(NEW.changes) n LEFT JOIN jsonb_each(OLD.changes) o ON o.key = n.key
        WHERE o.key IS NULL OR (n.value <> 'null'::jsonb AND n.value <> o.value))
    AND NOT EXISTS (SELECT jsonb_object_keys(OLD.changes) EXCEPT SELECT jsonb_object_keys(NEW.changes))
    AND NOT EXISTS (SELECT 1 FROM jsonb_each(NEW.salts) n WHERE n.value IS DISTINCT FROM OLD.salts -> n.key)
    AND EXISTS (
        SELECT 1 FROM audit_auditentry p
        WHERE p.id = NEW.purged_by_id AND p.id > OLD.id AND p.verb = 'purge'
        AND jsonb_exists(p.changes -> 'purged', OLD.id::text))
    AND OLD.verb <> 'purge'
"""  # noqa: S608 - of constants
_FUNCTIONS = {
    "audit_append_only": "BEGIN RAISE EXCEPTION 'audit rows are append-only'; END;",
    "audit_blank_only": f"""BEGIN
        IF {_POSTGRESQL_MAY_BLANK} THEN RETURN NEW; END IF;
        RAISE EXCEPTION 'audit rows are append-only';
    END;""",
    "audit_head_only_moves_on": """BEGIN
        IF NEW.id = OLD.id AND NEW.length >= OLD.length THEN RETURN NEW; END IF;
        RAISE EXCEPTION 'audit rows are append-only';
    END;""",
}
# trigger: table, what fires it, function
_POSTGRESQL = {
    "audit_append_only": ("audit_auditentry", "BEFORE DELETE {} FOR EACH ROW", "audit_append_only"),
    "audit_blank_only": ("audit_auditentry", "BEFORE UPDATE {} FOR EACH ROW", "audit_blank_only"),
    "audit_never_emptied": ("audit_auditentry", "BEFORE TRUNCATE {} FOR EACH STATEMENT", "audit_append_only"),
    "audit_head_stays": ("audit_chainhead", "BEFORE DELETE {} FOR EACH ROW", "audit_append_only"),
    "audit_head_moves_on": ("audit_chainhead", "BEFORE UPDATE {} FOR EACH ROW", "audit_head_only_moves_on"),
    "audit_head_never_emptied": ("audit_chainhead", "BEFORE TRUNCATE {} FOR EACH STATEMENT", "audit_append_only"),
}


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the guard on the audit tables, anew where it is there."""
    remove(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, rule in _SQLITE.items():
                cursor.execute(f"CREATE TRIGGER {name} {rule}")
            return
        for name, body in _FUNCTIONS.items():
            cursor.execute(f"CREATE FUNCTION {name}() RETURNS trigger AS $$ {body} $$ LANGUAGE plpgsql")
        for name, (table, fires, function) in _POSTGRESQL.items():
            cursor.execute(f"CREATE TRIGGER {name} {fires.format(f'ON {table}')} EXECUTE FUNCTION {function}()")


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the guard off: for undoing the migration, and for tests that empty the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in _SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            return
        for name, (table, _fires, _function) in _POSTGRESQL.items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        for name in _FUNCTIONS:
            cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")
