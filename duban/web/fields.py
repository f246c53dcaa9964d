"""Fields that many forms have."""

from __future__ import annotations

from typing import Any

from django import forms


def day(label: Any, **more: Any) -> forms.DateField:
    """Return a field for a date."""
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **more)


def words(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    """Return a field for some lines of text."""
    return forms.CharField(label=label, widget=forms.Textarea({"rows": rows}), **more)


def number(label: Any, **more: Any) -> forms.DecimalField:
    """Return a field for a figure that need not be given."""
    return forms.DecimalField(label=label, required=False, max_digits=18, decimal_places=4, **more)
