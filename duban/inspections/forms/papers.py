"""Forms of the desk's papers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from duban.web.fields import day, words


class DayForm(forms.Form):
    """The day a paper is about."""

    day = day(_lazy("日期"), required=False)


class ProofForm(forms.Form):
    """When and where the table was made public."""

    on = day(_lazy("公开日期"))
    link = forms.URLField(
        label=_lazy("公开网址"),
        max_length=500,
        assume_scheme="https",
        help_text=_lazy("公开页面的完整网址，以 http 开头"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"on": timezone.localdate()}, **kwargs})


class ReasonForm(forms.Form):
    """A reason alone."""

    reason = words(_lazy("理由"), 2, max_length=300)
