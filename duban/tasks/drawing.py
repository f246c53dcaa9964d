"""The list's many small parts joined in code: views, heads, options. Drawn by templates they cost more than the rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString

from duban.tasks.saved_views import SavedView

_KEYS = 9
_ARROWS = {"ascending": " ↑", "descending": " ↓", "none": ""}


@dataclass(frozen=True, slots=True)
class ViewLink:
    """A saved view as its line: where it leads, how many stand there, whether it is shown now."""

    view: SavedView
    query: str
    count: int
    is_shown: bool


@dataclass(frozen=True, slots=True)
class OwnLink:
    """A person's own view as its line."""

    name: str
    query: str
    count: int
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head: where a click on it leads, empty where it does not sort, and `aria-sort`."""

    label: str | Promise
    query: str
    state: str


def views_drawn(links: Iterable[ViewLink]) -> SafeString:
    """Draw the saved views; a count that should be nought stands out."""
    lines = []
    for link in links:
        here = ' aria-current="true"' if link.is_shown else ""
        late = " count-late" if link.view.is_alarm and link.count else ""
        count = f'<span class="count{late}">{link.count}</span>'
        lines.append(f'<a href="{escape(link.query)}"{here}>{escape(link.view.label)} {count}</a>')
    return SafeString("\n".join(lines))


def own_views_drawn(links: Iterable[OwnLink]) -> SafeString:
    """Draw a person's own views; the first nine are opened by their figure."""
    lines = []
    for place, link in enumerate(links, start=1):
        here = ' aria-current="true"' if link.is_shown else ""
        key = f' data-key="{place}" title="{escape(link.name)}（{place}）"' if place <= _KEYS else ""
        name = f'<span class="own-name">{escape(link.name)}</span>'
        lines.append(f'<a href="{escape(link.query)}"{here}{key}>{name} <span class="count">{link.count}</span></a>')
    return SafeString("\n".join(lines))


def heads_drawn(heads: Iterable[Head]) -> SafeString:
    """Draw the head cells."""
    cells = []
    for head in heads:
        label = escape(head.label)
        if not head.query:
            cells.append(f'<th scope="col">{label}</th>')
            continue
        arrow = f'<span aria-hidden="true">{_ARROWS[head.state]}</span>'
        link = f'<a class="sort" href="{escape(head.query)}">{label}{arrow}</a>'
        cells.append(f'<th scope="col" aria-sort="{head.state}">{link}</th>')
    return SafeString("".join(cells))


def options(choices: Iterable[tuple[str, str | Promise]], chosen: str) -> SafeString:
    """Draw the options of a select."""
    marks = {True: " selected", False: ""}
    return SafeString(
        "".join(
            f'<option value="{escape(value)}"{marks[value == chosen]}>{escape(label)}</option>'
            for value, label in choices
        )
    )


def boxes(name: str, choices: Iterable[tuple[str, str | Promise, bool]]) -> SafeString:
    """Draw a box to tick for each choice."""
    marks = {True: " checked", False: ""}
    return SafeString(
        "".join(
            f'<label><input type="checkbox" name="{name}" value="{escape(value)}"{marks[is_chosen]}> {escape(label)}</label>'
            for value, label, is_chosen in choices
        )
    )
