"""How far a task is, by three measures that do not depend on each other: quantity, milestones, funds."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duban.tasks.models.task import Task


class Direction(models.TextChoices):
    """How a target is meant: to reach, not to exceed, or in words (应补尽补)."""

    FLOOR = "floor", _("达到")
    CEILING = "ceiling", _("不超过")
    TEXT = "text", _("文字目标")


class Quantity(models.Model):
    """A task's target and how much of it is done; `actual` and `actual_on` are the last report's."""

    task = models.OneToOneField(Task, models.CASCADE, related_name="quantity")
    direction = models.CharField(_("目标类型"), max_length=8, choices=Direction.choices, default=Direction.FLOOR)
    target = models.DecimalField(_("目标值"), max_digits=18, decimal_places=4, null=True, blank=True)
    target_text = models.CharField(_("文字目标"), max_length=200, blank=True)
    unit = models.CharField(_("计量单位"), max_length=20, blank=True)
    actual = models.DecimalField(_("完成值"), max_digits=18, decimal_places=4, null=True, blank=True)
    actual_on = models.DateField(_("数据截至"), null=True, blank=True)
    text_met = models.BooleanField(_("文字目标已达到"), default=False)  # for a target in words alone

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(direction__in=Direction.values), name="quantity_direction_known"),
            models.CheckConstraint(
                condition=Q(direction="floor", target__gt=0)
                | Q(direction="ceiling", target__gte=0)
                | (Q(direction="text") & ~Q(target_text="")),
                name="quantity_has_target",
            ),
        ]

    def __str__(self) -> str:
        return self.target_text or f"{self.get_direction_display()} {self.target} {self.unit}"


class Milestone(models.Model):
    """A node on the way: what, until when, of which weight, and when it was done."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="milestones")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("节点"), max_length=200)
    due = models.DateField(_("应完成"))
    weight = models.DecimalField(_("权重"), max_digits=9, decimal_places=3)
    done = models.DateField(_("实际完成"), null=True, blank=True)

    class Meta:
        ordering = ["due", "position"]
        constraints = [
            models.UniqueConstraint(fields=["task", "position"], name="milestone_place_once"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="milestone_weighs"),
        ]

    def __str__(self) -> str:
        return self.title


class Funds(models.Model):
    """Money of a task, in 万元: the year's budget, what was allotted, what was paid; both shares are of the budget."""

    task = models.OneToOneField(Task, models.CASCADE, related_name="funds")
    budget = models.DecimalField(_("年初预算安排数（万元）"), max_digits=18, decimal_places=4)
    allotted = models.DecimalField(_("资金下达数（万元）"), max_digits=18, decimal_places=4, null=True, blank=True)
    paid = models.DecimalField(_("拨付数（万元）"), max_digits=18, decimal_places=4, null=True, blank=True)
    funds_on = models.DateField(_("数据截至"), null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(budget__gt=0), name="funds_have_budget")]

    def __str__(self) -> str:
        return f"{self.budget}"
