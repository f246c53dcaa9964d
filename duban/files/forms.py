"""A form field for several files, and the forms of those who look after kept files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class FilesInput(forms.ClearableFileInput):
    """A field for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files as a list; empty where none was chosen."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files as they came: whether each can be kept is the store's to say."""
        given = data if isinstance(data, (list, tuple)) else [data]
        return [file for file in given if file]


class FileFilterForm(forms.Form):
    """By name, digest or uploader; kept or purged ones."""

    words = forms.CharField(label=_("名称、摘要或上传人"), required=False, max_length=100)
    purged = forms.BooleanField(label=_("只看已清除"), required=False)


class PurgeForm(forms.Form):
    """Why, and that the consequence is known."""

    reason = forms.CharField(
        label=_("清除理由"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("会永久留在审计和事项页上。写明原因即可，如“误传涉密文件”，不要写出文件名和内容。"),
    )
    sure = forms.BooleanField(label=_("我知道清除后内容不能找回"))
