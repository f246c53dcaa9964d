"""A meeting, its texts as read, and what a clerk makes of each proposal before it becomes a task."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duban.files.models import StoredFile
from duban.jobs.models import Job
from duban.organizations.models import Unit
from duban.tasks.models import Task


class MeetingKind(models.TextChoices):
    """Kinds of meeting, as the reading contract names them."""

    EXECUTIVE = "executive", _("常务会议")
    PARTY_GROUP = "party_group", _("党组会议")
    STANDING_COMMITTEE = "standing_committee", _("常委会会议")
    PLENARY = "plenary", _("全体会议")
    SPECIAL = "special", _("专题会议")
    DISPATCH = "dispatch", _("调度会、推进会")
    OTHER = "other", _("其他会议")


class Meeting(models.Model):
    """A meeting whose texts are confirmed into tasks. `version` counts every write and guards against overwriting."""

    title = models.CharField(_("标题"), max_length=300)
    kind = models.CharField(_("会议类型"), max_length=20, choices=MeetingKind.choices, blank=True)
    convener = models.CharField(_("召开机关"), max_length=60, blank=True)
    ordinal = models.PositiveIntegerField(_("次数"), null=True, blank=True)
    term = models.PositiveIntegerField(_("届次"), null=True, blank=True)
    date = models.DateField(_("会议日期"), null=True, blank=True)
    chair = models.CharField(_("主持人"), max_length=60, blank=True)
    chair_posts = models.CharField(_("主持人职务"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    released_at = models.DateTimeField(null=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-date", "-id"]
        verbose_name = _("会议")

    def __str__(self) -> str:
        return self.title


class TextState(models.TextChoices):
    """How far the reading of a text is."""

    WAITING = "waiting", _("等待解读")
    READ = "read", _("已解读")
    FAILED = "failed", _("无法解读")


class MeetingText(models.Model):
    """One document of a meeting: the news report, the minutes. A correction adds a revision; the old one stays."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="texts")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(_("名称"), max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)  # of the bytes given
    state = models.CharField(max_length=8, choices=TextState.choices, default=TextState.WAITING)
    error = models.CharField(max_length=500, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    encoding = models.CharField(max_length=40, blank=True)
    pasted = models.TextField(blank=True)  # a pasted text until it is read; a file's bytes lie in `file`
    restored = models.TextField(blank=True)
    repairs = models.JSONField(default=list)  # as the reading gives them; `decided` once a clerk has looked
    warnings = models.JSONField(default=list)
    carried = models.JSONField(default=dict)  # what became of the decisions of the revision before
    version = models.PositiveIntegerField(default=1)
    revision = models.PositiveIntegerField(default=1)
    revision_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="revisions")
    superseded = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class AgendaItem(models.Model):
    """One agenda item (议题) of a text."""

    text = models.ForeignKey(MeetingText, models.CASCADE, related_name="agenda")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    topic = models.CharField(max_length=300)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    rule = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["text", "position"]

    def __str__(self) -> str:
        return self.topic


class Decision(models.TextChoices):
    """What the clerk decided of a proposal."""

    UNDECIDED = "undecided", _("待定")
    KEPT = "kept", _("保留")
    DROPPED = "dropped", _("舍去")


class Sentence(models.Model):
    """One sentence of a text; the running count counts these.

    `reader_reason` is the rule by which the reader proposed nothing; `decision` follows from the proposals in it.
    """

    text = models.ForeignKey(MeetingText, models.CASCADE, related_name="sentences")
    position = models.PositiveIntegerField()
    paragraph = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    reader_reason = models.CharField(max_length=60, blank=True)
    clerk_reason = models.CharField(max_length=60, blank=True)
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.UNDECIDED)
    reason = models.CharField(max_length=60, blank=True)  # why it is dropped, whoever dropped it
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["text", "position"]
        indexes = [models.Index(fields=["text", "decision"], name="sentence_by_decision")]

    def __str__(self) -> str:
        return f"{self.text} {self.position}"

    @property
    def words(self) -> str:
        """The sentence itself."""
        return self.text.restored[self.start : self.end]


