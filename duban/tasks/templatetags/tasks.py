"""Template tags of the ledger: the clock, the quote in its paragraph, the name of a changed field."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from duban.dates.workdays import Calendar
from duban.tasks.models import Task, TaskOrigin
from duban.tasks.rules import clock
from duban.tasks.states import OPEN_STATES
from duban.tasks.wording import FIELD_LABELS, clock_words

register = template.Library()


@register.simple_tag
def remaining(task: Task, today: date, calendar: Calendar) -> SafeString | str:
    """Draw how many working days are left or gone by; nothing for a task without deadline or not in hand."""
    if task.deadline is None or task.state not in OPEN_STATES:
        return ""
    now = clock(task.deadline, today, calendar)
    kind = "late" if now.late else "today" if now.is_today else "left"
    doubt = "" if now.settled else _("跨到的年份尚无放假通知，只按周末推算")
    return format_html('<span class="clock clock-{}" title="{}">{}</span>', kind, doubt, clock_words(now))


@register.simple_tag
def quoted(origin: TaskOrigin) -> SafeString:
    """Draw the paragraph with the quote marked in it."""
    text = origin.paragraph
    return format_html(
        '{}<mark id="quote-{}">{}</mark>{}',
        text[: origin.start],
        origin.pk,
        text[origin.start : origin.end],
        text[origin.end :],
    )


@register.filter
def field_label(field: str) -> str:
    """Return the name of a changed field."""
    return str(FIELD_LABELS.get(field, field))
