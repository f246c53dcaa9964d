"""The inbox, the daily digest, and what was sent through which channel."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duban.jobs.outbox import Outgoing, OutgoingState
from duban.organizations.models import Unit
from duban.tasks.models import Task


class Notice(models.Model):
    """One thing one person is told (消息). `key` makes the same thing told once, whatever runs again."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    key = models.CharField(max_length=120)
    level = models.CharField(_("级别"), max_length=12)
    text = models.CharField(_("内容"), max_length=500)
    task = models.ForeignKey(Task, models.CASCADE, null=True, related_name="+")
    day = models.DateField(_("日期"))
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    digest = models.ForeignKey("Digest", models.SET_NULL, null=True, related_name="notices")

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notices_of_person"),
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="notices_unread"),
        ]
        constraints = [models.UniqueConstraint(fields=["recipient", "key"], name="notice_once")]

    def __str__(self) -> str:
        return self.text


class Digest(models.Model):
    """What one person is told on one day, in one message."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests")
    day = models.DateField(_("日期"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-day", "id"]
        constraints = [models.UniqueConstraint(fields=["recipient", "day"], name="digest_once_a_day")]

    def __str__(self) -> str:
        return f"{self.recipient} {self.day}"


class ReminderRun(models.Model):
    """A working day whose steps have been taken."""

    day = models.DateField(unique=True)
    notices = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return str(self.day)


class MoveCursor(models.Model):
    """The last move of a task that people were told of; there is one row."""

    last_move_id = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="notifications_one_cursor")]

    def __str__(self) -> str:
        return str(self.last_move_id)


class Contact(models.Model):
    """How a person wants to be reached beside the inbox."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="contact")
    email = models.EmailField(_("电子邮箱"), blank=True)
    wants_mail = models.BooleanField(_("每日摘要发到邮箱"), default=True)

    def __str__(self) -> str:
        return self.email


class ChannelKind(models.TextChoices):
    """What carries a message out of the house."""

    MAIL = "mail", _("电子邮件（SMTP）")
    ROBOT = "robot", _("群机器人（钉钉、飞书、企业微信等）")


class Channel(models.Model):
    """A way out of the house, off until an administrator switches it on."""

    name = models.CharField(_("名称"), max_length=60, unique=True)
    kind = models.CharField(_("类别"), max_length=8, choices=ChannelKind.choices)
    address = models.CharField(_("地址"), max_length=500)  # smtp://user:password@host:port?from=… or an Apprise address
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+"
    )  # whose group a robot serves
    on = models.BooleanField(_("启用"), default=False)
    trouble = models.CharField(_("最近一次失败"), max_length=300, blank=True)
    trouble_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=ChannelKind.values), name="channel_kind_known")]

    def __str__(self) -> str:
        return self.name


class Delivery(Outgoing):
    """One message through one channel: what was sent to whom, when, under which identity."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="deliveries")
    digest = models.ForeignKey(Digest, models.CASCADE, null=True, related_name="deliveries")
    day = models.DateField(_("日期"))
    to = models.CharField(_("收件人"), max_length=254)  # an e-mail address, or the robot's name
    subject = models.CharField(_("标题"), max_length=200)
    body = models.TextField(_("正文"))
    message_id = models.CharField(max_length=120, unique=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state__in=["waiting", "sending"]), name="deliveries_to_do")
        ]
        constraints = [models.CheckConstraint(condition=Q(state__in=OutgoingState.values), name="delivery_state_known")]

    def __str__(self) -> str:
        return f"{self.channel} {self.to} {self.day}"
