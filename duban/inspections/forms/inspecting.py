"""Making and changing an inspection; its vocabularies are lines of text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.inspections.actions.inspecting import InspectionFacts, Word
from duban.inspections.models import Conclusion, Inspection, Level, Term, TermKind, Verdict
from duban.inspections.rules.headings import PUBLIC
from duban.inspections.rules.numbers import CENTRAL, BadPattern, compiled
from duban.organizations.forms import UnitField
from duban.organizations.queries import find_unit
from duban.web.fields import day

TYPES = ("水", "大气", "土壤", "生态", "噪声", "辐射", "垃圾", "海洋", "其他")
_AREAS_HINT = gettext_lazy("每行一个：名称 别名 = 单位。例如“青溪县 青溪 = 青溪县人民政府”，别名和单位可不写。")
_TYPES_HINT = gettext_lazy("每行一个：名称 别名 = 主管单位。例如“水 水污染 = 市水务局”，别名和主管单位可不写。")


class InspectionForm(forms.Form):
    """Everything of an inspection."""

    name = forms.CharField(label=gettext_lazy("名称"), max_length=120)
    level = forms.ChoiceField(label=gettext_lazy("层级"), choices=Level.choices)
    round = forms.IntegerField(label=gettext_lazy("轮次"), min_value=1, max_value=99, initial=3)
    team = forms.CharField(label=gettext_lazy("督察组"), max_length=120, required=False)
    first_day = day(gettext_lazy("进驻日期"))
    last_day = day(gettext_lazy("结束日期"))
    reply_days = forms.IntegerField(
        label=gettext_lazy("回复期限（天）"), min_value=1, max_value=365, required=False,
        help_text=gettext_lazy("空着按层级取：中央督察 10 天，省级督察 7 天；交办当日不计。"),
    )  # fmt: skip
    reply_in_working_days = forms.BooleanField(label=gettext_lazy("按工作日计算"), required=False)
    cut_off = forms.TimeField(
        label=gettext_lazy("每日交办截止时间"), initial="10:00", widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    number_pattern = forms.CharField(
        label=gettext_lazy("受理编号式样"), max_length=120, initial=CENTRAL,
        help_text=gettext_lazy(
            "用 {channel} 来源字母 D/X、{round} 轮次、{province} 省份、{city} 城市、{date} 日期、{serial:4} 四位顺序号拼成；"
            "只有流水号的写 {serial}。"
        ),
    )  # fmt: skip
    province_code = forms.CharField(label=gettext_lazy("省份代码"), max_length=6, required=False)
    city_code = forms.CharField(label=gettext_lazy("城市代码"), max_length=6, required=False)
    desk_unit = UnitField(label=gettext_lazy("牵头协调单位"))
    areas = forms.CharField(label=gettext_lazy("行政区域"), widget=forms.Textarea({"rows": 6}), help_text=_AREAS_HINT)
    types = forms.CharField(
        label=gettext_lazy("污染类型"),
        widget=forms.Textarea({"rows": 6}),
        help_text=_TYPES_HINT,
        initial="\n".join(TYPES),
    )
    headings = forms.CharField(
        label=gettext_lazy("公开表表头"), widget=forms.Textarea({"rows": 5}), required=False,
        help_text=gettext_lazy("每行一列：栏目 = 表头，次序就是列的次序；空着用通行的十列。"),
    )  # fmt: skip
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, inspection: Inspection | None = None, **kwargs: Any) -> None:
        if inspection is not None:
            kwargs["initial"] = _initial(inspection)
        super().__init__(*args, **kwargs)
        labels = dict(_terms_of(inspection)) if inspection else {}
        for prefix, choices in (("verdict", Verdict.choices), ("conclusion", Conclusion.choices)):
            for code, words in choices:
                self.fields[f"{prefix}_{code}"] = forms.CharField(
                    label=_("“%(word)s”写作") % {"word": words}, max_length=60,
                    initial=labels.get((prefix, code), str(words)),
                )  # fmt: skip

    def clean_number_pattern(self) -> str:
        """Refuse a pattern that cannot be used."""
        pattern: str = self.cleaned_data["number_pattern"].strip()
        try:
            compiled(pattern)
        except BadPattern as trouble:
            raise forms.ValidationError(str(trouble)) from None
        return pattern

    def clean_areas(self) -> list[Word]:
        """Return the areas."""
        return _words(self.cleaned_data["areas"])

    def clean_types(self) -> list[Word]:
        """Return the types."""
        return _words(self.cleaned_data["types"])

    def clean_headings(self) -> list[tuple[str, str]]:
        """Return field and heading of each column."""
        known = {field.value: words for field, words in PUBLIC}
        found: list[tuple[str, str]] = []
        for line in self.cleaned_data["headings"].splitlines():
            name, _sign, words = (part.strip() for part in line.partition("="))
            if not name:
                continue
            field = next((key for key, heading in known.items() if name in (key, heading)), None)
            if field is None:
                message = _("“%(name)s”不是公开表的栏目，可用的有：%(all)s。")
                raise forms.ValidationError(message % {"name": name, "all": "、".join(known.values())})
            found.append((field, words or known[field]))
        return found or [(field.value, words) for field, words in PUBLIC]

    def clean(self) -> dict[str, Any]:
        """Fill in the limit that goes with the level."""
        values: dict[str, Any] = super().clean() or {}
        if not values.get("reply_days") and "reply_days" not in self.errors:
            values["reply_days"] = 7 if values.get("level") == Level.PROVINCIAL else 10
        first, last = values.get("first_day"), values.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("结束日期早于进驻日期，请改正。"))
        return values

    def facts(self) -> InspectionFacts:
        """Return what is wanted."""
        given = self.cleaned_data
        plain = (
            "name", "level", "round", "team", "first_day", "last_day", "reply_days", "reply_in_working_days", "cut_off",
            "number_pattern", "desk_unit", "areas", "types",
        )  # fmt: skip
        return InspectionFacts(
            **{name: given[name] for name in plain},
            province_code=given["province_code"].strip().upper(),
            city_code=given["city_code"].strip().upper(),
            verdicts=[Word(given[f"verdict_{code}"], code=code) for code in Verdict.values],
            conclusions=[Word(given[f"conclusion_{code}"], code=code) for code in Conclusion.values],
            public_headings=given["headings"],
        )


def _words(text: str) -> list[Word]:
    found = []
    for line in text.splitlines():
        names, sign, unit_name = (part.strip() for part in line.partition("="))
        if not names:
            continue
        unit = find_unit(unit_name) if sign and unit_name else None
        if sign and unit_name and unit is None:
            raise forms.ValidationError(
                _("“%(line)s”里没有叫“%(unit)s”的单位，请核对。") % {"line": line, "unit": unit_name}
            )
        label, *others = names.split()
        if len(label) > 60:
            raise forms.ValidationError(_("“%(label)s”太长，最多 60 字。") % {"label": label[:20]})
        found.append(Word(label, " ".join(others)[:200], unit))
    if not found:
        raise forms.ValidationError(_("至少要有一个。"))
    return found


def _terms_of(inspection: Inspection) -> list[tuple[tuple[str, str], str]]:
    return [((term.kind, term.code), term.label) for term in inspection.terms.all()]


def _initial(inspection: Inspection) -> dict[str, Any]:
    plain = (
        "name", "level", "round", "team", "first_day", "last_day", "reply_days", "reply_in_working_days", "cut_off",
        "number_pattern", "province_code", "city_code", "version",
    )  # fmt: skip
    headings = {field.value: words for field, words in PUBLIC}
    return {
        **{name: getattr(inspection, name) for name in plain},
        "desk_unit": inspection.desk_unit.name,
        "areas": _lines(inspection, TermKind.AREA),
        "types": _lines(inspection, TermKind.TYPE),
        "headings": "\n".join(
            f"{headings[field]} = {words}" for field, words in inspection.public_headings if field in headings
        ),
    }


def _lines(inspection: Inspection, kind: TermKind) -> str:
    terms: list[Term] = list(inspection.terms.filter(kind=kind, active=True).select_related("unit"))
    return "\n".join(
        " ".join(filter(None, (term.label, term.other_names))) + (f" = {term.unit.name}" if term.unit else "")
        for term in terms
    )
