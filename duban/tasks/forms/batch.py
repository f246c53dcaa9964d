"""What is done to several chosen tasks at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from duban.organizations.forms import UnitField
from duban.tasks.forms.drafting import LimitNotUnderstood, Reckoned, reckon
from duban.web.fields import day, words


class BatchForm(forms.Form):
    """What every step on several tasks asks for: first a look at what it will do, then the word to do it."""

    confirmed = forms.CharField(required=False, widget=forms.HiddenInput)  # the new value the preview showed

    def new_value(self) -> str:
        """Return what each task's value becomes, in words."""
        raise NotImplementedError


class LeadBatchForm(BatchForm):
    """Another lead unit."""

    lead_unit = UnitField(label=gettext_lazy("新的牵头单位"))
    reason = words(gettext_lazy("变更理由"), 2, max_length=500)

    def new_value(self) -> str:
        """Return the unit's name."""
        return str(self.cleaned_data["lead_unit"].name)


class DeadlineBatchForm(BatchForm):
    """Another deadline, by a day or in words."""

    limit = forms.CharField(
        label=gettext_lazy("新的办理时限"),
        max_length=60,
        help_text=gettext_lazy("日期，或期限：年底前、11月底前、5个工作日内、每季度末月20日前"),
    )
    counted_from = day(gettext_lazy("期限从哪天算起"))
    reason = words(gettext_lazy("变更理由"), 2, max_length=500)
    reckoned = Reckoned()

    def clean(self) -> dict[str, Any]:
        """Reckon the deadline."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("limit") and given.get("counted_from"):
            try:
                self.reckoned = reckon(given["limit"], given["counted_from"])
            except LimitNotUnderstood as refusal:
                self.add_error("limit", str(refusal))
        return given

    def new_value(self) -> str:
        """Return the day, with the arithmetic where it was given in words."""
        found = self.reckoned
        arithmetic = gettext("（%(steps)s）") % {"steps": "；".join(found.shown)} if found.shown else ""
        return f"{found.day or found.words}{arithmetic}"


class CallBatchForm(BatchForm):
    """One telephone call about several tasks, to the lead unit of each."""

    person_called = forms.CharField(label=gettext_lazy("接听人"), max_length=60)
    telephone = forms.CharField(label=gettext_lazy("电话"), max_length=40, required=False)
    at = forms.DateTimeField(
        label=gettext_lazy("通话时间"), widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    said = words(gettext_lazy("通话内容"), 3, max_length=500)

    def new_value(self) -> str:
        """Return the call in words."""
        return f"{timezone.localtime(self.cleaned_data['at']):%Y-%m-%d %H:%M} {self.cleaned_data['person_called']}"
