"""Units of the city with their names over time, and how they were reorganised."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duban.organizations.rules import plain_name


class UnitKind(models.TextChoices):
    """What a unit is."""

    OFFICE = "office", _("政府办公室")
    DEPARTMENT = "department", _("市级部门")
    COUNTY = "county", _("县（市、区）")
    STATE_FIRM = "state_firm", _("市属国企")
    OTHER = "other", _("其他单位")


class Unit(models.Model):
    """An organisation that can owe a task (单位). Its full name is `name`; all its names stand in UnitName too."""

    code = models.CharField(_("单位代码"), max_length=32, unique=True)
    name = models.CharField(_("单位全称"), max_length=120, unique=True)
    short_name = models.CharField(_("简称"), max_length=60)
    kind = models.CharField(_("类别"), max_length=16, choices=UnitKind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    position = models.PositiveIntegerField(_("排序"), default=0)
    active = models.BooleanField(_("在用"), default=True)
    since = models.DateField(_("设立日期"), null=True, blank=True)
    until = models.DateField(_("撤销日期"), null=True, blank=True)  # the day it was no more

    class Meta:
        ordering = ["position", "code"]
        verbose_name = _("单位")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=UnitKind.values), name="unit_kind_known"),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")), name="unit_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name


class UnitNameKind(models.TextChoices):
    """How a name belongs to its unit."""

    FULL = "full", _("全称")
    SHORT = "short", _("简称")
    FORMER = "former", _("曾用名")


class UnitName(models.Model):
    """One name of a unit: full, short or former (曾用名); completion searches these."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="names")
    name = models.CharField(max_length=120)
    plain = models.CharField(max_length=120, db_index=True, editable=False)  # for comparing: no blanks, (…) half-width
    kind = models.CharField(max_length=8, choices=UnitNameKind.choices)
    until = models.DateField(null=True, blank=True)  # of a former name: the day it was given up, where known
    inherited_from = models.ForeignKey(Unit, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="unit_name_once_a_unit")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the plain form beside the name."""
        self.plain = plain_name(self.name)
        super().save(*args, **kwargs)


class ReorganizationKind(models.TextChoices):
    """What is done to units."""

    RENAME = "rename", _("更名")
    MERGE = "merge", _("合并")
    SPLIT = "split", _("分设")
    ABOLISH = "abolish", _("撤销")


class ReorganizationState(models.TextChoices):
    """How far a reorganisation is."""

    PLANNED = "planned", _("待确认")
    QUEUED = "queued", _("办理中")
    DONE = "done", _("已办理")


class Reorganization(models.Model):
    """Units renamed, merged, split or abolished (机构调整): the plan, then what was done; it stays for good."""

    kind = models.CharField(_("调整方式"), max_length=8, choices=ReorganizationKind.choices)
    on = models.DateField(_("生效日期"))
    document = models.CharField(_("依据文件"), max_length=200, blank=True)
    reason = models.CharField(_("说明"), max_length=500, blank=True)
    state = models.CharField(
        _("状态"), max_length=8, choices=ReorganizationState.choices, default=ReorganizationState.PLANNED
    )
    plan = models.JSONField(default=dict)  # see rules.Plan
    outcome = models.JSONField(default=dict)  # counts in words, and which holding went where
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, blank=True, related_name="+")
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    planned_by_name = models.CharField(_("经办人"), max_length=120)
    planned_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(_("办理时间"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("机构调整")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ReorganizationKind.values), name="reorganization_kind_known"),
            models.CheckConstraint(
                condition=Q(state__in=ReorganizationState.values), name="reorganization_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class ReorganizationUnit(models.Model):
    """A unit's place in a reorganisation: as it was before, or as it is after; `unit_name` is its name there."""

    reorganization = models.ForeignKey(Reorganization, models.CASCADE, related_name="units")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reorganizations")
    unit_name = models.CharField(max_length=120)
    is_result = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["reorganization", "unit", "is_result"], name="reorganized_unit_once")
        ]

    def __str__(self) -> str:
        return self.unit_name


class UnitHeir(models.Model):
    """Who carries on for a unit that is no more (承接单位), over any number of reorganisations in between."""

    predecessor = models.ForeignKey(Unit, models.CASCADE, related_name="heirs")
    heir = models.ForeignKey(Unit, models.CASCADE, related_name="predecessors")
    is_first = models.BooleanField(default=True)  # who takes what nobody chose

    class Meta:
        ordering = ["-is_first", "id"]
        constraints = [models.UniqueConstraint(fields=["predecessor", "heir"], name="unit_heir_once")]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.heir}"
