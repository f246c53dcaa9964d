"""Look-back rounds (回头看): all starred petitions and a share of the others, drawn by a seed that can be checked."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duban.inspections.models.inspection import Inspection
from duban.inspections.models.petition import Petition


class LookBackRound(models.Model):
    """One round: from which petitions it was drawn, by which seed and share; the draw stays as it was."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="look_backs")
    number = models.PositiveSmallIntegerField(_("轮次"))
    seed = models.CharField(_("种子"), max_length=60)
    percent = models.PositiveSmallIntegerField(_("抽查比例（%）"))
    population = models.JSONField(default=list)  # numbers of the petitions drawn from, starred ones not among them
    starred = models.PositiveIntegerField(_("重点件"), default=0)
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drawn_by_name = models.CharField(_("抽样人"), max_length=120)
    drawn_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("回头看")
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="look_back_round_once"),
            models.CheckConstraint(condition=Q(percent__gte=1, percent__lte=100), name="look_back_share"),
        ]

    def __str__(self) -> str:
        return f"{self.inspection} {self.number}"

    def get_absolute_url(self) -> str:
        """Return the address of the round's page."""
        return reverse("inspections:look_back", args=[self.pk])


class Drawn(models.TextChoices):
    """Why a petition is looked at again."""

    STARRED = "starred", _("重点件必查")
    SAMPLED = "sampled", _("随机抽中")


class Outcome(models.TextChoices):
    """What was found when it was looked at again."""

    HOLDS = "holds", _("整改到位")
    PARTLY = "partly", _("基本到位，继续巩固")
    RECURRED = "recurred", _("反弹或不实，重新办理")


class LookBackItem(models.Model):
    """One petition of a round and what was found; one that recurred is reopened in the same step."""

    round = models.ForeignKey(LookBackRound, models.CASCADE, related_name="items")
    petition = models.ForeignKey(Petition, models.PROTECT, related_name="look_backs")
    drawn = models.CharField(_("列入方式"), max_length=7, choices=Drawn.choices)
    looked_on = models.DateField(_("查看日期"), null=True, blank=True)
    outcome = models.CharField(_("结果"), max_length=8, choices=Outcome.choices, blank=True)
    found = models.CharField(_("情况"), max_length=500, blank=True)
    looked_by_name = models.CharField(_("查看人"), max_length=120, blank=True)

    class Meta:
        ordering = ["drawn", "petition__number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "petition"], name="look_back_petition_once"),
            models.CheckConstraint(condition=Q(outcome__in=["", *Outcome.values]), name="look_back_outcome_known"),
            models.CheckConstraint(
                condition=Q(outcome="") | (Q(looked_on__isnull=False) & ~Q(found="")), name="look_back_outcome_in_full"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.petition}"
