"""What 今日 shows of the ledger: what waits for this person, oldest clock first; what came new to a unit."""

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
from duban.tasks.waiting import Waiting, kinds_for, view_address, waiting_of
from duban.web.menu import TodaySection

SHOWN = 17  # what fits one screen
PER_KIND = 10
NEW_DAYS = 7


def sections(person: Any, today: date) -> Iterator[TodaySection]:
    """Yield what waits, and for a unit what was assigned in the last days."""
    kinds = list(kinds_for(person, today))
    found: list[Waiting] = []
    counts = []
    for kind in kinds:
        rows = waiting_of(kind, PER_KIND)
        found += rows
        if rows:
            count = len(rows) if len(rows) < PER_KIND else kind.rows.count()
            counts.append((kind.what, count, view_address(kind)))
    if found:
        found.sort(key=lambda row: (row.day or date.max, row.task.pk))
        context = {"rows": found[:SHOWN], "counts": counts, "today": today, "calendar": load_calendar()}
        yield TodaySection(_("等我办的"), "tasks/waiting.html", context, sum(count for _what, count, _url in counts))
    if has_role(person, *UNIT_READERS):
        new = in_hand(visible_to(person)).filter(opened_at__date__gt=today - timedelta(days=NEW_DAYS))
        rows_new = list(new.select_related("lead_unit").order_by("-opened_at", "-id")[:PER_KIND])
        if rows_new:
            count = len(rows_new) if len(rows_new) < PER_KIND else new.count()
            context = {"tasks": rows_new, "today": today, "calendar": load_calendar()}
            place = f"{reverse('tasks:list')}?order=-opened"
            yield TodaySection(_("近七天新交办的事项"), "tasks/today.html", context, count, place)
