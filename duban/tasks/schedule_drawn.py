"""The schedule picture and the months' lamps as a table, drawn in code: a task of two years has a hundred cells."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from duban.tasks.models import Lamp as LampNames
from duban.tasks.rules.case import Lamp
from duban.tasks.rules.picture import BOTTOM, LEFT, MONTHS_AT, NAMES_AT, RIGHT, TOP, Judged, MonthLamp, Picture
from duban.tasks.rules.shares import half_up
from duban.web.templatetags.duban import lamp as lamp_drawn

_RADIUS = 4.5


def picture_drawn(picture: Picture) -> SafeString:
    """Return what stands inside the picture's `svg`: levels, deadline, today, both lines, the months' lamps."""
    levels = "".join(
        f'<line class="picture-level" x1="{LEFT}" x2="{RIGHT}" y1="{level.at}" y2="{level.at}"/>'
        f'<text class="picture-words" x="{LEFT - 4}" y="{level.at}" dy="4" text-anchor="end">{level.words}</text>'
        for level in picture.levels
    )
    aside = 'dx="-2"' if picture.today_right else 'dx="2" text-anchor="end"'
    name = _("今天")
    word = f'<text class="picture-words" x="{picture.today}" y="{TOP - 3}" {aside}>{name}</text>'
    end = _upright("picture-end", picture.end) if picture.end else ""
    lines = [
        f'<polyline class="{kind}" points="{points}"/>'
        for kind, points in (("picture-due", picture.due), ("picture-done", picture.done))
        if points
    ]
    today = _upright("picture-today", picture.today)
    return SafeString("".join([levels, end, today, word, *lines, *map(_month, picture.months)]))


def months_drawn(months: Iterable[MonthLamp]) -> SafeString:
    """Return the months as rows of a table, one for each lamp stored in them."""
    return SafeString("".join(_rows(month) for month in months))


def _upright(kind: str, x: str) -> str:
    return f'<line class="{kind}" x1="{x}" x2="{x}" y1="{TOP}" y2="{BOTTOM}"/>'


def _month(month: MonthLamp) -> str:
    words = [f"{month.month:%Y-%m}", str(LampNames(month.lamp).label), *([_("事后补上")] if month.made_good else [])]
    title = f"<title>{' '.join(words)}</title>"
    name = ""
    if month.named:
        name = (
            f'<text class="picture-words" x="{month.x}" y="{NAMES_AT}" text-anchor="middle">{month.month.month}</text>'
        )
    return f'<g class="lamp-{month.lamp}">{title}{_shape(month)}</g>{name}'


def _shape(month: MonthLamp) -> str:
    """Draw a month's lamp in its own shape, so that it is readable without colour."""
    x, y, r = float(month.x), MONTHS_AT, _RADIUS
    if month.lamp == Lamp.RED:
        return f'<rect class="picture-lamp" x="{x - r}" y="{y - r}" width="{2 * r}" height="{2 * r}"/>'
    if month.lamp == Lamp.YELLOW:
        return f'<polygon class="picture-lamp" points="{x},{y - r} {x + r},{y + r} {x - r},{y + r}"/>'
    kind = "picture-lamp" if month.lamp == Lamp.GREEN else "picture-lamp picture-unlit"
    return f'<circle class="{kind}" cx="{x}" cy="{y}" r="{r}"/>'


def _rows(month: MonthLamp) -> str:
    name = f"{month.month:%Y-%m}"
    if not month.judged:
        same, lamp = _("与上月相同"), lamp_drawn(month.lamp)
        return (
            f'<tr><th scope="row">{name}</th><td class="quiet">{same}</td><td class="nowrap">{lamp}</td>'
            '<td class="number">—</td><td class="number">—</td></tr>'
        )
    head = f'<th scope="row" rowspan="{len(month.judged)}">{name}</th>'
    latest_first = list(reversed(month.judged))
    return "".join(f"<tr>{'' if place else head}{_cells(one)}</tr>" for place, one in enumerate(latest_first))


def _cells(one: Judged) -> str:
    made_good = _("事后补上")
    late = f' <span class="tag tag-note">{made_good}</span>' if one.made_good else ""
    return (
        f'<td class="nowrap">{one.day:%m-%d}</td><td class="nowrap">{lamp_drawn(one.lamp)}{late}</td>'
        f'<td class="number">{_share(one.schedule)}</td><td class="number">{_share(one.actual)}</td>'
    )


def _share(share: Fraction | None) -> str:
    return "—" if share is None else f"{half_up(share * 100, 1)}%"
