"""Paper that urges a unit on: 督办通知单 and 提醒单, numbered, with a receipt the unit signs and sends back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duban.organizations.models import Unit
from duban.tasks.models.task import Task


class PaperKind(models.TextChoices):
    """The two papers of the ladder of reminders."""

    REMINDER = "reminder", _("提醒单")
    NOTICE = "notice", _("督办通知单")


class UrgingPaper(models.Model):
    """One numbered paper to one unit about one or several tasks; what it says stays as it was sent."""

    kind = models.CharField(_("种类"), max_length=8, choices=PaperKind.choices)
    number = models.CharField(_("文号"), max_length=40, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit_name = models.CharField(_("主送单位"), max_length=120)
    wanted = models.CharField(_("办理要求"), max_length=500)
    reply_by = models.DateField(_("回复时限"))
    sign_off = models.CharField(_("签发人"), max_length=60, blank=True)  # by post
    contact = models.CharField(_("联系人"), max_length=60, blank=True)
    telephone = models.CharField(_("联系电话"), max_length=40, blank=True)
    issued_on = models.DateField(_("签发日期"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_by_name = models.CharField(_("经办人"), max_length=120)
    issued_at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(_("再次催办的理由"), max_length=500, blank=True)
    receipt_on = models.DateField(_("收到回执"), null=True, blank=True)
    receipt_by = models.CharField(_("回执签收人"), max_length=60, blank=True)
    receipt_says = models.CharField(_("回执内容"), max_length=500, blank=True)
    receipt_noted_by_name = models.CharField(_("回执登记人"), max_length=120, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PaperKind.values), name="paper_kind_known"),
            models.CheckConstraint(condition=Q(receipt_on=None) | ~Q(receipt_by=""), name="receipt_is_signed"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.unit_name}"


class PaperMatter(models.Model):
    """One task on a paper, with how it stood on the day the paper was issued."""

    paper = models.ForeignKey(UrgingPaper, models.CASCADE, related_name="matters")
    task = models.ForeignKey(Task, models.PROTECT, related_name="paper_matters")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("事项"), max_length=500)
    deadline = models.DateField(_("办理时限"), null=True, blank=True)
    standing = models.CharField(_("目前情况"), max_length=200)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["paper", "task"], name="paper_names_a_task_once")]

    def __str__(self) -> str:
        return self.title
