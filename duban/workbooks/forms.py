"""Uploading a ledger, and saying what its headings are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duban.organizations.models import Unit
from duban.workbooks.models import Import, ImportMode
from duban.workbooks.rules.mapping import Field

FIELD_LABELS = {
    Field.NOTHING: _("不导入"), Field.NUMBER: _("编号"), Field.TITLE: _("事项"), Field.LEAD: _("牵头单位"),
    Field.UNITS: _("责任单位（第一个牵头）"), Field.RESPONSIBLE: _("责任单位"), Field.SUPPORTING: _("配合单位"),
    Field.OFFICIAL: _("牵头领导"), Field.DEADLINE: _("办理时限"), Field.PROGRESS: _("进展"), Field.DONE: _("是否完成"),
    Field.PERCENT: _("完成比例"), Field.FUNDS: _("资金（万元）"), Field.DELIVERABLE: _("成果形式"),
    Field.RHYTHM: _("反馈频次"),
}  # fmt: skip


class UploadForm(forms.Form):
    """A ledger file."""

    file = forms.FileField(
        label=_("台账文件"),
        widget=forms.ClearableFileInput({"accept": ".xlsx,.csv"}),
        help_text=_(".xlsx 或 .csv。上传后先预览，确认了才会写入台账。"),
    )


class ReturnForm(forms.Form):
    """A unit's filled-in workbook."""

    file = forms.FileField(
        label=_("填好的报送表"),
        widget=forms.ClearableFileInput({"accept": ".xlsx"}),
        help_text=_("从本页下载的 .xlsx。上传后先预览，确认了才会报送。"),
    )


class MappingForm(forms.Form):
    """What each heading of each sheet is, and how to take the rows in."""

    year = forms.IntegerField(label=_("台账年度"), min_value=2000, max_value=2100)
    mode = forms.ChoiceField(label=_("有行不能导入时"), choices=ImportMode.choices)
    skip_done = forms.BooleanField(label=_("已完成的不导入"), required=False)

    def __init__(self, *args: Any, run: Import, **kwargs: Any) -> None:
        kwargs["initial"] = {"year": run.year, "mode": run.mode, "skip_done": run.skip_done}
        super().__init__(*args, **kwargs)
        self.places: dict[str, tuple[str, str]] = {}  # field's name → sheet, heading
        choices = [(field.value, label) for field, label in FIELD_LABELS.items()]
        for sheet_place, kept in enumerate(run.sheets):
            for place, heading in enumerate(kept["headings"]):
                name = f"field_{sheet_place}_{place}"
                self.places[name] = (kept["name"], heading)
                self.fields[name] = forms.ChoiceField(
                    label=heading, choices=choices, required=False, initial=run.mapping[kept["name"]].get(heading, "")
                )

    def mapping(self) -> dict[str, dict[str, str]]:
        """Return sheet → heading → field."""
        found: dict[str, dict[str, str]] = {}
        for name, (sheet, heading) in self.places.items():
            found.setdefault(sheet, {})[heading] = self.cleaned_data[name]
        return found

    def sheets(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the fields sheet by sheet, for drawing."""
        found: dict[str, list[forms.BoundField]] = {}
        for name, (sheet, _heading) in self.places.items():
            found.setdefault(sheet, []).append(self[name])
        return list(found.items())


class NameForm(forms.Form):
    """Whom a name means."""

    name = forms.CharField(max_length=120, widget=forms.HiddenInput)
    unit = forms.ModelChoiceField(
        label=_("单位"), queryset=Unit.objects.filter(active=True), empty_label=_("（请选择）")
    )
