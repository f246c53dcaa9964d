"""What a release does, worked out before it is done: what is added, changed, withdrawn."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Draft = Mapping[str, object]  # plain values: title, units, deadline … as they go to the ledger


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a released draft and what a correction makes of it."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Planned:
    """One action of the plan by its key; `changes` only where its task is changed."""

    key: int
    draft: Draft
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What a release would do. `token` names exactly this plan, so that a page cannot do another than it showed."""

    added: tuple[Planned, ...]
    changed: tuple[Planned, ...]
    withdrawn: tuple[int, ...]  # keys of tasks

    @property
    def empty(self) -> bool:
        """Nothing to do: all is released as it stands."""
        return not (self.added or self.changed or self.withdrawn)

    @property
    def token(self) -> str:
        """A digest of the whole plan."""
        plain = [
            [[p.key, dict(p.draft)] for p in self.added],
            [[p.key, dict(p.draft)] for p in self.changed],
            list(self.withdrawn),
        ]
        return hashlib.sha256(json.dumps(plain, sort_keys=True, default=str).encode()).hexdigest()[:24]


def changes(before: Draft, after: Draft) -> tuple[Change, ...]:
    """Return the fields that differ between two drafts, in the order of `after`."""
    pairs = ((name, before.get(name, ""), value) for name, value in after.items())
    return tuple(Change(name, old, value) for name, old, value in pairs if old != value)


def plan(drafts: Sequence[tuple[int, Draft, Draft | None]], withdrawn: Sequence[int]) -> Plan:
    """Return the plan for (key, draft, draft as last released or None where it has no task yet)."""
    added = tuple(Planned(key, draft) for key, draft, released in drafts if released is None)
    changed = tuple(
        Planned(key, draft, changes(released, draft))
        for key, draft, released in drafts
        if released is not None and changes(released, draft)
    )
    return Plan(added, changed, tuple(withdrawn))
