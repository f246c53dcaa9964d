"""Which petitions a list shows and statistics count: the same fields behind every figure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _lazy

from duban.inspections.counting import ANSWERED, CLOCKS
from duban.inspections.models import (
    STATE_LABELS,
    Channel,
    Conclusion,
    Inspection,
    Term,
    TermKind,
    Verdict,
)
from duban.inspections.queries.boards import CLOCKS as GROUPS
from duban.organizations.models import Unit
from duban.web.fields import day, drop_reversed_days

Choice = tuple[str, str | Promise]
NONE = "none"


class PeriodForm(forms.Form):
    """The days of handing over that count; empty: all."""

    day_from = day(_lazy("交办日期从"), required=False)
    day_to = day(_lazy("到"), required=False)

    def clean(self) -> None:
        """Say of days the wrong way round that they narrow nothing."""
        drop_reversed_days(self, "day_from", "day_to")

    def condition(self) -> Q:
        """Return what a petition must meet; a field that cannot be read asks for nothing."""
        self.is_valid()
        found = Q()
        if first := self.cleaned_data.get("day_from"):
            found &= Q(batch__day__gte=first)
        if last := self.cleaned_data.get("day_to"):
            found &= Q(batch__day__lte=last)
        return found


class PetitionFilterForm(PeriodForm):
    """Everything a figure may ask for; the page shows the fields people use by hand."""

    q = forms.CharField(label=_lazy("编号或内容"), required=False, max_length=60)
    batch = forms.ChoiceField(label=_lazy("批次"), required=False)
    channel = forms.ChoiceField(label=_lazy("来源"), required=False)
    area = forms.ChoiceField(label=_lazy("行政区域"), required=False)
    type = forms.ChoiceField(label=_lazy("主要类型"), required=False)
    names_type = forms.ChoiceField(label=_lazy("涉及类型"), required=False)
    verdict = forms.ChoiceField(label=_lazy("是否属实"), required=False)
    conclusion = forms.ChoiceField(label=_lazy("是否办结"), required=False)
    clock = forms.ChoiceField(label=_lazy("回复时限"), required=False)
    unit = forms.ChoiceField(label=_lazy("牵头单位"), required=False)
    waits = forms.ChoiceField(label=_lazy("等待"), required=False)
    official = forms.CharField(label=_lazy("包案领导"), required=False, max_length=60)
    state = forms.ChoiceField(label=_lazy("状态"), required=False)
    starred = forms.BooleanField(label=_lazy("重点件"), required=False)
    duplicate = forms.BooleanField(label=_lazy("重复件"), required=False)
    reopened = forms.BooleanField(label=_lazy("重新办理"), required=False)
    rejected = forms.BooleanField(label=_lazy("督察组退回"), required=False)
    answered = forms.BooleanField(label=_lazy("已回复"), required=False)
    answered_to = day(_lazy("回复日期到"), required=False)
    SHOWN = (
        "q",
        "day_from",
        "day_to",
        "area",
        "type",
        "verdict",
        "conclusion",
        "clock",
        "waits",
        "state",
        "starred",
        "duplicate",
        "reopened",
        "rejected",
    )

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        terms = list(inspection.terms.all())
        choices: dict[str, list[Choice]] = {
            "batch": [(str(pk), str(number)) for pk, number in inspection.batches.values_list("pk", "number")],
            "channel": list(Channel.choices),
            "area": [*_terms(terms, TermKind.AREA), (NONE, _lazy("市本级"))],
            "type": [*_terms(terms, TermKind.TYPE), (NONE, _lazy("未分类"))],
            "names_type": list(_terms(terms, TermKind.TYPE)),
            "verdict": [*_codes(terms, TermKind.VERDICT, Verdict.choices), (NONE, _lazy("尚未回复"))],
            "conclusion": list(_codes(terms, TermKind.CONCLUSION, Conclusion.choices)),
            "clock": list(CLOCKS.items()),
            "waits": [(group.key, group.label) for group in GROUPS],
            "state": list(STATE_LABELS.items()),
            "unit": [*((str(pk), name) for pk, name in _units(inspection)), (NONE, _lazy("尚未交办"))],
        }
        for name, given in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _lazy("全部")), *given]

    def shown(self) -> list[Any]:
        """Return the fields drawn on the page."""
        return [self[name] for name in self.SHOWN]

    def narrowed(self) -> bool:
        """Tell whether anything is asked for."""
        return any(self.cleaned_data.values())

    def condition(self) -> Q:
        """Return what a petition with its standing must meet (`counting.with_standing`)."""
        found = super().condition()
        given = self.cleaned_data
        for name, column in _COLUMNS.items():
            if value := given.get(name):
                found &= Q(**{f"{column}__isnull": True} if value == NONE else {column: value})
        for name, column in _CODES.items():
            if value := given.get(name):
                found &= Q(**{column: "" if value == NONE else value})
        for name, condition in _FLAGS.items():
            if given.get(name):
                found &= condition
        if group := next((group for group in GROUPS if group.key == given.get("waits")), None):
            found &= group.of(timezone.localdate())
        if official := given.get("official"):
            found &= Q(leading_official="" if official == NONE else official)
        if words := given.get("q"):
            found &= Q(number__icontains=words) | Q(summary__icontains=words)
        if last := given.get("answered_to"):
            found &= Q(answered_on__lte=last)
        return found


_COLUMNS = {"batch": "batch", "area": "area", "type": "main_type", "names_type": "types", "unit": "lead_unit"}
_CODES = {"channel": "channel", "verdict": "found", "conclusion": "standing", "clock": "clock", "state": "state"}
_FLAGS = {
    "starred": Q(starred=True),
    "duplicate": Q(duplicate_of__isnull=False),
    "reopened": Q(reopened__gt=0),
    "rejected": Q(rejected__gt=0),
    "answered": ANSWERED,
}


def _terms(terms: list[Term], kind: TermKind) -> Iterator[Choice]:
    return ((str(term.pk), term.label) for term in terms if term.kind == kind)


def _codes(terms: list[Term], kind: TermKind, choices: list[tuple[str, Any]]) -> Iterator[Choice]:
    words = {term.code: term.label for term in terms if term.kind == kind}
    return ((code, words.get(code, label)) for code, label in choices)


def _units(inspection: Inspection) -> Iterator[tuple[int, str]]:
    named = inspection.petitions.order_by().exclude(lead_unit=None).values("lead_unit")
    return ((unit.pk, str(unit)) for unit in Unit.objects.filter(pk__in=named))
