"""Template tags of the shared look: links that keep a list's filters, sortable headers, the lamp."""

from __future__ import annotations

from typing import Any

from django import template
from django.core.paginator import Paginator
from django.template.context import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

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


@register.simple_tag(takes_context=True)
def menu_state(context: RequestContext, address: str) -> SafeString:
    """Mark the menu entry of the page being shown."""
    path = context["request"].path
    here = path == address if address == "/" else path.startswith(address)
    return format_html(' aria-current="{}"', "page") if here else SafeString("")


@register.filter
def page_numbers(paginator: Paginator[Any], number: int) -> list[int]:
    """Return the page numbers to offer around the present one; 0 stands for a gap."""
    return [
        page if isinstance(page, int) else 0
        for page in paginator.get_elided_page_range(number, on_each_side=2, on_ends=1)
    ]
