"""The forms of written instructions by themselves: recording one, the tasks it asks for, its answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from duban.organizations.models import Role, Unit, User
from duban.tasks.actions.directing import SOURCE, origin_of
from duban.tasks.actions.drafts import TaskDraft
from duban.tasks.models import Instruction, Urgency
from duban.web.fields import day, words

MOST_TASKS = 10


class RecordInstructionForm(forms.Form):
    """What a leader wrote."""

    leader = forms.CharField(label=_lazy("批示领导"), max_length=60, help_text=_lazy("职务，如“市长”"))
    on = day(_lazy("批示日期"))
    document = forms.CharField(label=_lazy("批示所在文件"), max_length=300, required=False)
    text = words(_lazy("批示内容"), 4, max_length=2000)
    urgency = forms.ChoiceField(label=_lazy("缓急"), choices=Urgency.choices)
    answer_by = day(_lazy("答复时限"), required=False)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        own = actor.name if Role.LEADER in actor.roles else ""
        first = {"on": timezone.localdate(), "leader": own, "urgency": Urgency.NORMAL}
        super().__init__(*args, **{"initial": first, **kwargs})


class InstructionTaskForm(forms.Form):
    """One task an instruction asks for; an empty row is none."""

    title = words(_lazy("事项"), 2, max_length=500, required=False)
    lead_unit = forms.ModelChoiceField(
        label=_lazy("牵头单位"),
        queryset=Unit.objects.filter(active=True),
        required=False,
        empty_label=_lazy("（请选择）"),
    )
    deadline = day(_lazy("办理时限"), required=False)
    reporting_rhythm = forms.CharField(
        label=_lazy("反馈频次"), max_length=60, required=False, help_text=_lazy("如“每周”“每月5日前”")
    )

    def clean(self) -> dict[str, Any]:
        """Refuse half a row."""
        given = super().clean() or {}
        title, lead = (given.get("title") or "").strip(), given.get("lead_unit")
        if title and not lead and not self.errors:
            self.add_error("lead_unit", _("没有选牵头单位，请选一个。"))
        if not title and (lead or given.get("deadline") or given.get("reporting_rhythm")):
            self.add_error("title", _("没有写事项，请填写要做的事，或把这一行清空。"))
        return given

    def draft(self, instruction: Instruction) -> TaskDraft | None:
        """Return the task wanted, None for an empty row."""
        given = self.cleaned_data
        if not (given.get("title") or "").strip():
            return None
        explanation = f"立项时定为 {given['deadline']}" if given["deadline"] else ""
        return TaskDraft(
            source=SOURCE,
            year=timezone.localdate().year,
            title=given["title"].strip(),
            lead_unit=given["lead_unit"],
            deadline=given["deadline"],
            deadline_explanation=explanation,
            reporting_rhythm=given["reporting_rhythm"].strip(),
            leading_official=instruction.leader[:60],
            origins=(origin_of(instruction),),
        )


InstructionTasks: type[BaseFormSet[InstructionTaskForm]] = formset_factory(
    InstructionTaskForm, extra=3, max_num=MOST_TASKS, absolute_max=MOST_TASKS
)


class AnswerDirectlyForm(forms.Form):
    """The office's answer."""

    answer = words(_lazy("答复"), 5, max_length=5000)
