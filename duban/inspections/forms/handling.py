"""What is said and done about one petition."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from duban.inspections.actions.correcting import Registered
from duban.inspections.actions.guarding import answers_for, why_refused
from duban.inspections.actions.handling import Assignment, Findings
from duban.inspections.closing import NEEDED
from duban.inspections.models import (
    Channel,
    Conclusion,
    GuardAnswer,
    GuardQuestion,
    MeasureKind,
    Moment,
    Petition,
    Sharing,
    Term,
    TermKind,
    Verdict,
)
from duban.inspections.queries.vocabulary import labels_of
from duban.organizations.forms import UnitField, UnitsField
from duban.vault.screening import ScreenedForm
from duban.web.fields import day


def _text(label: Any, rows: int, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=20_000, widget=forms.Textarea({"rows": rows}), **options
    )


# One complaint is about one place: an estate of small workshops has thousands of sites, no case has a thousand people.
# What is more is a slip of the keyboard, and it would go into the totals that are published.
_MOST_SITES, _MOST_PEOPLE = 9_999, 999
_HIGHEST_FINES = 1_000_000_000  # yuan; the highest fine of a single case known stays well below


def _count(name: str, most: int = _MOST_PEOPLE) -> forms.IntegerField:
    label = Petition._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    too_many = gettext_lazy("一件信访件的这个数最多填 %(limit_value)s，请核对是不是多敲了数字。")
    return forms.IntegerField(
        label=label, min_value=0, max_value=most, required=False, error_messages={"max_value": too_many}
    )


class AssignForm(ScreenedForm):
    """To whom a petition goes, with the text exactly as they will see it."""

    screened = ("summary", "demand", "reason")

    lead_unit = UnitField(label=gettext_lazy("责任单位"))
    co_handlers = UnitsField(label=gettext_lazy("协办单位"), required=False)
    accused = UnitsField(
        label=gettext_lazy("被反映单位"), required=False, help_text=gettext_lazy("不能办理本件，也看不到本件。")
    )
    leading_official = forms.CharField(label=gettext_lazy("包案领导"), max_length=60, required=False)
    unit_due = day(gettext_lazy("单位上报时限"), required=False)
    summary = forms.CharField(
        label=gettext_lazy("单位将看到的文字"), max_length=8000, widget=forms.Textarea({"rows": 7}),
        help_text=gettext_lazy("举报人身份信息绝不交给被举报方；请逐字看过。"),
    )  # fmt: skip
    demand = _text(gettext_lazy("交办要求"), 3)
    reason = forms.CharField(label=gettext_lazy("分派理由"), max_length=300, required=False)
    text_confirmed = forms.BooleanField(label=gettext_lazy("已逐字看过，脱敏无误，可以交办"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def wanted(self) -> Assignment:
        """Return what is wanted."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return Assignment(**given, kept=self.kept)


