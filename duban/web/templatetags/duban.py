"""Template tags of the shared look: links that keep a list's filters, sortable headers, the lamp."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Paginator
from django.template.context import RequestContext
from django.urls import get_script_prefix, reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duban.web.menu import GROUPS, ROOM, entries_of
from duban.web.paging import query_with

register = template.Library()
_LINK = '<a href="{}"{}>{}</a>'
_GROUP = '<details class="menu-group"{}><summary>{}</summary>{}</details>'
_SHAPES = {"green": "●", "yellow": "▲", "red": "■", "grey": "○"}


@register.simple_tag(takes_context=True)
def query(context: RequestContext, **changes: Any) -> str:
    """Return this page's query string with some parameters changed: `{% query page=2 %}`."""
    return query_with(context["request"], **changes)


@register.simple_tag(takes_context=True)
def sort_header(context: RequestContext, column: str, label: str, order: str) -> SafeString:
    """Draw a table header that sorts by `column`; `order` is the list's present order."""
    downwards = order == column
    sorted_as = {column: "ascending", f"-{column}": "descending"}.get(order, "none")
    arrow = {"ascending": "↑", "descending": "↓", "none": ""}[sorted_as]
    href = query_with(context["request"], order=f"-{column}" if downwards else column, page=None)
    return format_html(
        '<th scope="col" aria-sort="{}"><a class="sort" href="{}">{} <span aria-hidden="true">{}</span></a></th>',
        sorted_as,
        href,
        label,
        arrow,
    )


@register.simple_tag
def lamp(colour: str) -> SafeString:
    """Draw a lamp as colour, shape and word, readable in greyscale."""
    return _lamp_drawn(colour, get_language())


@lru_cache(maxsize=16)
def _lamp_drawn(colour: str, _language: str | None) -> SafeString:
    words = {"green": _("绿灯"), "yellow": _("黄灯"), "red": _("红灯"), "grey": _("未亮灯")}
    return format_html(
        '<span class="lamp lamp-{}"><span aria-hidden="true">{}</span>{}</span>', colour, _SHAPES[colour], words[colour]
    )


class KeptNode(template.Node):
    """Text drawn once in each language and kept while the process runs."""

    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist
        self.texts: dict[str | None, SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        """Return the kept text; draw it where it is the first time."""
        language = get_language()
        if language not in self.texts:
            self.texts[language] = self.nodelist.render(context)
        return self.texts[language]


@register.tag
def kept(parser: template.base.Parser, token: template.base.Token) -> KeptNode:
    """Draw what stands between `{% kept %}` and `{% endkept %}` once: it must depend on the language alone."""
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist)


@register.simple_tag(takes_context=True)
def menu_links(context: RequestContext) -> SafeString:
    """Draw the left menu, the entry of the page being shown marked and its group unfolded."""
    roles, prefix = context["user"].roles, get_script_prefix()
    return _menu_drawn(roles, prefix, _here(roles, prefix, context["request"].path), get_language())


def _here(roles: frozenset[str], prefix: str, path: str) -> str:
    # pages under /tasks/ belong to several entries: the one that says most of the path is where we are
    return max((a for a in _addresses(roles, prefix).values() if _holds(a, path)), key=len, default="")


@lru_cache(maxsize=64)
def _addresses(roles: frozenset[str], _prefix: str) -> dict[str, str]:
    return {entry.url_name: reverse(entry.url_name) for entry in entries_of(roles)}


@lru_cache(maxsize=512)  # roles and entries are few, and what a menu looks like depends on nothing else
def _menu_drawn(roles: frozenset[str], prefix: str, here: str, _language: str | None) -> SafeString:
    entries = entries_of(roles)
    addresses = _addresses(roles, prefix)
    mark = SafeString(' aria-current="page"')

    def links(group: str) -> list[tuple[str, SafeString | str, str | Promise]]:
        of_group = [entry for entry in entries if entry.group == group]
        return [(address := addresses[e.url_name], mark if address == here else "", e.label) for e in of_group]

    pieces = [format_html_join("", _LINK, links(""))]
    for group, title in GROUPS.items():
        if shown := links(group):
            unfolded = len(entries) <= ROOM or any(address == here for address, _mark, _label in shown)
            body = format_html_join("", _LINK, shown)
            pieces.append(format_html(_GROUP, SafeString(" open" if unfolded else ""), title, body))
    return SafeString("".join(pieces))


def _holds(address: str, path: str) -> bool:
    return path == address if address == "/" else path.startswith(address)


@register.filter
def page_numbers(paginator: Paginator[Any], number: int) -> list[int]:
    """Return the page numbers to offer around the present one; 0 stands for a gap."""
    return [
        page if isinstance(page, int) else 0
        for page in paginator.get_elided_page_range(number, on_each_side=2, on_ends=1)
    ]
