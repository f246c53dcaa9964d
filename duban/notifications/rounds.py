"""What the worker does each round: tell of moves, take the day's steps once the working day has begun, send."""

from __future__ import annotations

from datetime import time

from django.utils import timezone

from duban.dates.workdays import load_calendar
from duban.jobs.outbox import ON_THE_WAY
from duban.notifications.actions import deliver_all, follow_moves, remind
from duban.notifications.models import Delivery, ReminderRun
from duban.settings import setting


def go_round() -> None:
    """Do what is due; each part stands by itself and may be done again."""
    follow_moves()
    now = timezone.localtime()
    working = load_calendar().is_working_day(now.date())
    if working and now.time() >= time.fromisoformat(setting("DUBAN_REMIND_AT")):
        if not ReminderRun.objects.filter(day=now.date()).exists():
            remind(now.date())
        if Delivery.objects.filter(state__in=ON_THE_WAY, channel__on=True).exists():
            deliver_all()
