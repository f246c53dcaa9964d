"""The vault's forms: why somebody reads, who may, where the second copy of a key lies; and who was petitioning."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duban.organizations.models import User
from duban.organizations.permissions import OFFICE_ROLES
from duban.redaction.comparing import SHORTEST, Part, count_of, revised, without
from duban.vault.models import Outcome
from duban.vault.wording import MASK_KINDS, counted
from duban.web.fields import day
from duban.web.reasons import says_why


@dataclass(frozen=True, slots=True, repr=False)
class Masking:
    """A text as it shall be shown now, the words masked by hand (words, kind), how many of each kind, and why."""

    text: str
    words: tuple[tuple[str, str], ...]
    told: dict[str, str]
    reason: str

    @property
    def changed(self) -> bool:
        """Whether anything was opened or masked."""
        return any(self.told.values())


class ReasonForm(forms.Form):
    """Why the content is needed; `once` opens it one time."""

    once = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("读取理由"),
        max_length=300,
        widget=forms.Textarea({"rows": 2, "autocomplete": "off"}),
        help_text=_("记入读取记录，审计员能看到；不要写出来访人的姓名和电话。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"once": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class CustodianForm(forms.Form):
    """Who may open sealed content, from when to when, and why."""

    person = forms.ModelChoiceField(
        label=_("保管人"), queryset=User.objects.none(), empty_label=_("（请选择）"), help_text=_("经办或督查室人员。")
    )
    first_day = day(_("自"))
    last_day = day(_("至"), required=False, help_text=_("这一天还算；不填则到收回为止。"))
    reason = forms.CharField(label=_("事由"), max_length=200)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"first_day": timezone.localdate(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        person = self.fields["person"]
        assert isinstance(person, forms.ModelChoiceField)
        office = User.objects.filter(is_active=True, posts__role__in=OFFICE_ROLES).exclude(pk=actor.pk)
        person.queryset = office.distinct()


class CopyForm(forms.Form):
    """Where the second copy lies."""

    kept_where = forms.CharField(
        label=_("副本存放处"),
        max_length=200,
        help_text=_("写地点和保管人，例如“机要室保险柜，机要科”；不要写密钥本身。"),
    )
    sure = forms.BooleanField(label=_("我已把密钥文件另存一份，并打开核对过"))


class PurgeForm(forms.Form):
    """Why, and that the consequence is known."""

    reason = forms.CharField(
        label=_("清除理由"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("会永久留在审计里；不要写出内容。"),
    )
    sure = forms.BooleanField(label=_("我知道清除后内容不能找回"))


class ReadsFilterForm(forms.Form):
    """By reader or object, outcome, days."""

    words = forms.CharField(label=_("读取人或对象"), required=False, max_length=100)
    outcome = forms.ChoiceField(label=_("结果"), required=False, choices=[("", _("全部")), *Outcome.choices])
    first_day = day(_("自"), required=False)
    last_day = day(_("至"), required=False)


MORE = 4  # passages masked by hand in one go


class MaskingForm(ReasonForm):
    """What a custodian changes of a text's masks, beside the text as it came: some opened, other passages masked."""

    seen = forms.CharField(widget=forms.HiddenInput)
    why = forms.CharField(
        label=_("调整理由"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2, "autocomplete": "off"}),
        help_text=_("记入办理记录；不要写出姓名和电话。"),
    )

    def __init__(self, *args: Any, parts: Sequence[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts
        self.fields["why"].needed_by = _("有调整时必填")  # type: ignore[attr-defined]
        self.fields["reason"].widget = forms.HiddenInput()
        for place, part in enumerate(parts):
            if part.kind:
                self.fields[f"open{place}"] = forms.BooleanField(label=_("不隐去"), required=False)
        for row in range(MORE):
            words, kind = _("再隐去的字句 %(n)d") % {"n": row + 1}, _("种类 %(n)d") % {"n": row + 1}
            self.fields[f"words{row}"] = forms.CharField(
                label=words, required=False, max_length=200, widget=forms.TextInput({"autocomplete": "off"})
            )
            choices = [("", _("请选择种类")), *MASK_KINDS.items()]
            self.fields[f"kind{row}"] = forms.ChoiceField(label=kind, required=False, choices=choices)

    def clean(self) -> dict[str, Any]:
        """Ask for the kind of what is masked, for words that stand in the text, and for the reason of a change."""
        given = super().clean() or {}
        plain = revised(self.parts, self._opened(given))
        for row in range(MORE):
            words, kind = given.get(f"words{row}", ""), given.get(f"kind{row}", "")
            if words and (trouble := _trouble_with(words, kind, plain)):
                self.add_error(f"words{row}", trouble)
        if (self._opened(given) or self._words(given)) and not says_why(given.get("why", "")):
            self.add_error("why", _("改动了隐去的内容，请写明理由，例如“是企业名称，不是个人”。"))
        return given

    def revised(self) -> str:
        """Return the text as it would be shown, as far as what was given can be done."""
        given = getattr(self, "cleaned_data", {})
        return revised(self.parts, self._opened(given), self._words(given))

    def masking(self) -> Masking:
        """Return what was decided, told without a word of the text."""
        given = self.cleaned_data
        opened, words = self._opened(given), self._words(given)
        told = {
            "opened": counted(self.parts[place].kind for place in opened),
            "masked": counted(kind for _words, kind in words),
        }
        left = [part for place, part in enumerate(self.parts) if place not in opened]
        return Masking(self.revised(), tuple(words), told, without(given["why"].strip(), left, words))

    @property
    def masked(self) -> list[tuple[int, Part, Any]]:
        """What is masked: its number on the page, its part, the field that opens it."""
        places = [place for place, part in enumerate(self.parts) if part.kind]
        return [(number, self.parts[place], self[f"open{place}"]) for number, place in enumerate(places, start=1)]

    @property
    def more(self) -> list[tuple[Any, Any]]:
        """The rows of passages to be masked."""
        return [(self[f"words{row}"], self[f"kind{row}"]) for row in range(MORE)]

    def _opened(self, given: dict[str, Any]) -> set[int]:
        return {place for place, part in enumerate(self.parts) if part.kind and given.get(f"open{place}")}

    def _words(self, given: dict[str, Any]) -> list[tuple[str, str]]:
        rows = [(given.get(f"words{row}", ""), given.get(f"kind{row}", "")) for row in range(MORE)]
        return [(words, kind) for words, kind in rows if words and kind]


def _trouble_with(words: str, kind: str, text: str) -> str:
    """Say why the words cannot be masked; empty where they can."""
    if not kind:
        return str(_("请选择这是哪一种信息。"))
    if len(words) < SHORTEST:
        return str(_("只有一个字，别处的同一个字也会被隐去，请多选几个字。"))
    if not count_of(text, words):
        return str(_("右边的文字里没有这几个字，请照原文写；已经隐去的不用再写。"))
    return ""
