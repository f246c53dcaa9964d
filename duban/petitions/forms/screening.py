"""Words that are to go out, looked through: each private thing found in them is masked or kept by somebody's decision."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

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
