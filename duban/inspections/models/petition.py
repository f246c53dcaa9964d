"""A petition handed over by an inspection team; one task in the ledger stands behind it."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duban.inspections.models.batch import Batch
from duban.inspections.models.inspection import Inspection, Term
from duban.inspections.models.labels import STATE_LABELS, VERB_LABELS
from duban.inspections.states import OPEN_STATES, PetitionState
from duban.organizations.models import Unit
from duban.tasks.models import Task

_OPEN = [state.value for state in OPEN_STATES]


DUE_NOW = Coalesce("again_due", "reply_due")  # what `due_now` returns, for queries


class Channel(models.TextChoices):
    """How a petition reached the team."""

    CALL = "call", _("来电")
    LETTER = "letter", _("来信")


class Sharing(models.TextChoices):
    """How a petition is shared with others."""

    NONE = "", _("本市独办")
    SPLIT = "split", _("跨市拆分件")  # the team split it between cities; ours is a part, counted "+1"
    JOINT = "joint", _("共办件")  # several units answer for it together


class Verdict(models.TextChoices):
    """Whether what was said is so; the wording is the inspection's own (Term)."""

    SUBSTANTIATED = "substantiated", _("属实")
    MOSTLY = "mostly", _("基本属实")
    PARTLY = "partly", _("部分属实")
    UNSUBSTANTIATED = "unsubstantiated", _("不属实")


class Conclusion(models.TextChoices):
    """How far handling is, as told to the team; 阶段性办结 stops the reply clock and nothing else."""

    CONCLUDED = "concluded", _("已办结")
    STAGED = "staged", _("阶段性办结")
    GOING_ON = "going_on", _("正在办理")


