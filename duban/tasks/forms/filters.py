"""The filters of the task list, as given in its address; what makes no sense narrows nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from duban.organizations.forms import UnitField
from duban.organizations.models import Unit
from duban.tasks.late import LATE_LABELS
from duban.tasks.models import STATE_LABELS, Lamp, Task
from duban.tasks.queries import ANY_STATE, BEHIND, TO_DECIDE, TO_VERIFY, TaskFilter, source_title
from duban.tasks.rules import Due

DUE_LABELS = {
    Due.OVERDUE.value: _("已逾期"),
    Due.TODAY.value: _("今天到期"),
    Due.WEEK.value: _("本周到期"),
    Due.MONTH.value: _("本月到期"),
    Due.NONE.value: _("无时限"),
}
STATES = [("", _("在办")), (ANY_STATE, _("全部")), *STATE_LABELS.items()]
DAY = forms.DateInput(attrs={"type": "date"})


class OneUnitField(UnitField):
    """A unit by its name, or by its id as links have it."""

    def clean(self, value: Any) -> Any:
        """Return the unit."""
        if str(value or "").isdecimal():
            return Unit.objects.filter(pk=int(value)).first()
        return super().clean(value)


class TaskFilterForm(forms.Form):
    """Words, unit, source, deadline, state and lamp."""

    q = forms.CharField(label=_("搜索"), required=False, max_length=100, strip=True)
    meeting = forms.CharField(label=_("来源"), required=False, max_length=60)
    unit = OneUnitField(label=_("单位"), required=False)
    due = forms.ChoiceField(label=_("时限"), required=False, choices=[("", _("全部")), *DUE_LABELS.items()])
    due_from = forms.DateField(label=_("时限自"), required=False, widget=DAY)
    due_to = forms.DateField(label=_("时限至"), required=False, widget=DAY)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=STATES)
    lamp = forms.ChoiceField(
        label=_("灯"), required=False, choices=[("", _("全部")), (BEHIND, _("落后")), *Lamp.choices]
    )
    late = forms.ChoiceField(
        label=_("逾期"),
        required=False,
        choices=[("", "—"), *((kind.value, word) for kind, word in LATE_LABELS.items())],
    )
    waits = forms.ChoiceField(
        label=_("待办"), required=False, choices=[("", "—"), (TO_VERIFY, _("待审核销号")), (TO_DECIDE, _("变更待审定"))]
    )

    def __init__(self, given: Any, tasks: QuerySet[Task]) -> None:
        super().__init__(given)
        self.tasks = tasks
        self.source = ""  # the title of the source asked for

    def wanted(self) -> TaskFilter:
        """Return the filter, leaving out every field that was filled in wrongly."""
        self.is_valid()
        good = self.cleaned_data
        key, unit = good.get("meeting", ""), good.get("unit")
        self.source = source_title(self.tasks, key) if key else ""
        names = ("due", "due_from", "due_to", "state", "lamp", "late", "waits")
        return TaskFilter(
            words=good.get("q", ""),
            meeting=key if self.source else "",
            unit=unit.pk if unit else None,
            **{name: good[name] for name in names if good.get(name)},
        )

    @property
    def unit_name(self) -> str:
        """The unit asked for as the field shows it: what was typed where it is unknown."""
        unit = self.cleaned_data.get("unit")
        return str(unit) if unit else str(self.data.get("unit", ""))
