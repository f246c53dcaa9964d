"""Messages on their way out: claimed by a conditional update, tried again later, given up after a day.

Shared by whatever sends things out of the house. The row's own identity goes with each try, so that the other side can
tell a repetition: a message may be sent twice only where a crash fell between its acceptance and its record.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypeVar

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

WAITS = (1, 5, 30, 120, 360, 720)  # minutes before the next try; after the last it has failed
ABANDONED = timedelta(minutes=5)  # a sender that has not said so by then is gone


class OutgoingState(models.TextChoices):
    """How far a message is on its way."""

    WAITING = "waiting", _("待发")
    SENDING = "sending", _("正在发")
    SENT = "sent", _("已发")
    FAILED = "failed", _("没有发出")


class Outgoing(models.Model):
    """What every message has that is sent until it is accepted or given up."""

    state = models.CharField(_("状态"), max_length=8, choices=OutgoingState.choices, default=OutgoingState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("发出时间"), null=True, blank=True)
    trouble = models.CharField(_("原因"), max_length=300, blank=True)

    class Meta:
        abstract = True


M = TypeVar("M", bound=Outgoing)
ON_THE_WAY = (OutgoingState.WAITING.value, OutgoingState.SENDING.value)


def due(rows: QuerySet[M], now: datetime) -> QuerySet[M]:
    """Return those of the messages that are to be sent now, the oldest first."""
    waiting = Q(state=OutgoingState.WAITING) & (Q(next_try_at=None) | Q(next_try_at__lte=now))
    abandoned = Q(state=OutgoingState.SENDING, claimed_at__lt=now - ABANDONED)
    return rows.filter(waiting | abandoned).order_by("pk")


def claim(rows: QuerySet[M], pk: int, now: datetime) -> bool:
    """Take a message that is due; one sender alone succeeds."""
    values = {"state": OutgoingState.SENDING, "claimed_at": now, "attempts": F("attempts") + 1}
    return due(rows, now).filter(pk=pk).update(**values) == 1


def note_sent(message: Outgoing) -> None:
    """Record that the other side accepted the message."""
    rows = type(message)._default_manager.filter(pk=message.pk)
    rows.update(state=OutgoingState.SENT, sent_at=timezone.now(), trouble="")


def note_failed(message: Outgoing, trouble: str, now: datetime) -> None:
    """Record why it did not, and when it is tried again; after the last wait it has failed."""
    last = message.attempts > len(WAITS)
    type(message)._default_manager.filter(pk=message.pk).update(
        state=OutgoingState.FAILED if last else OutgoingState.WAITING,
        next_try_at=None if last else now + timedelta(minutes=WAITS[message.attempts - 1]),
        trouble=trouble[:300],
    )
