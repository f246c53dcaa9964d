"""The audit page's filters."""

from django import forms
from django.utils.translation import gettext_lazy as _


class FilterForm(forms.Form):
    """By object, person and day."""

    text = forms.CharField(label=_("对象"), required=False, max_length=100)
    person = forms.CharField(label=_("操作人"), required=False, max_length=60)
    day = forms.DateField(label=_("日期"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
