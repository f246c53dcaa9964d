"""One form for each move of a task. A form checks that something was given; whether it may be, the action says.

What a unit gives stands in `reporting`, what a task is measured by in `measuring`.
"""

from __future__ import annotations

from typing import Any, Self, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.organizations.forms import UnitField, UnitsField
from duban.organizations.models import Role, Unit, User
from duban.tasks.actions.added_demands import BreakdownWarned
from duban.tasks.models import ChangeKind, LookBackKind, Task, TaskUnitRole
from duban.tasks.permissions import is_in
from duban.tasks.wording import POINT_LABELS
from duban.web.fields import day, number, words


class MoveForm(forms.Form):
    """What every move's form carries: the version of the task its page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, task: Task, actor: User, **kwargs: Any) -> None:
        self.task, self.actor = task, actor
        kwargs["initial"] = {"version": task.version, **self.first_values(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.own_parts = [part for part in task.units.all() if is_in(actor, part.unit_id)]
        self.own_parts.sort(key=lambda part: part.role != TaskUnitRole.LEAD)
        if len(self.own_parts) > 1:
            self.fields["speaks_for"] = forms.TypedChoiceField(
                label=_("以哪个单位办理"),
                choices=[(part.unit_id, f"{part.unit_name}（{part.get_role_display()}）") for part in self.own_parts],
                coerce=int,
            )
        self.arrange()
        self.order_fields(["speaks_for", *self.fields])

    def first_values(self) -> dict[str, Any]:
        """Return what the empty form shows."""
        return {}

    def arrange(self) -> None:
        """Fit the fields to the task."""

    def after_conflict(self) -> Self:
        """Return the form for another try, on the task as it is stored now."""
        data = cast(QueryDict, self.data).copy()
        data["version"] = str(self.task.version)
        self.data = data
        return self

    def after_findings(self, warning: BreakdownWarned) -> Self:
        """Return the form with what must be said to what is asked of a child beyond its parent."""
        self.add_error("answer" if "answer" in self.fields else None, str(warning))
        return self


class ReasonForm(MoveForm):
    """A reason alone."""

    reason = words(gettext_lazy("理由"), max_length=500)


class RemarkForm(MoveForm):
    """A remark that need not be given."""

    remark = words(gettext_lazy("意见"), max_length=500, required=False)


class LeadForm(ReasonForm):
    """Another lead unit."""

    lead_unit = UnitField(label=gettext_lazy("牵头单位"))
    field_order = ("version", "lead_unit", "reason")


class AssignAnewForm(LeadForm):
    """The lead unit, the same or another."""

    def first_values(self) -> dict[str, Any]:
        """Propose the present lead."""
        return {"lead_unit": self.task.lead_unit.name}


class VerifyForm(MoveForm):
    """The six points of the test, each answered."""

    remark = words(gettext_lazy("核查意见"), max_length=500, required=False)

    def arrange(self) -> None:
        """Add a box for each point."""
        for name, label in POINT_LABELS.items():
            self.fields[name] = forms.BooleanField(label=label, required=False)
        self.order_fields([*POINT_LABELS, "remark"])


class LookBackForm(MoveForm):
    """What a second look found."""

    kind = forms.ChoiceField(label=gettext_lazy("方式"), choices=LookBackKind.choices)
    on = day(gettext_lazy("日期"))
    finding = words(gettext_lazy("情况"), 4, max_length=2000)
    solved = forms.TypedChoiceField(
        label=gettext_lazy("问题确已解决"),
        choices=[
            ("", gettext_lazy("（请选择）")),
            ("1", gettext_lazy("是")),
            ("0", gettext_lazy("否，有反弹或没有解决")),
        ],
        coerce=lambda given: given == "1",
    )

    def first_values(self) -> dict[str, Any]:
        """Propose today."""
        return {"on": timezone.localdate()}


class ReopenForm(ReasonForm):
    """A reason and a new deadline."""

    deadline = day(gettext_lazy("新的办理时限"))


class ChangeForm(ReasonForm):
    """A change wanted: its kind and the value that belongs to it."""

    kind = forms.ChoiceField(label=gettext_lazy("变更项"), choices=ChangeKind.choices)
    deadline = day(gettext_lazy("新的时限"), required=False)
    lead_unit = UnitField(label=gettext_lazy("新的牵头单位"), required=False)
    target = number(gettext_lazy("新的目标值"))
    field_order = ("version", "kind", "deadline", "lead_unit", "target", "reason")


class DecisionForm(MoveForm):
    """Granted in the name of a leader, or refused with a remark."""

    granted = forms.TypedChoiceField(
        label=gettext_lazy("审定结果"),
        choices=[("", gettext_lazy("（请选择）")), ("1", gettext_lazy("同意")), ("0", gettext_lazy("不同意"))],
        coerce=lambda given: given == "1",
    )
    approver = forms.CharField(
        label=gettext_lazy("批准领导"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("职务，同意时必填，如“分管副市长”"),
    )
    remark = words(gettext_lazy("审定意见"), max_length=500, required=False)


class MergeForm(ReasonForm):
    """The task this one goes into, by its number."""

    into = forms.CharField(label=gettext_lazy("并入的事项编号"), max_length=32)
    field_order = ("version", "into", "reason")

    def clean_into(self) -> Task:
        """Return the task of this number."""
        number = self.cleaned_data["into"].strip()
        task = Task.objects.filter(number=number).first()
        if task is None:
            raise forms.ValidationError(_("没有编号为“%(number)s”的事项，请核对编号。") % {"number": number})
        return task


class TerminateForm(ReasonForm):
    """The leader who approved it, and why."""

    approver = forms.CharField(
        label=gettext_lazy("批准领导"), max_length=60, help_text=gettext_lazy("职务，如“分管副市长”")
    )


class FanOutForm(ReasonForm):
    """The units that get a child."""

    units = UnitsField(
        label=gettext_lazy("分解到"),
        all_counties=True,
        help_text=gettext_lazy("单位名称，用顿号隔开；写“各县（区）”就是全部县区。已有分解事项的单位不会重复分解。"),
    )
    field_order = ("version", "units", "reason")


class InstructionForm(MoveForm):
    """What a leader wrote."""

    leader = forms.CharField(label=gettext_lazy("批示领导"), max_length=60, help_text=gettext_lazy("职务，如“市长”"))
    on = day(gettext_lazy("批示日期"))
    text = words(gettext_lazy("批示内容"), 4, max_length=2000)
    document = forms.CharField(label=gettext_lazy("批示所在文件"), max_length=300, required=False)
    answer_by = day(gettext_lazy("答复时限"), required=False)

    def first_values(self) -> dict[str, Any]:
        """Propose today, and a leader's own post."""
        own = self.actor.name if Role.LEADER in self.actor.roles else ""
        return {"on": timezone.localdate(), "leader": own}


class AnswerForm(MoveForm):
    """The answer to an instruction."""

    answer = words(gettext_lazy("答复"), 5, max_length=5000)


class CallForm(MoveForm):
    """A telephone call."""

    unit = forms.ModelChoiceField(
        label=gettext_lazy("单位"), queryset=Unit.objects.none(), empty_label=gettext_lazy("（请选择）")
    )
    person_called = forms.CharField(label=gettext_lazy("接听人"), max_length=60)
    telephone = forms.CharField(label=gettext_lazy("电话"), max_length=40, required=False)
    at = forms.DateTimeField(
        label=gettext_lazy("通话时间"), widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    said = words(gettext_lazy("通话内容"), max_length=500)

    def first_values(self) -> dict[str, Any]:
        """Propose the person in charge, now."""
        now = timezone.localtime().replace(second=0, microsecond=0)
        return {
            "at": now,
            "unit": self.task.lead_unit_id,
            "person_called": self.task.person_in_charge,
            "telephone": self.task.telephone,
        }

    def arrange(self) -> None:
        """Offer the task's units."""
        self.fields["unit"].queryset = Unit.objects.filter(task_parts__task=self.task)  # type: ignore[attr-defined]