class Petition(models.Model):
    """One petition (信访件). Its text here is redacted; as it came it lies in the vault.

    Its task's deadline is that of the lasting measure; `reply_due` is a second clock. A duplicate shares the first
    case's task and keeps its own reply clock.
    """

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="petitions")
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="petitions")
    position = models.PositiveIntegerField(_("序号"))
    number = models.CharField(_("受理编号"), max_length=40)
    channel = models.CharField(_("来源"), max_length=6, choices=Channel.choices)
    received_on = models.DateField(_("受理日期"), null=True, blank=True)  # by the team
    starred = models.BooleanField(_("重点件"), default=False)
    summary = models.TextField(_("交办问题基本情况"))  # redacted
    sealed_text = models.CharField(max_length=40, blank=True, editable=False)  # the vault's number of it as it came
    text_confirmed_by_name = models.CharField(_("脱敏确认人"), max_length=120, blank=True)
    text_confirmed_at = models.DateTimeField(null=True, blank=True)
    area = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, related_name="+")  # None: at city level
    main_type = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, related_name="+")
    types = models.ManyToManyField(Term, related_name="+")  # all of them, the main one too
    sharing = models.CharField(_("协同"), max_length=6, choices=Sharing.choices, default=Sharing.NONE, blank=True)
    shared_with = models.CharField(_("其他地区或单位"), max_length=200, blank=True)
    duplicate_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="duplicates")
    duplicate_reason = models.CharField(max_length=300, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=STATE_LABELS, default=PetitionState.RECEIVED.value)
    # kept by the database: 1 while somebody still has to do something, not replied and not returned
    in_hand = models.GeneratedField(
        expression=Case(When(state__in=_OPEN, then=Value(1)), default=Value(0)),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )
    return_reason = models.CharField(_("退回理由"), max_length=500, blank=True)
    task = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, related_name="petitions")
    lead_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    co_handlers = models.ManyToManyField(Unit, related_name="+")
    accused = models.ManyToManyField(
        Unit, verbose_name=_("被反映单位"), related_name="+"
    )  # never handle it, never see it
    leading_official = models.CharField(_("包案领导"), max_length=60, blank=True)  # by post
    assigned_on = models.DateField(_("交办日期"), null=True, blank=True)
    assignment_reason = models.CharField(max_length=300, blank=True)
    unit_due = models.DateField(_("单位上报时限"), null=True, blank=True)
    demand = models.TextField(_("交办要求"), blank=True)
    plan = models.TextField(_("整改方案"), blank=True)
    finding = models.TextField(_("调查核实情况"), blank=True)
    verdict = models.CharField(_("是否属实"), max_length=16, choices=Verdict.choices, blank=True)
    cause = models.TextField(_("原因"), blank=True)
    handling = models.TextField(_("处理和整改情况"), blank=True)
    conclusion = models.CharField(_("是否办结"), max_length=10, choices=Conclusion.choices, blank=True)
    accountability = models.TextField(_("责任人被处理情况"), blank=True)
    sites_ordered = models.PositiveIntegerField(_("责令整改（家）"), default=0)
    sites_punished = models.PositiveIntegerField(_("立案处罚（家）"), default=0)
    fines = models.DecimalField(_("罚款（元）"), max_digits=14, decimal_places=2, default=0)
    criminal_cases = models.PositiveIntegerField(_("立案侦查（件）"), default=0)
    detained = models.PositiveIntegerField(_("拘留（人）"), default=0)
    admonished = models.PositiveIntegerField(_("约谈（人）"), default=0)
    held_accountable = models.PositiveIntegerField(_("问责（人）"), default=0)
    revisit_on = models.DateField(_("计划回访日期"), null=True, blank=True)
    reply_due = models.DateField(_("回复期限"), null=True, blank=True)
    reply_explanation = models.TextField(blank=True)
    reply_stopped_on = models.DateField(_("回复时钟停止"), null=True, blank=True)
    # of one taken up again after its reply clock stopped: until when it is to be answered anew; none once it is
    again_due = models.DateField(_("重新办理时限"), null=True, blank=True)
    submitted_on = models.DateField(_("单位上报日期"), null=True, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    replied_on = models.DateField(_("回复督察组日期"), null=True, blank=True)
    rejected = models.PositiveSmallIntegerField(_("督察组退回次数"), default=0)
    reopened = models.PositiveSmallIntegerField(_("重新办理次数"), default=0)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-batch__number", "position"]
        verbose_name = _("信访件")
        indexes = [
            models.Index(fields=["inspection", "in_hand", "reply_due"], name="petition_by_clock"),
            models.Index(fields=["inspection", "state"], name="petition_by_state"),
            models.Index(fields=["lead_unit", "in_hand", "reply_due"], name="petition_of_unit"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="petition_number_once"),
            models.UniqueConstraint(fields=["batch", "position"], name="petition_position_once"),
            models.CheckConstraint(condition=Q(state__in=[*STATE_LABELS]), name="petition_state_known"),
            models.CheckConstraint(
                condition=~Q(state=PetitionState.RETURNED.value) | ~Q(return_reason=""), name="petition_returned_why"
            ),
            models.CheckConstraint(
                condition=Q(state=PetitionState.RETURNED.value) | Q(task__isnull=False), name="petition_has_task"
            ),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="petition_channel_known"),
            models.CheckConstraint(condition=Q(verdict__in=["", *Verdict.values]), name="petition_verdict_known"),
            models.CheckConstraint(
                condition=Q(conclusion__in=["", *Conclusion.values]), name="petition_conclusion_known"
            ),
            models.CheckConstraint(
                condition=Q(duplicate_of=None) | ~Q(duplicate_of=F("id")), name="petition_not_its_own_duplicate"
            ),
            models.CheckConstraint(
                condition=~Q(state=PetitionState.REPLIED.value)
                | (Q(replied_on__isnull=False) & ~Q(verdict="") & ~Q(conclusion="") & ~Q(signed_by=None)),
                name="petition_replied_in_full",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | Q(signed_by=None) | ~Q(signed_by=F("checked_by")),
                name="petition_signed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def due_now(self) -> date | None:
        """Until when the team is to be answered now: anew where the petition was taken up again."""
        return self.again_due or self.reply_due

    def get_absolute_url(self) -> str:
        """Return the address of the petition's page."""
        return reverse("inspections:petition", args=[self.pk])


class PetitionMove(models.Model):
    """One move in a petition's life: who, when, from, to, why; `changes` is field → [before, after] in words."""

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="moves")
    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=120)
    verb = models.CharField(max_length=16, choices=VERB_LABELS)
    from_state = models.CharField(max_length=12, blank=True, choices=STATE_LABELS)
    to_state = models.CharField(max_length=12, choices=STATE_LABELS)
    changes = models.JSONField(default=dict)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.petition} {self.verb}"
