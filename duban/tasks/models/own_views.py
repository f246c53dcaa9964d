"""Filters that people keep for themselves."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class OwnView(models.Model):
    """A filter of the ledger's list kept under a name, with columns and order (我的视图); its owner's alone."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(_("名称"), max_length=20)
    given = models.JSONField(_("筛选条件"), default=dict)  # the parameters of the list's address
    order = models.CharField(_("排序"), max_length=20, blank=True)
    columns = models.JSONField(_("列"), default=list)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="own_view_name_once")]

    def __str__(self) -> str:
        return self.name
