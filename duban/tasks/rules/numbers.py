"""How tasks are numbered."""

from __future__ import annotations


class UnknownSource(Exception):
    """The source has no prefix in DUBAN_TASK_PREFIXES, so its tasks cannot be numbered."""


def prefixes(table: str) -> dict[str, str]:
    """Return source → number prefix from a table written `meeting=会,directive=批`."""
    pairs = (entry.split("=", 1) for entry in table.split(",") if "=" in entry)
    return {source.strip(): prefix.strip() for source, prefix in pairs}


def task_number(table: dict[str, str], source: str, year: int, serial: int, part: int = 0) -> str:
    """Return the number of a task (会2024-0012), or of its part (会2024-0012-03); raise UnknownSource."""
    if source not in table:
        raise UnknownSource(source)
    number = f"{table[source]}{year}-{serial:04d}"
    return part_number(number, part) if part else number


def part_number(above: str, place: int) -> str:
    """Return the number of the part in this place under a number (会2024-0012-03 → 会2024-0012-03-02)."""
    return f"{above}-{place:02d}"
