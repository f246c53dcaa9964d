"""Whose units may read an entry, beside it and among its tokens; an index that is there already gets them."""

from typing import Any

from django.db import migrations, models

_UNITS = """
    SELECT unit_id AS unit FROM tasks_taskunit WHERE task_id = search_searchentry.task_id
    UNION SELECT above.lead_unit_id FROM tasks_task child JOIN tasks_task above ON above.id = child.parent_id
        WHERE child.id = search_searchentry.task_id
    ORDER BY 1"""
_READERS = "UPDATE search_searchentry SET readers = COALESCE((SELECT {joined} FROM ({units}) readers), '•0')"
_STATEMENTS = {
    "sqlite": (
        _READERS.format(joined="group_concat('•' || unit, ' ')", units=_UNITS),
        "UPDATE search_tokens SET tokens = tokens || ' ' || "
        "(SELECT readers FROM search_searchentry WHERE id = search_tokens.rowid)",
    ),
    "postgresql": (
        _READERS.format(joined="string_agg('•' || unit, ' ')", units=_UNITS),
        "UPDATE search_tokens SET tokens = tokens || string_to_array(readers, ' ') "
        "FROM search_searchentry WHERE id = entry_id",
    ),
}


def mark(apps: Any, editor: Any) -> None:
    for statement in _STATEMENTS[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0003_prove_in_the_index"), ("tasks", "0011_index_for_boards")]
    operations = [
        migrations.AddField("searchentry", "readers", models.TextField(default="")),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
