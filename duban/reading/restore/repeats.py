"""Pages that print their text twice, for the screen and for paper: one copy is kept."""

from __future__ import annotations

from duban.reading.restore.edits import Draft, Edit, Findings
from duban.reading.restore.looks import SHORTEST_REPEAT

_PROBE = 30


def find_repeat(draft: Draft) -> Findings:
    """Find a second copy of the text at its end, as pages that print for screen and for paper have."""
    text = draft.text.rstrip()
    for start in (0, text.find("\n") + 1):
        probe = text[start : start + _PROBE]
        again = text.find(probe, start + _PROBE) if len(probe) == _PROBE else -1
        if again < 0:
            continue
        if len(text) - again >= SHORTEST_REPEAT and text[start:again].startswith(text[again:]):
            return Findings((Edit(again, len(text), "", "boilerplate"),))
    return Findings()
