"""Steps done to several tasks at once, kept so that they can be undone."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class BatchRun(models.Model):
    """One change of several chosen tasks: what each was before, and its version afterwards (批量变更).

    `rows`: [{task, number, before: values by task id, after: versions by task id, outcome}], children beside their parent.
    """

    deed = models.CharField(_("办理"), max_length=10)
    value = models.CharField(_("改为"), max_length=300)
    reason = models.CharField(_("理由"), max_length=500)
    rows = models.JSONField(default=list)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_by_name = models.CharField(_("办理人"), max_length=120)
    made_at = models.DateTimeField(_("办理时间"), auto_now_add=True)
    undone_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    undone_by_name = models.CharField(_("撤销人"), max_length=120, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.deed} {self.made_at:%Y-%m-%d %H:%M}"
