"""The form of a year's holiday notice: its text written in, or the file of it."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from duban.tasks.actions.recounting import plain_text

LARGEST = 20_000  # bytes; a year's notice has some two hundred
# the calendar's own format, the same in every language
_EXAMPLE = "文号 国办发明电〔…〕…号\n元旦 0101-0103\n春节 0205-0212 +0130 +0220"


class NoticeForm(forms.Form):
    """A year and its notice."""

    year = forms.IntegerField(label=_lazy("年份"), min_value=2012, max_value=2100)
    text = forms.CharField(
        label=_lazy("放假安排"),
        required=False,
        widget=forms.Textarea({"rows": 10, "placeholder": _EXAMPLE}),
        help_text=_lazy("第一行写文号，以后一行一个节日：0205-0212 是放假，+0130 是调休上班；跨到别的年份的日子写全，如 20261231。"),
    )  # fmt: skip
    # the text whose changes were on the page: of a year that has a notice, none other is taken
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    file = forms.FileField(label=_lazy("或上传文件"), required=False, help_text=_lazy("同样格式的文本文件（.txt）"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"year": timezone.localdate().year + 1, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Take the text from the file where one was given; refuse both and neither."""
        given = super().clean() or {}
        file, text = given.get("file"), (given.get("text") or "").strip()
        if file and text:
            raise forms.ValidationError(_("放假安排和文件只填一样，请删去其中一样。"))
        if file:
            text = self._read(file)
        if not text and not self.errors:
            raise forms.ValidationError(_("没有填写放假安排，请按通知逐行填写，或上传文件。"))
        given["text"] = text
        return given

    @property
    def token(self) -> str:
        """What stands for year and text as they are sent."""
        given = self.cleaned_data
        return hashlib.sha256(f"{given['year']}\n{plain_text(given['text'])}".encode()).hexdigest()

    def to_confirm(self) -> NoticeForm:
        """Return the form for the second look: the file's text written in, so that it need not be chosen again."""
        given = self.cleaned_data
        return NoticeForm({"year": given["year"], "text": given["text"], "seen": self.token})

    def _read(self, file: Any) -> str:
        if file.size > LARGEST:
            raise forms.ValidationError(_("“%(name)s”太大，不像一份放假安排，请核对文件。") % {"name": file.name})
        content = file.read()
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                text: str = content.decode(encoding)
            except UnicodeDecodeError:
                continue
            return text
        raise forms.ValidationError(_("“%(name)s”不是文本文件，请存为 .txt 后再上传。") % {"name": file.name})
