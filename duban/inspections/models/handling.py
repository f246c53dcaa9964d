"""What is done about a petition and shown for it: measures, visits, pictures; what a guard asked and who answered."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duban.files.models import StoredFile
from duban.inspections.models.petition import Petition


class MeasureKind(models.TextChoices):
    """Whether a measure helps at once or lasts."""

    IMMEDIATE = "immediate", _("即知即改")
    LASTING = "lasting", _("长效整改")


class PetitionMeasure(models.Model):
    """One measure; the latest deadline of the lasting ones that the office agrees to is that of the task.

    What a unit writes waits for the office: it sets the ledger's clock, which is not a unit's to set.
    """

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="measures")
    kind = models.CharField(_("类别"), max_length=10, choices=MeasureKind.choices)
    what = models.CharField(_("措施"), max_length=500)
    due = models.DateField(_("完成时限"), null=True, blank=True)
    done_on = models.DateField(_("完成日期"), null=True, blank=True)
    agreed_at = models.DateTimeField(_("时限确认时间"), null=True, blank=True)
    agreed_by_name = models.CharField(_("时限确认人"), max_length=120, blank=True)
    declined_why = models.CharField(_("时限退回理由"), max_length=300, blank=True)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["kind", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=MeasureKind.values), name="petition_measure_kind_known"),
            models.CheckConstraint(
                condition=Q(agreed_at=None) | (Q(declined_why="") & ~Q(agreed_by_name="")),
                name="petition_measure_agreed_or_declined",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class Visit(models.Model):
    """One day somebody went to look (现场核查、回访)."""

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="visits")
    day = models.DateField(_("日期"))
    who = models.CharField(_("人员（职务）"), max_length=120)
    found = models.CharField(_("情况"), max_length=500, blank=True)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["day", "id"]

    def __str__(self) -> str:
        return f"{self.petition} {self.day}"


class Moment(models.TextChoices):
    """Whether a picture shows the place before or after."""

    BEFORE = "before", _("整改前")
    AFTER = "after", _("整改后")


class Picture(models.Model):
    """A picture of the place; shown and given away without what its file says of the camera's position."""

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="pictures")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    moment = models.CharField(_("时点"), max_length=6, choices=Moment.choices)
    caption = models.CharField(_("说明"), max_length=120, blank=True)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["petition", "file", "moment"], name="petition_picture_once"),
            models.CheckConstraint(condition=Q(moment__in=Moment.values), name="petition_picture_moment_known"),
        ]

    def __str__(self) -> str:
        return self.caption or str(self.pk)


class GuardPart(models.TextChoices):
    """Which text of a petition a guard looked at."""

    DEMAND = "demand", _("交办要求")
    PLAN = "plan", _("整改方案")
    HANDLING = "handling", _("处理和整改情况")
    ACCOUNTABILITY = "accountability", _("责任人被处理情况")
    DEADLINE = "deadline", _("单位上报时限")


class GuardAnswer(models.TextChoices):
    """Permit × compliance, with its four answers, and that it is none such."""

    LAWFUL_COMPLIANT = "lawful_compliant", _("证照齐全且达标：不集中停产停业")
    LAWFUL_NOT_COMPLIANT = "lawful_not_compliant", _("证照齐全但不达标：针对问题整改")
    NEITHER = "neither", _("既无证照又不达标：依法严肃处理")
    UNLAWFUL_COMPLIANT = "unlawful_compliant", _("无证照但达标：规定未作结论，由人决定")
    NOT_SUCH = "not_such", _("不是一刀切表述")
    KEPT = "kept", _("确有必要，说明理由")


class GuardQuestion(models.Model):
    """What a guard asked about words of a petition, and who answered why; it stays when the words are gone."""

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="guard_questions")
    part = models.CharField(_("文本"), max_length=14, choices=GuardPart.choices)
    kind = models.CharField(max_length=24)  # one_size_fits_all, earlier_deadline
    words = models.CharField(_("字句"), max_length=300)
    start = models.PositiveIntegerField()  # in the text as it stood, half-open
    end = models.PositiveIntegerField()
    gone = models.BooleanField(default=False)  # the text no longer says so
    answer = models.CharField(_("回答"), max_length=24, choices=GuardAnswer.choices, blank=True)
    why = models.CharField(_("理由"), max_length=500, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_by_name = models.CharField(_("回答人"), max_length=120, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(part__in=GuardPart.values), name="guard_part_known"),
            models.CheckConstraint(condition=Q(answer__in=["", *GuardAnswer.values]), name="guard_answer_known"),
            models.CheckConstraint(condition=Q(answer="") | ~Q(why=""), name="guard_answered_why"),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="guard_span"),
        ]

    def __str__(self) -> str:
        return self.words
