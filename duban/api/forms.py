"""Forms of keys and of addresses told of events."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duban.api.models import Webhook
from duban.tasks.models.labels import VERB_LABELS
from duban.web.fields import day

if TYPE_CHECKING:
    _Base = forms.ModelForm[Webhook]
else:
    _Base = forms.ModelForm


def _in_ninety_days() -> Any:
    return timezone.localdate() + timedelta(days=90)


class TokenForm(forms.Form):
    """A new key."""

    name = forms.CharField(label=_("用途"), max_length=100, help_text=_("写明给哪个程序用，如“局内报表系统”"))
    read_only = forms.BooleanField(label=_("只读"), required=False, initial=True)
    expires_on = day(_("有效期至"), initial=_in_ninety_days)


class WebhookForm(_Base):
    """An address told of events."""

    verbs = forms.MultipleChoiceField(
        label=_("事件"), choices=VERB_LABELS, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("都不选就是全部"),
    )  # fmt: skip

    class Meta:
        model = Webhook
        fields = ["name", "url", "verbs", "allow_private", "on"]
