"""Words that are to go out, looked through: each private thing found in them is masked or kept by somebody's decision."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from duban.redaction import redact
from duban.redaction.model import MASKS
from duban.vault.wording import MASK_KINDS

MASK, KEEP = "mask", "keep"


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: its field on the form, its kind, its words, what was decided (empty: nothing yet)."""

    field: str
    kind: str
    quote: str
    decision: str

    @property
    def kind_words(self) -> str:
        """The kind in words."""
        return str(MASK_KINDS[self.kind])


class Screening:
    """The texts of a form with what was found in them and what the person decided of each."""

    def __init__(self, texts: Mapping[str, str], given: Mapping[str, str]) -> None:
        self._texts = dict(texts)
        hits: dict[str, Hit] = {}
        for text in self._texts.values():
            for found in redact(text).redactions:
                quote = text[found.start : found.end]
                field = f"hit-{hashlib.sha256(f'{found.kind}:{quote}'.encode()).hexdigest()[:12]}"
                decision = given.get(field, "")
                hits.setdefault(field, Hit(field, found.kind, quote, decision if decision in (MASK, KEEP) else ""))
        self.hits = list(hits.values())

    @property
    def settled(self) -> bool:
        """Whether everything found was decided."""
        return all(hit.decision for hit in self.hits)

    @property
    def kept(self) -> int:
        """How many things somebody decided to keep."""
        return sum(hit.decision == KEEP for hit in self.hits)

    def text(self, name: str) -> str:
        """Return a text with what was decided masked."""
        text = self._texts[name]
        masked = {(hit.kind, hit.quote) for hit in self.hits if hit.decision == MASK}
        for found in reversed(redact(text).redactions):
            if (found.kind, text[found.start : found.end]) in masked:
                text = text[: found.start] + MASKS[found.kind] + text[found.end :]
        return text


class ScreenedForm(forms.Form):
    """A form with texts that go to somebody else: not valid before everything found in them was decided, then masked so."""

    template_name = "vault/screened_form.html"
    screened: tuple[str, ...] = ()
    screening: Screening | None = None

    @property
    def hits(self) -> list[Hit]:
        """What was found, with what was decided of each."""
        return self.screening.hits if self.screening else []

    @property
    def kept(self) -> int:
        """How many things somebody decided to keep."""
        return self.screening.kept if self.screening else 0

    def _post_clean(self) -> None:
        """Look the texts through once every field is clean, whatever `clean` a form has of its own."""
        super()._post_clean()  # type: ignore[misc]
        self.screening = Screening(self.texts(), self.data)
        if self.screening.settled:
            self.take(self.screening)
        else:
            self.add_error(None, _("文字里还有可能是个人信息的内容，请逐条决定隐去还是保留。"))

    def texts(self) -> dict[str, str]:
        """Return the texts to be looked through, by name."""
        return {name: self.cleaned_data[name] for name in self.screened if self.cleaned_data.get(name)}

    def take(self, screening: Screening) -> None:
        """Put the texts as they were settled in the place of those given."""
        for name in self.fields.keys() & self.texts().keys():
            text, most = screening.text(name), getattr(self.fields[name], "max_length", None)
            if most and len(text) > most:  # a mask may be longer than what it covers
                words = _("隐去以后有 %(length)d 字，最多 %(most)d 字，请改短。")
                self.add_error(name, words % {"length": len(text), "most": most})
            else:
                self.cleaned_data[name] = text
