"""The filters of the task list, as given in its address; what makes no sense narrows nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from duban.tasks.models import STATE_LABELS, Task
from duban.tasks.queries import ANY_STATE, TaskFilter, sources_of, units_on
from duban.tasks.rules import Due

DUE_LABELS = {
    Due.OVERDUE.value: _("已逾期"),
    Due.TODAY.value: _("今天到期"),
    Due.WEEK.value: _("本周到期"),
    Due.MONTH.value: _("本月到期"),
    Due.NONE.value: _("无时限"),
}


class LongSelect(forms.Select):
    """A select of many options, joined in code: by Django's form templates they took half of the list's time."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return the select with its options."""
        chosen = set(self.format_value(value))
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, " selected" if str(key) in chosen else "", label) for key, label in self.choices),
        )
        return format_html("<select{}>{}</select>", flatatt(self.build_attrs(attrs or {}, {"name": name})), options)


class TaskFilterForm(forms.Form):
    """Words, meeting, unit, deadline and state."""

    q = forms.CharField(label=_("搜索"), required=False, max_length=100, strip=True)
    meeting = forms.ChoiceField(label=_("会议"), required=False, widget=LongSelect)
    unit = forms.TypedChoiceField(label=_("单位"), required=False, coerce=int, empty_value=None, widget=LongSelect)
    due = forms.ChoiceField(label=_("时限"), required=False, choices=[("", _("全部")), *DUE_LABELS.items()])
    due_from = forms.DateField(label=_("时限自"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    due_to = forms.DateField(label=_("时限至"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("在办")), (ANY_STATE, _("全部")), *STATE_LABELS.items()],
    )

    def __init__(self, given: Any, tasks: QuerySet[Task]) -> None:
        super().__init__(given)
        self.fields["meeting"].choices = [("", _("全部")), *sources_of(tasks)]  # type: ignore[attr-defined]
        units = [(unit.pk, str(unit)) for unit in units_on(tasks)]
        self.fields["unit"].choices = [("", _("全部")), *units]  # type: ignore[attr-defined]

    def wanted(self) -> TaskFilter:
        """Return the filter, leaving out every field that was filled in wrongly."""
        self.is_valid()
        good = self.cleaned_data
        return TaskFilter(
            words=good.get("q", ""),
            meeting=good.get("meeting", ""),
            unit=good.get("unit"),
            due=good.get("due", ""),
            due_from=good.get("due_from"),
            due_to=good.get("due_to"),
            state=good.get("state", ""),
        )
