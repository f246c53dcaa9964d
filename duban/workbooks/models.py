"""One taking-in of a ledger: its rows with what became of each; what was learned of headings and names."""

from __future__ import annotations

from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duban.jobs.models import Job
from duban.organizations.models import Unit
from duban.tasks.models import Task


class LearnedMapping(models.Model):
    """Which heading is which field, as somebody confirmed it for ledgers of these headings."""

    fingerprint = models.CharField(max_length=64, unique=True)
    mapping = models.JSONField()  # heading → field
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.fingerprint[:12]


class UnitAlias(models.Model):
    """A name in ledgers that is none of a unit's own, as somebody said once whom it means."""

    plain = models.CharField(max_length=120, unique=True)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    by_name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.plain


class ImportState(models.TextChoices):
    """How far an import is."""

    DRAFT = "draft", _("待确认")
    RUNNING = "running", _("正在导入")
    DONE = "done", _("已导入")
    UNDOING = "undoing", _("正在撤销")
    UNDONE = "undone", _("已撤销")


class ImportMode(models.TextChoices):
    """What is done where some rows cannot be taken."""

    GOOD_ROWS = "good", _("能导入的导入，其余退回修改")
    ALL_OR_NOTHING = "all", _("有一行不能导入就全部不导入")


class Import(models.Model):
    """One ledger file on its way into the ledger."""

    name = models.CharField(_("文件"), max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    year = models.PositiveSmallIntegerField(_("台账年度"))
    mode = models.CharField(_("办法"), max_length=4, choices=ImportMode.choices, default=ImportMode.GOOD_ROWS)
    skip_done = models.BooleanField(_("已完成的不导入"), default=True)
    state = models.CharField(_("状态"), max_length=8, choices=ImportState.choices, default=ImportState.DRAFT)
    sheets = models.JSONField(default=list)  # [{name, headings, rows: [[number, colour, values…]…]}], as read
    mapping = models.JSONField(default=dict)  # sheet → heading → field
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    message = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="ledger_import_state_known"),
            models.CheckConstraint(condition=Q(mode__in=ImportMode.values), name="ledger_import_mode_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def cells_of(self, sheet: str, row: int) -> list[tuple[str, str]]:
        """Return heading and words of a row's filled cells, as they stood in the file."""
        return self._cells.get((sheet, row), [])

    @cached_property
    def _cells(self) -> dict[tuple[str, int], list[tuple[str, str]]]:
        return {
            (kept["name"][:60], number): [
                (heading, str(value).removeprefix("day:").strip())
                for heading, value in zip(kept["headings"], values, strict=True)
                if value not in (None, "")
            ]
            for kept in self.sheets
            for number, _colour, values in kept["rows"]
        }


class RowStatus(models.TextChoices):
    """What a row will do, or did."""

    ADD = "add", _("新增")
    CHANGE = "change", _("变更")
    SAME = "same", _("没有变化")
    CONFLICT = "conflict", _("冲突")
    REFUSED = "refused", _("不能导入")
    SKIPPED = "skipped", _("已完成，跳过")


class ImportRow(models.Model):
    """One row of the ledger: what it says, what it does, to which task."""

    run = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=60)
    row = models.PositiveIntegerField()
    key = models.CharField(max_length=60, db_index=True)  # the same row of a later ledger
    status = models.CharField(_("状态"), max_length=8, choices=RowStatus.choices)
    title = models.CharField(max_length=500)
    values = models.JSONField(default=dict)  # field → what the row says, in words and codes
    problems = models.JSONField(default=list)  # [heading, message]
    changes = models.JSONField(default=dict)  # field → [now, as the row says]
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="+")
    applied = models.BooleanField(default=False)
    version = models.PositiveIntegerField(null=True)  # of the task after this row: later writes stand against undoing
    undone = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["run", "status"], name="ledger_import_rows_by_status")]
        constraints = [
            models.UniqueConstraint(fields=["run", "sheet", "row"], name="ledger_import_row_once"),
            models.CheckConstraint(condition=Q(status__in=RowStatus.values), name="ledger_import_row_status_known"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row}"


class ReturnState(models.TextChoices):
    """How far a unit's filled-in workbook is."""

    DRAFT = "draft", _("待确认")
    SENT = "sent", _("已报送")


class UnitReturn(models.Model):
    """A unit's workbook of a month come back: what each row says, and what became of it.

    `rows`: [{row, task, number, title, status, values, problems: [[heading, message]], outcome}].
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    period = models.CharField(_("报送期"), max_length=20)
    name = models.CharField(_("文件"), max_length=255)
    sha256 = models.CharField(max_length=64)
    nonce = models.UUIDField(editable=False)  # of the workbook: reports are sent once from each
    state = models.CharField(_("状态"), max_length=8, choices=ReturnState.choices, default=ReturnState.DRAFT)
    rows = models.JSONField(default=list)
    exported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ReturnState.values), name="unit_return_state_known"),
        ]

    def __str__(self) -> str:
        return self.name


class LineStatus(models.TextChoices):
    """What a row of a unit's workbook will do, or did."""

    REPORT = "report", _("报送")
    CONFLICT = "conflict", _("冲突")
    PROBLEM = "problem", _("填写有误")
    SENT = "sent", _("已报送")
    DRAFTED = "drafted", _("已交负责人审核")
    NOT_SENT = "not_sent", _("没有报成")
