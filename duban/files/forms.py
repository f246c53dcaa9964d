"""A form field for several files."""

from __future__ import annotations

from typing import Any

from django import forms


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
