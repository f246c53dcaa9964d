"""The form of a breakdown: a row for each unit with its target, limit and rhythm."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from duban.organizations.models import Unit
from duban.tasks.actions.added_demands import ChildWanted
from duban.tasks.forms.moves import MoveForm
from duban.web.fields import day, number, words

MOST = 60


class ChildForm(forms.Form):
    """One unit's part; an empty row is none."""

    unit = forms.ModelChoiceField(label=_lazy("单位"), queryset=Unit.objects.filter(active=True), required=False)
    target = number(_lazy("目标值"))
    deadline = day(_lazy("办理时限"), required=False)
    reporting_rhythm = forms.CharField(label=_lazy("反馈频次"), max_length=60, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a row with figures but without a unit."""
        given = super().clean() or {}
        if not given.get("unit") and given.get("target") is not None and not self.errors:
            self.add_error("unit", _("没有选单位，请选一个，或把这一行清空。"))
        return given

    def child(self) -> ChildWanted | None:
        """Return what the unit gets, None for an empty row."""
        given = self.cleaned_data
        if not given.get("unit"):
            return None
        return ChildWanted(given["unit"], given["target"], given["deadline"], given["reporting_rhythm"])


ChildRows: type[BaseFormSet[ChildForm]] = formset_factory(ChildForm, extra=0, max_num=MOST, absolute_max=MOST)


class BreakdownForm(MoveForm):
    """Why the task is broken down, and what is said to what the children are asked for beyond it."""

    reason = words(_lazy("分解理由"), 2, max_length=400)
    answer = words(_lazy("对层层加码提示的说明"), 2, max_length=500, required=False)
