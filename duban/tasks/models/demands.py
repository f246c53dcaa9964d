"""What is asked of units, and how they are urged: demands, telephone calls, leaders' written instructions."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duban.organizations.models import Unit
from duban.tasks.models.task import Task


class DemandKind(models.TextChoices):
    """What is asked for."""

    SIGN_FOR = "sign_for", _("签收")
    REPORT = "report", _("报送进展")
    MATERIAL = "material", _("报送材料")
    MEETING = "meeting", _("参加会议")
    VISIT = "visit", _("迎接检查")
    ANSWER = "answer", _("答复批示")
    URGE = "urge", _("催办")
    OTHER = "other", _("其他")


class Demand(models.Model):
    """One demand made on a unit: who asked whom for what, when, and until when (减负台账)."""

    task = models.ForeignKey(Task, models.CASCADE, null=True, blank=True, related_name="demands")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="demands")
    unit_name = models.CharField(max_length=120)
    kind = models.CharField(_("类别"), max_length=10, choices=DemandKind.choices)
    what = models.CharField(_("要求"), max_length=300)
    due = models.DateField(_("时限"), null=True, blank=True)
    rhythm = models.CharField(_("频次"), max_length=60, blank=True)
    asked_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")  # the unit that asks
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )  # None: the system
    asked_by_name = models.CharField(_("提出人"), max_length=120)
    asked_at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(_("理由"), max_length=500, blank=True)  # given where a warning stood against it
    by_rule = models.BooleanField(default=False)  # made and met by the moves of its task, or by what an app above keeps
    once = models.UUIDField(default=uuid.uuid4, editable=False)  # the form's token: a double click asks once
    instruction = models.ForeignKey(
        "Instruction", models.CASCADE, null=True, blank=True, related_name="demands"
    )  # that is to be answered
    paper = models.ForeignKey("UrgingPaper", models.CASCADE, null=True, blank=True, related_name="demands")
    answered_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    answer = models.CharField(_("完成情况"), max_length=500, blank=True)
    answered_by_name = models.CharField(_("完成人"), max_length=120, blank=True)
    dropped_at = models.DateTimeField(_("取消时间"), null=True, blank=True)
    dropped_why = models.CharField(_("取消理由"), max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["unit", "due"], name="demands_of_unit"),
            models.Index(
                fields=["task", "kind"], condition=Q(answered_at=None, dropped_at=None), name="demands_open_on_task"
            ),
            models.Index(fields=["asked_at"], name="demands_by_time"),
        ]
        constraints = [models.CheckConstraint(condition=Q(kind__in=DemandKind.values), name="demand_kind_known")]

    def __str__(self) -> str:
        return f"{self.unit_name} {self.what}"


class UrgingCall(models.Model):
    """A telephone call urging a unit on: whom, under which number, what was said (催办记录)."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="urging_calls")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=120)
    person_called = models.CharField(_("接听人"), max_length=60)
    telephone = models.CharField(_("电话"), max_length=40, blank=True)
    said = models.CharField(_("通话内容"), max_length=500)
    at = models.DateTimeField(_("通话时间"))
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    called_by_name = models.CharField(_("催办人"), max_length=120)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.unit_name} {self.at:%Y-%m-%d}"


class Urgency(models.TextChoices):
    """How soon an instruction wants its answer; an office's default limits know the three."""

    URGENT = "urgent", _("紧急")
    NORMAL = "normal", _("一般")
    HARD = "hard", _("疑难")


class Instruction(models.Model):
    """A leader's written instruction (批示): on a task, or the origin of tasks; answered in writing."""

    task = models.ForeignKey(Task, models.CASCADE, null=True, blank=True, related_name="instructions")
    leader = models.CharField(_("批示领导"), max_length=60)  # by post
    leader_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    on = models.DateField(_("批示日期"))
    document = models.CharField(_("批示所在文件"), max_length=300, blank=True)
    text = models.TextField(_("批示内容"))
    urgency = models.CharField(_("缓急"), max_length=6, choices=Urgency.choices, default=Urgency.NORMAL)
    answer_by = models.DateField(_("答复时限"), null=True, blank=True)
    answer_by_explanation = models.TextField(_("时限推算"), blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_by_name = models.CharField(_("登记人"), max_length=120)
    recorded_at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(_("答复"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_by_name = models.CharField(_("答复人"), max_length=120, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["answer_by"], condition=Q(answered_at=None), name="instructions_waiting")]
        constraints = [
            models.CheckConstraint(condition=Q(urgency__in=Urgency.values), name="instruction_urgency_known")
        ]

    def __str__(self) -> str:
        return f"{self.leader} {self.on}"
