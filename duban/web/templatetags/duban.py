"""Template tags of the shared look: links that keep a list's filters, sortable headers, the lamp."""

from __future__ import annotations

from typing import Any

from django import template
from django.core.paginator import Paginator
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duban.web.menu import MenuEntry
from duban.web.paging import query_with

register = template.Library()
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
def menu_links(context: RequestContext, menu: list[MenuEntry]) -> SafeString:
    """Draw the left menu, the entry of the page being shown marked."""
    path = context["request"].path
    links = [(reverse(entry.url_name), entry.label) for entry in menu]
    # pages under /tasks/ belong to several entries: the one that says most of the path is where we are
    here = max((address for address, _label in links if _holds(address, path)), key=len, default="")
    mark = SafeString(' aria-current="page"')
    parts = ((address, mark if address == here else "", label) for address, label in links)
    return format_html_join("", '<a href="{}"{}>{}</a>', parts)


def _holds(address: str, path: str) -> bool:
    return path == address if address == "/" else path.startswith(address)


@register.filter
def page_numbers(paginator: Paginator[Any], number: int) -> list[int]:
    """Return the page numbers to offer around the present one; 0 stands for a gap."""
    return [
        page if isinstance(page, int) else 0
        for page in paginator.get_elided_page_range(number, on_each_side=2, on_ends=1)
    ]
