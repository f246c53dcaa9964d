"""The rest of the desk's month: documents asked for, matters found on the spot, the province's step, the night's note."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duban.inspections.models.inspection import Inspection, Term
from duban.inspections.models.petition import Petition
from duban.organizations.models import Unit


class Entry(models.Model):
    """What every register keeps: of which inspection, who entered it and when, who settled it and when."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="+")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_by_name = models.CharField(_("登记人"), max_length=120)
    entered_at = models.DateTimeField(auto_now_add=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_by_name = models.CharField(_("办结登记人"), max_length=120, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-id"]


class UnitEntry(Entry):
    """An entry that a unit has to act on: it signs for it and answers; the office settles it, or sends the answer back."""

    unit_id: int  # of the unit each register names in its own words
    # what was asked of the unit as the ledger of demands counts it; none for entries from before
    demand = models.OneToOneField("tasks.Demand", models.PROTECT, null=True, editable=False, related_name="+")
    signed_at = models.DateTimeField(_("单位签收时间"), null=True, blank=True)
    signed_by_name = models.CharField(_("单位签收人"), max_length=120, blank=True)
    unit_day = models.DateField(_("单位办理日期"), null=True, blank=True)
    unit_answer = models.CharField(_("单位答复"), max_length=500, blank=True)
    answered_by_name = models.CharField(_("单位答复人"), max_length=120, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    sent_back_why = models.CharField(_("退回理由"), max_length=300, blank=True)

    class Meta(Entry.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None) | (Q(unit_day__isnull=False) & ~Q(unit_answer="") & Q(sent_back_why="")),
                name="%(class)s_answered_in_full",
            )
        ]


class DocumentRequest(UnitEntry):
    """Documents the team asked for (调阅资料), with the limit, and the receipt of who took them."""

    what = models.CharField(_("调阅内容"), max_length=500)
    asked_on = models.DateField(_("调阅日期"))
    due = models.DateField(_("提供时限"))
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("提供单位"), related_name="+")
    sent_on = models.DateField(_("送交日期"), null=True, blank=True)
    pages = models.PositiveIntegerField(_("份数"), null=True, blank=True)
    receipt_by = models.CharField(_("接收人（职务）"), max_length=60, blank=True)

    class Meta(UnitEntry.Meta):
        abstract = False
        verbose_name = _("调阅资料")
        constraints = [
            *UnitEntry.Meta.constraints,
            models.CheckConstraint(condition=Q(due__gte=F("asked_on")), name="document_due_after_asked"),
            models.CheckConstraint(
                condition=Q(settled_at=None) | (Q(sent_on__isnull=False) & ~Q(receipt_by="")),
                name="document_settled_with_receipt",
            ),
        ]

    def __str__(self) -> str:
        return self.what[:120]


class SpotMatter(UnitEntry):
    """A matter the team found when it went down (下沉督察), put right on the spot or followed up."""

    day = models.DateField(_("下沉日期"))
    place = models.CharField(_("点位"), max_length=120)
    area = models.ForeignKey(Term, models.PROTECT, verbose_name=_("行政区域"), null=True, blank=True, related_name="+")
    what = models.CharField(_("发现问题"), max_length=500)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("责任单位"), related_name="+")
    due = models.DateField(_("整改时限"))
    done_on = models.DateField(_("整改日期"), null=True, blank=True)
    result = models.CharField(_("整改情况"), max_length=500, blank=True)

    class Meta(UnitEntry.Meta):
        abstract = False
        verbose_name = _("下沉督察发现问题")
        constraints = [
            *UnitEntry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(settled_at=None) | (Q(done_on__isnull=False) & ~Q(result="")),
                name="spot_settled_with_result",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.what}"[:120]


