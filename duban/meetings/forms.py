"""Forms of the meeting pages."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from duban.files.forms import FilesField
from duban.meetings.actions.heads import Head, limit_from_words
from duban.meetings.actions.proposals import Edit, Limit
from duban.meetings.models import Action, Meeting, MeetingKind
from duban.organizations.forms import UnitsField
from duban.organizations.models import Unit
from duban.web.fields import day as day_field

READABLE = (".txt", ".md", ".docx", ".doc", ".wps", ".pdf", ".ofd", ".html", ".htm")
RHYTHMS = ("每周", "每半月", "每月", "每季度", "办结时")


if TYPE_CHECKING:
    _MeetingForm = forms.ModelForm[Meeting]
else:
    _MeetingForm = forms.ModelForm


class NewMeetingForm(forms.Form):
    """Bringing texts in: files or pasted words."""

    documents = FilesField(label=_lazy("会议材料"), required=False)
    words = forms.CharField(label=_lazy("粘贴文字"), required=False, strip=False, widget=forms.Textarea({"rows": 8}))
    day = day_field(_lazy("会议日期"), required=False)
    together = forms.BooleanField(label=_lazy("这几份是同一次会议的材料"), required=False)
    again = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_documents(self) -> list[Any]:
        """Refuse what no meeting text comes in; the store would also keep pictures and tables."""
        given: list[Any] = self.cleaned_data["documents"]
        for file in given:
            if PurePath(file.name.lower()).suffix not in READABLE:
                message = _("“%(name)s”不是可以解读的格式，请另存为 docx、pdf、ofd、html 或 txt 后再上传。")
                raise forms.ValidationError(message % {"name": file.name})
        return given

    def clean(self) -> dict[str, Any]:
        """Ask for something to read."""
        values: dict[str, Any] = super().clean() or {}
        if not self.errors and not values.get("documents") and not (values.get("words") or "").strip():
            raise forms.ValidationError(_("没有材料，请选择文件或粘贴会议文字后再提交。"))
        return values


class HeadForm(_MeetingForm):
    """The meeting's head as a clerk corrects it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_lazy("会议类型"), required=False, choices=[("", _lazy("（未定）")), *MeetingKind.choices]
    )

    class Meta:
        model = Meeting
        fields = ("title", "kind", "convener", "ordinal", "term", "date", "chair", "chair_posts")
        widgets = {"date": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}

    def head(self) -> Head:
        """Return the values given."""
        return Head(**{name: self.cleaned_data[name] for name in self.Meta.fields})