class CorrectForm(ScreenedForm):
    """What was registered, as it should be."""

    screened = ("shared_with",)

    number = forms.CharField(label=gettext_lazy("受理编号"), max_length=40)
    channel = forms.ChoiceField(label=gettext_lazy("来源"), choices=Channel.choices)
    received_on = day(gettext_lazy("受理日期"), required=False)
    starred = forms.BooleanField(label=gettext_lazy("重点件"), required=False)
    area = forms.ModelChoiceField(
        label=gettext_lazy("行政区域"), queryset=Term.objects.none(), required=False, empty_label=gettext_lazy("市本级")
    )
    main_type = forms.ModelChoiceField(
        label=gettext_lazy("主要类型"),
        queryset=Term.objects.none(),
        required=False,
        empty_label=gettext_lazy("（未定）"),
    )
    types = forms.ModelMultipleChoiceField(
        label=gettext_lazy("污染类型"),
        queryset=Term.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sharing = forms.ChoiceField(label=gettext_lazy("协同"), choices=Sharing.choices, required=False)
    shared_with = forms.CharField(label=gettext_lazy("其他地区或单位"), max_length=200, required=False)
    accused = UnitsField(
        label=gettext_lazy("被反映单位"), required=False, help_text=gettext_lazy("不能办理本件，也看不到本件。")
    )
    reason = forms.CharField(label=gettext_lazy("更正理由"), max_length=500)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, petition: Petition, **kwargs: Any) -> None:
        names = (
            "number",
            "channel",
            "received_on",
            "starred",
            "area",
            "main_type",
            "sharing",
            "shared_with",
            "version",
        )
        kwargs["initial"] = {
            **{name: getattr(petition, name) for name in names},
            "types": list(petition.types.all()),
            "accused": "、".join(unit.name for unit in petition.accused.all()),
        }
        super().__init__(*args, **kwargs)
        terms = Term.objects.filter(inspection=petition.inspection_id, active=True)
        for name, kind in (("area", TermKind.AREA), ("main_type", TermKind.TYPE), ("types", TermKind.TYPE)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = terms.filter(kind=kind)

    def registered(self) -> Registered:
        """Return what is wanted."""
        given = self.cleaned_data
        main = [given["main_type"]] if given["main_type"] else []
        types = (*main, *(term for term in given["types"] if term not in main))
        plain = ("number", "area", "channel", "received_on", "starred", "sharing", "shared_with", "accused")
        return Registered(types=types, **{name: given[name] for name in plain})


class FindingsForm(ScreenedForm):
    """What was found and done; what the office writes in the unit's place is looked through, as the unit reads it."""

    plan = _text(gettext_lazy("整改方案"), 4)
    finding = _text(gettext_lazy("调查核实情况"), 5)
    verdict = forms.ChoiceField(label=gettext_lazy("是否属实"), required=False)
    cause = _text(gettext_lazy("原因"), 2)
    handling = _text(gettext_lazy("处理和整改情况"), 5)
    conclusion = forms.ChoiceField(label=gettext_lazy("是否办结"), required=False)
    sites_ordered = _count("sites_ordered", _MOST_SITES)
    sites_punished = _count("sites_punished", _MOST_SITES)
    fines = forms.DecimalField(
        label=gettext_lazy("罚款（元）"),
        min_value=0,
        max_value=_HIGHEST_FINES,
        max_digits=14,
        decimal_places=2,
        required=False,
    )
    criminal_cases = _count("criminal_cases")
    detained = _count("detained")
    admonished = _count("admonished")
    held_accountable = _count("held_accountable")
    accountability = _text(gettext_lazy("责任人被处理情况"), 2)
    revisit_on = day(gettext_lazy("计划回访日期"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, petition: Petition, by_office: bool = False, **kwargs: Any) -> None:
        kwargs["initial"] = {
            **{part.name: getattr(petition, part.name) for part in fields(Findings)},
            "version": petition.version,
        }
        super().__init__(*args, **kwargs)
        self.screened = ("plan", "finding", "cause", "handling") if by_office else ()
        for name in NEEDED:
            self.fields[name].needed_by = gettext_lazy("上报前必填")  # type: ignore[attr-defined]
        for name, kind, choices in (
            ("verdict", TermKind.VERDICT, Verdict.choices), ("conclusion", TermKind.CONCLUSION, Conclusion.choices),
        ):  # fmt: skip
            words = labels_of(petition.inspection, kind)
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [
                ("", gettext_lazy("（未定）")),
                *((code, words.get(code, str(label))) for code, label in choices),
            ]

    def texts(self) -> dict[str, str]:
        """Return the texts that were changed: what the unit wrote itself it knows."""
        return {name: text for name, text in super().texts().items() if text != self.initial.get(name)}

    def findings(self) -> Findings:
        """Return what was found."""
        given = self.cleaned_data
        found: dict[str, Any] = {part.name: given[part.name] for part in fields(Findings)}
        for name, value in found.items():
            if value is None and name != "revisit_on":
                found[name] = 0  # a count left empty
        return Findings(**found)


class MoveForm(forms.Form):
    """A move that needs a reason, a day or another petition at most."""

    reason = forms.CharField(max_length=500, required=False)
    day = forms.DateField(required=False)
    number = forms.CharField(max_length=40, required=False)
    version = forms.IntegerField(required=False)


class MeasureForm(ScreenedForm):
    """One measure."""

    screened = ("what",)

    kind = forms.ChoiceField(label=gettext_lazy("类别"), choices=MeasureKind.choices)
    what = forms.CharField(label=gettext_lazy("措施"), max_length=500)
    due = day(gettext_lazy("完成时限"), required=False)
    done_on = day(gettext_lazy("完成日期"), required=False)


class DoneForm(forms.Form):
    """When a measure was done."""

    done_on = forms.DateField()


class DueForm(forms.Form):
    """Until when a lasting measure is to be done."""

    due = forms.DateField()


class DeclineForm(forms.Form):
    """Why a deadline is not agreed to."""

    reason = forms.CharField(max_length=300)


class VisitForm(ScreenedForm):
    """One visit."""

    screened = ("found",)

    day = day(gettext_lazy("日期"))
    who = forms.CharField(label=gettext_lazy("人员（职务）"), max_length=120)
    found = forms.CharField(label=gettext_lazy("情况"), max_length=500, required=False)


class PictureForm(forms.Form):
    """One picture."""

    file = forms.FileField(label=gettext_lazy("照片"), widget=forms.ClearableFileInput({"accept": ".jpg,.jpeg,.png"}))
    moment = forms.ChoiceField(label=gettext_lazy("时点"), choices=Moment.choices)
    caption = forms.CharField(label=gettext_lazy("说明"), max_length=120, required=False)


class AnswerForm(forms.Form):
    """Permit × compliance, and why."""

    answer = forms.ChoiceField(label=gettext_lazy("属于哪种情形"))
    why = forms.CharField(label=gettext_lazy("理由"), required=False)  # what is missing `clean_why` says

    def __init__(self, *args: Any, question: GuardQuestion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["answer"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", gettext_lazy("（请选择）")),
            *((value, GuardAnswer(value).label) for value in answers_for(question.kind)),
        ]

    def clean_why(self) -> str:
        """Refuse a reason that tells nobody anything."""
        why: str = self.cleaned_data["why"].strip()
        if refusal := why_refused(why):
            raise forms.ValidationError(refusal)
        return why
