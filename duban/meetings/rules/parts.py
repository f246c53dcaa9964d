"""A long text cut into parts that a page can show: at paragraphs, each about as long as a long report."""

from __future__ import annotations

from dataclasses import dataclass

from duban.meetings.rules.segments import Paragraph, paragraphs

PART = 8_000  # characters; all of a meeting's texts together up to this length are one page


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a text: half-open span, its number from 1 of `total`, and its first and last paragraph."""

    start: int
    end: int
    number: int
    total: int
    first: int
    last: int

    @property
    def before(self) -> int:
        """A place in the part before this one."""
        return self.start - 1


def parts(text: str, size: int = PART) -> list[Part]:
    """Return the parts of a text, at least one; a paragraph is never cut, however long."""
    groups: list[list[Paragraph]] = [[]]
    for line in paragraphs(text):
        if groups[-1] and line.end - groups[-1][0].start > size:
            groups.append([])
        groups[-1].append(line)
    starts = [0, *(group[0].start for group in groups[1:])]
    ends = [*starts[1:], len(text) + 1]  # what stands at the very end belongs to the last part
    return [
        Part(
            start=starts[place],
            end=ends[place],
            number=place + 1,
            total=len(groups),
            first=group[0].number if group else 1,
            last=group[-1].number if group else 1,
        )
        for place, group in enumerate(groups)
    ]


def part_at(text: str, at: int, size: int = PART) -> Part:
    """Return the part that holds a place of the text; of a place outside it the first or the last."""
    found = parts(text, size)
    return next((part for part in found if at < part.end), found[-1])
