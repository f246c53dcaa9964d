"""Forms of look-back rounds."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from duban.inspections.models import Outcome
from duban.web.fields import day

PERCENT = 10


class DrawForm(forms.Form):
    """The seed and the share of a round."""

    percent = forms.IntegerField(label=_lazy("抽查比例（%）"), min_value=1, max_value=100)
    seed = forms.CharField(
        label=_lazy("种子"), max_length=60, help_text=_lazy("任意一串字，抽样结果由它决定；可改成当众抽取的号码")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        first = {"percent": PERCENT, "seed": f"{timezone.localdate():%Y%m%d}-{secrets.token_hex(3)}"}
        super().__init__(*args, **{"initial": first, **kwargs})


class LookForm(forms.Form):
    """What was found at one petition."""

    on = day(_lazy("查看日期"))
    outcome = forms.ChoiceField(label=_lazy("结果"), choices=Outcome.choices)
    found = forms.CharField(label=_lazy("情况"), max_length=500)
    due = day(_lazy("重新办理时限"), required=False)  # of what recurred
