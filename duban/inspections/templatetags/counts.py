"""Rows of counts in the statistics, drawn in code: there are some seventy of eleven linked figures each."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString

from duban.inspections.counting import Row

register = template.Library()


@register.simple_tag
def count_rows(rows: Iterable[Row], base: str, mentions: object) -> SafeString:
    """Return the table's rows; `base` is the list's address with what narrows it, `mentions` whether types are told so."""
    return SafeString("".join(_row(row, escape(base), bool(mentions)) for row in rows))


def _row(row: Row, base: str, mentions: bool) -> str:
    tally, address = row.tally, f"{base}{escape(row.query)}"
    named = _cell(row.mentions, f"{base}names_{escape(row.query)}") if mentions else ""
    return (
        f'<tr><th scope="row">{escape(row.label)}</th>{_cell(tally.total, address) if tally.total else _ZERO}{named}'
        f"{_cell(tally.calls, f'{address}&amp;channel=call')}{_cell(tally.letters, f'{address}&amp;channel=letter')}"
        f"{_cell(tally.starred, f'{address}&amp;starred=on')}{_cell(tally.duplicates, f'{address}&amp;duplicate=on')}"
        f"{_cell(tally.concluded, f'{address}&amp;conclusion=concluded')}"
        f"{_cell(tally.staged, f'{address}&amp;conclusion=staged')}"
        f'<td class="number">{tally.concluded_share}</td><td class="number">{tally.concluded_or_staged_share}</td>'
        f"{_cell(tally.reopened, f'{address}&amp;reopened=on')}</tr>"
    )


_ZERO = '<td class="number">0</td>'


def _cell(figure: int | None, address: str) -> str:
    return f'<td class="number"><a href="{address}">{figure}</a></td>' if figure else '<td class="number"></td>'
