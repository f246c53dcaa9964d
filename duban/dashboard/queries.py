"""What boards and charts read: a handful of grouped queries each, the same number for any number of tasks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, Q, QuerySet, prefetch_related_objects
from django.db.models.functions import TruncMonth
from django.utils import timezone

from duban.dashboard.models import DailyFigures
from duban.dashboard.rules import AGES, month_before, month_end, months_up_to, share_in_time
from duban.inspections.models import Petition
from duban.inspections.papers import overdue_replies
from duban.organizations.models import Unit
from duban.tasks.late import Late, is_late
from duban.tasks.models import Lamp, LampEntry, Task
from duban.tasks.queries import in_hand
from duban.tasks.states import TaskState

LAMPS = (Lamp.RED.value, Lamp.YELLOW.value, Lamp.GREEN.value, Lamp.GREY.value)
MOST_ENTRIES = 60_000  # stored lamps read for one picture; beyond, a unit has to be chosen
SOON = 7
WORDS = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the leader's numbers with last month's beside it and the list it opens."""

    key: str
    now: int
    before: int | None
    query: str


@dataclass(slots=True)
class UnitRow:
    """One unit's open tasks by lamp and by how they are late."""

    unit: int
    name: str
    lamps: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LAMPS, 0))
    late: dict[str, int] = field(default_factory=lambda: {kind.value: 0 for kind in Late})

    @property
    def total(self) -> int:
        """All its open tasks."""
        return sum(self.lamps.values())

    @property
    def by_lamp(self) -> list[tuple[str, int]]:
        """The counts in the lamps' order."""
        return [(lamp, self.lamps[lamp]) for lamp in LAMPS]


def figures_of(tasks: QuerySet[Task], today: date, picture: Picture | None = None) -> dict[str, int]:
    """Return the five numbers of the tasks as they stand; what a picture counted already is not counted again."""
    hand = in_hand(tasks)
    first = timezone.make_aware(
        datetime.combine(today.replace(day=1), time.min)
    )  # a moment: SQLite casts no dates then
    closed = tasks.filter(state=TaskState.CLOSED_OUT.value, closed_at__gte=first)
    counted = {  # each in an index: one pass over the whole ledger takes ten times as long
        "open": hand,
        "overdue": tasks.filter(is_late(Late.DEADLINE, today)),
        "behind": hand.filter(lamp__in=[Lamp.RED.value, Lamp.YELLOW.value]),
        "due_soon": hand.filter(deadline__range=(today, today + timedelta(days=SOON))),
        "closed_this_month": closed,
    }
    known = picture.figures if picture else {}
    return {name: known[name] if name in known else rows.count() for name, rows in counted.items()}


def leader_figures(tasks: QuerySet[Task], today: date, picture: Picture | None = None) -> list[Figure]:
    """Return the five numbers with last month's where they were kept."""
    now = figures_of(tasks, today, picture)
    before = DailyFigures.objects.filter(day__lte=month_before(today)).first()
    fresh = before if before and before.day >= month_before(today) - timedelta(days=7) else None
    soon = today + timedelta(days=SOON)
    links = {
        "open": "", "due_soon": f"?due_from={today}&due_to={soon}", "overdue": "?late=deadline",
        "behind": "?lamp=behind", "closed_this_month": "?state=closed_out",
    }  # fmt: skip
    return [Figure(key, now[key], getattr(fresh, key) if fresh else None, query) for key, query in links.items()]


def needing_a_word(tasks: QuerySet[Task], today: date) -> list[Task]:
    """Return the ten that need a word most: the longest overdue, then red, then yellow ones nearest to their limit."""
    pressing = in_hand(tasks).filter(Q(lamp__in=[Lamp.RED.value, Lamp.YELLOW.value]))
    rows = pressing.exclude(state__in=[TaskState.SUSPENDED.value, TaskState.PROPOSED.value])
    # two walks along the index of limits: sorted with those without one, all would be read for ten
    found = list(rows.filter(deadline__isnull=False).order_by("deadline", "pk")[:WORDS])
    if len(found) < WORDS:
        found += rows.filter(deadline=None).order_by("pk")[: WORDS - len(found)]
    prefetch_related_objects(found, "lead_unit")
    return found


