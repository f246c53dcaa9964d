"""What 今日 shows of standing in for others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duban.organizations.queries import deputyships_on
from duban.web.menu import TodaySection


def sections(person: Any, today: date) -> Iterator[TodaySection]:
    """Yield for whom the person stands in today, while they act as themselves."""
    if person.acting_for is not None:
        return
    rows = list(deputyships_on(today).filter(deputy=person.pk).prefetch_related("posts__unit"))
    if rows:
        address = reverse("organizations:deputies")
        yield TodaySection(
            _("您今天可以代理的人"), "organizations/_deputy_today.html", {"rows": rows}, len(rows), address
        )
