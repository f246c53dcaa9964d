"""Moves of the ledger as events: made once for each address, sent until accepted or given up."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from duban.api.models import Event, EventCursor, Webhook
from duban.api.outgoing import Unreachable, post, signature, target_of
from duban.jobs.outbox import claim, due, note_failed, note_sent
from duban.tasks.models import TaskMove

AT_ONCE = 1000


@transaction.atomic
def collect_events(limit: int = AT_ONCE) -> int:
    """Make events of the moves since the last time for every address that is on; return how many moves were looked at."""
    EventCursor.objects.get_or_create(pk=1, defaults={"last_move_id": _last()})
    cursor = EventCursor.objects.select_for_update().get(pk=1)
    moves = list(
        TaskMove.objects.filter(pk__gt=cursor.last_move_id).select_related("task__lead_unit").order_by("pk")[:limit]
    )
    if not moves:
        return 0
    webhooks = list(Webhook.objects.filter(on=True))
    events = [
        Event(webhook=webhook, event_id=f"move-{move.pk}", body=_body(move))
        for move in moves
        for webhook in webhooks
        if not webhook.verbs or move.verb in webhook.verbs
    ]
    Event.objects.bulk_create(events, ignore_conflicts=True)
    cursor.last_move_id = moves[-1].pk
    cursor.save()
    return len(moves)


def send_events(now: datetime | None = None) -> tuple[int, int]:
    """Send what is due; return how many were accepted and how many were not this time."""
    now = now or timezone.now()
    rows = Event.objects.filter(webhook__on=True)
    sent = failed = 0
    for pk in list(due(rows, now).values_list("pk", flat=True)):
        if not claim(rows, pk, now):
            continue
        event = Event.objects.select_related("webhook").get(pk=pk)
        try:
            _send(event, now)
        except Unreachable as trouble:
            note_failed(event, str(trouble), now)
            Webhook.objects.filter(pk=event.webhook_id).update(trouble=str(trouble)[:300], trouble_at=now)
            failed += 1
        else:
            note_sent(event)
            sent += 1
    return sent, failed


def _send(event: Event, now: datetime) -> None:
    webhook, at = event.webhook, int(now.timestamp())
    target = target_of(webhook.url, allow_private=webhook.allow_private)
    headers = {
        "X-Duban-Event": event.event_id,
        "X-Duban-Time": str(at),
        "X-Duban-Signature": signature(webhook.secret, at, event.body),
    }
    post(target, event.body, headers)


def _body(move: TaskMove) -> str:
    """Return what happened, as JSON: no names of people, no text of the task beyond its title."""
    told: dict[str, Any] = {
        "event_id": f"move-{move.pk}",
        "at": move.at.isoformat(),
        "verb": move.verb,
        "from": move.from_state or None,
        "to": move.to_state,
        "task": {
            "id": move.task_id,
            "number": move.task.number,
            "title": move.task.title,
            "lead_unit": move.task.lead_unit.code,
        },
    }
    return json.dumps(told, ensure_ascii=False)


def _last() -> int:
    return TaskMove.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
