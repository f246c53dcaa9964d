"""Holiday notices added by the office, and the days of tasks that moved because of one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duban.tasks.models.task import Task


class HolidayNotice(models.Model):
    """A year's holiday notice as it was added; the calendar itself reads the file of that year in the data folder."""

    year = models.PositiveSmallIntegerField(_("年份"))
    number = models.CharField(_("文号"), max_length=100)
    text = models.TextField(_("放假安排"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")  # None: system
    added_by_name = models.CharField(_("录入人"), max_length=120)
    added_at = models.DateTimeField(_("录入时间"), auto_now_add=True)
    first_day = models.DateField()  # of the days this notice, or the one it replaces, says something about
    last_day = models.DateField()
    job = models.PositiveIntegerField(null=True)  # that computes the open tasks anew
    counted_at = models.DateTimeField(null=True)  # when all open tasks had been computed anew

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.year} {self.number}"


class MovedField(models.TextChoices):
    """Which of a task's days moved."""

    DEADLINE = "deadline", _("办理时限")
    SIGN_BY = "sign_by", _("签收时限")
    REPORT_BY = "report_by", _("下次报送时限")


class MovedDeadline(models.Model):
    """One day of an open task that a notice moved."""

    notice = models.ForeignKey(HolidayNotice, models.CASCADE, related_name="moved")
    task = models.ForeignKey(Task, models.CASCADE, related_name="+")
    field = models.CharField(_("项目"), max_length=10, choices=MovedField.choices)
    before = models.DateField(_("原来"))
    after = models.DateField(_("现在"))

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "task", "field"], name="moved_once_by_a_notice"),
            models.CheckConstraint(condition=Q(field__in=MovedField.values), name="moved_field_known"),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.before} → {self.after}"
