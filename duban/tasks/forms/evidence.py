"""Choosing evidence: files handed in, and files the unit has shown before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy

from duban.files.forms import FilesField
from duban.files.models import StoredFile
from duban.organizations.models import User
from duban.tasks.evidence import recent_evidence, reusable_evidence
from duban.tasks.models import Evidence

_LAST = ("evidence", "reused", "file_note", "reason")
ACCEPTED = ".jpg,.jpeg,.png,.pdf,.docx,.xlsx,.ofd,.doc,.wps,.txt,.md,.html,.htm"


class EvidencePicker(forms.CheckboxSelectMultiple):
    """A box for each file of the unit, the latest first, with a field that searches them by name."""

    template_name = "tasks/_picker.html"
    use_fieldset = False
    find: Callable[[], Iterable[Evidence]] = staticmethod(tuple)  # asked where the field is drawn, not where it is sent

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Give the template the files, not every choice there is."""
        chosen = {str(pk) for pk in value or ()}
        widget = {"name": name, "attrs": self.build_attrs(self.attrs, attrs), "is_hidden": False}
        pieces = [(piece, str(piece.file_id) in chosen) for piece in self.find()]
        return {"widget": widget, "pieces": pieces, "address": reverse("tasks:evidence_choices")}


class EarlierFiles(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Files chosen of those offered; none chosen asks the database nothing."""

    def clean(self, value: Any) -> Any:
        """Return the files, an empty list where none were ticked."""
        return super().clean(value) if value else []


class EvidenceFields(forms.Form):
    """Files as evidence, new ones and earlier ones, with a note."""

    evidence = FilesField(
        label=gettext_lazy("佐证材料"),
        required=False,
        help_text=gettext_lazy("图片、PDF、Word、Excel、OFD 或文本，每份不超过 50 MB；不能上传涉密文件和带宏的文件。"),
    )
    reused = EarlierFiles(
        label=gettext_lazy("用本单位以前的材料"),
        queryset=StoredFile.objects.none(),
        required=False,
        widget=EvidencePicker,
    )
    file_note = forms.CharField(label=gettext_lazy("材料说明"), max_length=200, required=False)

    def offer_earlier(self, actor: User) -> None:
        """Offer what the person's units have shown before, no field where there is nothing; evidence stands last."""
        self.order_fields([*(name for name in self.fields if name not in _LAST), *_LAST])
        self.fields["evidence"].widget.attrs["accept"] = ACCEPTED
        if not self.is_bound and not reusable_evidence(actor).exists():
            del self.fields["reused"]
            return
        field, chosen = cast(EarlierFiles, self.fields["reused"]), self._chosen()
        if chosen:  # what is drawn comes from `find`
            field.queryset = StoredFile.objects.filter(pk__in=reusable_evidence(actor).order_by().values("file"))
        cast(EvidencePicker, field.widget).find = partial(recent_evidence, actor, chosen=chosen)

    def _chosen(self) -> list[int]:
        """Return the files ticked in a form that comes back."""
        given = self.data.getlist("reused") if isinstance(self.data, QueryDict) else []
        return [int(pk) for pk in given if pk.isdigit()]
