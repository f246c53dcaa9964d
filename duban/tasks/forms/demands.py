"""The forms of demands: asking units, answering, taking back, narrowing the list."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from duban.organizations.models import Unit
from duban.tasks.actions.demanding import BY_HAND, DemandFacts
from duban.tasks.models import DemandKind, Task
from duban.web.fields import day, words


class AskForm(forms.Form):
    """What is asked of which units; the reason is wanted where something stands against it."""

    once = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_lazy("类别"), choices=[(kind.value, kind.label) for kind in BY_HAND])
    units = forms.ModelMultipleChoiceField(
        label=_lazy("单位"),
        queryset=Unit.objects.filter(active=True),
        widget=forms.SelectMultiple({"size": 10}),
        help_text=_lazy("按住 Ctrl 可以多选。"),
    )
    what = words(_lazy("要求"), 2, max_length=300, help_text=_lazy("写明要什么材料、参加什么会议、迎接什么检查"))
    due = day(_lazy("时限"), required=False)
    number = forms.CharField(label=_lazy("事项编号"), max_length=32, required=False)
    reason = words(_lazy("仍要提出的理由"), 2, max_length=500, required=False)

    def __init__(self, *args: Any, tasks: QuerySet[Task], **kwargs: Any) -> None:
        self.tasks = tasks
        kwargs["initial"] = {"once": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def clean_number(self) -> Task | None:
        """Return the task of this number, where it may be seen."""
        number = self.cleaned_data["number"].strip()
        task = self.tasks.filter(number=number).first() if number else None
        if number and task is None:
            raise forms.ValidationError(_("没有编号为“%(number)s”的事项，请核对编号。") % {"number": number})
        return task

    def facts(self) -> DemandFacts:
        """Return what was filled in."""
        given = self.cleaned_data
        return DemandFacts(given["kind"], given["what"], given["due"], given["number"], given["once"])


class AnswerDemandForm(forms.Form):
    """How a demand was met."""

    answer = words(_lazy("完成情况"), 3, max_length=500, required=False)


class DropDemandForm(forms.Form):
    """Why a demand is taken back."""

    reason = words(_lazy("取消理由"), 2, max_length=500)


class DemandFilterForm(forms.Form):
    """What the list is narrowed to."""

    unit = forms.ModelChoiceField(
        label=_lazy("单位"), queryset=Unit.objects.none(), required=False, empty_label=_lazy("全部")
    )
    kind = forms.ChoiceField(label=_lazy("类别"), required=False, choices=[("", _lazy("全部")), *DemandKind.choices])
    state = forms.ChoiceField(
        label=_lazy("状态"),
        required=False,
        choices=[
            ("", _lazy("全部")),
            ("open", _lazy("未完成")),
            ("late", _lazy("已过时限")),
            ("answered", _lazy("已完成")),
            ("dropped", _lazy("已取消")),
        ],
    )
    asker = forms.ModelChoiceField(
        label=_lazy("提出单位"), queryset=Unit.objects.all(), required=False, empty_label=_lazy("全部")
    )
    month = forms.CharField(
        label=_lazy("月份"), required=False, max_length=7, widget=forms.TextInput({"type": "month"})
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], askers: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["asker"].queryset = askers  # type: ignore[attr-defined]
