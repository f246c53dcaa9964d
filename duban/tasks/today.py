"""What 今日 shows of the ledger: what waits for this person, the most pressing kinds first; what came new to a unit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duban.dates.workdays import load_calendar
from duban.organizations.permissions import has_role
from duban.tasks.permissions import UNIT_READERS, visible_to
from duban.tasks.queries import in_hand
from duban.tasks.waiting import waiting_for
from duban.web.menu import TodaySection

SHOWN = 17  # what fits one screen
PER_KIND = 10
NEW_DAYS = 7


def sections(person: Any, today: date) -> Iterator[TodaySection]:
    """Yield what waits, and for a unit what was assigned in the last days."""
    kinds = waiting_for(person, today, PER_KIND)
    if kinds:
        shares = shares_of([len(kind.rows) for kind in kinds], SHOWN)
        shown = [(kind, kind.rows[:share]) for kind, share in zip(kinds, shares, strict=True)]
        context = {"kinds": shown, "today": today, "calendar": load_calendar()}
        yield TodaySection(_("等我办的"), "tasks/waiting.html", context, sum(kind.count for kind in kinds))
    if has_role(person, *UNIT_READERS):
        new = in_hand(visible_to(person)).filter(opened_at__date__gt=today - timedelta(days=NEW_DAYS))
        rows_new = list(new.select_related("lead_unit").order_by("-opened_at", "-id")[:PER_KIND])
        if rows_new:
            count = len(rows_new) if len(rows_new) < PER_KIND else new.count()
            context = {"tasks": rows_new, "today": today, "calendar": load_calendar()}
            place = f"{reverse('tasks:list')}?order=-opened"
            yield TodaySection(_("近七天新交办的事项"), "tasks/today.html", context, count, place)


def shares_of(lengths: list[int], room: int) -> list[int]:
    """Return how many rows of each kind have room: in turn each gets one more, so that none hides another."""
    shares = [0] * len(lengths)
    while room and shares != lengths:
        for place, length in enumerate(lengths):
            if room and shares[place] < length:
                shares[place] += 1
                room -= 1
    return shares
