"""Sheets as they lie in an import: plain JSON, and back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from duban.workbooks.rules.sheets import Row, Table, Value

_DAY = "day:"  # a date among JSON's values


def plain_table(table: Table) -> dict[str, Any]:
    """Return the table as JSON keeps it."""
    rows = [[row.number, row.colour, [_plain(row.cells.get(name)) for name in table.headings]] for row in table.rows]
    return {
        "name": table.sheet,
        "title": table.title,
        "headings": list(table.headings),
        "rows": rows,
        "skipped": list(table.skipped),
    }


def table_of(kept: dict[str, Any]) -> Table:
    """Return the table that was kept."""
    headings = tuple(kept["headings"])
    rows = tuple(
        Row(number, dict(zip(headings, map(_value, values), strict=True)), colour)
        for number, colour, values in kept["rows"]
    )
    return Table(kept["name"], headings, rows, kept["title"])


def _plain(value: Value) -> Any:
    if isinstance(value, datetime):
        return _DAY + value.date().isoformat()
    if isinstance(value, date):
        return _DAY + value.isoformat()
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return str(value)


def _value(kept: Any) -> Value:
    if isinstance(kept, str) and kept.startswith(_DAY):
        return date.fromisoformat(kept.removeprefix(_DAY))
    return kept
