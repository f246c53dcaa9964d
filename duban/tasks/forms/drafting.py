"""What a clerk writes of a task: opened by hand, or changed while it runs; the deadline by a day or in words."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self, cast

from django import forms
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language, gettext, gettext_lazy

from duban.dates.deadlines import first_limit
from duban.organizations.forms import UnitField, UnitsField
from duban.organizations.models import User
from duban.tasks.actions import Origin, TaskDraft, draft_of
from duban.tasks.actions.added_demands import BreakdownWarned
from duban.tasks.forms.moves import MoveForm
from duban.tasks.models import Priority, Task
from duban.web.fields import day, words

RHYTHMS = ("每周", "每半月", "每月", "每季度末月20日前", "办结时")


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A deadline with its words and its arithmetic, in the records' language and in the reader's."""

    day: date | None = None
    words: str = ""
    explanation: str = ""
    counted_from: date | None = None
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that a colleague altered meanwhile: what the page showed, theirs, one's own; `both` altered it."""

    label: str
    base: str
    theirs: str
    mine: str
    both: bool


class LimitNotUnderstood(ValueError):
    """The words name no limit; the message says what would."""


def reckon(given: str, counted_from: date) -> Reckoned:
    """Return the deadline that a day or words stand for (年底前, 5个工作日内), counted from the day."""
    given = given.strip()
    if not given:
        return Reckoned()
    try:
        named = parse_date(given.replace("/", "-").replace(".", "-"))
    except ValueError:
        raise LimitNotUnderstood(gettext("没有“%(words)s”这一天，请改为实际日期。") % {"words": given}) from None
    if named:
        return Reckoned(named)
    limit = first_limit(given, counted_from)
    if limit is None:
        message = gettext("看不懂时限“%(words)s”，请写日期（2026-12-31）或期限（年底前、5个工作日内、每月5日前）。")
        raise LimitNotUnderstood(message % {"words": given[:40]})
    reader = limit.explanation("en" if (get_language() or "").startswith("en") else "zh")
    return Reckoned(limit.value, limit.text[:120], "\n".join(limit.explanation("zh")), counted_from, reader)


