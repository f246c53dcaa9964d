"""The form of a petition: its facts in the open, and apart from them who it is from."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duban.organizations.models import Unit
from duban.organizations.queries import counties
from duban.petitions.actions import PetitionFacts
from duban.petitions.actions.registering import came_long_ago, why_asked
from duban.petitions.models import Channel, Nature
from duban.petitions.rules.data import petition_types
from duban.vault.identities import Identity, Petitioner, unlike_id_number, unlike_telephone
from duban.vault.screening import ScreenedForm
from duban.web.fields import day

PEOPLE = 3
_PARTS = (("name", _("姓名")), ("telephone", _("电话")), ("id_number", _("证件号码")), ("address", _("住址")))
OPEN = ("channel", "received_on", "nature", "type", "area", "urgent", "withheld", "accused")


class RegisterForm(ScreenedForm):
    """What came, and from whom; the browser keeps nothing of it."""

    screened = ("title", "summary")

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)
    channel = forms.ChoiceField(label=_("渠道"), choices=Channel.choices)
    received_on = day(_("收到日期"))
    nature = forms.ChoiceField(label=_("性质"), choices=Nature.choices)
    type = forms.ChoiceField(label=_("类型"))
    area = forms.ModelChoiceField(
        label=_("属地"), queryset=Unit.objects.none(), required=False, empty_label=_("（市本级）")
    )
    accused = forms.ModelMultipleChoiceField(
        label=_("被检举单位"),
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.SelectMultiple({"size": 3}),
        help_text=_("只有检举控告填写。这些单位和它们的上级、下级都不能承办，也看不到本件。"),
    )
    urgent = forms.BooleanField(label=_("急难愁盼"), required=False)
    withheld = forms.BooleanField(label=_("信访人要求保密"), required=False)
    long_ago = forms.BooleanField(label=_("确是旧信"), required=False)
    original = forms.CharField(
        label=_("原文"),
        required=False,
        max_length=20000,
        widget=forms.Textarea({"rows": 7, "autocomplete": "off"}),
        help_text=_("原文加密存入保险箱，不进列表、搜索和导出。按“隐去个人信息”由系统拟出标题和摘要。"),
    )
    note = forms.CharField(
        label=_("其他身份线索"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2, "autocomplete": "off"}),
    )
    title = forms.CharField(label=_("标题"), max_length=200)
    summary = forms.CharField(
        label=_("内容摘要"),
        max_length=5000,
        widget=forms.Textarea({"rows": 7}),
        help_text=_("承办单位看到的就是这段文字，不写来访人的姓名、电话和门牌。"),
    )

    distinct = forms.BooleanField(label=_("已核对，不是重复件，仍要登记"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        start = {"received_on": timezone.localdate(), "nature": Nature.DEMAND, "once": uuid.uuid4()}
        kwargs["initial"] = {**start, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["type"].choices = list(petition_types().items())  # type: ignore[attr-defined]
        self.fields["area"].queryset = counties()  # type: ignore[attr-defined]
        self.fields["accused"].queryset = Unit.objects.filter(active=True)  # type: ignore[attr-defined]
        for number in range(PEOPLE):
            for part, label in _PARTS:
                field = forms.CharField(label=label, required=False, max_length=200)
                field.widget.attrs.update({"autocomplete": "off", "aria-label": f"{label} {number + 1}"})
                self.fields[f"{part}{number}"] = field

    def clean(self) -> dict[str, Any]:
        """Refuse telephones and numbers of papers that can be none, nobody sees them again to notice; ask about an old day."""
        given = super().clean() or {}
        day = given.get("received_on")
        if day and day != self.initial.get("received_on") and came_long_ago(day) and not given.get("long_ago"):
            self.add_error("long_ago", why_asked(day))
        for number in range(PEOPLE):
            for part, wrong in (("telephone", unlike_telephone), ("id_number", unlike_id_number)):
                if words := wrong(given.get(f"{part}{number}", "")):
                    self.add_error(f"{part}{number}", words)
        return given

    @property
    def people(self) -> list[list[Any]]:
        """The rows of petitioners' fields."""
        return [[self[f"{part}{number}"] for part, _label in _PARTS] for number in range(PEOPLE)]

    @property
    def head(self) -> list[Any]:
        """The fields in the open, before the texts; that it came long ago is confirmed only where it did."""
        asked = ["long_ago"] if self["long_ago"].value() or "long_ago" in self.errors else []
        return [self[name] for name in (*OPEN[:2], *asked, *OPEN[2:])]

    def identity(self) -> Identity:
        """Return who it is from."""
        given = self.cleaned_data
        people = (
            Petitioner(**{part: given[f"{part}{number}"].strip() for part, _label in _PARTS})
            for number in range(PEOPLE)
        )
        return Identity(tuple(person for person in people if person), given["note"].strip())

    def facts(self) -> PetitionFacts:
        """Return all that is to be registered, with title and summary as they were settled."""
        given = self.cleaned_data
        return PetitionFacts(
            **{name: given[name] for name in OPEN if name != "accused"},
            accused=tuple(given["accused"]),
            title=given["title"],
            summary=given["summary"],
            original=given["original"],
            identity=self.identity(),
            kept=self.kept,
            long_ago=given["long_ago"],
        )


class CorrectForm(RegisterForm):
    """What was registered, as it should be, and why; `seen` is the last move it was drawn after."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    reason = forms.CharField(
        label=_("更正理由"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("写明哪里登记错了、依据什么更正；理由和更正前后留在办理过程里，文字里的姓名、电话等会自动隐去。"),
        error_messages={"required": _("没有写更正理由，请写明哪里登记错了、依据什么更正。")},
    )
    forget = forms.BooleanField(
        label=_("旧文字不留存"),
        required=False,
        help_text=_("原来的标题或摘要里有个人信息时勾选：更正前的标题、摘要不再记进办理过程。"),
    )