def late_replies(petitions: QuerySet[Petition], today: date) -> list[tuple[int, str, int]]:
    """Return the inspections with replies overdue: (inspection, name, how many), the most first."""
    late = overdue_replies(petitions, today).order_by().values_list("inspection", "inspection__name")
    return sorted(late.annotate(n=Count("pk")), key=lambda row: (-row[2], row[0]))


@dataclass(frozen=True, slots=True)
class OpenCount:
    """How many open tasks have this lead unit, source, leading official and lamp."""

    unit: int
    source: str
    official: str
    lamp: str
    count: int


def open_counts(tasks: QuerySet[Task]) -> list[OpenCount]:
    """Return the open tasks counted by all that boards count by, in one pass over an index that holds it all."""
    fields = ("lead_unit", "source", "leading_official", "lamp")
    return [OpenCount(*row) for row in in_hand(tasks).values_list(*fields).annotate(n=Count("pk")).order_by()]


def overdue_by_unit(tasks: QuerySet[Task], today: date) -> dict[int, list[int]]:
    """Return for each lead unit how many are overdue since how many days, in the order of AGES."""
    limits = {
        f"from_{first}": Count(
            "pk",
            filter=Q(deadline__lte=today - timedelta(days=first))
            & (Q() if last is None else Q(deadline__gte=today - timedelta(days=last))),
        )
        for first, last in AGES
    }
    late = tasks.filter(is_late(Late.DEADLINE, today)).values_list("lead_unit").annotate(**limits).order_by()
    return {unit: counts for unit, *counts in late}


@dataclass(frozen=True, slots=True)
class Picture:
    """What boards show in several ways, counted in one pass each: open tasks, and the overdue ones by unit and age."""

    open: list[OpenCount]
    overdue: dict[int, list[int]]

    @property
    def figures(self) -> dict[str, int]:
        """The numbers of the whole that follow from it."""
        behind = sum(one.count for one in self.open if one.lamp in (Lamp.RED.value, Lamp.YELLOW.value))
        overdue = sum(map(sum, self.overdue.values()))
        return {"open": sum(one.count for one in self.open), "overdue": overdue, "behind": behind}

    @property
    def ages(self) -> list[tuple[int, int | None, int]]:
        """How many are overdue since how many days: (from, to, count)."""
        return [(*age, sum(counts[place] for counts in self.overdue.values())) for place, age in enumerate(AGES)]


def picture_of(tasks: QuerySet[Task], today: date) -> Picture:
    """Return the picture of the tasks as they stand."""
    return Picture(open_counts(tasks), overdue_by_unit(tasks, today))


def units_by_lamp(tasks: QuerySet[Task], today: date, picture: Picture) -> list[UnitRow]:
    """Return the units that lead open tasks, the most red ones first."""
    rows: dict[int, UnitRow] = {}
    names = {unit.pk: str(unit) for unit in Unit.objects.all()}

    def row_of(unit: int) -> UnitRow:
        if unit not in rows:
            rows[unit] = UnitRow(unit, names[unit])
        return rows[unit]

    for one in picture.open:
        row_of(one.unit).lamps[one.lamp] += one.count
    for unit, ages in picture.overdue.items():
        row_of(unit).late[Late.DEADLINE.value] = sum(ages)
    for kind in (Late.SIGNING, Late.REPORTING):
        late = tasks.filter(is_late(kind, today)).values_list("lead_unit").annotate(n=Count("pk")).order_by()
        for unit, count in late:
            row_of(unit).late[kind.value] = count
    return sorted(rows.values(), key=lambda row: (-row.lamps["red"], -row.lamps["yellow"], -row.total, row.unit))


