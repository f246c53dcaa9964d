"""One form for each move of a task. A form checks that something was given; whether it may be, the action says."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any, Self, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.organizations.forms import UnitField, UnitsField
from duban.organizations.models import Role, Unit, User
from duban.tasks.actions import MilestoneFacts, TaskMeasures, measures_of
from duban.tasks.actions.added_demands import BreakdownWarned
from duban.tasks.forms.evidence import EvidenceFields
from duban.tasks.models import ChangeKind, Direction, LookBackKind, Milestone, RollUp, Task, TaskUnitRole
from duban.tasks.page_rows import milestones_of
from duban.tasks.permissions import is_in
from duban.tasks.rules.shares import plain
from duban.tasks.wording import POINT_LABELS, rule_set_choices


def day(label: Any, **more: Any) -> forms.DateField:
    """Return a field for a date."""
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **more)


def words(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    """Return a field for some lines of text."""
    return forms.CharField(label=label, widget=forms.Textarea({"rows": rows}), **more)


def number(label: Any, **more: Any) -> forms.DecimalField:
    """Return a field for a figure that need not be given."""
    return forms.DecimalField(label=label, required=False, max_digits=18, decimal_places=4, **more)


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


class SignForm(MoveForm):
    """The signature; the lead names who is in charge."""

    person_in_charge = forms.CharField(label=gettext_lazy("承办人"), max_length=60, required=False)
    telephone = forms.CharField(label=gettext_lazy("联系电话"), max_length=40, required=False)

    def first_values(self) -> dict[str, Any]:
        """Propose the person who signs."""
        return {"person_in_charge": self.actor.name, "telephone": self.actor.telephone}


class LeadForm(ReasonForm):
    """Another lead unit."""

    lead_unit = UnitField(label=gettext_lazy("牵头单位"))
    field_order = ("version", "lead_unit", "reason")


class AssignAnewForm(LeadForm):
    """The lead unit, the same or another."""

    def first_values(self) -> dict[str, Any]:
        """Propose the present lead."""
        return {"lead_unit": self.task.lead_unit.name}


class ReportForm(MoveForm, EvidenceFields):
    """A progress report: words, the figures the task is measured by, files."""

    once = forms.UUIDField(widget=forms.HiddenInput)
    text = words(gettext_lazy("进展情况"), 5, max_length=5000)
    as_of = day(gettext_lazy("数据截至"))
    actual = number(gettext_lazy("完成值"))
    text_met = forms.NullBooleanField(label=gettext_lazy("文字目标已达到"), required=False)
    allotted = number(gettext_lazy("资金下达数（万元）"))
    paid = number(gettext_lazy("拨付数（万元）"))
    typed_percent = forms.IntegerField(
        label=gettext_lazy("自报进度"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=gettext_lazy("百分数。事项没有目标值、节点和资金时才用，不能核算，只作参考。"),
    )
    problems = words(gettext_lazy("问题和原因"), 2, max_length=2000, required=False)
    next_steps = words(gettext_lazy("下一步打算"), 2, max_length=2000, required=False)

    def __init__(self, *args: Any, gives_figures: bool, **kwargs: Any) -> None:
        self.gives_figures = gives_figures
        super().__init__(*args, **kwargs)

    def first_values(self) -> dict[str, Any]:
        """Propose today, and a token that makes a double click one report."""
        return {"as_of": timezone.localdate(), "once": uuid.uuid4()}

    def arrange(self) -> None:
        """Ask only for the figures this task is measured by, and only of those who give figures."""
        quantity, funds = getattr(self.task, "quantity", None), getattr(self.task, "funds", None)
        self.milestones: list[Milestone] = milestones_of(self.task.pk) if self.gives_figures else []
        kept = {
            "actual": quantity is not None and quantity.target is not None,
            "text_met": quantity is not None and quantity.target is None,
            "allotted": funds is not None,
            "paid": funds is not None,
            "typed_percent": quantity is None and funds is None and not self.milestones,
        }
        for name, wanted in kept.items():
            if not (wanted and self.gives_figures):
                del self.fields[name]
        if "actual" in self.fields and quantity is not None:
            target = f"{plain(quantity.target)}{quantity.unit}" if quantity.target is not None else ""
            self.fields["actual"].help_text = f"{quantity.get_direction_display()} {target}"
        for milestone in self.milestones:
            label = _("节点完成日期：%(title)s（应于 %(due)s）") % {"title": milestone.title, "due": milestone.due}
            self.fields[f"milestone_{milestone.pk}"] = day(label, required=False, initial=milestone.done)
        self.offer_earlier(self.actor)

    def milestones_done(self) -> dict[int, Any]:
        """Return the nodes done with their days."""
        given = {row.pk: self.cleaned_data.get(f"milestone_{row.pk}") for row in self.milestones}
        return {pk: done for pk, done in given.items() if done}


class CorrectionForm(ReportForm):
    """A report that corrects another, with the reason."""

    reason = words(gettext_lazy("更正理由"), 2, max_length=500)


class FilesForm(MoveForm, EvidenceFields):
    """Evidence for the task itself."""

    def arrange(self) -> None:
        """Offer what the unit has shown before."""
        self.offer_earlier(self.actor)

    def clean(self) -> dict[str, Any]:
        """Ask for a file, new or earlier."""
        given = super().clean() or {}
        if not self.errors and not given.get("evidence") and not given.get("reused"):
            raise forms.ValidationError(_("没有选文件，请选择要上传的佐证材料，或勾选以前的材料。"))
        return given


class MeasureForm(MoveForm):
    """What a unit adds to catch up."""

    what = words(gettext_lazy("措施"), max_length=500)
    who = forms.CharField(label=gettext_lazy("责任人"), max_length=60, required=False)
    until = day(gettext_lazy("完成时限"), required=False)
    is_explanation = forms.BooleanField(label=gettext_lazy("只作说明，不增添措施"), required=False)


class CompletionForm(MoveForm):
    """What was done, and with which result."""

    statement = words(gettext_lazy("办结情况"), 5, max_length=5000)


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
        choices=[("", "—"), ("1", gettext_lazy("是")), ("0", gettext_lazy("否，有反弹或没有解决"))],
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
        choices=[("", "—"), ("1", gettext_lazy("同意")), ("0", gettext_lazy("不同意"))],
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

    unit = forms.ModelChoiceField(label=gettext_lazy("单位"), queryset=Unit.objects.none())
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


class MeasuresForm(MoveForm):
    """What a task is measured by."""

    start = day(
        gettext_lazy("起算日期"), required=False, help_text=gettext_lazy("序时进度从这一天算起，空着就从立项那天算")
    )
    direction = forms.ChoiceField(label=gettext_lazy("目标类型"), choices=Direction.choices)
    target = number(gettext_lazy("目标值"))
    unit = forms.CharField(label=gettext_lazy("计量单位"), max_length=20, required=False)
    target_text = forms.CharField(label=gettext_lazy("文字目标"), max_length=200, required=False)
    milestones = words(
        gettext_lazy("节点"),
        4,
        required=False,
        help_text=gettext_lazy("一行一个：应完成日期 权重 节点名称，如“2026-06-30 40 完成设计”"),
    )
    budget = number(gettext_lazy("年初预算安排数（万元）"))
    roll_up = forms.ChoiceField(label=gettext_lazy("汇总办法"), choices=RollUp.choices)
    roll_up_weight = forms.DecimalField(
        label=gettext_lazy("在上级事项中的权重"), required=False, max_digits=9, decimal_places=3, min_value=Decimal(0)
    )
    rule_set = forms.ChoiceField(label=gettext_lazy("亮灯规则"), choices=rule_set_choices, required=False)
    answer = words(gettext_lazy("对层层加码提示的说明"), 2, max_length=500, required=False)

    def arrange(self) -> None:
        """Ask why a child is asked for more than its parent; of another task nobody is asked."""
        if self.task.parent_id is None:
            del self.fields["answer"]

    def first_values(self) -> dict[str, Any]:
        """Show what the task is measured by now."""
        now = measures_of(self.task)
        shown = {name: getattr(now, name) for name in TaskMeasures.__dataclass_fields__ if name != "milestones"}
        lines = [f"{row.due} {plain(row.weight)} {row.title}" for row in now.milestones]
        return {**shown, "milestones": "\n".join(lines)}

    def clean_milestones(self) -> tuple[MilestoneFacts, ...]:
        """Return the nodes, one a line; refuse a line that is none, naming it."""
        found = []
        for count, line in enumerate(self.cleaned_data["milestones"].splitlines(), start=1):
            if not line.strip():
                continue
            parts = line.split(maxsplit=2)
            try:
                due, weight = parse_date(parts[0]), Decimal(parts[1])
                title = parts[2]
            except (IndexError, ValueError, ArithmeticError):
                due, weight, title = None, Decimal(0), ""
            if due is None or not weight.is_finite() or not title:
                raise forms.ValidationError(
                    _("第 %(count)d 行“%(line)s”看不懂，请写成“2026-06-30 40 完成设计”。")
                    % {"count": count, "line": line[:40]}
                )
            found.append(MilestoneFacts(title[:200], due, weight))
        return tuple(found)

    def measures(self) -> TaskMeasures:
        """Return what was filled in."""
        return TaskMeasures(**{name: self.cleaned_data[name] for name in TaskMeasures.__dataclass_fields__})
