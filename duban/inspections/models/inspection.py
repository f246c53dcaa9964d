"""An inspection and the words it uses: areas, types, verdicts, conclusions, the headings of its public table."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duban.organizations.models import Unit


class Level(models.TextChoices):
    """Whose team it is."""

    CENTRAL = "central", _("中央生态环境保护督察")
    PROVINCIAL = "provincial", _("省级生态环境保护督察")


class Inspection(models.Model):
    """One stay of an inspection team (督察): its rules are data, several may run at once, and all are kept."""

    name = models.CharField(_("名称"), max_length=120, unique=True)
    level = models.CharField(_("层级"), max_length=10, choices=Level.choices)
    round = models.PositiveSmallIntegerField(_("轮次"), default=1)
    team = models.CharField(_("督察组"), max_length=120, blank=True)
    first_day = models.DateField(_("进驻日期"))
    last_day = models.DateField(_("结束日期"))
    reply_days = models.PositiveSmallIntegerField(_("回复期限（天）"), default=10)
    reply_in_working_days = models.BooleanField(_("按工作日计算"), default=False)
    cut_off = models.TimeField(_("每日交办截止时间"))
    number_pattern = models.CharField(_("受理编号式样"), max_length=120)  # see rules.numbers
    province_code = models.CharField(_("省份代码"), max_length=6, blank=True)
    city_code = models.CharField(_("城市代码"), max_length=6, blank=True)
    public_headings = models.JSONField(_("公开表表头"), default=list)  # [[field, heading], …], see rules.headings
    desk_unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("牵头协调单位"), related_name="+")
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-first_day", "-id"]
        verbose_name = _("督察")
        constraints = [
            models.CheckConstraint(condition=Q(level__in=Level.values), name="inspection_level_known"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="inspection_ends_after_start"),
            models.CheckConstraint(condition=Q(reply_days__gte=1), name="inspection_reply_limit"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the inspection's board."""
        return reverse("inspections:board", args=[self.pk])


class TermKind(models.TextChoices):
    """What a word of an inspection's vocabulary names."""

    AREA = "area", _("行政区域")
    TYPE = "type", _("污染类型")
    VERDICT = "verdict", _("是否属实")
    CONCLUSION = "conclusion", _("是否办结")


class Term(models.Model):
    """One word of a vocabulary. `code` is what statistics count by: for a verdict or a conclusion its meaning."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="terms")
    kind = models.CharField(max_length=10, choices=TermKind.choices)
    code = models.CharField(max_length=24)
    label = models.CharField(_("名称"), max_length=60)
    other_names = models.CharField(_("别名"), max_length=200, blank=True)  # in tables handed over, set off by blanks
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")  # whose matters these are
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["kind", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "kind", "code"], name="inspection_term_code_once"),
            models.UniqueConstraint(fields=["inspection", "kind", "label"], name="inspection_term_label_once"),
            models.CheckConstraint(condition=Q(kind__in=TermKind.values), name="inspection_term_kind_known"),
        ]

    def __str__(self) -> str:
        return self.label
