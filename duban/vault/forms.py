"""The vault's forms: why somebody reads, who may, where the second copy of a key lies; and who was petitioning."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duban.organizations.models import User
from duban.organizations.permissions import OFFICE_ROLES
from duban.vault.models import Outcome
from duban.web.fields import day


class ReasonForm(forms.Form):
    """Why the content is needed; `once` opens it one time."""

    once = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("读取理由"),
        max_length=300,
        widget=forms.Textarea({"rows": 2, "autocomplete": "off"}),
        help_text=_("记入读取记录，审计员能看到；不要写出来访人的姓名和电话。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"once": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class CustodianForm(forms.Form):
    """Who may open sealed content, from when to when, and why."""

    person = forms.ModelChoiceField(
        label=_("保管人"), queryset=User.objects.none(), empty_label=_("（请选择）"), help_text=_("经办或督查室人员。")
    )
    first_day = day(_("自"))
    last_day = day(_("至"), required=False, help_text=_("这一天还算；不填则到收回为止。"))
    reason = forms.CharField(label=_("事由"), max_length=200)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"first_day": timezone.localdate(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        person = self.fields["person"]
        assert isinstance(person, forms.ModelChoiceField)
        office = User.objects.filter(is_active=True, posts__role__in=OFFICE_ROLES).exclude(pk=actor.pk)
        person.queryset = office.distinct()


class CopyForm(forms.Form):
    """Where the second copy lies."""

    kept_where = forms.CharField(
        label=_("副本存放处"),
        max_length=200,
        help_text=_("写地点和保管人，例如“机要室保险柜，机要科”；不要写密钥本身。"),
    )
    sure = forms.BooleanField(label=_("我已把密钥文件另存一份，并打开核对过"))


class PurgeForm(forms.Form):
    """Why, and that the consequence is known."""

    reason = forms.CharField(
        label=_("清除理由"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("会永久留在审计里；不要写出内容。"),
    )
    sure = forms.BooleanField(label=_("我知道清除后内容不能找回"))


class ReadsFilterForm(forms.Form):
    """By reader or object, outcome, days."""

    words = forms.CharField(label=_("读取人或对象"), required=False, max_length=100)
    outcome = forms.ChoiceField(label=_("结果"), required=False, choices=[("", _("全部")), *Outcome.choices])
    first_day = day(_("自"), required=False)
    last_day = day(_("至"), required=False)
