"""举一反三: from one substantiated petition to all sites alike, each looked at, counted, mended."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duban.inspections.models.petition import Petition
from duban.organizations.models import Unit


class SweepState(models.TextChoices):
    """How far a sweep is."""

    OPEN = "open", _("排查中")
    CLOSING = "closing", _("待审核销号")
    CLOSED = "closed", _("已销号")


class Sweep(models.Model):
    """A sweep (举一反三排查) with its own list and result; who asks for its end and who ends it are two people."""

    petition = models.ForeignKey(Petition, models.PROTECT, related_name="sweeps")
    title = models.CharField(_("排查事项"), max_length=200)
    wanted = models.CharField(_("排查要求"), max_length=500)
    lead_unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("牵头单位"), related_name="+")
    due = models.DateField(_("完成时限"))
    state = models.CharField(_("状态"), max_length=7, choices=SweepState.choices, default=SweepState.OPEN)
    result = models.CharField(_("排查结果"), max_length=500, blank=True)
    opened_by_name = models.CharField(_("发起人"), max_length=120)
    opened_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_by_name = models.CharField(_("申请销号"), max_length=120, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_by_name = models.CharField(_("审核销号"), max_length=120, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["state", "due", "id"]
        verbose_name = _("举一反三排查")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SweepState.values), name="sweep_state_known"),
            models.CheckConstraint(
                condition=Q(closed_by=None) | ~Q(closed_by=F("asked_by")), name="sweep_closed_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | (Q(closed_by__isnull=False) & ~Q(result="")), name="sweep_closed_in_full"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the sweep's page."""
        return reverse("inspections:sweep", args=[self.pk])


class SweepSite(models.Model):
    """One site to look at: an earlier petition's, or one named by hand. Problems are counted once it was looked at."""

    sweep = models.ForeignKey(Sweep, models.CASCADE, related_name="sites")
    petition = models.ForeignKey(Petition, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("点位"), max_length=200)
    why = models.CharField(_("列入理由"), max_length=120, blank=True)
    checked_on = models.DateField(_("排查日期"), null=True, blank=True)
    problems = models.PositiveIntegerField(_("发现问题"), default=0)
    mended = models.PositiveIntegerField(_("已整改"), default=0)
    found = models.CharField(_("情况"), max_length=300, blank=True)
    checked_by_name = models.CharField(_("登记人"), max_length=120, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["sweep", "petition"], name="sweep_names_a_petition_once"),
            models.CheckConstraint(condition=Q(mended__lte=F("problems")), name="sweep_mends_what_it_found"),
            models.CheckConstraint(
                condition=Q(checked_on__isnull=False) | Q(problems=0), name="sweep_counts_what_was_looked_at"
            ),
        ]

    def __str__(self) -> str:
        return self.name
