"""The public table of a batch: what goes out, frozen when it was prepared, and who let it go out."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duban.inspections.models.batch import Batch
from duban.inspections.models.petition import Petition


class PublicationState(models.TextChoices):
    """How far a public table is."""

    PREPARED = "prepared", _("待复核")
    CONFIRMED = "confirmed", _("已复核，待公开")
    PUBLISHED = "published", _("已公开")
    WITHDRAWN = "withdrawn", _("已撤回")


class Publication(models.Model):
    """One version of a batch's public table (一览表): its cells are those that go out, to the letter."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="publications")
    version = models.PositiveSmallIntegerField(_("版次"))
    headings = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    masked = models.JSONField(default=dict)  # kind → how many were masked on top of what was before; never what
    left_out = models.PositiveIntegerField(_("未列入（件）"), default=0)  # not answered yet
    state = models.CharField(
        _("状态"), max_length=9, choices=PublicationState.choices, default=PublicationState.PREPARED
    )
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    prepared_by_name = models.CharField(_("编制人"), max_length=120)
    prepared_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_by_name = models.CharField(_("复核人"), max_length=120, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    published_on = models.DateField(_("公开日期"), null=True, blank=True)
    link = models.URLField(_("公开网址"), max_length=500, blank=True)
    noted_by_name = models.CharField(_("登记人"), max_length=120, blank=True)
    withdrawn_why = models.CharField(_("撤回理由"), max_length=300, blank=True)

    class Meta:
        ordering = ["-batch__number", "-version"]
        verbose_name = _("公开情况一览表")
        constraints = [
            models.UniqueConstraint(fields=["batch", "version"], name="publication_version_once"),
            models.CheckConstraint(condition=Q(state__in=PublicationState.values), name="publication_state_known"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("prepared_by")),
                name="publication_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["prepared", "withdrawn"]) | Q(confirmed_by__isnull=False),
                name="publication_confirmed_first",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | (Q(published_on__isnull=False) & ~Q(link="")),
                name="publication_has_its_proof",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch} {self.version}"

    def get_absolute_url(self) -> str:
        """Return the address of the page that shows what goes out."""
        return reverse("inspections:publication", args=[self.pk])


class TeamReply(models.Model):
    """The paper with which the team is answered (回复督察组), kept to the letter when it is signed; nothing later changes it.

    Until it is sent it has no day; one whose petition was sent back before that was never sent. `parts` holds its lines in order, each as [kind, text]; `official` draws them.
    """

    petition = models.ForeignKey(Petition, models.PROTECT, related_name="team_replies")
    day = models.DateField(_("回复督察组日期"), null=True, blank=True)
    signed_on = models.DateField(_("签发日期"), null=True, blank=True)  # none of those kept when they were sent
    signed_by_name = models.CharField(_("签发人"), max_length=120, blank=True)
    title = models.CharField(max_length=200)
    recipient = models.CharField(max_length=200)
    issuer = models.CharField(max_length=200)
    parts = models.JSONField(default=list)
    by_name = models.CharField(max_length=120, blank=True)  # who noted that it was sent
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("回复件")
        constraints = [
            models.CheckConstraint(
                condition=Q(day__isnull=False) | (Q(signed_on__isnull=False) & Q(by_name="")),
                name="team_reply_sent_or_signed",
            ),
        ]

    def __str__(self) -> str:
        return self.title
