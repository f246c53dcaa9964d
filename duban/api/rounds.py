"""What the worker does each round for other programs."""

from __future__ import annotations

from duban.api.actions import collect_events, send_events
from duban.api.models import Event, Webhook
from duban.jobs.outbox import ON_THE_WAY


def go_round() -> None:
    """Make events of new moves, send what is due."""
    if not Webhook.objects.filter(on=True).exists():
        return
    collect_events()
    if Event.objects.filter(state__in=ON_THE_WAY).exists():
        send_events()
