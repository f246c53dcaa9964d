"""What a team hands over on one day, and the files it came in; raw text lies in the vault, never here."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duban.inspections.models.inspection import Inspection
from duban.jobs.models import Job


class Batch(models.Model):
    """One day's petitions (批次), with the counts the team announced; no count yet is None, not 0."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="batches")
    number = models.PositiveSmallIntegerField(_("批次"))
    day = models.DateField(_("交办日期"))
    announced_calls = models.PositiveIntegerField(_("来电（件）"), null=True, blank=True)
    announced_letters = models.PositiveIntegerField(_("来信（件）"), null=True, blank=True)
    announced_starred = models.PositiveIntegerField(_("重点件"), null=True, blank=True)
    announced_split = models.PositiveIntegerField(_("其中拆分件"), default=0)  # the "+1" of "18+1件"
    difference_reason = models.CharField(_("件数差异说明"), max_length=500, blank=True)
    difference = models.IntegerField(null=True, blank=True)  # what the reason was given for; another one asks anew
    difference_by_name = models.CharField(max_length=120, blank=True)
    difference_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["inspection", "number"]
        verbose_name = _("批次")
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="batch_number_once"),
            models.UniqueConstraint(fields=["inspection", "day"], name="batch_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.inspection} {self.number}"

    def get_absolute_url(self) -> str:
        """Return the address of the batch's page."""
        return reverse("inspections:batch", args=[self.pk])

    @property
    def announced(self) -> int | None:
        """How many were announced, split ones too; None until somebody wrote it down."""
        if self.announced_calls is None or self.announced_letters is None:
            return None
        return self.announced_calls + self.announced_letters


class IntakeState(models.TextChoices):
    """How far a file is on its way in."""

    READING = "reading", _("正在解读")
    DRAFT = "draft", _("待确认")
    RUNNING = "running", _("正在受理")
    DONE = "done", _("已受理")
    UNDOING = "undoing", _("正在撤销")
    UNDONE = "undone", _("已撤销")


class Intake(models.Model):
    """One file of a batch, or one sheet typed by hand: read, previewed, accepted row by row."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="intakes")
    name = models.CharField(_("文件"), max_length=255)
    typed = models.BooleanField(default=False)  # pasted or typed, no file
    sha256 = models.CharField(max_length=64, db_index=True)
    layout = models.CharField(_("版式"), max_length=20, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=IntakeState.choices, default=IntakeState.DRAFT)
    sealed_file = models.CharField(max_length=40, blank=True)  # the vault's number of the file as it came
    sealed_rows = models.CharField(
        max_length=40, blank=True
    )  # … of the rows' texts as they came, until each is sealed alone
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    message = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=IntakeState.values), name="intake_state_known"),
        ]

    def __str__(self) -> str:
        return (
            f"{self.batch_id}-{self.pk}"  # kept in the open beside what is sealed: a file's name may tell of a person
        )


class RowStatus(models.TextChoices):
    """What a row will become."""

    READY = "ready", _("可以受理")
    PROBLEM = "problem", _("有问题")
    SAME = "same", _("已在本批次")
    SKIPPED = "skipped", _("不受理此行")


class IntakeRow(models.Model):
    """One row of a file: its values in words and codes, what stands against it, what it becomes."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField()  # in the file
    number = models.CharField(_("受理编号"), max_length=40, blank=True, db_index=True)
    summary = models.TextField(
        _("交办问题基本情况"), blank=True
    )  # redacted: the proposal, then what the desk confirmed
    masked = models.JSONField(default=dict)  # kind → how many were masked; never what
    values = models.JSONField(default=dict)
    problems = models.JSONField(default=list)  # [field, message]
    status = models.CharField(_("状态"), max_length=8, choices=RowStatus.choices)
    confirmed = models.BooleanField(default=False)  # the desk has read the redacted text as units will see it
    reason = models.CharField(_("理由"), max_length=300, blank=True)  # why a row is skipped or returned
    petition = models.ForeignKey("inspections.Petition", models.SET_NULL, null=True, related_name="+")
    applied = models.BooleanField(default=False)
    undone = models.BooleanField(default=False)

    class Meta:
        ordering = ["row"]
        indexes = [models.Index(fields=["intake", "status"], name="intake_rows_by_status")]
        constraints = [
            models.UniqueConstraint(fields=["intake", "row"], name="intake_row_once"),
            models.CheckConstraint(condition=Q(status__in=RowStatus.values), name="intake_row_status_known"),
        ]

    def __str__(self) -> str:
        return f"{self.intake} {self.row}"
