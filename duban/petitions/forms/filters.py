"""The filters of the list of petitions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duban.organizations.queries import counties
from duban.petitions.models import STATE_LABELS, Channel, Nature, Satisfaction
from duban.petitions.rules.data import petition_types

DUE = [("", _("不限")), ("overdue", _("已超期")), ("soon", _("7日内到期或已超期"))]


class FilterForm(forms.Form):
    """By words, state, clock, kind, place; the rest comes from the statistics."""

    q = forms.CharField(label=_("查找"), required=False, max_length=100, widget=forms.TextInput({"type": "search"}))
    state = forms.ChoiceField(label=_("状态"), required=False)
    due = forms.ChoiceField(label=_("时限"), required=False, choices=DUE)
    type = forms.ChoiceField(label=_("类型"), required=False)
    area = forms.ChoiceField(label=_("属地"), required=False)
    nature = forms.ChoiceField(label=_("性质"), required=False, choices=[("", _("全部")), *Nature.choices])
    channel = forms.ChoiceField(required=False, choices=[("", ""), *Channel.choices], widget=forms.HiddenInput)
    satisfied = forms.ChoiceField(required=False, choices=[("", ""), *Satisfaction.choices], widget=forms.HiddenInput)
    solved = forms.ChoiceField(required=False, choices=[("", ""), ("yes", ""), ("no", "")], widget=forms.HiddenInput)
    reopened = forms.ChoiceField(required=False, choices=[("", ""), ("1", "")], widget=forms.HiddenInput)
    clock = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    year = forms.IntegerField(required=False, min_value=2000, max_value=2100, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", _("全部"))
        states = [("", _("在办")), ("any", _("全部")), ("answered", _("已答复")), *STATE_LABELS.items()]
        self.fields["state"].choices = states  # type: ignore[attr-defined]
        self.fields["type"].choices = [every, *petition_types().items()]  # type: ignore[attr-defined]
        areas = [(str(pk), name) for pk, name in counties().values_list("pk", "short_name")]
        self.fields["area"].choices = [every, ("none", _("市本级")), *areas]  # type: ignore[attr-defined]
