"""One form for each move: what it asks for, and the action it ends in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duban.organizations.models import Unit, User
from duban.petitions import actions
from duban.petitions.models import Conclusion, Petition, Satisfaction
from duban.petitions.states import Verb
from duban.vault.screening import ScreenedForm
from duban.web.fields import day

MASKED = _("文字里的姓名、电话等会自动隐去。")


def _reason(label: Any, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=500, widget=forms.Textarea({"rows": 3}), help_text=MASKED
    )


class _Today(forms.Form):
    """A form whose days begin with today."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.DateField) and name != "deadline":
                field.initial = timezone.localdate()


class AcceptForm(_Today):
    """From when its time counts, and when the petitioner was told."""

    on = day(_("决定受理日"), help_text=_("办结的60日从这一天起算。"))
    told_on = day(_("告知日期"), help_text=_("书面告知信访人已受理的日期。"))


class RefuseForm(_Today):
    """When the petitioner was told, and why."""

    on = day(_("告知日期"), help_text=_("书面告知信访人不予受理的日期。"))
    reason = _reason(_("不予受理的理由"))


class ReasonForm(_Today):
    """Why."""

    reason = _reason(_("理由"))


class NothingForm(_Today):
    """Nothing is asked: the page names the consequence."""


class ExtendForm(_Today):
    """How long, why, who approved, when the petitioner was told."""

    days = forms.IntegerField(
        label=_("延长天数"), min_value=1, max_value=30, help_text=_("最多30日，只能延一次，到期前办理。")
    )
    reason = _reason(_("延期理由"))
    approved_by = forms.CharField(label=_("批准人"), max_length=60, help_text=_("写职务，例如“市住房城乡建设局局长”。"))
    told_on = day(_("告知日期"), help_text=_("把延期理由告知信访人的日期。"))


class ReplyForm(ScreenedForm):
    """What is answered."""

    screened = ("text",)

    conclusion = forms.ChoiceField(label=_("办理结果"), choices=[("", _("（请选择）")), *Conclusion.choices])
    text = forms.CharField(
        label=_("答复意见"),
        max_length=8000,
        widget=forms.Textarea({"rows": 10}),
        help_text=_("写查明的事实、依据和处理意见，原样印在答复意见书上；信访人的姓名在印出后填写。"),
    )


class ConcludeForm(_Today):
    """When and how the petitioner got it."""

    delivered_on = day(_("送达日期"), help_text=_("信访人收到书面答复的日期，30日内可请求复查。"))
    how = forms.CharField(label=_("送达方式"), max_length=60, required=False)


class CallBackForm(_Today):
    """What the petitioner said."""

    on = day(_("回访日期"))
    satisfied = forms.ChoiceField(label=_("满意度"), choices=[("", _("（请选择）")), *Satisfaction.choices])
    solved = forms.NullBooleanField(
        label=_("问题解决"),
        required=False,
        widget=forms.Select(choices=[("", _("（没有问到）")), ("true", _("已解决")), ("false", _("没有解决"))]),
        help_text=_("办结不等于解决：按信访人说的填。"),
    )
    note = _reason(_("说明"), required=False)


class ReopenForm(_Today):
    """Why, and until when."""

    reason = _reason(_("重新办理的理由"))
    deadline = day(_("新的办理时限"))


class AskReviewForm(_Today):
    """When it was asked for, and why."""

    on = day(_("请求日期"))
    reason = _reason(_("不服的理由"))


class UpholdForm(_Today):
    """When it was decided, and the words."""

    on = day(_("决定日期"))
    reason = _reason(_("复查、复核意见"))


class OverturnForm(UpholdForm):
    """When it was decided, the words, and until when it is taken up anew."""

    deadline = day(_("新的办理时限"))


class CloseForm(_Today):
    """A word on closing."""

    reason = _reason(_("结案说明"), required=False)


class ReferForm(ScreenedForm):
    """To whom, with which words; `seen` is the digest of the view that was looked at."""

    screened = ("instruction",)

    unit = forms.ModelChoiceField(label=_("承办单位"), queryset=Unit.objects.none(), empty_label=_("（请选择）"))
    instruction = forms.CharField(
        label=_("办理要求"), required=False, max_length=500, widget=forms.Textarea({"rows": 3})
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(active=True)  # type: ignore[attr-defined]


Deed = Callable[[Petition, User, dict[str, Any]], Petition]


def _plain(action: Callable[..., Petition], **fixed: Any) -> Deed:
    return lambda petition, actor, given: action(petition, actor=actor, **given, **fixed)


# verb → its form, what it does, and what the page says will follow
DEEDS: dict[Verb, tuple[type[forms.Form], Deed, Any]] = {
    Verb.ACCEPT: (AcceptForm, _plain(actions.accept), _("受理后开始计算60日办结期限。")),
    Verb.REFUSE: (RefuseForm, _plain(actions.refuse), _("不予受理须书面告知理由，之后只能结案。")),
    Verb.RETURN: (ReasonForm, _plain(actions.return_petition), _("退回督查室，台账事项一并退回；应在收到之日起5个工作日内提出。")),
    Verb.TAKE_UP: (NothingForm, _plain(actions.take_up), _("接收后由本单位办理，台账事项一并签收。")),
    Verb.EXTEND: (ExtendForm, _plain(actions.extend), _("办结期限和台账时限一并顺延，理由要告知信访人。")),
    Verb.SEND_BACK: (ReasonForm, _plain(actions.send_back), _("承办单位要重新报答复意见；台账里已申请办结的，一并退回。")),
    Verb.CONCLUDE: (ConcludeForm, _plain(actions.conclude), _("送达后办结期限停止，信访人30日内可请求复查。")),
    Verb.CALL_BACK: (CallBackForm, _plain(actions.call_back), _("满意和解决分开记；不满意或未解决的可以重新办理。")),
    Verb.REOPEN: (ReopenForm, _plain(actions.reopen), _("重新办理计入统计；已销号的台账事项一并重新办理。")),
    Verb.ASK_REVIEW: (AskReviewForm, _plain(actions.ask_review), _("复查机关30日内提出复查意见。")),
    Verb.UPHOLD: (UpholdForm, _plain(actions.decide_review, upheld=True), _("维持后，信访人30日内可请求复核。")),
    Verb.OVERTURN: (OverturnForm, _plain(actions.decide_review, upheld=False), _("撤销后重新办理，计入统计。")),
    Verb.ASK_SECOND_REVIEW: (
        AskReviewForm, _plain(actions.ask_review, second=True), _("复核机关30日内提出复核意见，复核是最后一步。"),
    ),
    Verb.FINISH: (UpholdForm, _plain(actions.decide_review, upheld=True), _("复核维持后结案，不再受理同一事实和理由的信访。")),
    Verb.OVERTURN_AGAIN: (OverturnForm, _plain(actions.decide_review, upheld=False), _("撤销后重新办理，计入统计。")),
    Verb.CLOSE: (CloseForm, _plain(actions.close), _("结案前台账事项须已销号；问题没有解决的，要写明理由。")),
}  # fmt: skip
