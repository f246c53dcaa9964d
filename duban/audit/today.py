"""What 今日 shows an auditor: what was recorded today, and the door to checking the chain."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duban.audit.models import AuditEntry
from duban.web.access import AUDITOR, has_role
from duban.web.menu import TodaySection

SHOWN = 10


def sections(person: Any, today: date) -> Iterator[TodaySection]:
    """Yield today's records for an auditor; the newest first."""
    if not has_role(person, AUDITOR):
        return
    entries = AuditEntry.objects.filter(at__date=today).order_by("-id")
    context = {"entries": list(entries[:SHOWN])}
    yield TodaySection(_("今天的审计记录"), "audit/today.html", context, entries.count(), reverse("audit:entries"))