class RequirementKind(models.TextChoices):
    """What a requirement does, as the reading contract names it."""

    REQUIRE = "require", _("要求")
    PROHIBIT = "prohibit", _("禁止")
    DECIDE = "decide", _("决定")


class Requirement(models.Model):
    """One requirement proposed by the reader or marked by the clerk, with its decision."""

    text = models.ForeignKey(MeetingText, models.CASCADE, related_name="requirements")
    agenda = models.ManyToManyField(AgendaItem, related_name="requirements")
    kind = models.CharField(max_length=8, choices=RequirementKind.choices)
    quote = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    rule = models.CharField(max_length=60, blank=True)  # empty: marked by a clerk
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.UNDECIDED)
    drop_reason = models.CharField(max_length=60, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["text", "start", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="requirement_decision_known"),
        ]

    def __str__(self) -> str:
        return self.quote


class Action(models.Model):
    """One action of a requirement: the unit of assignment; released, it is a task.

    Units and deadline hold the reader's proposal until the clerk keeps or changes it.
    """

    requirement = models.ForeignKey(Requirement, models.CASCADE, related_name="actions")
    quote = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    wording = models.CharField(_("事项表述"), max_length=500, blank=True)
    rule = models.CharField(max_length=60, blank=True)
    trackable = models.BooleanField(_("可督办"), default=False)
    trackable_rule = models.CharField(max_length=60, blank=True)  # empty: the clerk's verdict
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.UNDECIDED)
    drop_reason = models.CharField(max_length=60, blank=True)
    deadline = models.DateField(_("办理时限"), null=True, blank=True)
    deadline_text = models.CharField(_("时限原文"), max_length=120, blank=True)
    deadline_explanation = models.TextField(blank=True)
    deadline_rule = models.CharField(max_length=60, blank=True)  # empty: the clerk's
    recurring = models.CharField(max_length=120, blank=True)
    deliverable = models.CharField(_("成果形式"), max_length=200, blank=True)
    reporting_rhythm = models.CharField(_("反馈频次"), max_length=60, blank=True)
    targets = models.JSONField(default=list)
    unit_mentions = models.JSONField(default=list)  # as read: text, span, role, rule
    leading_official = models.CharField(_("牵头领导"), max_length=60, blank=True)  # by post
    lead_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    responsible_units = models.ManyToManyField(Unit, related_name="+")
    supporting_units = models.ManyToManyField(Unit, related_name="+")
    data_units = models.ManyToManyField(Unit, related_name="+")  # who provides the figures
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="merged")
    fan_out = models.BooleanField(_("分解到各县（区）"), default=False)
    task = models.ForeignKey(Task, models.SET_NULL, null=True, blank=True, related_name="+")
    released = models.JSONField(default=dict)  # the draft as it was last released, to tell what a correction changes
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["requirement", "start", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="action_decision_known"),
        ]

    def __str__(self) -> str:
        return self.wording or self.quote


class ConfirmStep(models.Model):
    """One step of a clerk on the confirm page, with the rows before and after: for undo and for the record."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="steps")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    actor_name = models.CharField(max_length=120)
    at = models.DateTimeField(auto_now_add=True)
    verb = models.CharField(max_length=40)
    label = models.CharField(max_length=200)
    before = models.JSONField(default=dict)  # "action:12" → its fields, or None where it did not exist
    after = models.JSONField(default=dict)
    undoable = models.BooleanField(default=True)
    undone = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.meeting} {self.verb}"


class DropReason(models.TextChoices):
    """Why a clerk drops a proposal; the reader's own reasons are rules of the reading."""

    ATTITUDE = "attitude", _("表态性要求，不立项")
    FACT = "fact", _("情况陈述，不是要求")
    ROUTINE = "routine", _("日常工作，不单独立项")
    DUPLICATE = "duplicate", _("与其他事项重复")
    NOT_OURS = "not_ours", _("不属本级办理")
    MISREAD = "misread", _("解读有误")
