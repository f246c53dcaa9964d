"""The audit trail: append-only rows, each holding the hash of the one before, and where the chain ends."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.jobs.models import Job


class AppendOnly(TypeError):
    """Somebody tried to change or delete an audit row."""


class AuditEntry(models.Model):
    """Who changed what, from what, to what, and why; names as they were that day. Never updated, never deleted.

    A value may be purged: it and its salt are blanked, its digest and the row stay, and `purged_by` says who and why.
    """

    at = models.DateTimeField(_("时间"), db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(_("操作人"), max_length=120)
    verb = models.CharField(_("动作"), max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    object_label = models.CharField(_("对象"), max_length=200)
    changes = models.JSONField(_("变更"), default=dict)
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)
    salts = models.JSONField(default=dict)  # a value's name → its salt, gone with the value
    digests = models.JSONField(default=dict)  # a value's name → its salted digest; empty in rows of the first form
    purged_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_by_object")]
        constraints = [models.UniqueConstraint(fields=["previous_hash"], name="audit_chain_never_forks")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.verb} {self.object_label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; refuse to change one that is there."""
        if self.pk is not None:
            raise AppendOnly("审计记录只能新增，不能修改。")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly("审计记录只能新增，不能删除。")


class ChainHead(models.Model):
    """Where the chain ends: how many rows there are and the last one's hash, signed. One row, which only grows."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    length = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    signature = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_one_head")]

    def __str__(self) -> str:
        return f"{self.length} {self.hash}"


class ChainCheck(models.Model):
    """One check of the whole chain, asked for on the page, with its outcome."""

    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_by_name = models.CharField(_("校验人"), max_length=120)
    asked_at = models.DateTimeField(_("时间"), auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    rows = models.PositiveBigIntegerField(_("一致的条数"), default=0)
    purged = models.PositiveBigIntegerField(_("其中已清除"), default=0)
    fault = models.CharField(_("结果"), max_length=12, blank=True)  # of rules.Fault; empty: whole
    broken = models.PositiveBigIntegerField(null=True)  # the id of the first row that does not verify

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M} {self.rows} {self.fault}"
