"""Restoration: copied text → the text that was copied, with every repair and its proof on record.

The passes stand in their order below; each sees the text as those before left it. A pass is imported and run only
if a cheap look at the unusual characters present says that it may find something.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from importlib import import_module

from duban.reading.model import Restored
from duban.reading.restore import looks
from duban.reading.restore.edits import Draft, Findings


def restore(text: str) -> Restored:
    """Return `text` with its damage undone; clean text comes back unchanged."""
    draft = Draft(text)
    for may_hold, module, find in _PASSES:
        if may_hold(draft, draft.present):
            draft.take(_pass(module, find)(draft))
    return draft.restored()


def _always(draft: Draft, present: Set[str]) -> bool:
    return bool(draft.text)


def _pass(module: str, find: str) -> Callable[[Draft], Findings]:
    found: Callable[[Draft], Findings] = getattr(import_module(f"{__name__}.{module}"), find)
    return found


# Order matters: bytes before characters, the page before the sentence, lost characters before the glosses they
# are proven by, glosses before the script, whose phrases they would cut. Furniture that was damaged itself is known
# only once it is mended.
_PASSES: tuple[tuple[Callable[[Draft, Set[str]], bool], str, str], ...] = (
    (looks.may_hold_wrong_encoding, "wrong_encoding", "find_wrong_encoding"),
    (looks.may_hold_markup, "markup", "find_markup"),
    (looks.may_repeat, "repeats", "find_repeat"),
    (looks.may_hold_furniture, "boilerplate", "find_furniture"),
    (looks.may_hold_byte_shifts, "byte_shift", "find_byte_shifts"),
    (looks.may_hold_glosses, "glosses", "find_glosses"),
    (looks.may_hold_traditional, "script", "find_traditional"),
    (looks.may_hold_phrases, "phrases", "find_phrases"),
    (looks.may_hold_mended_furniture, "boilerplate", "find_furniture"),
    (looks.may_hold_spaced_digits, "spaced_digits", "find_spaced_digits"),
    (_always, "wraps", "find_wraps"),
    (_always, "flags", "find_flags"),
)
