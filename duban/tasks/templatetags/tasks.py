"""Template tags of the ledger: the clock, the quote in its paragraph, the name of a changed field."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from duban.dates.workdays import Calendar
from duban.tasks.models import Task, TaskOrigin
from duban.tasks.rules import clock
from duban.tasks.states import OPEN_STATES, Verb
from duban.tasks.wording import CONSEQUENCES, FIELD_LABELS, clock_words

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


@register.simple_tag
def deed_url(verb: Verb, pk: int) -> str:
    """Return the address of a move's form."""
    return reverse(f"tasks:{verb.value}", args=[pk])


@register.simple_tag
def consequence(verb: Verb) -> str:
    """Say what the move brings with it, where it cannot be undone or starts a clock."""
    return str(CONSEQUENCES.get(verb, ""))


@register.filter
def figure(value: Decimal) -> str:
    """Return a figure without idle zeros."""
    return f"{value.normalize():f}"


@register.simple_tag
def share(part: Decimal, whole: Decimal) -> str:
    """Return a share in percent with two places, as the programme tables print it."""
    return f"{(part / whole * 100).quantize(Decimal('0.01'), ROUND_HALF_UP)}%"


@register.filter
def field_label(field: str) -> str:
    """Return the name of a changed field."""
    return str(FIELD_LABELS.get(field, field))
