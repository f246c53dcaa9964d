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
from duban.tasks.models import Task
from duban.web.fields import day, number, words

MOST = 60


class ChildForm(forms.Form):
    """One unit's part. A proposed row counts only where it is ticked or something in it was filled in."""

    chosen = forms.BooleanField(label=_lazy("分解给它"), required=False)
    unit = forms.ModelChoiceField(
        label=_lazy("单位"), queryset=Unit.objects.filter(active=True), required=False, empty_label=_lazy("（不分解）")
    )
    target = number(_lazy("目标值"))
    deadline = day(_lazy("办理时限"), required=False)
    reporting_rhythm = forms.CharField(label=_lazy("反馈频次"), max_length=60, required=False)

    proposed = forms.IntegerField(widget=forms.HiddenInput, required=False)  # the unit the row came with

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        self.task = task
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Refuse a row with figures but without a unit."""
        given = super().clean() or {}
        if not given.get("unit") and (given.get("target") is not None or given.get("chosen")) and not self.errors:
            self.add_error("unit", _("没有选单位，请选一个，或把这一行清空。"))
        return given

    def child(self) -> ChildWanted | None:
        """Return what the unit gets, None for a row nobody chose."""
        given = self.cleaned_data
        if not given.get("unit") or not self._is_chosen(given):
            return None
        return ChildWanted(given["unit"], given["target"], given["deadline"], given["reporting_rhythm"])

    def _is_chosen(self, given: dict[str, Any]) -> bool:
        """Tell whether the row is ticked or differs from what the page proposed."""
        own = (None, self.task.deadline), ("", self.task.reporting_rhythm)
        filled = (
            given["target"] is not None or given["deadline"] not in own[0] or given["reporting_rhythm"] not in own[1]
        )
        return bool(given["chosen"] or filled or given["unit"].pk != given["proposed"])


ChildRows: type[BaseFormSet[ChildForm]] = formset_factory(ChildForm, extra=0, max_num=MOST, absolute_max=MOST)


class BreakdownForm(MoveForm):
    """Why the task is broken down, and what is said to what the children are asked for beyond it."""

    reason = words(_lazy("分解理由"), 2, max_length=400)
    answer = words(_lazy("对层层加码提示的说明"), 2, max_length=500, required=False)
