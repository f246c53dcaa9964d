"""Tokens of programs, what they asked for once, and where events are sent."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duban.jobs.outbox import Outgoing, OutgoingState


class Token(models.Model):
    """A program's key: it may what its person may, or only read. Only the hash of the key is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("用途"), max_length=100)
    key_hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8)  # the last characters, to tell keys apart
    read_only = models.BooleanField(_("只读"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField(_("有效期至"))
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} …{self.hint}"


class Call(models.Model):
    """A write made under an Idempotency-Key: asked again, it is answered with what it was answered then."""

    token = models.ForeignKey(Token, models.CASCADE, related_name="calls")
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)  # of method, address and body
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.JSONField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="api_call_once")]

    def __str__(self) -> str:
        return self.key


class Webhook(models.Model):
    """An address that is told of moves in the ledger, each message signed with the shared secret."""

    name = models.CharField(_("名称"), max_length=100, unique=True)
    url = models.CharField(_("地址"), max_length=500)
    secret = models.CharField(max_length=64)
    verbs = models.JSONField(_("事件"), default=list)  # empty: every move
    on = models.BooleanField(_("启用"), default=False)
    allow_private = models.BooleanField(_("允许内网地址"), default=False)
    trouble = models.CharField(_("最近一次失败"), max_length=300, blank=True)
    trouble_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Event(Outgoing):
    """One move told to one address; `event_id` stays the same however often it is sent."""

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="events")
    event_id = models.CharField(max_length=60)
    body = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state__in=["waiting", "sending"]), name="events_to_do")
        ]
        constraints = [
            models.UniqueConstraint(fields=["webhook", "event_id"], name="event_once"),
            models.CheckConstraint(condition=Q(state__in=OutgoingState.values), name="event_state_known"),
        ]

    def __str__(self) -> str:
        return self.event_id


class EventCursor(models.Model):
    """The last move made into events; there is one row."""

    last_move_id = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="api_one_cursor")]

    def __str__(self) -> str:
        return str(self.last_move_id)
