"""What 今日 shows of inspections: replies that are due soon or late, for whom they wait for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duban.inspections.permissions import reads_desk, visible_to
from duban.inspections.states import PetitionState
from duban.organizations.models import Role
from duban.web.access import has_role
from duban.web.menu import TodaySection

SOON = timedelta(days=3)
SHOWN = 8
_DESKS = (Role.CLERK, Role.DESK, Role.LEADER, Role.LIAISON, Role.UNIT_HEAD)


def sections(person: Any, today: date) -> Iterator[TodaySection]:
    """Yield the replies due within three days or late; for a unit, what it has not answered yet."""
    if not has_role(person, *_DESKS):
        return
    rows = visible_to(person).filter(in_hand=1, reply_due__lte=today + SOON)
    if not reads_desk(person):
        rows = rows.filter(state=PetitionState.ASSIGNED.value)
    shown = list(rows.select_related("lead_unit").order_by("reply_due", "pk")[: SHOWN + 1])
    if shown:
        count = len(shown) if len(shown) <= SHOWN else rows.count()
        context = {"petitions": shown[:SHOWN], "today": today}
        yield TodaySection(
            _("督察信访件回复将到期或已超期"),
            "inspections/_today.html",
            context,
            count,
            reverse("inspections:inspections"),
        )