class DraftForm(forms.Form):
    """Everything that is wanted of a task but where it came from."""

    title = words(gettext_lazy("事项"), 2, max_length=500)
    lead_unit = UnitField(label=gettext_lazy("牵头单位"))
    responsible_units = UnitsField(label=gettext_lazy("责任单位"), required=False)
    supporting_units = UnitsField(label=gettext_lazy("配合单位"), required=False)
    data_units = UnitsField(label=gettext_lazy("数据提供单位"), required=False)
    fan_out_to = UnitsField(
        label=gettext_lazy("分解到"),
        required=False,
        all_counties=True,
        help_text=gettext_lazy("每个单位得到一个分解事项；写“各县（区）”就是全部县区"),
    )
    leading_official = forms.CharField(
        label=gettext_lazy("牵头领导"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("职务，如“分管副市长”"),
    )
    priority = forms.ChoiceField(label=gettext_lazy("紧急程度"), choices=Priority.choices)
    limit = forms.CharField(
        label=gettext_lazy("办理时限"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("日期，或期限：年底前、11月底前、5个工作日内、每季度末月20日前"),
        widget=forms.TextInput(
            {
                "hx-get": reverse_lazy("tasks:reckon"),
                "hx-trigger": "input changed delay:300ms, change",
                "hx-include": "[name=counted_from]",
                "hx-target": "#reckoned",
                "autocomplete": "off",
            }
        ),
    )
    counted_from = day(gettext_lazy("期限从哪天算起"))
    start = day(
        gettext_lazy("起算日期"),
        required=False,
        help_text=gettext_lazy("序时进度从这一天算起，空着就从立项那天算"),
    )
    deliverable = forms.CharField(label=gettext_lazy("成果形式"), max_length=200, required=False)
    reporting_rhythm = forms.CharField(
        label=gettext_lazy("反馈频次"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"list": "rhythms", "autocomplete": "off"}),
    )
    reckoned = forms.CharField(required=False, widget=forms.HiddenInput)  # the day whose arithmetic was on the page

    before: Task | None = None
    shown: Reckoned | None = None  # the arithmetic to show

    def clean(self) -> dict[str, Any]:
        """Reckon the deadline; where it was given in words, want its arithmetic seen before it is stored."""
        given: dict[str, Any] = super().clean() or {}
        if "limit" not in given or "counted_from" not in given:
            return given
        if self.before and given["limit"] == limit_of(self.before):
            task = self.before
            words, why = task.deadline_text, task.deadline_explanation
            given["deadline"] = Reckoned(task.deadline, words, why, task.deadline_from)
            return given
        try:
            found = given["deadline"] = reckon(given["limit"], given["counted_from"])
        except LimitNotUnderstood as refusal:
            self.add_error("limit", str(refusal))
            return given
        if found.words:
            self.shown = found
            if given["reckoned"] != str(found.day or found.words):
                self.add_error("limit", gettext("这是按期限推算的，请核对下面的推算，没有错就再提交一次。"))
        return given

    def values(self) -> dict[str, Any]:
        """Return what was filled in, by the names of a draft."""
        given = self.cleaned_data
        deadline: Reckoned = given["deadline"]
        plain = (
            "title", "lead_unit", "responsible_units", "supporting_units", "data_units", "fan_out_to",
            "leading_official", "priority", "start", "deliverable", "reporting_rhythm",
        )  # fmt: skip
        reckoned = {
            "deadline": deadline.day,
            "deadline_text": deadline.words,
            "deadline_explanation": deadline.explanation,
            "deadline_from": deadline.counted_from,
        }
        return {**{name: given[name] for name in plain}, **reckoned}


class NewTaskForm(DraftForm):
    """A task opened by hand, with the words it comes from where there are any."""

    once = forms.UUIDField(widget=forms.HiddenInput)
    source_title = forms.CharField(
        label=gettext_lazy("来源"),
        max_length=300,
        help_text=gettext_lazy("文件、会议或电话，如“市长现场办公会”"),
    )
    quote = words(gettext_lazy("来源原文"), 3, max_length=5000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        first = {"once": uuid.uuid4(), "counted_from": timezone.localdate(), "priority": Priority.NORMAL}
        super().__init__(*args, **{"initial": first, **kwargs})

    def draft(self, today: date) -> TaskDraft:
        """Return the task wanted."""
        title, quote = self.cleaned_data["source_title"], self.cleaned_data["quote"].strip()
        origin = Origin("manual", title, "", "", "", 0, quote, quote, 0, len(quote))
        return TaskDraft(source="manual", year=today.year, origins=(origin,), **self.values())


class ChangeTaskForm(MoveForm, DraftForm):
    """The task as it stands, to be altered, with the reason; `base` is what the page showed."""

    reason = words(gettext_lazy("变更理由"), 2, max_length=500)
    added = forms.CharField(required=False, widget=forms.HiddenInput)  # what the page showed of a child's added demands
    clashes: Sequence[Clash] = ()

    def __init__(self, *args: Any, task: Task, actor: User, **kwargs: Any) -> None:
        self.before = task
        super().__init__(*args, task=task, actor=actor, **kwargs)

    def first_values(self) -> dict[str, Any]:
        """Show the task as it stands."""
        return shown_values(self.task)

    def arrange(self) -> None:
        """Send along what each field showed, to tell a colleague's change from one's own."""
        if self.task.parent_id:
            del self.fields["fan_out_to"]
        for name in self.shown_fields():
            self.fields[name].show_hidden_initial = True

    def after_conflict(self) -> Self:
        """Return the form with both changes joined: a field only a colleague altered takes their value.

        Where both altered one, this person's value stays in the field and the colleague's stands in `clashes`.
        """
        now, data = shown_values(self.task), cast(QueryDict, self.data).copy()
        clashes = []
        for name in self.shown_fields():
            base, mine, theirs = data.get(f"initial-{name}", ""), data.get(name, ""), now[name]
            if theirs != base:
                both = mine not in (base, theirs)
                clashes.append(Clash(str(self.fields[name].label), base, theirs, mine, both))
                data[name] = mine if both else theirs
            data[f"initial-{name}"] = theirs
        data["version"] = str(self.task.version)
        joined = type(self)(data, task=self.task, actor=self.actor)
        joined.clashes = clashes
        return joined

    def after_findings(self, warning: BreakdownWarned) -> Self:
        """Return the form that has shown the findings: given again, its reason answers them."""
        data = cast(QueryDict, self.data).copy()
        data["added"] = warning.token
        again = type(self)(data, task=self.task, actor=self.actor)
        again.add_error("reason", str(warning))
        return again

    def shown_fields(self) -> list[str]:
        """Return the fields that show something of the task."""
        return [name for name in SHOWN if name in self.fields]

    def draft(self) -> TaskDraft:
        """Return the task as this person wants it."""
        values, now = self.values(), draft_of(self.task)
        if self.task.parent_id:
            values.pop("fan_out_to", None)
        return replace(now, **values)

    def values(self) -> dict[str, Any]:
        """Leave the children out where the task is one itself."""
        if self.task.parent_id:
            self.cleaned_data["fan_out_to"] = ()
        return super().values()


SHOWN = (
    "title", "lead_unit", "responsible_units", "supporting_units", "data_units", "fan_out_to", "leading_official",
    "priority", "limit", "start", "deliverable", "reporting_rhythm",
)  # fmt: skip


def shown_values(task: Task) -> dict[str, str]:
    """Return the task's fields as the form shows them."""
    now = draft_of(task)
    units = ("responsible_units", "supporting_units", "data_units", "fan_out_to")
    plain = ("title", "leading_official", "priority", "deliverable", "reporting_rhythm")
    return {
        **{name: str(getattr(now, name)) for name in plain},
        "start": str(now.start or ""),
        "lead_unit": now.lead_unit.name,
        **{name: "、".join(unit.name for unit in getattr(now, name)) for name in units},
        "limit": limit_of(task),
        "counted_from": str(timezone.localdate()),
    }


def limit_of(task: Task) -> str:
    """Return the deadline as the form shows it: the day where there is one, else the words."""
    return task.deadline.isoformat() if task.deadline else task.deadline_text
