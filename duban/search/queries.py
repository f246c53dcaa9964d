"""What a person finds: narrowed to what they may see before anything is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from duban.organizations.permissions import Anybody, unit_ids_read_by
from duban.search.engines import engine_for
from duban.search.models import SearchEntry
from duban.search.readers import NO_UNITS
from duban.search.rules import Piece, Word, excerpt, mark, words_of
from duban.search.sources import Source, of_seen_tasks, sources
from duban.tasks.models import Task, TaskUnit
from duban.tasks.permissions import reads_all, visible_task
from duban.web.prepared import Prepared

COUNTED = 1000  # beyond, the page says “1000+”


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """What the found is narrowed to; empty values narrow nothing."""

    kind: str = ""
    unit: int | None = None
    day_from: date | None = None
    day_to: date | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: its title and the place in its text, in pieces."""

    entry: SearchEntry
    label: str | Promise
    title: list[Piece]
    text: list[Piece]


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many of one kind were found."""

    kind: str
    label: str | Promise
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found."""

    hits: list[Hit] = field(default_factory=list)
    total: int = 0  # at most COUNTED + 1
    kinds: list[KindCount] = field(default_factory=list)
    task: Task | None = None  # the task whose number was asked for

    @property
    def many(self) -> bool:
        """Whether there are more than are counted."""
        return self.total > COUNTED


def visible_entries(user: Anybody) -> QuerySet[SearchEntry]:
    """Return the entries the person may find."""
    tasks = of_seen_tasks(user)
    allowed = _of_kinds([source for source in sources() if source.of_tasks], user)
    others = _of_kinds([source for source in sources() if not source.of_tasks], user)
    return SearchEntry.objects.filter((allowed if tasks is None else allowed & tasks) | others)


def _of_kinds(kinds: Iterable[Source], user: Anybody) -> Q:
    """Return what narrows entries to these kinds, each as far as the person may see it."""
    further = {source.kind: source.visible(user) for source in kinds}
    allowed = Q(kind__in=[kind for kind, narrowed in further.items() if narrowed is None])
    for kind, narrowed in further.items():
        if narrowed is not None:
            allowed |= Q(kind=kind) & narrowed
    return allowed


def matching(
    entries: QuerySet[SearchEntry], words: tuple[Word, ...], marks: Sequence[str] = ()
) -> QuerySet[SearchEntry]:
    """Return the entries in which every word occurs, the newest first; given marks, those that bear one of them."""
    return engine_for(connection).newest(entries, words, marks)


def marks_of(user: Anybody) -> list[str]:
    """Return the marks on what the person may read, none for who reads all.

    They spare looking at what is not theirs; what may be found is still what `visible_entries` says.
    """
    return [] if reads_all(user) else [mark(unit) for unit in (NO_UNITS, *unit_ids_read_by(user))]


def narrowed(entries: QuerySet[SearchEntry], wanted: SearchFilter) -> QuerySet[SearchEntry]:
    """Narrow by all but the kind."""
    limits: dict[str, Any] = {"day__gte": wanted.day_from, "day__lte": wanted.day_to}
    entries = entries.filter(**{name: day for name, day in limits.items() if day})
    if wanted.unit:
        entries = entries.filter(task__in=TaskUnit.objects.filter(unit=wanted.unit).values("task"))
    return entries


def find(user: Anybody, search: str, wanted: SearchFilter, page: int = 1, size: int = 25) -> Found:
    """Return one page of what the person finds; nothing where nothing was asked."""
    words = words_of(search)
    if not words:
        return Found()
    everything = narrowed(matching(visible_entries(user), words, marks_of(user)), wanted)
    first_found = list(everything.values_list("pk", "kind")[: COUNTED + 1])
    by_kind = Counter(kind for _pk, kind in first_found)
    of_kind = [pk for pk, kind in first_found if wanted.kind in ("", kind)]
    if wanted.kind and len(first_found) > COUNTED:  # further ones of the kind may stand behind those of others
        of_kind = list(everything.filter(kind=wanted.kind).values_list("pk", flat=True)[: COUNTED + 1])
    labels = {source.kind: source.label for source in sources()}
    hits = [
        Hit(entry, labels[entry.kind], excerpt(entry.title, words, 40, 160), excerpt(entry.text, words))
        for entry in _SHOWN(of_kind[(page - 1) * size : page * size])
    ]
    kinds = [KindCount(kind, label, by_kind[kind]) for kind, label in labels.items() if by_kind.get(kind)]
    return Found(hits, len(of_kind), kinds, _numbered(user, search))


def _numbered(user: Anybody, search: str) -> Task | None:
    found = _NUMBERED.first(search.replace("\x00", "").strip())
    return visible_task(user, found[0]) if found else None


_NUMBERED = Prepared[tuple[int]](lambda number: Task.objects.filter(number=number).order_by().values_list("pk"))
_SHOWN = Prepared[SearchEntry](
    lambda keys: (
        SearchEntry.objects.filter(pk__in=keys)
        .select_related("task")
        .only("kind", "title", "text", "link", "day", "task__number", "task__title")
        .order_by("-pk")
    )
)
