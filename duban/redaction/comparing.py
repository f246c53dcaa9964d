"""A text as it came beside the text as it will be shown: what was masked where, and masks taken off or put on by a person."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from duban.redaction.model import MASKS, Redaction
from duban.redaction.pipeline import redact

SHORTEST = 2  # characters that can be masked wherever they stand; one alone stands in too many words
_KIND_OF = {mask: kind for kind, mask in MASKS.items()}
_ANY_MASK = "|".join(map(re.escape, _KIND_OF))
_MASKED = re.compile(f"((?:{_ANY_MASK})+)")
_EACH_MASK = re.compile(f"({_ANY_MASK})")
_TOKEN = re.compile(f"{_ANY_MASK}|.", re.S)
_SENTENCE = re.compile(r"[^。；;！？\n]*[。；;！？\n]?")
_LONGEST = 3000  # characters compared one by one; a longer text that was reworded is compared by sentence first


@dataclass(frozen=True, slots=True, repr=False)
class Part:
    """A run of the text as it came, and what is shown for it; `kind` of what was masked, empty where nothing was."""

    original: str
    shown: str
    kind: str = ""

    def __repr__(self) -> str:
        return f"Part({self.kind or '…'})"

    @property
    def same(self) -> bool:
        """Whether it is shown as it came."""
        return self.original == self.shown


def compare(original: str, shown: str) -> list[Part]:
    """Return the runs of both texts in order: `original` and `shown` of all of them joined give the two texts back."""
    redacted = redact(original)
    if redacted.text == shown:
        found = _marked(original, 0, len(original), redacted.redactions)
    elif (spans := _only_masked(original, shown)) is not None:
        found = _masked_at(original, spans)
    else:
        found = _reworded(original, shown, redacted.redactions)
    return [part for part in found if part.original or part.shown]


def revised(parts: Sequence[Part], opened: Collection[int], words: Collection[tuple[str, str]] = ()) -> str:
    """Return what is shown once the parts of these places are opened, and `words` (words, kind) masked wherever they stand."""
    text = "".join(part.original if place in opened else part.shown for place, part in enumerate(parts))
    for given, kind in words:
        text = MASKS[kind].join(_between_masks(text, given))
    return text


def count_of(text: str, words: str) -> int:
    """Return how often the words stand in a text; a mask has no words."""
    return sum(piece.count(words) for piece in _MASKED.split(text)[::2])


def pieces_of(text: str) -> list[tuple[str, str]]:
    """Return the runs of a text that is shown, each with the kind of the mask it is, empty where it is none."""
    return [(token, _KIND_OF.get(token, "")) for token in _EACH_MASK.split(text) if token]


def without(text: str, parts: Sequence[Part], words: Collection[tuple[str, str]]) -> str:
    """Return other words about a text, such as a reason, without what goes from that text: masked, or left out in rewording."""
    gone = [(part.original, part.kind) for part in parts if part.kind] + list(words)
    original, shown = "".join(part.original for part in parts), "".join(part.shown for part in parts)
    found = [(original[one.start : one.end], one.kind) for one in redact(original).redactions]
    gone += [(given, kind) for given, kind in found if given not in shown]
    for given, kind in sorted(gone, key=lambda one: -len(one[0])):
        if len(given) >= SHORTEST:
            text = text.replace(given, MASKS[kind])
    return redact(text).text


def _part(original: str, mask: str) -> Part:
    """Return a part; masks side by side are known by the kind of the first, and a mask that came so is none of ours."""
    first = _TOKEN.match(mask)
    kind = _KIND_OF.get(first[0], "") if first else ""
    return Part(original, mask, kind if original != mask else "")


def _between_masks(text: str, words: str) -> list[str]:
    """Return the text cut where the words stand, masks left whole."""
    cut = [""]
    for place, piece in enumerate(_MASKED.split(text)):
        first, *rest = [piece] if place % 2 else piece.split(words)
        cut[-1] += first
        cut += rest
    return cut


def _masked_at(original: str, spans: Sequence[tuple[int, int, str]]) -> Iterator[Part]:
    at = 0
    for start, end, mask in spans:
        yield Part(original[at:start], original[at:start])
        yield _part(original[start:end], mask)
        at = end
    yield Part(original[at:], original[at:])


def _only_masked(original: str, shown: str) -> list[tuple[int, int, str]] | None:
    """Return where the masks of `shown` stand in the text it comes from; None where more than masks differs.

    What stands between two masks is looked for from the left, which finds a way through where there is one.
    """
    pieces = _MASKED.split(shown)
    first, last = pieces[0], pieces[-1]
    if len(pieces) == 1 or not original.startswith(first) or not original.endswith(last):
        return [] if original == shown else None
    spans, at = [], len(first)
    for place in range(1, len(pieces), 2):
        after = pieces[place + 1]
        ends = place + 2 == len(pieces)
        start = len(original) - len(last) if ends else original.find(after, at + 1)
        if start < at + 1:
            return None
        spans.append((at, start, pieces[place]))
        at = start + len(after)
    return spans


def _reworded(original: str, shown: str, redactions: Sequence[Redaction]) -> Iterator[Part]:
    """Yield the runs of a text that somebody wrote anew in places: a long one sentence by sentence first."""
    if len(original) <= _LONGEST and len(shown) <= _LONGEST:
        yield from _by_token(original, shown)
        return
    ours = [list(_marked(original, *one.span(), redactions)) for one in _SENTENCE.finditer(original)]
    theirs = _SENTENCE.findall(shown)
    masked = ["".join(part.shown for part in parts) for parts in ours]
    for tag, a, b, c, d in SequenceMatcher(None, masked, theirs, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (part for parts in ours[a:b] for part in parts)
        else:
            before = "".join(part.original for parts in ours[a:b] for part in parts)
            yield from _by_token(before, "".join(theirs[c:d]))


def _marked(original: str, start: int, end: int, redactions: Sequence[Redaction]) -> Iterator[Part]:
    """Yield the runs of a stretch of the text as the redaction masked it."""
    for one in redactions:
        if start <= one.start and one.end <= end:
            yield Part(original[start : one.start], original[start : one.start])
            yield _part(original[one.start : one.end], MASKS[one.kind])
            start = one.end
    yield Part(original[start:end], original[start:end])


def _by_token(original: str, shown: str) -> Iterator[Part]:
    if max(len(original), len(shown)) > _LONGEST:  # wholly another text
        yield Part(original, shown)
        return
    one, other = _TOKEN.findall(original), _TOKEN.findall(shown)
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        before, after = "".join(one[a:b]), "".join(other[c:d])
        only_masks = tag == "replace" and _MASKED.fullmatch(after)
        yield _part(before, after) if only_masks else Part(before, after)
