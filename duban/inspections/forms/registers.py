"""Forms of the registers, made from the fields each names; units are typed by name, petitions by number."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from duban.inspections.actions.filing import Filing
from duban.inspections.actions.findings import FindingFacts
from duban.inspections.models import HandoverNote, Inspection, Petition, Term, TermKind
from duban.inspections.models.desk import Entry, UnitEntry
from duban.inspections.rules.numbers import plain_number
from duban.organizations.forms import UnitField
from duban.organizations.models import Unit
from duban.tasks.actions import SixPoints
from duban.tasks.wording import POINT_LABELS
from duban.vault.screening import ScreenedForm, Screening
from duban.web.fields import day, words


class PetitionField(forms.CharField):
    """A petition of one inspection, by its number; None where nothing is typed."""

    inspection: Inspection

    def clean(self, value: Any) -> Any:
        """Return the petition of that number."""
        given = super().clean(value).strip()
        if not given:
            return None
        found = Petition.objects.filter(inspection=self.inspection, number=plain_number(given)).first()
        if found is None:
            raise forms.ValidationError(_("本次督察没有受理编号“%s”，请核对。") % given)
        return found


class EntryForm(ScreenedForm):
    """The fields of a register that are entered, or those that settle an entry; `required` makes all of them so."""

    def __init__(
        self,
        *args: Any,
        model: type[Entry],
        names: tuple[str, ...],
        inspection: Inspection,
        settling: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in names:
            self.fields[name] = _field(model, name, inspection, settling)
        if issubclass(model, UnitEntry) and not settling:  # its unit reads it
            self.screened = tuple(name for name in names if type(self.fields[name]) is forms.CharField)

    def clean(self) -> dict[str, Any]:
        """Refuse a limit before the day it was asked on, and deeds of days to come."""
        given = self.cleaned_data
        first = given.get("asked_on") or given.get("day") or given.get("sent_on")
        if first and given.get("due") and given["due"] < first:
            self.add_error("due", _("时限 %(due)s 早于 %(first)s，请核对。") % {"due": given["due"], "first": first})
        for name in _PAST:
            if given.get(name) and given[name] > timezone.localdate():
                self.add_error(name, _("日期 %s 还没有到，请填实际的日期。") % given[name])
        return given


def _field(model: type[Entry], name: str, inspection: Inspection, settling: bool) -> forms.Field:
    """Return the form's field for a column: what may stay empty in the table may here, but for what settles."""
    column = model._meta.get_field(name)
    assert isinstance(column, models.Field)
    label = column.verbose_name
    required = not column.blank or (settling and name not in _MAY_BE_EMPTY and model is not HandoverNote)
    if column.related_model is Unit:
        return UnitField(label=label)
    if column.related_model is Term:
        terms = inspection.terms.filter(kind=TermKind.AREA)
        return forms.ModelChoiceField(terms, label=label, required=False, empty_label=_("市本级"))
    if column.related_model is Petition:
        field = PetitionField(label=label, required=False, max_length=40)
        field.inspection = inspection
        return field
    if isinstance(column, models.DateField):
        return day(label, required=required, initial=timezone.localdate if required else None)
    if isinstance(column, models.IntegerField):
        return forms.IntegerField(label=label, min_value=1, max_value=99999, required=required)
    long = (column.max_length or 0) > 200
    if long:
        return words(label, 2, max_length=column.max_length, required=required)
    return forms.CharField(label=label, max_length=column.max_length, required=required)


_LINE = "line"
_PAST = ("asked_on", "day", "sent_on", "done_on", "answered_on")
_MAY_BE_EMPTY = {"pages"}  # and what is no condition of the table: a handover may be taken without a word


class AnswerEntryForm(forms.Form):
    """What a unit says to an entry that goes to it."""

    on = day(_lazy("送交或整改日期"))
    words = words(_lazy("办理情况"), 3, max_length=500, help_text=_lazy("写明送交了什么、份数，或者怎样整改"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"on": timezone.localdate()}, **kwargs})


class FindingForm(ScreenedForm):
    """A finding with its plan: one measure a line, its day first."""

    screened = ("title", "goal")

    title = forms.CharField(label=_lazy("反馈问题"), max_length=300)
    goal = words(_lazy("整改目标"), 2, max_length=500)
    lead_unit = UnitField(label=_lazy("责任单位"))
    leading_official = forms.CharField(
        label=_lazy("包案领导"), max_length=60, required=False, help_text=_lazy("写职务")
    )
    due = day(_lazy("整改时限"))
    plan = words(
        _lazy("整改方案"), 5, max_length=4000,
        help_text=_lazy("一行一条措施，日期在前，如“2026-06-30 建成污水收集管网12公里”；可以跨年度"),
    )  # fmt: skip

    def clean_plan(self) -> list[tuple[Any, str]]:
        """Return day and measure of each line."""
        found = []
        for number, line in enumerate(self.cleaned_data["plan"].splitlines(), start=1):
            if not line.strip():
                continue
            first, _space, rest = line.strip().partition(" ")
            try:
                on = forms.DateField().clean(first)
            except forms.ValidationError:
                on = None
            if on is None or not rest.strip() or len(rest.strip()) > 300:
                raise forms.ValidationError(
                    _("整改方案第%d行要先写日期（如 2026-06-30），空一格再写措施，措施不超过300字。") % number
                )
            found.append((on, rest.strip()))
        return found

    def texts(self) -> dict[str, str]:
        """Return the texts to be looked through, the plan's lines among them."""
        lines = {f"{_LINE}{n}": what for n, (_on, what) in enumerate(self.cleaned_data.get("plan", ()))}
        return super().texts() | lines

    def take(self, screening: Screening) -> None:
        """Put the texts as they were settled in the place of those given."""
        plan = self.cleaned_data.get("plan", ())
        super().take(screening)
        self.cleaned_data["plan"] = [(on, screening.text(f"{_LINE}{n}")[:300]) for n, (on, _what) in enumerate(plan)]

    def facts(self) -> FindingFacts:
        """Return what was filled in, the plan apart."""
        return FindingFacts(**{name: self.cleaned_data[name] for name in FindingFacts.__dataclass_fields__})


class StepForm(forms.Form):
    """A step that is done."""

    on = day(_lazy("完成日期"))
    what = forms.CharField(label=_lazy("完成情况"), max_length=300)


class FindingResultForm(ScreenedForm):
    """What came of a finding whose steps are done."""

    screened = ("result",)

    result = words(_lazy("整改结果"), 3, max_length=500)


class FilingForm(forms.Form):
    """Under which number the close-out is filed, and when somebody looks again; the six points of a task not verified yet."""

    on = day(_lazy("备案日期"))
    number = forms.CharField(label=_lazy("备案文号"), max_length=60)
    revisit_on = day(_lazy("计划回访日期"), help_text=_lazy("到期时提醒回头看，有反弹就在台账重新办理"))

    def __init__(self, *args: Any, testing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"on": timezone.localdate()}, **kwargs})
        for name, label in POINT_LABELS.items() if testing else ():
            self.fields[name] = forms.BooleanField(label=label, required=False)
        self.testing = testing

    def filing(self) -> Filing:
        """Return what was filled in, with the six points where the task is to be tested."""
        given = self.cleaned_data
        points = SixPoints(**{name: given[name] for name in POINT_LABELS}) if self.testing else None
        return Filing(given["on"], given["number"], given["revisit_on"], points)