class ProvincialStep(Entry):
    """Something the province has to coordinate (省级协调), of one petition or of all."""

    petition = models.ForeignKey(
        Petition, models.PROTECT, verbose_name=_("信访件"), null=True, blank=True, related_name="+"
    )
    what = models.CharField(_("协调事项"), max_length=500)
    to = models.CharField(_("省级单位"), max_length=120)
    sent_on = models.DateField(_("上报日期"))
    due = models.DateField(_("希望答复日期"), null=True, blank=True)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    answer = models.CharField(_("答复意见"), max_length=500, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("省级协调事项")
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at=None) | (Q(answered_on__isnull=False) & ~Q(answer="")),
                name="provincial_step_settled_with_answer",
            )
        ]

    def __str__(self) -> str:
        return self.what[:120]


class HandoverNote(Entry):
    """What the night shift leaves to the day (交接记录); the figures are those of the moment it was written."""

    night = models.DateField(_("值班日期"))
    left = models.TextField(_("待办和提醒"), max_length=2000)
    figures = models.JSONField(default=dict)  # key → count, as they stood
    answer = models.CharField(_("接班意见"), max_length=300, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("值班交接")
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_by=None) | ~Q(settled_by=F("entered_by")), name="handover_taken_by_another"
            )
        ]

    def __str__(self) -> str:
        return str(self.night)


class FindingState(models.TextChoices):
    """How far a finding is."""

    OPEN = "open", _("整改中")
    FILING = "filing", _("待审核销号")
    FILED = "filed", _("已销号备案")


class Finding(models.Model):
    """A finding the team sent later (反馈问题): a plan of steps over years, and the filing of its close-out (销号备案)."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="findings")
    number = models.PositiveSmallIntegerField(_("序号"))
    title = models.CharField(_("反馈问题"), max_length=300)
    goal = models.CharField(_("整改目标"), max_length=500)
    lead_unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("责任单位"), related_name="+")
    leading_official = models.CharField(_("包案领导"), max_length=60, blank=True)
    due = models.DateField(_("整改时限"))
    task = models.ForeignKey("tasks.Task", models.PROTECT, related_name="findings")
    state = models.CharField(_("状态"), max_length=6, choices=FindingState.choices, default=FindingState.OPEN)
    result = models.CharField(_("整改结果"), max_length=500, blank=True)
    entered_by_name = models.CharField(_("登记人"), max_length=120)
    entered_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_by_name = models.CharField(_("申请销号"), max_length=120, blank=True)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    filed_by_name = models.CharField(_("审核销号"), max_length=120, blank=True)
    filed_on = models.DateField(_("备案日期"), null=True, blank=True)
    filing_number = models.CharField(_("备案文号"), max_length=60, blank=True)
    revisit_on = models.DateField(_("计划回访日期"), null=True, blank=True)
    reopened = models.PositiveSmallIntegerField(_("重新整改次数"), default=0)

    class Meta:
        ordering = ["number"]
        verbose_name = _("反馈问题")
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="finding_number_once"),
            models.CheckConstraint(condition=Q(state__in=FindingState.values), name="finding_state_known"),
            models.CheckConstraint(
                condition=Q(filed_by=None) | ~Q(filed_by=F("asked_by")), name="finding_filed_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(state="filed") | (Q(filed_on__isnull=False) & ~Q(filing_number="") & ~Q(result="")),
                name="finding_filed_in_full",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"[:200]

    def get_absolute_url(self) -> str:
        """Return the address of the finding's page."""
        return reverse("inspections:finding", args=[self.pk])


class FindingStep(models.Model):
    """One step of a finding's plan; a plan runs over years."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="steps")
    what = models.CharField(_("整改措施"), max_length=300)
    due = models.DateField(_("完成时限"))
    done_on = models.DateField(_("完成日期"), null=True, blank=True)
    done_what = models.CharField(_("完成情况"), max_length=300, blank=True)
    done_by_name = models.CharField(_("登记人"), max_length=120, blank=True)

    class Meta:
        ordering = ["due", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(done_on=None) | ~Q(done_what=""), name="finding_step_done_says_what")
        ]

    def __str__(self) -> str:
        return self.what
