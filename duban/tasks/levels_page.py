"""The levels of a matter on a task's page: what each asks, what it adds to the level above, and what was said to that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language

from duban.organizations.permissions import Anybody
from duban.tasks.actions.chains import Family, family_filter, family_of, stored_part
from duban.tasks.models import Task, TaskMove
from duban.tasks.permissions import visible_to
from duban.tasks.rules.breakdown import AddedDemand, find_added_demands
from duban.tasks.rules.breakdown_words import finding_lines
from duban.tasks.rules.chain import ChainDemand
from duban.tasks.rules.chain_words import chain_line

MOST_LINES = 12
# what of a single level a finding over the chain tells already
_SINGLE = {
    ChainDemand.EARLIER_EACH_LEVEL: AddedDemand.EARLIER_DEADLINE,
    ChainDemand.GROWING_EACH_LEVEL: AddedDemand.SUM_EXCEEDS,
    ChainDemand.STRICTER_EACH_LEVEL: AddedDemand.STRICTER_LIMIT,
    ChainDemand.MORE_OFTEN_EACH_LEVEL: AddedDemand.ADDED_REPORTING,
}


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One level on the way down to a task; `days` is by how much it is earlier than the level above."""

    task: Task
    days: int
    rhythm_above: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What was said to what is added: who, when, on which task."""

    number: str
    name: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels of a task as one person may see them."""

    rows: list[LevelRow]
    lines: list[str]
    more: int  # findings that are not listed
    answers: list[AnswerRow]


def levels_of(user: Anybody, task: Task) -> Levels | None:
    """Return the levels that the person may see; None where the matter was not broken down."""
    family = family_of(task, visible_to(user, family_filter(task)))
    path = family.path(task)
    if len(path) == 1 and not family.below[task.pk]:
        return None
    lines = list(dict.fromkeys(_lines(family, task, path)))
    return Levels(list(_rows(path)), lines[:MOST_LINES], len(lines[MOST_LINES:]), _answers(family, task, path))


def _lines(family: Family, task: Task, path: Sequence[Task]) -> Iterator[str]:
    """Yield what is added over the chain, then link by link on the way down to the task and to its children."""
    english = get_language() == "en"
    told = set()
    for whole in family.findings(task):
        told |= {(_SINGLE.get(whole.kind), piece.name) for piece in whole.slices}
        yield chain_line(whole, english=english)
    for above in path:
        parts = [stored_part(child) for child in family.below[above.pk]]
        here = {str(one.lead_unit) for one in path} if above != task else {part.name for part in parts}
        parent = stored_part(above)
        for finding in find_added_demands(parent, parts):
            concerns = finding.kind is not AddedDemand.SUM_BELOW and (finding.name is None or finding.name in here)
            if concerns and (finding.kind, finding.name or parent.name) not in told:
                yield from finding_lines(parent, parts, [finding], english=english, asking=False)


def _rows(path: Sequence[Task]) -> Iterator[LevelRow]:
    above: Task | None = None
    for task in path:
        before, own = above.deadline if above else None, task.deadline
        days = (before - own).days if isinstance(before, date) and isinstance(own, date) else 0
        yield LevelRow(task, max(days, 0), above.reporting_rhythm if above else task.reporting_rhythm)
        above = task


def _answers(family: Family, task: Task, path: Sequence[Task]) -> list[AnswerRow]:
    """Return the answers given on the way down to the task and below it, the latest first."""
    keys = [one.pk for line in family.paths(task) for one in line] + [one.pk for one in path]
    moves = TaskMove.objects.filter(task__in=set(keys), changes__has_key="breakdown_answer").select_related("task")
    found: dict[tuple[str, str], AnswerRow] = {}  # said once of a breakdown, kept with each child's target too
    for move in moves.order_by("-id"):
        words = str(move.changes["breakdown_answer"][1])
        found[move.actor_name, words] = AnswerRow(move.task.number, move.actor_name, move.at, words)
    return list(found.values())[:MOST_LINES]
