"""What is sealed, who may open it, who opened it, and whether the keys are kept a second time."""

from __future__ import annotations

import uuid

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

USER = settings.AUTH_USER_MODEL


class Form(models.TextChoices):
    """What the sealed bytes are."""

    FIELDS = "fields", _("字段")
    BYTES = "bytes", _("原件")


class Sealed(models.Model):
    """One thing sealed with a key outside the database (封存). Purged: the content is gone, the row stays.

    `place` goes into the seal: bytes copied into another row do not open there. The subject is named by the label of its
    model and its id; `label` says what it is, never whose.
    """

    place = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("种类"), max_length=20)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    label = models.CharField(_("属于"), max_length=200)
    form = models.CharField(max_length=6, choices=Form.choices)
    ending = models.CharField(max_length=8, blank=True)  # of an original file: .xlsx
    key_id = models.CharField(_("密钥"), max_length=24, db_index=True)
    ciphertext = models.BinaryField(null=True)
    sealed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    sealed_by_name = models.CharField(_("封存人"), max_length=120)
    sealed_at = models.DateTimeField(_("封存时间"), auto_now_add=True)
    purged_at = models.DateTimeField(_("清除时间"), null=True)
    purged_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    purged_by_name = models.CharField(_("清除人"), max_length=120, blank=True)
    purge_reason = models.CharField(_("清除理由"), max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("封存内容")
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="sealed_by_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(purged_at=None, ciphertext__isnull=False) | Q(purged_at__isnull=False, ciphertext=None),
                name="sealed_content_goes_when_purged",
            ),
            models.CheckConstraint(condition=Q(form__in=Form.values), name="sealed_form_known"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {kind_name(self.kind)}"


class Custodian(models.Model):
    """A person named to open sealed content for some time (保管人); by themselves, not by who stands in for them."""

    person = models.ForeignKey(USER, models.PROTECT, related_name="custodianships")
    first_day = models.DateField(_("自"))
    last_day = models.DateField(_("至"), null=True, blank=True)  # this day still counts; empty: until ended
    reason = models.CharField(_("事由"), max_length=200)
    given_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    given_by_name = models.CharField(_("指定人"), max_length=120)
    given_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(_("收回时间"), null=True, blank=True)
    ended_by_name = models.CharField(_("收回人"), max_length=120, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("保管人")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")), name="custodian_ends_after_start"
            ),
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at=None), name="custodian_once"),
        ]

    def __str__(self) -> str:
        return self.person.name


class Outcome(models.TextChoices):
    """What came of asking for sealed content."""

    READ = "read", _("已读")
    USED = "used", _("程序使用")
    REFUSED = "refused", _("拒绝")
    PURGED = "purged", _("已清除，无内容")
    LOST = "lost", _("密钥缺失，读不出")
    DAMAGED = "damaged", _("内容损坏，读不出")


class VaultRead(models.Model):
    """One time somebody asked for sealed content: who, when, what, why, what came of it. Only ever added."""

    sealed = models.ForeignKey(Sealed, models.PROTECT, related_name="reads")
    at = models.DateTimeField(_("时间"), auto_now_add=True, db_index=True)
    reader = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    reader_name = models.CharField(_("读取人"), max_length=120)
    reason = models.CharField(_("理由"), max_length=500, blank=True)  # redacted before it is kept
    outcome = models.CharField(_("结果"), max_length=8, choices=Outcome.choices)
    once = models.UUIDField(null=True, unique=True, editable=False)  # of the form: sent again, it opens nothing

    class Meta:
        ordering = ["-id"]
        verbose_name = _("读取记录")
        constraints = [models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="vault_outcome_known")]

    def __str__(self) -> str:
        return f"{self.reader_name} {self.outcome}"


class KeyCopy(models.Model):
    """An administrator's word that a second copy of a key is kept elsewhere."""

    key_id = models.CharField(_("密钥"), max_length=24, unique=True)
    kept_where = models.CharField(_("存放处"), max_length=200)
    confirmed_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    confirmed_by_name = models.CharField(_("确认人"), max_length=120)
    confirmed_at = models.DateTimeField(_("确认时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("密钥副本")

    def __str__(self) -> str:
        return self.key_id


def kind_name(kind: str) -> str:
    """Return a kind in words: as the apps name them in `vault_kinds`, else the kind itself."""
    named = (getattr(config, "vault_kinds", {}) for config in apps.get_app_configs())
    return next((str(kinds[kind]) for kinds in named if kind in kinds), kind)
