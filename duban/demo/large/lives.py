"""Whole lives of tasks drawn by chance from a seed, as plain values: who, when, how far, how it ended."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from duban.demo.large.words import Matter, matter
from duban.tasks.states import TaskState

S = TaskState
YEARS = 1000  # days back from today over which tasks were opened
SOURCES, SOURCE_WEIGHTS = ("meeting", "directive", "manual"), (70, 18, 12)
FAN_OUT_SHARE = 0.005  # of all draws: each brings a child for every county
# how a task stands once its deadline is past, while it is still running, and in its first weeks
_LATE: dict[TaskState, float] = {
    S.IN_PROGRESS: 30,
    S.COMPLETION_REQUESTED: 3,
    S.SIGNED_FOR: 1.5,
    S.SUSPENDED: 1,
    S.VERIFIED: 0.5,
}
_ENDED: dict[TaskState, float] = {S.CLOSED_OUT: 57, S.TERMINATED: 2, S.WITHDRAWN: 2.5, S.MERGED: 2.5}
_RUNNING: dict[TaskState, float] = {
    S.IN_PROGRESS: 76,
    S.SIGNED_FOR: 4,
    S.COMPLETION_REQUESTED: 4,
    S.SUSPENDED: 2.5,
    S.VERIFIED: 1.5,
}
_EARLY_END: dict[TaskState, float] = {S.CLOSED_OUT: 9, S.WITHDRAWN: 1.5, S.TERMINATED: 1.5}
_FRESH: dict[TaskState, float] = {S.ASSIGNED: 30, S.SIGNED_FOR: 30, S.IN_PROGRESS: 32, S.HANDED_BACK: 5, S.PROPOSED: 3}
ENDED = frozenset((*_ENDED, *_EARLY_END))
UNSIGNED = frozenset((S.PROPOSED, S.ASSIGNED, S.HANDED_BACK, S.WITHDRAWN))
REPORTLESS = UNSIGNED | {S.SIGNED_FOR, S.MERGED}
FRESH_DAYS = 12


@dataclass(frozen=True, slots=True)
class Told:
    """One report: the day, how much is done, and whether a file proves it."""

    on: date
    done: int | None
    percent: int | None
    proved: bool


@dataclass(frozen=True, slots=True)
class Life:
    """A task from its opening to where it stands today; units are places in the list of units."""

    source: str
    matter: Matter
    lead: int
    responsible: tuple[int, ...]
    supporting: tuple[int, ...]
    opened: date
    deadline: date | None
    deadline_text: str
    state: TaskState
    monthly: bool
    signed: date
    ended: date  # the day of the last move, today where it goes on
    reports: tuple[Told, ...] = ()
    children: tuple[Life, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """How much is to be made, reports to within one in a hundred.

    The `main_units` stand first in the list of units; `counties` are the places of those that get a child each.
    """

    tasks: int
    reports: int
    units: int
    main_units: int
    counties: tuple[int, ...]
    all_open: bool = False


def lives(random: Random, today: date, wanted: Wanted) -> Iterator[Life]:
    """Yield lives in order of opening, `wanted.tasks` of them with their children counted."""
    drawing = _Drawing(random, today, wanted)
    made = 0
    while made < wanted.tasks:
        life = drawing.life(made, room=wanted.tasks - made)
        made += 1 + len(life.children)
        yield life


class _Drawing:
    """Draws lives one after the other; the reports still owed are carried along, so that their number comes out."""

    def __init__(self, random: Random, today: date, wanted: Wanted) -> None:
        self.random, self.today, self.wanted = random, today, wanted
        # a few units carry most: the weight of the nth falls as 1/n; departments and counties before others
        first, rest = list(range(wanted.main_units)), list(range(wanted.main_units, wanted.units))
        random.shuffle(first)
        random.shuffle(rest)
        self.order = first + rest
        self.weights = list(accumulate(1 / (place + 1) for place in range(wanted.units)))
        self.owed = 0.0

    def life(self, made: int, room: int) -> Life:
        """Return the next life; `room` is how many tasks may still be made."""
        opened = self._opened(made / self.wanted.tasks)
        deadline, text = self._deadline(opened)
        lead, *others = self._units(1 + self.random.choice((0, 0, 0, 1, 1, 2, 3)))
        cut = self.random.randint(0, len(others))
        life = Life(
            source=self.random.choices(SOURCES, SOURCE_WEIGHTS)[0],
            matter=matter(self.random),
            lead=lead,
            responsible=tuple(others[:cut]),
            supporting=tuple(others[cut:]),
            opened=opened,
            deadline=deadline,
            deadline_text=text,
            state=self._state(opened, deadline),
            monthly=self.random.random() < 0.6,
            signed=min(opened + timedelta(days=self.random.choice((0, 1, 1, 2, 2, 3, 6))), self.today),
            ended=self.today,
        )
        life = self._told(life)
        counties = self.wanted.counties
        if (
            len(counties) < room
            and life.state in (S.IN_PROGRESS, S.SIGNED_FOR)
            and self.random.random() < FAN_OUT_SHARE
        ):
            life = replace(life, children=tuple(self._child(life, county) for county in counties if county != lead))
        return life

    def _child(self, parent: Life, county: int) -> Life:
        own = parent.matter
        if own.target:
            own = replace(own, target=max(1, own.target // len(self.wanted.counties)))
        state = self._state(parent.opened, parent.deadline)
        child = replace(
            parent, matter=own, lead=county, responsible=(), supporting=(), state=state, reports=(), ended=self.today
        )
        return self._told(child)

    def _opened(self, share: float) -> date:
        """Return a working day; later years bring more."""
        day = self.today - timedelta(days=YEARS - int(YEARS * share**0.75))
        return day - timedelta(days=max(0, day.weekday() - 4))

    def _deadline(self, opened: date) -> tuple[date | None, str]:
        """Return a deadline with its words: most fall on the ends of months, quarters and years."""
        chance, ahead = self.random.random(), self.random.choice((1, 1, 2, 2, 3, 4, 6, 8))
        later = (opened.replace(day=1) + timedelta(days=31 * ahead)).replace(day=1)
        if chance < 0.45:
            return _month_end(later), f"{later.month}月底前"
        if chance < 0.55:
            end = later.replace(month=(later.month + 2) // 3 * 3)
            return _month_end(end), f"{'一二三四'[end.month // 3 - 1]}季度末前"
        if chance < 0.77:
            return date(opened.year, 12, 31), "年底前"
        if chance < 0.88:
            day = self.random.choice((10, 15, 20))
            return later.replace(day=day), f"{later.month}月{day}日前"
        if chance < 0.95:
            days = self.random.choice((7, 10, 14, 15, 21, 30))
            return opened + timedelta(days=days), f"{days}日内"
        return None, self.random.choice(("长期", "持续推进", ""))

    def _units(self, count: int) -> list[int]:
        drawn = self.random.choices(self.order, cum_weights=self.weights, k=count * 2)
        return list(dict.fromkeys(drawn))[:count]

    def _state(self, opened: date, deadline: date | None) -> TaskState:
        if (self.today - opened).days <= FRESH_DAYS:
            table = _FRESH
        elif deadline and deadline < self.today:
            table = _LATE if self.wanted.all_open else {**_LATE, **_ENDED}
        else:
            table = _RUNNING if self.wanted.all_open else {**_RUNNING, **_EARLY_END}
        return self.random.choices(list(table), list(table.values()))[0]

    def _told(self, life: Life) -> Life:
        """Return the life with its reports and the day of its last move."""
        self.owed += self.wanted.reports / self.wanted.tasks
        ended = self._ended(life)
        if life.state in REPORTLESS or not self.wanted.reports:
            return replace(life, ended=ended)
        count = max(1, round(self.owed * self.random.choice((0.4, 0.7, 1, 1, 1, 1.3))))
        count = min(count, int(self.owed), 1 + (ended - life.signed).days // 5)
        self.owed -= count
        return replace(life, ended=ended, reports=self._reports(life, count, ended))

    def _ended(self, life: Life) -> date:
        if life.state not in ENDED:
            return self.today
        first = life.signed + timedelta(days=1)
        if first >= self.today:
            return self.today
        usual = min(life.deadline or self.today, self.today)
        spread = timedelta(days=round(self.random.gauss(-3, 12)))
        return min(max(usual + spread, first), self.today)

    def _reports(self, life: Life, count: int, ended: date) -> tuple[Told, ...]:
        """Return reports spread over the time of the task, with figures that only rise."""
        length = max((ended - life.signed).days, 0)
        days = sorted(life.signed + timedelta(days=self.random.randint(0, length)) for _ in range(count))
        whole = max(((life.deadline or ended) - life.opened).days, 1)
        pace = self.random.triangular(0.35, 1.2, 1)
        closing = life.state in (S.CLOSED_OUT, S.VERIFIED, S.COMPLETION_REQUESTED)
        most = self.random.uniform(0.2, 0.98)  # what is late is not done
        told = []
        for place, day in enumerate(days, start=1):
            share = min((day - life.opened).days / whole * pace, most if life.state is S.IN_PROGRESS else 1.0)
            share = 1.0 if closing and place == count else share
            done = round(life.matter.target * share) if life.matter.target else None
            told.append(
                Told(day, done, None if life.matter.target else round(100 * share), self.random.random() < 0.25)
            )
        return tuple(told)


def month_ends(first: date, last: date, most: int) -> Sequence[date]:
    """Return the ends of months from `first` to before `last`, the latest `most` of them."""
    found, day = [], _month_end(first)
    while day < last:
        found.append(day)
        day = _month_end(day + timedelta(days=1))
    return found[-most:]


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
