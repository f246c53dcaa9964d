"""The equation of a batch: handed over = accepted + returned with a reason; announced against imported."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Equation:
    """The counts of one batch. `announced` None: nobody wrote down what the team said."""

    announced: int | None
    accepted: int  # duplicates too: linked, still counted
    returned: int
    explained: int | None = None  # the difference that somebody gave a reason for

    @property
    def imported(self) -> int:
        """How many petitions there are here."""
        return self.accepted + self.returned

    @property
    def difference(self) -> int | None:
        """How many more were announced than are here; negative: more are here."""
        return None if self.announced is None else self.announced - self.imported

    @property
    def surplus(self) -> int:
        """How many more are here than were announced."""
        return max(0, -(self.difference or 0))

    @property
    def balanced(self) -> bool:
        """Whether nothing is left to explain by the counts alone."""
        return self.difference == 0

    @property
    def settled(self) -> bool:
        """Whether the counts agree, or somebody said why just this difference stands."""
        return self.balanced or (self.difference is not None and self.difference == self.explained)
