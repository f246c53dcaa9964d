"""Template tags of the ledger: the clock, the quote in its paragraph, the name of a changed field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from duban.dates.workdays import Calendar
from duban.tasks.columns import percent, words_of_share
from duban.tasks.models import Task, TaskOrigin
from duban.tasks.reports_drawn import ending
from duban.tasks.rules import clock
from duban.tasks.rules.shares import plain
from duban.tasks.states import OPEN_STATES, TaskState, Verb
from duban.tasks.wording import CONSEQUENCES, SOURCE_LABELS, clock_words

register = template.Library()
register.filter(ending)
register.filter("figure", plain)


@register.simple_tag
def remaining(task: Task, today: date, calendar: Calendar) -> SafeString | str:
    """Draw how many working days are left or gone by; nothing for a task without deadline or not in hand."""
    if task.deadline is None or task.state not in OPEN_STATES:
        return ""
    if task.state == TaskState.SUSPENDED:
        return format_html('<span class="clock">{}</span>', _("暂停计时"))
    return clock_of(task.deadline, today, calendar)


@register.simple_tag
def clock_of(day: date, today: date, calendar: Calendar) -> SafeString:
    """Draw how many working days are left until the day, or gone by since."""
    now = clock(day, today, calendar)
    kind = "late" if now.late else "today" if now.is_today else "left"
    doubt = "" if now.settled else _("跨到的年份尚无放假通知，只按周末推算")
    return format_html('<span class="clock clock-{}" title="{}">{}</span>', kind, doubt, clock_words(now))


@register.filter
def by_paragraph(origins: Iterable[TaskOrigin]) -> list[list[TaskOrigin]]:
    """Return the origins grouped by the paragraph they quote, in their order."""
    groups: dict[tuple[str, int, str], list[TaskOrigin]] = {}
    for origin in origins:
        groups.setdefault((origin.key, origin.paragraph_number, origin.paragraph), []).append(origin)
    return list(groups.values())


@register.simple_tag
def quoted(origins: Sequence[TaskOrigin]) -> SafeString:
    """Draw the paragraph with the quotes of all these origins marked in it; a quote inside another needs no mark."""
    text, place, drawn = origins[0].paragraph, 0, SafeString()
    for origin in sorted(origins, key=lambda origin: (origin.start, -origin.end)):
        if origin.start < place:
            continue
        before, words = text[place : origin.start], text[origin.start : origin.end]
        drawn += format_html('{}<mark id="quote-{}">{}</mark>', before, origin.pk, words)
        place = origin.end
    return drawn + escape(text[place:])


@register.simple_tag
def consequence(verb: Verb) -> str:
    """Say what the move brings with it, where it cannot be undone or starts a clock."""
    return str(CONSEQUENCES.get(verb, ""))


@register.filter
def percentage(share: Decimal) -> str:
    """Return a share in percent with one place."""
    return words_of_share(percent(share))


@register.simple_tag
def share(part: Decimal, whole: Decimal) -> str:
    """Return a share in percent with two places, as the programme tables print it."""
    return f"{(part / whole * 100).quantize(Decimal('0.01'), ROUND_HALF_UP)}%"


@register.filter
def source_label(source: str) -> str:
    """Return a source in words; its code where nobody names it."""
    return str(SOURCE_LABELS.get(source, source))
