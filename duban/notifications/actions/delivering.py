"""Sending what waits: claimed by a conditional update, sent outside any transaction, recorded afterwards.

Where a crash falls between the other side's acceptance and our record, the message goes out again under the same
Message-ID. A channel that hangs or refuses costs its own messages a later try and nobody anything else.
"""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from duban.audit.actions import record
from duban.jobs.outbox import OutgoingState, claim, due, note_failed, note_sent
from duban.notifications.channels import NotSent, send
from duban.notifications.models import Channel, Delivery
from duban.notifications.permissions import keeps_channels
from duban.organizations.models import User


def deliver_all(now: datetime | None = None) -> tuple[int, int]:
    """Send what is due; return how many messages went out and how many did not this time."""
    now = now or timezone.now()
    rows = Delivery.objects.filter(channel__on=True)
    sent = failed = 0
    for pk in list(due(rows, now).values_list("pk", flat=True)):
        if not claim(rows, pk, now):
            continue
        delivery = Delivery.objects.select_related("channel").get(pk=pk)
        try:
            send(delivery.channel, delivery)
        except NotSent as trouble:
            note_failed(delivery, str(trouble), now)
            Channel.objects.filter(pk=delivery.channel_id).update(trouble=str(trouble)[:300], trouble_at=now)
            failed += 1
        else:
            note_sent(delivery)
            Channel.objects.filter(pk=delivery.channel_id).exclude(trouble="").update(trouble="", trouble_at=None)
            sent += 1
    return sent, failed


@transaction.atomic
def retry_delivery(delivery: Delivery, *, actor: User) -> bool:
    """Let a failed message wait anew; False where it is not failed any more."""
    if not keeps_channels(actor):
        raise PermissionDenied
    again = {"state": OutgoingState.WAITING, "attempts": 0, "next_try_at": None, "trouble": ""}
    if not Delivery.objects.filter(pk=delivery.pk, state=OutgoingState.FAILED).update(**again):
        return False
    record("notifications.retry", delivery, actor=actor)
    return True
