"""Fields for choosing units, and the form of a unit itself."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duban.organizations.models import Unit, UnitKind, UnitNameKind
from duban.organizations.queries import find_unit, units_meant, why_gone
from duban.organizations.rules import plain_name

SEPARATORS = "、,，;；\n"
COMPLETIONS = reverse_lazy("organizations:complete_unit")


class UnitsField(forms.CharField):
    """Unit names separated by 、; gives the units in order, or an error naming the first unknown one.

    `all_counties` lets 各县（区） stand for every county.
    """

    many = True

    def __init__(self, *args: Any, all_counties: bool = False, **kwargs: Any) -> None:
        self.all_counties = all_counties
        super().__init__(*args, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Return what the completion's script looks for."""
        place = {"data-units": "many" if self.many else "one", "data-complete": COMPLETIONS, "autocomplete": "off"}
        return {**super().widget_attrs(widget), **place, "role": "combobox", "aria-expanded": "false"}

    def clean(self, value: Any) -> Any:
        """Return the units named."""
        words = super().clean(value) or ""
        for separator in SEPARATORS:
            words = words.replace(separator, "\n")
        found: list[Unit] = []
        for name in filter(None, (part.strip() for part in words.split("\n"))):
            units = units_meant(name) if self.all_counties else filter(None, [find_unit(name)])
            new = [unit for unit in units if unit not in found]
            if not new and not find_unit(name):
                gone = Unit.objects.filter(active=False, names__plain=plain_name(name)).first()
                if gone is not None:
                    raise forms.ValidationError(why_gone(gone))
                message = gettext("没有叫“%(name)s”的单位，或有几个单位同名；请从列表中选一个。")
                raise forms.ValidationError(message % {"name": name})
            found += new
        return tuple(found)


class UnitField(UnitsField):
    """The name of one unit; gives the unit, None where none was named."""

    many = False

    def clean(self, value: Any) -> Any:
        """Return the unit named."""
        units: tuple[Unit, ...] = super().clean(value)
        if len(units) > 1:
            raise forms.ValidationError(gettext("这里只能填一个单位，请留下一个。"))
        return units[0] if units else None


class NamesField(forms.CharField):
    """Names, one a line."""

    widget = forms.Textarea(attrs={"rows": 2})

    def prepare_value(self, value: Any) -> Any:
        """Show a list one a line."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """Return the names; empty lines are left out."""
        return [line.strip() for line in (super().clean(value) or "").splitlines() if line.strip()]


class UnitForm(forms.ModelForm):  # type: ignore[type-arg]
    """A unit and its further names."""

    short_names = NamesField(label=_("其他简称"), required=False, help_text=_("一行一个。"))
    former_names = NamesField(label=_("曾用名"), required=False, help_text=_("一行一个；查找和识别时同样有效。"))

    kind = forms.ChoiceField(label=_("类别"), choices=[("", _("（请选择）")), *UnitKind.choices])
    parent = forms.ModelChoiceField(
        label=_("上级单位"), queryset=Unit.objects.all(), required=False, empty_label=_("（无）")
    )

    class Meta:
        model = Unit
        fields = ["name", "short_name", "code", "kind", "parent", "position", "active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent = cast("forms.ModelChoiceField[Unit]", self.fields["parent"])
        parent.queryset = Unit.objects.exclude(pk=self.instance.pk)
        if self.instance.pk:
            names = list(self.instance.names.exclude(name=self.instance.short_name).order_by("id"))
            for field, kind in (("short_names", UnitNameKind.SHORT), ("former_names", UnitNameKind.FORMER)):
                self.fields[field].initial = [name.name for name in names if name.kind == kind]