class AssignForm(forms.Form):
    """Units, deadline, deliverable and rhythm: of one action, or of all of an agenda item."""

    lead_unit = UnitsField(label=_lazy("牵头单位"), required=False)
    responsible_units = UnitsField(label=_lazy("责任单位"), required=False)
    supporting_units = UnitsField(label=_lazy("配合单位"), required=False)
    data_units = UnitsField(label=_lazy("数据提供单位"), required=False)
    leading_official = forms.CharField(label=_lazy("牵头领导"), required=False, max_length=60)
    limit = forms.CharField(label=_lazy("办理时限"), required=False, max_length=60)
    deliverable = forms.CharField(label=_lazy("成果形式"), required=False, max_length=200)
    reporting_rhythm = forms.CharField(label=_lazy("反馈频次"), required=False, max_length=60)

    def __init__(self, *args: Any, meeting: Meeting, action: Action | None = None, **kwargs: Any) -> None:
        self.meeting, self.action = meeting, action
        super().__init__(*args, **kwargs)

    def clean_lead_unit(self) -> Unit | None:
        """Return the one unit that leads."""
        units: tuple[Unit, ...] = self.cleaned_data["lead_unit"]
        if len(units) > 1:
            raise forms.ValidationError(_("牵头单位只能有一个，其余请填为责任单位或配合单位。"))
        return units[0] if units else None

    def clean_limit(self) -> Limit:
        """Return the deadline: a day, or words from which a day is counted, or none."""
        words: str = self.cleaned_data["limit"].strip()
        if not words:
            return Limit()
        if self.action and words == self.action.deadline_text:  # unchanged: the reader saw its whole sentence
            return Limit(self.action.deadline, words, self.action.deadline_explanation, self.action.recurring)
        try:
            day = parse_date(words.replace("/", "-").replace(".", "-"))
        except ValueError:
            raise forms.ValidationError(_("没有“%(words)s”这一天，请改为实际日期。") % {"words": words}) from None
        if day:
            return Limit(day)
        limit = limit_from_words(words, self.meeting.date)
        if limit is None:
            message = _("看不懂时限“%(words)s”，请写日期（2024-12-31）或期限（年底前、会后5个工作日内）。")
            raise forms.ValidationError(message % {"words": words})
        if limit.day is None and not limit.recurring and self.meeting.date is None:
            raise forms.ValidationError(
                _("会议日期未定，算不出“%(words)s”是哪天；请先更正会议信息中的日期。") % {"words": words}
            )
        return limit

    def change(self, *, only_given: bool) -> Edit:
        """Return the values as a change; `only_given` leaves empty fields alone."""
        given = self.cleaned_data
        limit: Limit = given["limit"]
        has_limit = bool(limit.day or limit.text)
        return Edit(
            lead_unit=given["lead_unit"],
            clear_lead=not only_given and given["lead_unit"] is None,
            responsible_units=given["responsible_units"] if given["responsible_units"] or not only_given else None,
            supporting_units=given["supporting_units"] if given["supporting_units"] or not only_given else None,
            data_units=given["data_units"] if given["data_units"] or not only_given else None,
            leading_official=given["leading_official"] if given["leading_official"] or not only_given else None,
            limit=limit if has_limit or not only_given else None,
            deliverable=given["deliverable"] if given["deliverable"] or not only_given else None,
            reporting_rhythm=given["reporting_rhythm"] if given["reporting_rhythm"] or not only_given else None,
        )


class ActionForm(AssignForm):
    """Everything a clerk writes of one action."""

    wording = forms.CharField(
        label=_lazy("事项表述"), required=False, max_length=500, widget=forms.Textarea({"rows": 2})
    )
    fan_out = forms.BooleanField(label=_lazy("分解到各县（区）"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = (
        "wording", "lead_unit", "responsible_units", "supporting_units", "limit", "deliverable", "reporting_rhythm",
        "leading_official", "data_units",
    )  # fmt: skip

    @staticmethod
    def values_of(action: Action) -> dict[str, Any]:
        """Return an action's present values as the form shows them."""
        return {
            "wording": str(action),
            "lead_unit": str(action.lead_unit or ""),
            "responsible_units": "、".join(str(unit) for unit in action.responsible_units.all()),
            "supporting_units": "、".join(str(unit) for unit in action.supporting_units.all()),
            "data_units": "、".join(str(unit) for unit in action.data_units.all()),
            "leading_official": action.leading_official,
            "limit": action.deadline_text or (action.deadline.isoformat() if action.deadline else ""),
            "deliverable": action.deliverable,
            "reporting_rhythm": action.reporting_rhythm,
            "fan_out": action.fan_out,
            "version": action.version,
        }

    def edit(self, action: Action) -> Edit:
        """Return the whole change of the action; its own quote as wording is no wording."""
        change = self.change(only_given=False)
        wording = self.cleaned_data["wording"].strip()
        return Edit(
            wording="" if wording == action.quote else wording,
            lead_unit=change.lead_unit,
            clear_lead=change.clear_lead,
            responsible_units=change.responsible_units,
            supporting_units=change.supporting_units,
            data_units=change.data_units,
            leading_official=change.leading_official,
            limit=change.limit,
            deliverable=change.deliverable,
            reporting_rhythm=change.reporting_rhythm,
            fan_out=self.cleaned_data["fan_out"],
        )
