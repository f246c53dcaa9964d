"""The task itself and the counter that numbers it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from duban.organizations.models import Unit
from duban.tasks.models.labels import STATE_LABELS
from duban.tasks.states import OPEN_STATES, TaskState
from duban.web.drawing import row_address

_OPEN = [state.value for state in OPEN_STATES]


class TaskSerial(models.Model):
    """The last number given in one year to one source; counted up in place, so that two clerks never get the same."""

    year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=20)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "source"], name="task_serial_counter_once")]

    def __str__(self) -> str:
        return f"{self.source} {self.year} {self.last}"


class Priority(models.TextChoices):
    """How pressing a task is; it changes no clock by itself."""

    NORMAL = "normal", _("一般")
    IMPORTANT = "important", _("重要")
    URGENT = "urgent", _("紧急")


class RollUp(models.TextChoices):
    """How a parent's progress follows from its children."""

    NONE = "none", _("不汇总，由牵头单位报")
    SUM = "sum", _("加总")
    WEIGHTED = "weighted", _("按权重平均")
    WORST = "worst", _("取最慢的")


class Lamp(models.TextChoices):
    """What the present rule set says of a task (亮灯)."""

    GREEN = "green", _("绿灯")
    YELLOW = "yellow", _("黄灯")
    RED = "red", _("红灯")
    GREY = "grey", _("未亮灯")


class Task(models.Model):
    """A matter assigned to a lead unit and followed up until close-out (督办事项)."""

    number = models.CharField(_("编号"), max_length=32, unique=True)
    once = models.UUIDField(null=True, unique=True, editable=False)  # the form's token: a double click is one task
    year = models.PositiveSmallIntegerField()
    source = models.CharField(_("来源"), max_length=20)  # a source's code: meeting, …; numbered per year and source
    serial = models.PositiveIntegerField()
    part = models.PositiveSmallIntegerField(default=0)  # 0: the task itself; 1…: a child's place under its parent
    title = models.CharField(_("事项"), max_length=500)
    state = models.CharField(_("状态"), max_length=20, choices=STATE_LABELS, default=TaskState.ASSIGNED.value)
    # kept by the database: 1 while somebody still has to do something; a number, because SQLite uses no index for NOT x
    in_hand = models.GeneratedField(
        expression=Case(When(state__in=_OPEN, then=Value(1)), default=Value(0)),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_tasks")
    lead_unit = models.ForeignKey(Unit, models.PROTECT, related_name="led_tasks")
    leading_official = models.CharField(_("牵头领导"), max_length=60, blank=True)  # by post
    person_in_charge = models.CharField(_("承办人"), max_length=60, blank=True)
    telephone = models.CharField(_("联系电话"), max_length=40, blank=True)
    priority = models.CharField(_("紧急程度"), max_length=10, choices=Priority.choices, default=Priority.NORMAL)
    start = models.DateField(_("起算日期"), null=True, blank=True)  # of the schedule; empty: the day it was opened
    deadline = models.DateField(_("办理时限"), null=True, blank=True)
    deadline_text = models.CharField(_("时限原文"), max_length=120, blank=True)
    deadline_explanation = models.TextField(_("时限推算"), blank=True)
    # the day the words were counted from; empty: somebody gave the day itself, which no holiday notice moves
    deadline_from = models.DateField(_("时限起算日"), null=True, blank=True)
    deadline_shift = models.PositiveIntegerField(_("时限顺延天数"), default=0)  # in working days where it counts those
    paused_days = models.PositiveIntegerField(_("暂停天数"), default=0)  # of suspensions that have ended
    sign_by = models.DateField(_("签收时限"), null=True, blank=True)
    report_by = models.DateField(_("下次报送时限"), null=True, blank=True)
    deliverable = models.CharField(_("成果形式"), max_length=200, blank=True)
    reporting_rhythm = models.CharField(_("反馈频次"), max_length=60, blank=True)
    roll_up = models.CharField(_("汇总办法"), max_length=10, choices=RollUp.choices, default=RollUp.NONE)
    roll_up_weight = models.DecimalField(_("汇总权重"), max_digits=9, decimal_places=3, null=True, blank=True)
    typed_percent = models.PositiveSmallIntegerField(_("自报进度"), null=True, blank=True)  # the last resort
    rule_set = models.CharField(_("亮灯规则"), max_length=40, blank=True)  # empty: the office's default
    lamp = models.CharField(_("灯"), max_length=6, choices=Lamp.choices, default=Lamp.GREY)  # the last LampEntry's
    lamp_on = models.DateField(_("评灯日期"), null=True, blank=True)  # the day it was last evaluated for
    schedule_share = models.DecimalField(_("序时进度"), max_digits=9, decimal_places=4, null=True, blank=True)
    actual_share = models.DecimalField(_("实际进度"), max_digits=12, decimal_places=4, null=True, blank=True)
    last_report_on = models.DateField(_("最近报送"), null=True, blank=True)
    opened_at = models.DateTimeField(_("立项时间"), auto_now_add=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verification = models.ForeignKey("Verification", models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(_("销号时间"), null=True, blank=True)
    reopened = models.PositiveSmallIntegerField(_("重新办理次数"), default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-year", "source", "serial", "part"]
        indexes = [
            models.Index(fields=["in_hand", "deadline"], name="task_due"),
            models.Index(fields=["lead_unit", "in_hand", "deadline"], name="task_due_of_lead"),
            models.Index(fields=["lamp", "in_hand", "deadline"], name="task_by_lamp"),
            models.Index(
                fields=["in_hand", "lead_unit", "lamp", "source", "leading_official"], name="task_for_boards"
            ),  # all that boards count by: counted without the rows, ten times as fast
            models.Index(fields=["state", "deadline"], name="task_by_state"),
            models.Index(fields=["deadline"], name="task_by_deadline"),
            models.Index(
                fields=["in_hand", "report_by", "lead_unit"],
                condition=Q(report_by__isnull=False),
                name="task_report_late",
            ),  # late reports by unit, counted without the rows
            models.Index(fields=["state", "closed_at"], condition=Q(closed_at__isnull=False), name="task_by_closing"),
            models.Index(fields=["sign_by"], condition=Q(state="assigned"), name="task_unsigned"),
            models.Index(fields=["opened_at"], name="task_by_opening"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["year", "source", "serial", "part"], name="task_serial_once"),
            models.CheckConstraint(condition=Q(state__in=[*STATE_LABELS]), name="task_state_known"),
            models.CheckConstraint(
                condition=Q(part=0, parent__isnull=True) | Q(part__gt=0, parent__isnull=False),
                name="task_part_has_parent",
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False) | ~Q(state="merged"),
                name="task_merged_somewhere",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["verified", "closed_out"]) | Q(verification__isnull=False),
                name="task_closed_on_verification",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="task_not_merged_into_itself"),
            models.CheckConstraint(
                condition=Q(typed_percent__isnull=True) | Q(typed_percent__lte=100), name="task_percent"
            ),
            models.CheckConstraint(condition=Q(lamp__in=Lamp.values), name="task_lamp_known"),
            models.CheckConstraint(condition=Q(priority__in=Priority.values), name="task_priority_known"),
            models.CheckConstraint(condition=Q(roll_up__in=RollUp.values), name="task_roll_up_known"),
            models.CheckConstraint(
                condition=Q(deadline__isnull=True) | Q(start__isnull=True) | Q(deadline__gte=F("start")),
                name="task_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        """Return the address of the task's page."""
        return row_address("tasks:detail", self.pk)
