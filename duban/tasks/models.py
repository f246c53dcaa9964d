"""The ledger (督办台账): tasks, the units that answer for them, where they came from, and every move."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duban.organizations.models import Unit
from duban.tasks.states import TaskState, Verb

STATE_LABELS = {TaskState.ASSIGNED.value: _("已交办"), TaskState.WITHDRAWN.value: _("已撤回")}
VERB_LABELS = {Verb.OPEN.value: _("立项交办"), Verb.CHANGE.value: _("变更"), Verb.WITHDRAW.value: _("撤回")}


class TaskSerial(models.Model):
    """The last number given in one year to one source; counted up in place, so that two clerks never get the same."""

    year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=20)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "source"], name="task_serial_counter_once")]

    def __str__(self) -> str:
        return f"{self.source} {self.year} {self.last}"


class Task(models.Model):
    """A matter assigned to a lead unit and followed up until close-out (督办事项)."""

    number = models.CharField(_("编号"), max_length=32, unique=True)
    year = models.PositiveSmallIntegerField()
    source = models.CharField(_("来源"), max_length=20)  # a source's code: meeting, …; numbered per year and source
    serial = models.PositiveIntegerField()
    part = models.PositiveSmallIntegerField(default=0)  # 0: the task itself; 1…: a child's place under its parent
    title = models.CharField(_("事项"), max_length=500)
    state = models.CharField(_("状态"), max_length=20, choices=STATE_LABELS, default=TaskState.ASSIGNED.value)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    lead_unit = models.ForeignKey(Unit, models.PROTECT, related_name="led_tasks")
    leading_official = models.CharField(_("牵头领导"), max_length=60, blank=True)  # by post
    deadline = models.DateField(_("办理时限"), null=True, blank=True, db_index=True)
    deadline_text = models.CharField(_("时限原文"), max_length=120, blank=True)
    deadline_explanation = models.TextField(_("时限推算"), blank=True)
    deliverable = models.CharField(_("成果形式"), max_length=200, blank=True)
    reporting_rhythm = models.CharField(_("反馈频次"), max_length=60, blank=True)
    opened_at = models.DateTimeField(_("立项时间"), auto_now_add=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-year", "source", "serial", "part"]
        constraints = [
            models.UniqueConstraint(fields=["year", "source", "serial", "part"], name="task_serial_once"),
            models.CheckConstraint(condition=Q(state__in=[*STATE_LABELS]), name="task_state_known"),
            models.CheckConstraint(
                condition=Q(part=0, parent__isnull=True) | Q(part__gt=0, parent__isnull=False),
                name="task_part_has_parent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        """Return the address of the task's page."""
        return reverse("tasks:detail", args=[self.pk])


class TaskUnitRole(models.TextChoices):
    """How a unit answers for a task."""

    LEAD = "lead", _("牵头单位")
    RESPONSIBLE = "responsible", _("责任单位")
    SUPPORTING = "supporting", _("配合单位")
    DATA = "data", _("数据提供单位")


class TaskUnit(models.Model):
    """One unit's part in a task; `unit_name` is its name on the day it was assigned."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="units")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="task_parts")
    unit_name = models.CharField(max_length=120)
    role = models.CharField(max_length=12, choices=TaskUnitRole.choices)

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
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
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
