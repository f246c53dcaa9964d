"""What belongs to a task: its units with their signatures, its origins, its moves."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duban.organizations.models import Unit
from duban.tasks.models.labels import STATE_LABELS, VERB_LABELS
from duban.tasks.models.task import Task


class TaskUnitRole(models.TextChoices):
    """How a unit answers for a task."""

    LEAD = "lead", _("牵头单位")
    RESPONSIBLE = "responsible", _("责任单位")
    SUPPORTING = "supporting", _("配合单位")
    DATA = "data", _("数据提供单位")


class TaskUnit(models.Model):
    """One unit's part in a task and its signature; `unit_name` is its name on the day it was assigned."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="units")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="task_parts")
    unit_name = models.CharField(max_length=120)
    role = models.CharField(max_length=12, choices=TaskUnitRole.choices)
    signed_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    signed_by_name = models.CharField(_("签收人"), max_length=120, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["task", "unit"], name="task_unit_once"),
            models.UniqueConstraint(fields=["task"], condition=Q(role="lead"), name="task_one_lead"),
            models.CheckConstraint(condition=Q(role__in=TaskUnitRole.values), name="task_unit_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_name}（{self.get_role_display()}）"


class TaskOrigin(models.Model):
    """Where a task came from: a copy of the quote in its paragraph, so that the source may change or go."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="origins")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=60, db_index=True)  # the same for all tasks of one meeting: `meeting:12`
    title = models.CharField(max_length=300)
    link = models.CharField(max_length=300, blank=True)
    agenda_item = models.CharField(max_length=300, blank=True)
    text_revision = models.CharField(max_length=64)
    paragraph_number = models.PositiveIntegerField()
    paragraph = models.TextField()
    quote = models.TextField()
    start = models.PositiveIntegerField()  # of the quote in `paragraph`, half-open
    end = models.PositiveIntegerField()
    replaced = models.BooleanField(default=False)  # a change gave the task another origin; this one stays to be seen

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title


class TaskMove(models.Model):
    """One move in a task's life: who, when, from, to, why; `changes` is field → [before, after] in words."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="moves")
    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")  # None: the system
    actor_name = models.CharField(max_length=120)
    verb = models.CharField(max_length=40, choices=VERB_LABELS)
    from_state = models.CharField(max_length=20, blank=True, choices=STATE_LABELS)
    to_state = models.CharField(max_length=20, choices=STATE_LABELS)
    changes = models.JSONField(default=dict)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.task} {self.verb}"
