"""What 今日 offers a leader before all else: the one page that tells how things stand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duban.organizations.models import Role
from duban.web.access import has_role
from duban.web.menu import TodaySection


def sections(person: Any, today: date) -> Iterator[TodaySection]:
    """Yield the way to the leader's page, for leaders."""
    if has_role(person, Role.LEADER):
        yield TodaySection(_("领导一页"), "dashboard/_today.html", url=reverse("dashboard:leader"), first=True)
