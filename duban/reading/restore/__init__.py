"""Restoration: copied text → the text that was copied, with every repair and its proof on record.

The passes stand in their order below; each sees the text as those before left it, and runs only if a cheap
look at the characters present says that it may find something.
"""

from __future__ import annotations

from duban.reading.model import Restored
from duban.reading.restore.byte_shift import find_byte_shifts, may_hold_byte_shifts
from duban.reading.restore.edits import Draft
from duban.reading.restore.glosses import find_glosses, may_hold_glosses
from duban.reading.restore.script import find_phrases, find_traditional, may_hold_phrases, may_hold_traditional


def restore(text: str) -> Restored:
    """Return `text` with its damage undone; clean text comes back unchanged."""
    draft = Draft(text)
    seen, present = text, frozenset(text)
    for may_hold, find in _PASSES:
        if draft.text is not seen:
            seen, present = draft.text, frozenset(draft.text)
        if may_hold(draft, present):
            draft.take(find(draft))
    return draft.restored()


_PASSES = (
    (may_hold_byte_shifts, find_byte_shifts),
    (may_hold_glosses, find_glosses),
    (may_hold_traditional, find_traditional),
    (may_hold_phrases, find_phrases),
)
