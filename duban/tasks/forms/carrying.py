"""The form of a carry-over: into which year, or into which term from which day on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.tasks.models import CarryOverKind
from duban.web.fields import day


class CarryOverForm(forms.Form):
    """A year, or a term with its first day."""

    kind = forms.ChoiceField(label=gettext_lazy("结转"), choices=CarryOverKind.choices)
    into = forms.IntegerField(
        label=gettext_lazy("到哪一年或第几届"),
        min_value=1,
        max_value=2100,
        help_text=gettext_lazy("如 2027，或届次如 6"),
    )
    starts_on = day(
        gettext_lazy("届的起始日期"),
        required=False,
        help_text=gettext_lazy("换届时填：这一天以前立项、还没办结的结转到新一届。"),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a year that is one, and for a term's first day."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("kind") == CarryOverKind.YEAR and "into" in given and given["into"] < 2000:
            self.add_error("into", _("年份请填四位，如 2027。"))
        if given.get("kind") == CarryOverKind.TERM and not given.get("starts_on"):
            self.add_error("starts_on", _("换届结转要填新一届的起始日期。"))
        return given

    def wanted(self) -> tuple[str, int, date]:
        """Return kind, year or term, and the day before which a task was opened."""
        given = self.cleaned_data
        first = date(given["into"], 1, 1) if given["kind"] == CarryOverKind.YEAR else given["starts_on"]
        return given["kind"], given["into"], first
