"""Restoration: copied text → the text that was copied, with every repair and its proof on record.

The passes stand in their order below; each sees the text as those before left it, and runs only if a cheap
look at the unusual characters present says that it may find something.
"""

from __future__ import annotations

from collections.abc import Callable, Set

from duban.reading.model import Restored
from duban.reading.restore.boilerplate import find_furniture, find_repeat, may_hold_furniture, may_repeat
from duban.reading.restore.byte_shift import find_byte_shifts, may_hold_byte_shifts
from duban.reading.restore.edits import Draft, Findings
from duban.reading.restore.flags import find_flags, may_hold_flags
from duban.reading.restore.glosses import find_glosses, may_hold_glosses
from duban.reading.restore.markup import find_markup, find_spaced_digits, may_hold_markup, may_hold_spaced_digits
from duban.reading.restore.script import find_phrases, find_traditional, may_hold_phrases, may_hold_traditional
from duban.reading.restore.unusual import unusual
from duban.reading.restore.wraps import find_wraps, may_hold_wraps
from duban.reading.restore.wrong_encoding import find_wrong_encoding, may_hold_wrong_encoding


def restore(text: str) -> Restored:
    """Return `text` with its damage undone; clean text comes back unchanged."""
    draft = Draft(text)
    seen, present = text, unusual(text)
    for may_hold, find in _PASSES:
        if draft.text is not seen:
            seen, present = draft.text, unusual(draft.text)
        if may_hold(draft, present):
            draft.take(find(draft))
    return draft.restored()


# Order matters: bytes before characters, the page before the sentence, lost characters before the glosses they
# are proven by, glosses before the script, whose phrases they would cut.
_PASSES: tuple[tuple[Callable[[Draft, Set[str]], bool], Callable[[Draft], Findings]], ...] = (
    (may_hold_wrong_encoding, find_wrong_encoding),
    (may_hold_markup, find_markup),
    (may_repeat, find_repeat),
    (may_hold_furniture, find_furniture),
    (may_hold_byte_shifts, find_byte_shifts),
    (may_hold_glosses, find_glosses),
    (may_hold_traditional, find_traditional),
    (may_hold_phrases, find_phrases),
    (may_hold_spaced_digits, find_spaced_digits),
    (may_hold_wraps, find_wraps),
    (may_hold_flags, find_flags),
)
