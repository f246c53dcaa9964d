"""What seems to stand in two texts of one meeting."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from duban.meetings.models import Meeting, Requirement
from duban.meetings.queries.releasing import present_requirements
from duban.meetings.rules.similarity import best_pairs


@dataclass(frozen=True, slots=True)
class Match:
    """Two requirements of two texts that say much the same; `percent` of their character pairs agree."""

    one: Requirement
    other: Requirement
    percent: int

    @property
    def key(self) -> str:
        """The pair as a form sends it."""
        return f"{self.one.pk}-{self.other.pk}"


def matches_of(meeting: Meeting) -> list[Match]:
    """Return the proposed pairs, best first; those whose actions are merged already are left out."""
    by_text: dict[int, list[Requirement]] = {}
    for requirement in present_requirements(meeting):
        if not _merged(requirement):
            by_text.setdefault(requirement.text_id, []).append(requirement)
    found = []
    for (_first, ones), (_second, others) in combinations(sorted(by_text.items()), 2):
        pairs = best_pairs([r.quote for r in ones], [r.quote for r in others])
        found += [Match(ones[i], others[j], round(score * 100)) for i, j, score in pairs]
    return sorted(found, key=lambda match: (-match.percent, match.one.start))


def _merged(requirement: Requirement) -> bool:
    """Tell whether an action of the requirement is already one matter with another text's."""
    return any(
        action.merged_into is not None and action.merged_into.requirement_id != requirement.pk
        for action in requirement.actions.all()
    )
