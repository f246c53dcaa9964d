"""Keeping the day's figures."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from duban.dashboard.models import DailyFigures
from duban.dashboard.queries import figures_of
from duban.tasks.models import Task


@transaction.atomic
def keep_figures(day: date) -> DailyFigures:
    """Keep what the ledger counts for the day; what is kept stays as it is."""
    kept = DailyFigures.objects.filter(day=day).first()
    return kept or DailyFigures.objects.create(day=day, **figures_of(Task.objects.all(), day))


def go_round() -> None:
    """Keep yesterday's figures in the first round of a day: the night has passed, today has hardly begun."""
    yesterday = timezone.localdate() - timedelta(days=1)
    if not DailyFigures.objects.filter(day=yesterday).exists():
        keep_figures(yesterday)
