"""A drop-down says in words what choosing nothing means; Django's row of hyphens says nothing."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module

from django import forms
from django.forms.forms import BaseForm

import duban
from tests.test_permissions_matrix import WHOLE_BLANK

MEANINGLESS = {WHOLE_BLANK, "—", "-", ""}


def all_forms(base: type[BaseForm] = BaseForm) -> Iterator[type[BaseForm]]:
    for form in base.__subclasses__():
        yield from all_forms(form)
        if form.__module__.startswith("duban."):
            yield form


def empty_words(field: forms.Field) -> list[str]:
    """Return what a field's drop-down calls choosing nothing."""
    if not isinstance(field.widget, forms.Select) or field.widget.is_hidden:
        return []
    if isinstance(field, forms.ModelChoiceField):
        return [] if field.empty_label is None else [str(field.empty_label)]
    return [str(words) for value, words in field.widget.choices if value in ("", None)]


def test_no_form_calls_choosing_nothing_by_a_dash() -> None:
    for module in pkgutil.walk_packages(duban.__path__, "duban."):
        if ".forms" in module.name or ".views" in module.name:
            import_module(module.name)
    found = list(all_forms())
    assert len(found) > 80
    unclear = {
        f"{form.__module__}.{form.__name__}.{name}"
        for form in found
        for name, field in form.base_fields.items()
        if MEANINGLESS.intersection(empty_words(field))
    }
    assert unclear == set()
