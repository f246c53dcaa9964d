"""The audit page's filters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duban.audit.queries import Wanted
from duban.audit.wording import verbs
from duban.web.fields import day, drop_reversed_days


def _all_verbs() -> list[tuple[str, Any]]:
    return [("", gettext("全部")), *verbs()]


class FilterForm(forms.Form):
    """By object, person, verb and days; what makes no sense narrows nothing."""

    text = forms.CharField(label=_("对象"), required=False, max_length=200)
    person = forms.CharField(label=_("操作人"), required=False, max_length=120)
    verb = forms.ChoiceField(label=_("动作"), required=False, choices=_all_verbs)
    since = day(_("从"), required=False)
    until = day(_("到"), required=False)

    def clean(self) -> None:
        """Say of days the wrong way round that they narrow nothing."""
        drop_reversed_days(self, "since", "until")

    def wanted(self) -> Wanted:
        """Return what was filled in and makes sense."""
        self.is_valid()
        return Wanted(**{name: value for name, value in self.cleaned_data.items() if value})
