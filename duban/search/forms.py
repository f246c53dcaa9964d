"""What a search is narrowed by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duban.organizations.models import Unit
from duban.search.queries import SearchFilter
from duban.web.fields import day, drop_reversed_days


class SearchForm(forms.Form):
    """Words, and what narrows them."""

    q = forms.CharField(label=_("查找"), max_length=100, required=False)
    kind = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)
    unit = forms.ModelChoiceField(
        label=_("单位"), queryset=Unit.objects.all(), required=False, empty_label=_("全部单位")
    )
    day_from = day(_("日期从"), required=False)
    day_to = day(_("到"), required=False)

    def __init__(self, *args: Any, units: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if units is not None:
            self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Say of days the wrong way round that they narrow nothing."""
        drop_reversed_days(self, "day_from", "day_to")

    def wanted(self) -> SearchFilter:
        """Return what was asked for; what is wrong narrows nothing."""
        given = getattr(self, "cleaned_data", {})
        unit = given.get("unit")
        return SearchFilter(
            given.get("kind", ""), unit.pk if unit else None, given.get("day_from"), given.get("day_to")
        )
