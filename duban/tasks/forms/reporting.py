"""What a unit fills in about its own work: signature, reports, evidence, measures, the request for completion."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.tasks.forms.evidence import EvidenceFields
from duban.tasks.forms.moves import MoveForm
from duban.tasks.models import Milestone, Report, ReportState
from duban.tasks.page_rows import milestones_of
from duban.tasks.rules.shares import plain
from duban.web.fields import day, number, words


class SignForm(MoveForm):
    """The signature; the lead names who is in charge."""

    person_in_charge = forms.CharField(label=gettext_lazy("承办人"), max_length=60, required=False)
    telephone = forms.CharField(label=gettext_lazy("联系电话"), max_length=40, required=False)

    def first_values(self) -> dict[str, Any]:
        """Propose the person who signs."""
        return {"person_in_charge": self.actor.name, "telephone": self.actor.telephone}


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

    statement = words(
        gettext_lazy("办结情况"),
        5,
        max_length=5000,
        help_text=gettext_lazy("有报送的，先带出最近一次报送的进展，请改成办结时的情况。"),
    )

    def first_values(self) -> dict[str, Any]:
        """Propose what the lead unit reported last: it is not typed twice."""
        told = Report.objects.filter(
            task=self.task, unit=self.task.lead_unit, state=ReportState.SENT, corrected=False
        ).order_by("-id")
        return {"statement": told.values_list("text", flat=True).first() or ""}
