"""The ledger's figures as they stood on a day, kept so that last month's can stand beside today's."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DailyFigures(models.Model):
    """What the whole ledger counted at the end of a day; written once, never changed."""

    day = models.DateField(_("日期"), unique=True)
    open = models.PositiveIntegerField(_("在办"))
    due_soon = models.PositiveIntegerField(_("7天内到期"))
    overdue = models.PositiveIntegerField(_("逾期"))
    behind = models.PositiveIntegerField(_("落后"))
    closed_this_month = models.PositiveIntegerField(_("本月销号"))
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return str(self.day)
