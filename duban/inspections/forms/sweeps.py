"""Forms of sweeps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _lazy

from duban.inspections.actions.sweeping import SweepFacts
from duban.organizations.forms import UnitField
from duban.vault.screening import ScreenedForm
from duban.web.fields import day, words


class SweepForm(ScreenedForm):
    """What is wanted of a sweep; the petitions on its list are ticked beside it."""

    screened = ("title", "wanted")

    title = forms.CharField(label=_lazy("排查事项"), max_length=200)
    wanted = words(_lazy("排查要求"), 2, max_length=500)
    lead_unit = UnitField(label=_lazy("牵头单位"))
    due = day(_lazy("完成时限"))

    def facts(self) -> SweepFacts:
        """Return what was filled in."""
        return SweepFacts(**{name: self.cleaned_data[name] for name in self.fields}, kept=self.kept)


class SiteForm(ScreenedForm):
    """A site by name."""

    screened = ("name",)

    name = forms.CharField(label=_lazy("点位"), max_length=200)


class SiteResultForm(forms.Form):
    """What was found at a site."""

    on = day(_lazy("排查日期"))
    problems = forms.IntegerField(label=_lazy("发现问题"), min_value=0, max_value=9999)
    mended = forms.IntegerField(label=_lazy("已整改"), min_value=0, max_value=9999)
    found = forms.CharField(label=_lazy("情况"), max_length=300, required=False)

    def facts(self) -> dict[str, Any]:
        """Return what was filled in."""
        return dict(self.cleaned_data)


class ResultForm(ScreenedForm):
    """The result of the whole."""

    screened = ("result",)

    result = words(_lazy("排查结果"), 3, max_length=500)
