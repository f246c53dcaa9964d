"""Edits of passes that follow one another, composed into one list over the text they started from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from duban.reading.model import Notice, Repair, RepairKind, Restored
from duban.reading.restore.unusual import unusual
from duban.reading.warning_codes import notice

# Where the edits of two passes meet in one place, the kind that explains the place best names it.
_PRECEDENCE: tuple[RepairKind, ...] = (
    "byte_shift",
    "gloss",
    "script",
    "boilerplate",
    "punctuation",
    "width",
    "spacing",
)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Edit:
    """Put `new` in place of `[start, end)`; an edit that is not certain becomes a warning too."""

    start: int
    end: int
    new: str
    kind: RepairKind
    certain: bool = True


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Findings:
    """What one pass found: edits in order without overlap, and marks; both count in the text the pass was given."""

    edits: tuple[Edit, ...] = ()
    marks: tuple[Notice, ...] = ()


class Draft:
    """A text under repair. Each pass sees `text` as the passes before left it."""

    __slots__ = ("_edits", "_looked_at", "_marks", "_present", "original", "text")

    def __init__(self, original: str) -> None:
        self.original = original
        self.text = original
        self._edits: list[Edit] = []
        self._marks: list[Notice] = []
        self._looked_at: str | None = None
        self._present: frozenset[str] = frozenset()

    @property
    def present(self) -> frozenset[str]:
        """The unusual characters of the text as it stands now."""
        if self._looked_at is not self.text:
            self._looked_at, self._present = self.text, unusual(self.text)
        return self._present

    @property
    def is_damaged(self) -> bool:
        """Tell whether a program's traces were found: what is odd elsewhere is then its work too."""
        return any(edit.kind in ("gloss", "byte_shift") for edit in self._edits)

    def take(self, findings: Findings) -> None:
        """Apply the findings of one pass; what overlaps an earlier edit becomes one edit with it."""
        if findings.edits:
            shifts = _Shifts(findings.edits)
            self._marks = [_moved(mark, shifts) for mark in (*self._marks, *findings.marks)]
            self._edits = compose(self._edits, findings.edits)
            self.text = apply(self.text, findings.edits)
        else:
            self._marks += findings.marks

    def restored(self) -> Restored:
        """Return the restored text with its repairs, and the warnings in order of their places."""
        repairs: list[Repair] = []
        warnings: list[Notice] = []
        moved = 0
        for edit in _as_runs(self._edits):
            if self.original[edit.start : edit.end] == edit.new:
                continue
            start = edit.start + moved
            moved += len(edit.new) - (edit.end - edit.start)
            span = (start, start + len(edit.new))
            original = self.original[edit.start : edit.end]
            repairs.append(Repair(edit.kind, span, original, edit.new, (edit.start, edit.end), edit.certain))
            if not edit.certain:
                new = _short(edit.new)
                warnings.append(notice("uncertain_repair", span, original=_short(original), restored=new))
        warnings += self._marks
        warnings.sort(key=lambda warning: warning.span or (-1, -1))
        return Restored(self.text, tuple(repairs), tuple(warnings))


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return `text` with ordered edits applied."""
    pieces: list[str] = []
    end = 0
    for edit in edits:
        pieces += (text[end : edit.start], edit.new)
        end = edit.end
    pieces.append(text[end:])
    return "".join(pieces)


def compose(earlier: Sequence[Edit], later: Iterable[Edit]) -> list[Edit]:
    """Return edits of the first text that do what `earlier`, then `later` (of its result), do.

    Edits that touch without sharing a character stay apart; those that share one become one.
    """
    result: list[Edit] = []
    queue, added = 0, 0  # earlier edits passed, and what they added to the length
    tail_end, tail = 0, ""  # what the last edit of `result` keeps of an earlier one, and where that ends
    for edit in later:
        while queue < len(earlier) and earlier[queue].start + added + len(earlier[queue].new) <= edit.start:
            result.append(earlier[queue])
            added += _growth(earlier[queue])
            queue += 1
        group, prefix, start = [edit], "", edit.start - added
        if tail and tail_end > edit.start:
            last = result.pop()
            group.append(last)
            prefix, start = last.new[: len(last.new) - (tail_end - edit.start)], last.start
            tail = tail[len(tail) - (tail_end - edit.end) :] if tail_end > edit.end else ""
            end = last.end
        else:
            tail, end = "", 0
        while not tail and queue < len(earlier) and earlier[queue].start + added < edit.end:
            piece, here = earlier[queue], earlier[queue].start + added
            if here < edit.start:
                prefix, start = piece.new[: edit.start - here], piece.start
            group.append(piece)
            tail_end, end = here + len(piece.new), piece.end
            tail = piece.new[max(edit.end - here, 0) :]
            added += _growth(piece)
            queue += 1
        if not tail:
            end = edit.end - added
        result.append(_joined(group, start, end, prefix + edit.new + tail))
    result += earlier[queue:]
    return result


def _as_runs(edits: Iterable[Edit]) -> list[Edit]:
    """Return the edits with adjoining ones of traditional characters as one: one damaged place is one repair."""
    runs: list[list[Edit]] = []
    for edit in edits:
        last = runs[-1][-1] if runs else None
        if last and last.end == edit.start and last.kind == edit.kind == "script" and last.certain == edit.certain:
            runs[-1].append(edit)
        else:
            runs.append([edit])
    return [
        run[0]
        if len(run) == 1
        else Edit(run[0].start, run[-1].end, "".join(edit.new for edit in run), "script", run[0].certain)
        for run in runs
    ]


def _growth(edit: Edit) -> int:
    return len(edit.new) - (edit.end - edit.start)


def _joined(group: list[Edit], start: int, end: int, new: str) -> Edit:
    kinds = {edit.kind for edit in group}
    # what was mended and then cut away is furniture, whatever its damage
    kind = "boilerplate" if not new and "boilerplate" in kinds else min(kinds, key=_PRECEDENCE.index)
    return Edit(start, end, new, kind, all(edit.certain for edit in group))


class _Shifts:
    """Where a place of the text before some edits lies after them."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._ends = [edit.end for edit in edits]
        self._added = list(accumulate(map(_growth, edits), initial=0))
        self._edits = edits

    def place(self, at: int) -> int:
        passed = bisect_right(self._ends, at)
        here = at + self._added[passed]
        if passed < len(self._edits) and self._edits[passed].start < at:
            edit = self._edits[passed]
            return edit.start + self._added[passed] + min(at - edit.start, len(edit.new))
        return here


def _moved(mark: Notice, shifts: _Shifts) -> Notice:
    if mark.span is None:
        return mark
    start = shifts.place(mark.span[0])
    return Notice(mark.code, mark.message, (start, max(start, shifts.place(mark.span[1]))))


def _short(text: str) -> str:
    return text if len(text) <= 24 else f"{text[:12]}…{text[-8:]}"
