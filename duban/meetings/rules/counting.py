"""The running count: read N = kept M + dropped K (by reason) + undecided L, and when a release is allowed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

UNDECIDED, KEPT, DROPPED = "undecided", "kept", "dropped"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What stands of a sentence or a proposal, and why where it was dropped."""

    decision: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """Sentences of a meeting by what became of them; `reasons` adds up to `dropped`."""

    kept: int = 0
    dropped: int = 0
    undecided: int = 0
    reasons: dict[str, int] = field(default_factory=dict)

    @property
    def read(self) -> int:
        """All sentences read."""
        return self.kept + self.dropped + self.undecided


def requirement_verdict(own: Verdict, actions: Sequence[Verdict]) -> Verdict:
    """Return what stands of a requirement: its actions decide, its own decision only where it has none."""
    if not actions:
        return own
    if any(action.decision == UNDECIDED for action in actions):
        return Verdict(UNDECIDED)
    if any(action.decision == KEPT for action in actions):
        return Verdict(KEPT)
    return Verdict(DROPPED, actions[0].reason)


def sentence_verdict(
    reader_reason: str, clerk_reason: str, requirements: Sequence[Verdict], *, names_agenda: bool
) -> Verdict:
    """Return what stands of a sentence: its requirements decide; without any it is agenda, dropped or undecided."""
    if any(requirement.decision == UNDECIDED for requirement in requirements):
        return Verdict(UNDECIDED)
    if any(requirement.decision == KEPT for requirement in requirements):
        return Verdict(KEPT)
    if requirements:
        return Verdict(DROPPED, requirements[0].reason)
    if clerk_reason:
        return Verdict(DROPPED, clerk_reason)
    if reader_reason:
        return Verdict(DROPPED, reader_reason)
    return Verdict(KEPT if names_agenda else UNDECIDED)


def count(verdicts: Iterable[Verdict]) -> Count:
    """Return the running count over the verdicts of all sentences."""
    decisions: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for verdict in verdicts:
        decisions[verdict.decision] += 1
        if verdict.decision == DROPPED:
            reasons[verdict.reason] += 1
    return Count(decisions[KEPT], decisions[DROPPED], decisions[UNDECIDED], dict(reasons.most_common()))


def is_task(decision: str, *, trackable: bool, merged: bool) -> bool:
    """Tell whether an action becomes a task of its own: kept, trackable, and not merged into another."""
    return decision == KEPT and trackable and not merged
