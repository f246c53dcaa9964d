"""What 今日 shows of petitions: those whose clock runs out soon or has, oldest first, for whom they wait for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duban.petitions.permissions import READERS, UNIT_ROLES, visible_to
from duban.web.access import has_role
from duban.web.menu import TodaySection

SOON = timedelta(days=7)
SHOWN = 8


def sections(person: Any, today: date) -> Iterator[TodaySection]:
    """Yield what runs out within a week or is overdue."""
    if not has_role(person, *READERS, *UNIT_ROLES):
        return
    rows = visible_to(person).filter(in_hand=1, due_on__lte=today + SOON).order_by("due_on", "pk")
    shown = list(rows.select_related("handler")[: SHOWN + 1])
    if shown:
        count = len(shown) if len(shown) <= SHOWN else rows.count()
        context = {"petitions": shown[:SHOWN], "today": today}
        address = f"{reverse('petitions:petitions')}?due=soon"
        yield TodaySection(_("信访件时限将到或已超"), "petitions/_today.html", context, count, address)
