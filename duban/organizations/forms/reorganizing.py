"""The forms of a reorganisation: one for each way, which gives a plan; and what is chosen on its preview."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.organizations.forms.units import UnitField, UnitsField
from duban.organizations.models import ReorganizationKind, Unit, UnitKind
from duban.organizations.plans import Plan, PlannedUnit
from duban.web.fields import day


class AnyUnitField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A unit, in use or no more: choosing one that is no more brings it back."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Unit.objects.all(), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Say which units are no more."""
        return obj.name if obj.active else _("%(unit)s（已撤销，选它即恢复）") % {"unit": obj.name}


class AnyUnitsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several units, in use or no more."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Unit.objects.all(), **kwargs)

    label_from_instance = AnyUnitField.label_from_instance


class ReorganizeForm(forms.Form):
    """What every reorganisation says: since when, by which document, why."""

    on = day(gettext_lazy("生效日期"), help_text=gettext_lazy("到了这一天才能办；确认后马上生效。"))
    document = forms.CharField(
        label=gettext_lazy("依据文件"), max_length=200, required=False, help_text=gettext_lazy("如“云编〔2026〕12号”")
    )
    reason = forms.CharField(
        label=gettext_lazy("说明"), max_length=500, required=False, widget=forms.Textarea({"rows": 2})
    )
    order: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": timezone.localdate(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.order_fields([*self.order, "on", "document", "reason"])

    def plan(self) -> Plan:
        """Return the plan that was filled in."""
        raise NotImplementedError


class RenameForm(ReorganizeForm):
    """One unit gets other names."""

    unit = UnitField(label=gettext_lazy("单位"))
    name = forms.CharField(label=gettext_lazy("新全称"), max_length=120)
    short_name = forms.CharField(label=gettext_lazy("新简称"), max_length=60)
    order = ("unit", "name", "short_name")

    def plan(self) -> Plan:
        """Return the plan."""
        given = self.cleaned_data
        unit = given["unit"].pk
        return Plan((unit,), (PlannedUnit(unit, given["name"].strip(), given["short_name"].strip()),))


class MergeForm(ReorganizeForm):
    """Several units go into one: a new one, one of them, or another."""

    units = UnitsField(label=gettext_lazy("要合并的单位"), help_text=gettext_lazy("单位名称，至少两个，用顿号隔开。"))
    heir = AnyUnitField(
        label=gettext_lazy("并入"),
        required=False,
        empty_label=gettext_lazy("（新设单位，填下面四项）"),
        help_text=gettext_lazy("可以是其中一个单位，也可以是别的单位。"),
    )
    name = forms.CharField(label=gettext_lazy("新全称"), max_length=120, required=False)
    short_name = forms.CharField(label=gettext_lazy("新简称"), max_length=60, required=False)
    code = forms.CharField(label=gettext_lazy("新代码"), max_length=32, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("新类别"), choices=UnitKind.choices, required=False, initial=UnitKind.DEPARTMENT
    )
    order = ("units", "heir", "name", "short_name", "code", "kind")

    def clean(self) -> dict[str, Any]:
        """Refuse a unit there already together with the names of a new one."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("heir") and given.get("name"):
            self.add_error("name", _("已选了并入的单位，就不用填新单位；要新设，请把“并入”改回“新设单位”。"))
        return given

    def plan(self) -> Plan:
        """Return the plan."""
        given = self.cleaned_data
        names = {name: given[name].strip() for name in ("name", "short_name", "code", "kind")}
        heir = PlannedUnit(given["heir"].pk) if given["heir"] else PlannedUnit(None, **names)
        return Plan(tuple(unit.pk for unit in given["units"]), (heir,))


class SplitForm(ReorganizeForm):
    """One unit becomes several."""

    unit = UnitField(label=gettext_lazy("要分设的单位"))
    stays = forms.BooleanField(
        label=gettext_lazy("原单位保留"), required=False, help_text=gettext_lazy("不勾选，分设后原单位即撤销。")
    )
    existing = AnyUnitsField(
        label=gettext_lazy("分到已有单位"), required=False, widget=forms.SelectMultiple({"size": 6})
    )
    new = forms.CharField(
        label=gettext_lazy("新设单位"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("一行一个：全称 简称 代码，用空格隔开，如“云陵市水利局 市水利局 203”"),
    )
    order = ("unit", "stays", "existing", "new")

    def clean_new(self) -> list[PlannedUnit]:
        """Return the new units, one a line; refuse a line that is none, naming it."""
        found = []
        for count, line in enumerate(self.cleaned_data["new"].splitlines(), start=1):
            words = line.split()
            if words and len(words) != 3:
                values = {"count": count, "line": line[:40]}
                raise ValidationError(_("第 %(count)d 行“%(line)s”看不懂，请写成“全称 简称 代码”。") % values)
            if words:
                found.append(PlannedUnit(None, words[0][:120], words[1][:60], words[2][:32]))
        return found

    def plan(self) -> Plan:
        """Return the plan."""
        given = self.cleaned_data
        old = [unit.pk for unit in given["existing"]]
        kept = [given["unit"].pk] if given["stays"] and given["unit"].pk not in old else []
        return Plan((given["unit"].pk,), (*(PlannedUnit(pk) for pk in (*kept, *old)), *given["new"]))


class AbolishForm(ReorganizeForm):
    """A unit is no more; another carries on for it."""

    unit = UnitField(label=gettext_lazy("要撤销的单位"))
    heir = UnitField(label=gettext_lazy("承接单位"))
    order = ("unit", "heir")

    def plan(self) -> Plan:
        """Return the plan."""
        return Plan((self.cleaned_data["unit"].pk,), (PlannedUnit(self.cleaned_data["heir"].pk),))


REORGANIZE_FORMS: dict[str, type[ReorganizeForm]] = {
    ReorganizationKind.RENAME.value: RenameForm,
    ReorganizationKind.MERGE.value: MergeForm,
    ReorganizationKind.SPLIT.value: SplitForm,
    ReorganizationKind.ABOLISH.value: AbolishForm,
}


class PreviewForm:
    """What was chosen on the preview: who takes what nobody chose, and single things and posts."""

    def __init__(self, posted: Any, plan: Plan) -> None:
        self.posted, self.plan = posted, plan

    def chosen(self) -> Plan:
        """Return the plan with what was chosen; anything that is no place among the heirs is left out."""
        places = {str(place): place for place in range(len(self.plan.heirs))}
        first = places.get(self.posted.get("first", ""), self.plan.first)
        choices = dict(self.plan.choices)
        posts: dict[str, int | None] = {}
        for name, value in self.posted.items():
            kind, _colon, key = name.partition(":")
            if kind == "choice":
                choices.pop(key, None)
                if value in places:
                    choices[key] = places[value]
            elif kind == "post" and (value in places or value == "end"):
                posts[key] = places.get(value)
        return Plan(self.plan.sources, self.plan.heirs, first, choices, posts)
