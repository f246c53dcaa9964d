"""Sending what waits: claimed by a conditional update, sent outside any transaction, recorded afterwards.

Where a crash falls between the other side's acceptance and our record, the message goes out again under the same
Message-ID. A channel that hangs or refuses costs its own messages a later try and nobody anything else.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from duban.audit.actions import record
from duban.notifications.channels import NotSent, send
from duban.notifications.models import Channel, Delivery, DeliveryState
from duban.notifications.permissions import keeps_channels
from duban.organizations.models import User

WAITS = (1, 5, 30, 120, 360, 720)  # minutes before the next try; after the last it has failed
ABANDONED = timedelta(minutes=5)  # a sender that has not said so by then is gone


def deliver_all(now: datetime | None = None) -> tuple[int, int]:
    """Send what is due; return how many messages went out and how many did not this time."""
    now = now or timezone.now()
    sent = failed = 0
    for pk in list(_due(now).values_list("pk", flat=True)):
        if not _claim(pk, now):
            continue
        delivery = Delivery.objects.select_related("channel").get(pk=pk)
        try:
            send(delivery.channel, delivery)
        except NotSent as trouble:
            _failed(delivery, str(trouble), now)
            failed += 1
        else:
            _sent(delivery)
            sent += 1
    return sent, failed


@transaction.atomic
def retry_delivery(delivery: Delivery, *, actor: User) -> bool:
    """Let a failed message wait anew; False where it is not failed any more."""
    if not keeps_channels(actor):
        raise PermissionDenied
    again = {"state": DeliveryState.WAITING, "attempts": 0, "next_try_at": None, "trouble": ""}
    if not Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.FAILED).update(**again):
        return False
    record("notifications.retry", delivery, actor=actor)
    return True


def _due(now: datetime) -> QuerySet[Delivery]:
    waiting = Q(state=DeliveryState.WAITING) & (Q(next_try_at=None) | Q(next_try_at__lte=now))
    abandoned = Q(state=DeliveryState.SENDING, claimed_at__lt=now - ABANDONED)
    return Delivery.objects.filter(waiting | abandoned, channel__on=True).order_by("pk")


def _claim(pk: int, now: datetime) -> bool:
    """Take the message; one sender alone succeeds."""
    claimed = _due(now).filter(pk=pk).update(state=DeliveryState.SENDING, claimed_at=now, attempts=F("attempts") + 1)
    return claimed == 1


def _sent(delivery: Delivery) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.SENT, sent_at=timezone.now(), trouble="")
    Channel.objects.filter(pk=delivery.channel_id).exclude(trouble="").update(trouble="", trouble_at=None)


def _failed(delivery: Delivery, trouble: str, now: datetime) -> None:
    last = delivery.attempts > len(WAITS)
    wait = None if last else now + timedelta(minutes=WAITS[delivery.attempts - 1])
    Delivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.FAILED if last else DeliveryState.WAITING, next_try_at=wait, trouble=trouble[:300]
    )
    Channel.objects.filter(pk=delivery.channel_id).update(trouble=trouble[:300], trouble_at=now)
