"""The plan of a reorganisation as a value: which units go into which, and what was chosen for single things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class PlannedUnit:
    """A unit as it will be: one there already (`unit`), in use or not, or a new one by its names."""

    unit: int | None = None
    name: str = ""
    short_name: str = ""
    code: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Sources go into heirs; what is not chosen goes to the first. A source among the heirs stays in use.

    For a rename the one source is the heir, with its new names.
    """

    sources: tuple[int, ...]
    heirs: tuple[PlannedUnit, ...]
    first: int = 0
    choices: Mapping[str, int] = field(default_factory=dict)  # a holding's key → place among the heirs
    posts: Mapping[str, int | None] = field(default_factory=dict)  # a post's id → place among the heirs, None: it ends

    @property
    def kept(self) -> set[int]:
        """The sources that stay in use."""
        return {heir.unit for heir in self.heirs if heir.unit in self.sources and heir.unit is not None}

    @property
    def ending(self) -> tuple[int, ...]:
        """The sources that are no more afterwards."""
        return tuple(source for source in self.sources if source not in self.kept)

    def place_of(self, post: str, unit: int) -> int | None:
        """Return the place a post in the unit goes to: as chosen, else its own unit where that stays, else the first."""
        if post in self.posts:
            return self.posts[post]
        own = [place for place, heir in enumerate(self.heirs) if heir.unit == unit]
        return own[0] if own else self.first

    def to_json(self) -> dict[str, Any]:
        """Return the plan as it is stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Plan:
        """Return the stored plan as a value."""
        return cls(
            sources=tuple(stored["sources"]),
            heirs=tuple(PlannedUnit(**heir) for heir in stored["heirs"]),
            first=stored["first"],
            choices=dict(stored["choices"]),
            posts=dict(stored["posts"]),
        )
