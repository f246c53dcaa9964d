"""The board's rows of units, drawn in code: three hundred units have two thousand linked figures."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString

from duban.dashboard.queries import UnitRow


def units_drawn(rows: Iterable[UnitRow]) -> SafeString:
    """Return a row for each unit; every count opens the list it counts."""
    ledger = reverse("tasks:list")
    return SafeString("".join(_row(row, f"{ledger}?unit={row.unit}") for row in rows))


def _row(row: UnitRow, address: str) -> str:
    lamps = "".join(
        _cell(count, f"{address}&amp;lamp={lamp}", f' class="lamp-count lamp-{lamp}"') for lamp, count in row.by_lamp
    )
    late = "".join(_cell(count, f"{address}&amp;late={kind}") for kind, count in row.late.items())
    total = f'<td class="number"><a href="{address}">{row.total}</a></td>'
    return f'<tr><th scope="row">{escape(row.name)}</th>{lamps}{total}{late}</tr>'


def _cell(count: int, address: str, more: str = "") -> str:
    return f'<td class="number"><a{more} href="{address}">{count}</a></td>' if count else '<td class="number"></td>'
