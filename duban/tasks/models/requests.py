"""What units ask for and what is decided: completion and change, verified or refused by another person."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duban.organizations.models import Unit
from duban.tasks.models.reports import Evidence
from duban.tasks.models.task import Task


class RequestState(models.TextChoices):
    """Where a request stands."""

    WAITING = "waiting", _("待审核")
    WITHDRAWN = "withdrawn", _("已撤回")
    GRANTED = "granted", _("同意")
    REFUSED = "refused", _("不同意")


class CompletionRequest(models.Model):
    """A lead unit's request to have its task verified (申请办结)."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="completion_requests")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=120)
    statement = models.TextField(_("办结情况"))
    state = models.CharField(_("状态"), max_length=10, choices=RequestState.choices, default=RequestState.WAITING)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_by_name = models.CharField(_("申请人"), max_length=120)
    requested_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_by_name = models.CharField(_("审核人"), max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    remark = models.CharField(_("审核意见"), max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["task"], condition=Q(state="waiting"), name="completion_waits_once"),
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="completion_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.state}"


class Verification(models.Model):
    """The six-point test (审结) of one completion request by a second person."""

    request = models.OneToOneField(CompletionRequest, models.CASCADE, related_name="verification")
    task = models.ForeignKey(Task, models.CASCADE, related_name="verifications")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+")  # the newest the verifier had before them
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    facts_clear = models.BooleanField(_("事实清楚"))
    problem_solved = models.BooleanField(_("问题解决"))
    task_done = models.BooleanField(_("任务完成"))
    conclusion_accurate = models.BooleanField(_("结论准确"))
    measures_lawful = models.BooleanField(_("措施合法"))
    form_right = models.BooleanField(_("形式规范"))
    remark = models.CharField(_("核查意见"), max_length=500, blank=True)
    verifier = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verifier_name = models.CharField(_("核查人"), max_length=120)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(verifier=F("requested_by")), name="verified_by_a_second_person")
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.verifier_name}"


class ChangeKind(models.TextChoices):
    """What a change request wants changed."""

    DEADLINE = "deadline", _("办理时限（延期）")
    LEAD_UNIT = "lead_unit", _("牵头单位")
    TARGET = "target", _("目标值")


class ChangeRequest(models.Model):
    """A unit's request to change deadline, lead unit or target; old and new value both stay to be seen."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="change_requests")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=120)
    kind = models.CharField(_("变更项"), max_length=10, choices=ChangeKind.choices)
    old = models.CharField(_("原来"), max_length=200, blank=True)
    new = models.CharField(_("改为"), max_length=200)
    new_deadline = models.DateField(null=True, blank=True)
    new_lead = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    new_target = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    reason = models.CharField(_("理由"), max_length=500)
    state = models.CharField(_("状态"), max_length=10, choices=RequestState.choices, default=RequestState.WAITING)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_by_name = models.CharField(_("申请人"), max_length=120)
    requested_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_by_name = models.CharField(_("审定人"), max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    approver = models.CharField(_("批准领导"), max_length=60, blank=True)  # by post
    remark = models.CharField(_("审定意见"), max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["task", "kind"], condition=Q(state="waiting"), name="change_waits_once"),
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="change_state_known"),
            models.CheckConstraint(condition=Q(kind__in=ChangeKind.values), name="change_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="deadline", new_deadline__isnull=False)
                | Q(kind="lead_unit", new_lead__isnull=False)
                | Q(kind="target", new_target__isnull=False),
                name="change_has_new_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.get_kind_display()} {self.new}"