def by_source(counted: Iterable[OpenCount]) -> list[tuple[str, dict[str, int]]]:
    """Return open tasks by source and lamp."""
    return _by_lamp((one.source, one.lamp, one.count) for one in counted)


def by_official(counted: Iterable[OpenCount], most: int = 12) -> list[tuple[str, dict[str, int]]]:
    """Return open tasks by leading official and lamp."""
    return _by_lamp((one.official, one.lamp, one.count) for one in counted if one.official)[:most]


def _by_lamp(counted: Iterable[tuple[str, str, int]]) -> list[tuple[str, dict[str, int]]]:
    found: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(LAMPS, 0))
    for name, lamp, count in counted:
        found[name][lamp] += count
    return sorted(found.items(), key=lambda pair: -sum(pair[1].values()))


def months(tasks: QuerySet[Task], today: date) -> list[tuple[date, int, int, int]]:
    """Return for each of the last twelve months: opened, due, closed out."""
    firsts = months_up_to(today)
    begin, end = firsts[0], month_end(firsts[-1])

    def counts(name: str, rows: QuerySet[Task]) -> dict[date, int]:
        found = rows.annotate(month=TruncMonth(name)).values_list("month").annotate(n=Count("pk")).order_by()
        return {(month.date() if hasattr(month, "date") else month): n for month, n in found}

    opened = counts("opened_at", tasks.filter(opened_at__date__range=(begin, end)))
    due = counts("deadline", tasks.filter(deadline__range=(begin, end)))
    closed = counts("closed_at", tasks.filter(closed_at__date__range=(begin, end)))
    return [(first, opened.get(first, 0), due.get(first, 0), closed.get(first, 0)) for first in firsts]


def lamps_over_time(tasks: QuerySet[Task], today: date) -> list[tuple[date, dict[str, int]]] | None:
    """Return the lamps as they were at the end of each of the last twelve months; None where there are too many."""
    entries = LampEntry.objects.filter(task__in=tasks.values("pk"), day__lte=today)
    rows = list(entries.order_by("day", "id").values_list("task", "day", "lamp")[: MOST_ENTRIES + 1])
    if len(rows) > MOST_ENTRIES:
        return None
    closed = dict(tasks.exclude(closed_at=None).values_list("pk", "closed_at"))
    ended = {pk: timezone.localdate(at) for pk, at in closed.items()}
    shining: dict[int, str] = {}
    found, place = [], 0
    for first in months_up_to(today):
        end = min(month_end(first), today)
        while place < len(rows) and rows[place][1] <= end:
            shining[rows[place][0]] = rows[place][2]
            place += 1
        counted = dict.fromkeys(LAMPS, 0)
        for task, lamp in shining.items():
            if task not in ended or ended[task] > end:
                counted[lamp] += 1
        found.append((first, counted))
    return found


def comparison(tasks: QuerySet[Task], year: int) -> list[tuple[int, str, int, int, str]]:
    """Return (unit, name, closed, in time, share) of the year; those with too few closed come last, without a share."""
    closed = tasks.filter(state=TaskState.CLOSED_OUT.value, closed_at__year=year)
    counted = closed.values_list("lead_unit").annotate(
        n=Count("pk"), good=Count("pk", filter=Q(deadline=None) | Q(closed_at__date__lte=F("deadline")))
    )
    names = {unit.pk: str(unit) for unit in Unit.objects.all()}
    rows = [(unit, names[unit], n, good, share_in_time(good, n)) for unit, n, good in counted.order_by()]
    return sorted(rows, key=lambda row: (not row[4], -row[3] / row[2] if row[4] else 0.0, -row[2]))


def due_by_day(tasks: QuerySet[Task], first: date) -> dict[date, int]:
    """Return how many open tasks are due on each day of the month."""
    due = in_hand(tasks).filter(deadline__range=(first, month_end(first)))
    return dict(due.values_list("deadline").annotate(n=Count("pk")).order_by())
