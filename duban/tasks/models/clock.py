"""What stops a task's clock and what starts it again: suspensions, looks back, stored lamps."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duban.tasks.models.task import Lamp, Task
from duban.tasks.states import TaskState


class Suspension(models.Model):
    """A time in which a task's clock stood still (暂停计时); the day it is resumed counts again."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="suspensions")
    first_day = models.DateField(_("暂停自"))
    resumed_on = models.DateField(_("恢复于"), null=True, blank=True)  # empty: still suspended
    state_before = models.CharField(max_length=20, default=TaskState.IN_PROGRESS.value)
    reason = models.CharField(_("理由"), max_length=500)
    suspended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    suspended_by_name = models.CharField(max_length=120)
    resumed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    resumed_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["task"], condition=Q(resumed_on=None), name="suspended_once"),
            models.CheckConstraint(
                condition=Q(resumed_on=None) | Q(resumed_on__gte=F("first_day")), name="suspension_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.first_day}"


class LookBackKind(models.TextChoices):
    """How a closed task was looked at again."""

    LOOK_BACK = "look_back", _("回头看")
    CALL_BACK = "call_back", _("回访")


class LookBack(models.Model):
    """A second look at a closed task: closed is not the same as solved."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="looks_back")
    kind = models.CharField(_("方式"), max_length=10, choices=LookBackKind.choices)
    on = models.DateField(_("日期"))
    finding = models.TextField(_("情况"))
    solved = models.BooleanField(_("问题确已解决"))
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    done_by_name = models.CharField(max_length=120)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=LookBackKind.values), name="look_back_kind_known")]

    def __str__(self) -> str:
        return f"{self.task} {self.on}"


class LampHistoryKept(TypeError):
    """Somebody tried to repaint or remove a stored lamp."""


class LampEntry(models.Model):
    """A lamp as it was judged on one day; never changed, never removed. A node made good later adds a row."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="lamps")
    day = models.DateField(_("日期"))
    rule_set = models.CharField(_("规则"), max_length=40)
    rule_set_version = models.CharField(_("规则版本"), max_length=20)
    lamp = models.CharField(_("灯"), max_length=6, choices=Lamp.choices)
    schedule = models.DecimalField(_("序时进度"), max_digits=9, decimal_places=4, null=True)
    actual = models.DecimalField(_("实际进度"), max_digits=12, decimal_places=4, null=True)
    gap_points = models.DecimalField(_("落后百分点"), max_digits=12, decimal_places=1, null=True)
    rule = models.CharField(_("依据"), max_length=200, blank=True)
    explanation = models.JSONField(_("说明"), default=list)  # sentences
    made_good = models.BooleanField(_("事后补上"), default=False)
    evaluated_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["day", "id"]
        indexes = [models.Index(fields=["task", "day"], name="lamps_of_task")]
        constraints = [models.CheckConstraint(condition=Q(lamp__in=Lamp.values), name="lamp_known")]

    def __str__(self) -> str:
        return f"{self.task} {self.day} {self.lamp}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; refuse to change one that is there."""
        if self.pk is not None:
            raise LampHistoryKept("亮灯记录只能新增，不能修改。")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise LampHistoryKept("亮灯记录只能新增，不能删除。")
