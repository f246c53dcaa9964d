"""Fields that many forms have."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _


def day(label: Any, **more: Any) -> forms.DateField:
    """Return a field for a date."""
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **more)


def words(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    """Return a field for some lines of text."""
    return forms.CharField(label=label, widget=forms.Textarea({"rows": rows}), **more)


def number(label: Any, **more: Any) -> forms.DecimalField:
    """Return a field for a figure that need not be given."""
    return forms.DecimalField(label=label, required=False, max_digits=18, decimal_places=4, **more)


def drop_reversed_days(form: forms.Form, first: str, last: str) -> None:
    """Leave two days out of what was asked for where the last is before the first, and say so at the last."""
    begins, ends = form.cleaned_data.get(first), form.cleaned_data.get(last)
    if begins and ends and ends < begins:
        words = _("止日 %(last)s 早于起日 %(first)s，没有按日期筛选；请改正日期。")
        form.add_error(last, words % {"first": begins, "last": ends})
        del form.cleaned_data[first]
