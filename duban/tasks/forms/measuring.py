"""What a task is measured by: target, nodes, funds, how children roll up."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.tasks.actions import MilestoneFacts, TaskMeasures, measures_of
from duban.tasks.forms.moves import MoveForm
from duban.tasks.models import Direction, RollUp
from duban.tasks.rules.shares import plain
from duban.tasks.wording import rule_set_choices
from duban.web.fields import day, number, words


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
