"""What units say and show of a task: progress reports, added measures, evidence."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duban.files.models import StoredFile
from duban.organizations.models import Unit
from duban.tasks.models.task import Task


class UnitPractice(models.Model):
    """How one unit works inside: whether its head approves what its liaison drafts before it goes out."""

    unit = models.OneToOneField(Unit, models.CASCADE, primary_key=True, related_name="practice")
    head_approves = models.BooleanField(_("报送前由单位负责人审核"), default=False)

    def __str__(self) -> str:
        return f"{self.unit}"


class ReportState(models.TextChoices):
    """Where a report stands; outside its unit only a sent one is seen."""

    DRAFT = "draft", _("草拟")
    RETURNED = "returned", _("负责人退改")
    SENT = "sent", _("已报送")


class Report(models.Model):
    """What a unit reported of a task (报送进展). A wrong one is corrected by another and stays, marked."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="reports")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="task_reports")
    unit_name = models.CharField(max_length=120)
    state = models.CharField(_("状态"), max_length=10, choices=ReportState.choices, default=ReportState.SENT)
    once = models.UUIDField(default=uuid.uuid4, editable=False)  # the form's token: a double click is one report
    period = models.CharField(_("报送期"), max_length=20, blank=True)  # 2026-11, 2026-W47, 2026Q3
    as_of = models.DateField(_("数据截至"))
    text = models.TextField(_("进展情况"))
    problems = models.TextField(_("问题和原因"), blank=True)
    next_steps = models.TextField(_("下一步打算"), blank=True)
    actual = models.DecimalField(_("完成值"), max_digits=18, decimal_places=4, null=True, blank=True)
    allotted = models.DecimalField(_("资金下达数（万元）"), max_digits=18, decimal_places=4, null=True, blank=True)
    paid = models.DecimalField(_("拨付数（万元）"), max_digits=18, decimal_places=4, null=True, blank=True)
    typed_percent = models.PositiveSmallIntegerField(_("自报进度"), null=True, blank=True)
    text_met = models.BooleanField(_("文字目标已达到"), null=True, blank=True)
    milestones_done = models.JSONField(_("完成的节点"), default=dict)  # milestone's id → ISO date
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    author_name = models.CharField(_("报送人"), max_length=120)
    written_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_by_name = models.CharField(_("审核人"), max_length=120, blank=True)
    remark = models.CharField(_("退改意见"), max_length=500, blank=True)
    sent_at = models.DateTimeField(_("报送时间"), null=True, blank=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")
    corrected = models.BooleanField(_("已更正"), default=False)  # a later report corrects this one

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["task", "state", "as_of"], name="report_of_task")]
        constraints = [
            models.UniqueConstraint(fields=["task", "once"], name="report_once"),
            models.UniqueConstraint(
                fields=["corrects"], condition=Q(state="sent", corrects__isnull=False), name="report_corrected_once"
            ),
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="report_state_known"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="report_sent_when",
            ),
            models.CheckConstraint(
                condition=Q(typed_percent__isnull=True) | Q(typed_percent__lte=100), name="report_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.as_of}"


class AddedMeasure(models.Model):
    """What a unit behind schedule adds: what, who, until when; or why nothing is added (增添措施或说明)."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="added_measures")
    report = models.ForeignKey(Report, models.SET_NULL, null=True, blank=True, related_name="added_measures")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=120)
    what = models.CharField(_("措施"), max_length=500)
    who = models.CharField(_("责任人"), max_length=60, blank=True)
    until = models.DateField(_("完成时限"), null=True, blank=True)
    is_explanation = models.BooleanField(_("只作说明"), default=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=120)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.what


class Evidence(models.Model):
    """A stored file shown as proof of a task, alone or with a report (佐证材料)."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="evidence")
    report = models.ForeignKey(Report, models.PROTECT, null=True, blank=True, related_name="evidence")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="shown_as_evidence")
    name = models.CharField(_("文件名"), max_length=255)  # as this unit named it
    note = models.CharField(_("说明"), max_length=200, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    unit_name = models.CharField(max_length=120, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_by_name = models.CharField(_("上传人"), max_length=120)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["task", "file"], condition=Q(report=None), name="evidence_once_a_task"),
            models.UniqueConstraint(fields=["report", "file"], name="evidence_once_a_report"),
        ]

    def __str__(self) -> str:
        return self.name
