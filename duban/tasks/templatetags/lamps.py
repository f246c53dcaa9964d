"""Template tags of a lamp's parts of a page: its sentence, a share in percent, a month's lamp in the picture."""

from __future__ import annotations

from fractions import Fraction

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from duban.tasks.models import Lamp as LampNames
from duban.tasks.rules.case import Lamp
from duban.tasks.rules.picture import MONTHS_AT, MonthLamp
from duban.tasks.rules.shares import half_up

register = template.Library()
_RADIUS = 4.5


@register.filter
def lamp_said(sentence: str) -> str:
    """Return a lamp's first sentence without the lamp's name, which stands before it drawn."""
    for mark in ("：", ": "):
        name, found, rest = sentence.partition(mark)
        if found and len(name) < len("yellow") + 1:
            return rest
    return sentence


@register.filter
def share_words(share: Fraction | None) -> str:
    """Return a share in percent, one place."""
    return "—" if share is None else f"{half_up(share * 100, 1)}%"


@register.simple_tag
def lamp_word(lamp: str) -> str:
    """Return the lamp's name."""
    return str(LampNames(lamp).label)


@register.simple_tag
def lamp_shape(month: MonthLamp) -> SafeString:
    """Draw a month's lamp in its own shape, so that it is readable without colour."""
    x, y, r = float(month.x), MONTHS_AT, _RADIUS
    if month.lamp == Lamp.RED:
        return format_html(
            '<rect class="picture-lamp" x="{}" y="{}" width="{}" height="{}"/>', x - r, y - r, 2 * r, 2 * r
        )
    if month.lamp == Lamp.YELLOW:
        points = f"{x},{y - r} {x + r},{y + r} {x - r},{y + r}"
        return format_html('<polygon class="picture-lamp" points="{}"/>', points)
    kind = "picture-lamp" if month.lamp == Lamp.GREEN else "picture-lamp picture-unlit"
    return format_html('<circle class="{}" cx="{}" cy="{}" r="{}"/>', kind, x, y, r)
