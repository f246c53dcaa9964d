"""Opening a batch, its announced counts, its files, one row of a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.inspections.models import Batch, Channel, Inspection, IntakeRow, Sharing, TermKind
from duban.inspections.queries.vocabulary import terms_of
from duban.inspections.rules.headings import Field
from duban.organizations.forms import UnitField
from duban.organizations.models import Unit
from duban.vault.screening import ScreenedForm
from duban.web.fields import day as day_field

LARGEST = 20 * 1024 * 1024
CITY = "city"  # the area's choice for the city itself, where it is not what a blank means
UNTYPED = "untyped"  # the types' choice for none, where the table says one that is none here


def _count(label: Any, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=100_000, required=False, **options)


class CountsForm(forms.Form):
    """What the team announced."""

    calls = _count(gettext_lazy("来电（件）"))
    letters = _count(gettext_lazy("来信（件）"))
    starred = _count(gettext_lazy("重点件"))
    split = _count(gettext_lazy("其中拆分件"))

    @classmethod
    def of(cls, batch: Batch) -> CountsForm:
        """Return the form with what is known."""
        return cls(
            initial={
                "calls": batch.announced_calls,
                "letters": batch.announced_letters,
                "starred": batch.announced_starred,
                "split": batch.announced_split or None,
            }
        )

    def counts(self) -> dict[str, Any]:
        """Return the counts."""
        given = self.cleaned_data
        return {**{name: given[name] for name in ("calls", "letters", "starred")}, "split": given["split"] or 0}


class BatchForm(CountsForm):
    """A new batch; number and day are proposed."""

    number = forms.IntegerField(label=gettext_lazy("批次"), min_value=1, max_value=999)
    day = day_field(gettext_lazy("交办日期"))
    field_order = ("number", "day", "calls", "letters", "starred", "split")


class UploadForm(forms.Form):
    """A batch's file, or its text."""

    file = forms.FileField(
        label=gettext_lazy("交办清单"), required=False,
        widget=forms.ClearableFileInput({"accept": ".xlsx,.csv,.docx,.pdf,.txt"}),
        help_text=gettext_lazy("XLSX、DOCX、CSV、PDF 或文本；文件和下面的文字给一样即可。先预览，逐行核对后才受理。"),
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("或粘贴、录入"), required=False, strip=False, max_length=2_000_000,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("可以粘贴表格，也可以一件一段：受理编号：… 行政区域：… 污染类型：… 交办问题：…"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.needed_by = gettext_lazy("二选一")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        values: dict[str, Any] = super().clean() or {}
        if not self.errors and not values.get("file") and not (values.get("text") or "").strip():
            raise forms.ValidationError(_("没有材料，请选择文件或粘贴文字后再提交。"))
        if values.get("file") and values["file"].size > LARGEST:
            raise forms.ValidationError(_("文件超过 20 MB，请分成几个文件导入。"))
        return values


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=gettext_lazy("理由"), max_length=500, widget=forms.Textarea({"rows": 2}))


class RowForm(ScreenedForm):
    """One row of a file as the desk corrects it."""

    screened = ("summary", "shared_with")
    number = forms.CharField(label=gettext_lazy("受理编号"), max_length=40)
    channel = forms.ChoiceField(
        label=gettext_lazy("来源"), choices=[("", gettext_lazy("（请选择）")), *Channel.choices], required=False
    )
    received = day_field(gettext_lazy("受理日期"), required=False)
    starred = forms.BooleanField(label=gettext_lazy("重点件"), required=False)
    area = forms.ChoiceField(label=gettext_lazy("行政区域"), required=False)
    types = forms.MultipleChoiceField(
        label=gettext_lazy("污染类型"), required=False, widget=forms.CheckboxSelectMultiple
    )
    sharing = forms.ChoiceField(label=gettext_lazy("协同"), choices=Sharing.choices, required=False)
    shared_with = forms.CharField(label=gettext_lazy("其他地区或单位"), max_length=200, required=False)
    unit = UnitField(label=gettext_lazy("责任单位"), required=False)
    summary = forms.CharField(
        label=gettext_lazy("单位将看到的文字"), widget=forms.Textarea({"rows": 6}), max_length=8000
    )
    confirmed = forms.BooleanField(label=gettext_lazy("已逐字看过，脱敏无误，可以交办"), required=False)

    field_order = ("summary", "confirmed", "number", "unit", "area", "types")

    def __init__(self, *args: Any, row: IntakeRow, inspection: Inspection, **kwargs: Any) -> None:
        values = row.values
        unit = Unit.objects.filter(pk=values.get("unit") or 0).first()
        kwargs["initial"] = {
            **{name: values.get(name) for name in ("channel", "received", "starred", "area", "types", "sharing")},
            "shared_with": values.get("shared_with", ""), "number": row.number, "summary": row.summary,
            "unit": unit.name if unit else "", "confirmed": row.confirmed,
        }  # fmt: skip
        super().__init__(*args, **kwargs)
        self.areas = {str(term.pk): term for term in terms_of(inspection, TermKind.AREA)}
        self.kinds = {str(term.pk): term for term in terms_of(inspection, TermKind.TYPE)}
        area, kinds = self.fields["area"], self.fields["types"]
        assert isinstance(area, forms.ChoiceField)
        assert isinstance(kinds, forms.MultipleChoiceField)
        area.choices = [("", _("市本级")), *((pk, term.label) for pk, term in self.areas.items())]
        kinds.choices = [(pk, term.label) for pk, term in self.kinds.items()]
        # what stands against a cell is answered by the desk, never by saving what was made of it
        problems = {field for field, _message, level in row.problems if level == "problem"}
        if "area" in problems:
            area.choices = [("", _("请选择")), (CITY, _("市本级")), *area.choices[1:]]
            area.required = True
        if "type" in problems:
            kinds.choices = [*kinds.choices, (UNTYPED, _("先不分类"))]
            kinds.required = True
            kinds.error_messages["required"] = _("原表写的类型不在本次督察里，请改选；确实分不了类的，选“先不分类”。")
        if "{channel}" not in inspection.number_pattern:
            self.fields["channel"].required = True
        for name in problems & {"channel", "received"}:
            self.initial[name] = None
            self.fields[name].required = True

    def cells(self) -> dict[Field, str]:
        """Return the row's cells in words, as the table might have had them."""
        given = self.cleaned_data
        cells = {
            Field.NUMBER: given["number"],
            Field.CHANNEL: given["channel"],
            Field.RECEIVED: given["received"].isoformat() if given["received"] else "",
            Field.STARRED: "是" if given["starred"] else "",
            Field.AREA: self.areas[given["area"]].label if given["area"] in self.areas else "",
            Field.TYPE: "、".join(self.kinds[pk].label for pk in given["types"] if pk in self.kinds),
            Field.UNIT: given["unit"].name if given["unit"] else "",
        }
        sign = {Sharing.SPLIT.value: "拆分", Sharing.JOINT.value: "共办"}.get(given["sharing"], "")
        return cells | ({Field.NOTE: f"{sign} {given['shared_with']}".strip()} if sign else {})
