"""What can be found: one entry for each thing that has words, and how far the index follows the audit trail."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.tasks.models import Task


class SearchEntry(models.Model):
    """The words of one thing. The tokens lie beside it where the database keeps them (see `engines`)."""

    kind = models.CharField(_("类别"), max_length=20)
    object_id = models.PositiveBigIntegerField()
    task = models.ForeignKey(Task, models.CASCADE, null=True, related_name="+")
    title = models.CharField(max_length=600)
    text = models.TextField()
    plain = models.TextField()  # title and text as they are compared
    link = models.CharField(max_length=300)
    day = models.DateField(_("日期"))
    readers = models.TextField(default="")  # marks of whose units may read it; they lie among the tokens too

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_entry_once")]

    def __str__(self) -> str:
        return self.title


class SearchCursor(models.Model):
    """The last audit row whose object the index has taken up; there is one row."""

    last_audit_id = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="search_one_cursor")]

    def __str__(self) -> str:
        return str(self.last_audit_id)
