"""The turn of a year or a term: open tasks carried over with their numbers and history (跨年、换届结转)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duban.tasks.models.task import Task


class CarryOverKind(models.TextChoices):
    """Into what tasks are carried."""

    YEAR = "year", _("年度")
    TERM = "term", _("届")


class CarryOver(models.Model):
    """One carry-over: of what was opened before `opened_before` and is still open, into a year or a term."""

    kind = models.CharField(_("结转"), max_length=4, choices=CarryOverKind.choices)
    into = models.PositiveSmallIntegerField(_("结转到"))  # the year, or the number of the term
    opened_before = models.DateField(_("立项早于"))  # the first day of the year or the term
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ordered_by_name = models.CharField(_("办理人"), max_length=120)
    ordered_at = models.DateTimeField(_("办理时间"), auto_now_add=True)
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "into"], name="carried_over_once"),
            models.CheckConstraint(condition=Q(kind__in=CarryOverKind.values), name="carry_over_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.into}年" if self.kind == CarryOverKind.YEAR else f"第{self.into}届"


class CarriedTask(models.Model):
    """A task carried over, with the state it had."""

    carry_over = models.ForeignKey(CarryOver, models.CASCADE, related_name="tasks")
    task = models.ForeignKey(Task, models.CASCADE, related_name="carried")
    state = models.CharField(max_length=20)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["carry_over", "task"], name="task_carried_once")]

    def __str__(self) -> str:
        return f"{self.task} → {self.carry_over}"
