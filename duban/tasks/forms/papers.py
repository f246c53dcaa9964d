"""The forms of urging papers and their receipts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from duban.dates.workdays import count_working_days, load_calendar
from duban.organizations.models import User
from duban.tasks.actions.urging import PaperFacts
from duban.tasks.models import PaperKind
from duban.web.fields import day, words

REPLY_WITHIN = 3  # working days proposed for the reply


class PaperForm(forms.Form):
    """What the papers say; the tasks stand beside it."""

    kind = forms.ChoiceField(label=_lazy("种类"), choices=PaperKind.choices)
    wanted = words(_lazy("办理要求"), 3, max_length=500)
    reply_by = day(_lazy("回复时限"))
    sign_off = forms.CharField(
        label=_lazy("签发人"), max_length=60, required=False, help_text=_lazy("职务，如“市政府秘书长”")
    )
    contact = forms.CharField(label=_lazy("联系人"), max_length=60, required=False)
    telephone = forms.CharField(label=_lazy("联系电话"), max_length=40, required=False)
    reason = words(_lazy("仍要发出的理由"), 2, max_length=500, required=False)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        today = timezone.localdate()
        first = {
            "kind": PaperKind.NOTICE,
            "wanted": "请抓紧办理，在回复时限前报送进展情况；不能按期办结的，写明原因和预计办结时间。",
            "reply_by": count_working_days(today, REPLY_WITHIN, load_calendar()).last,
            "contact": actor.name,
            "telephone": actor.telephone,
        }
        super().__init__(*args, **{"initial": first, **kwargs})

    def facts(self) -> PaperFacts:
        """Return what was filled in."""
        return PaperFacts(**{name: self.cleaned_data[name] for name in PaperFacts.__dataclass_fields__})


class ReceiptForm(forms.Form):
    """What stands on the receipt that came back."""

    on = day(_lazy("收到回执"))
    signed_by = forms.CharField(label=_lazy("回执签收人"), max_length=60)
    says = words(_lazy("回执内容"), 3, max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"on": timezone.localdate()}, **kwargs})
