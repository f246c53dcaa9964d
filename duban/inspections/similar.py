"""Petitions like a petition: by the characters they share (an index on disk), then compared anew as they read today.

The index holds numbers made from the redacted texts, never texts; it lies in the data folder and answers in milliseconds
among a hundred thousand. Petitions that came later are added in memory until the worker saves it anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.db.models import QuerySet

from duban.inspections.models import Petition
from duban.jobs.models import Job, JobState
from duban.similarity import SimilarIndex
from duban.similarity.index import BrokenIndex
from duban.similarity.scores import MAYBE_FROM, grams, score
from duban.similarity.slices import SlicedIndex

INDEX = "inspections.index"  # the kind of job
CANDIDATES = 30  # of the index, compared anew with the petitions as they read now
MOST_AT_ONCE = 5_000  # petitions a page may wait for, two seconds; more are the worker's
SLICE = 5.0  # seconds of work on the index before other jobs have their turn
SAVE_FROM, SAVE_SHARE = 500, 20  # added since the index was saved: so many, and one in so many of those there


class IndexMissing(Exception):
    """There are too many petitions to index while a page waits; the worker makes the index."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A petition's key, how alike its text is (0 to 1), and what else speaks for it."""

    pk: int
    score: float
    same_area: bool
    same_type: bool


@dataclass(frozen=True, slots=True)
class Similar:
    """The same with the petition itself, for a page."""

    petition: Petition
    score: float
    same_area: bool
    same_type: bool


class _Kept:
    """The index as this process knows it."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.index = SimilarIndex()
        self.last = 0  # the newest petition in it
        self.stamp: tuple[Path, int] | None = None


_kept = _Kept()


def alike(petition: Petition, seen: QuerySet[Petition], limit: int = 10) -> list[Alike]:
    """Return which petitions among `seen` are most like this one, best first; raise IndexMissing.

    What the index proposes is compared anew: it may be older than a correction. Area and type break ties.
    """
    with _kept.lock:
        _bring_up_to_date()
        found = _kept.index.find(petition.summary, CANDIDATES)
    keys = [int(match.id) for match in found if match.id != str(petition.pk)]
    wanted, area, kind = grams(petition.summary), _label(petition.area), _label(petition.main_type)
    ranked = []
    rows = seen.filter(pk__in=keys).order_by().values_list("pk", "summary", "area__label", "main_type__label")
    for pk, text, their_area, their_kind in rows:
        theirs = grams(text)
        likeness = score(len(wanted & theirs), len(wanted), len(theirs))
        if likeness >= MAYBE_FROM:
            ranked.append(Alike(pk, likeness, (their_area or "") == area, bool(kind) and their_kind == kind))
    ranked.sort(key=lambda one: (-round(one.score, 2), not one.same_area, not one.same_type, -one.pk))
    return ranked[:limit]


def similar_to(petition: Petition, seen: QuerySet[Petition], limit: int = 10) -> list[Similar]:
    """Return the same with the petitions fetched, as a page shows them."""
    found = alike(petition, seen, limit)
    rows = seen.select_related("area", "main_type", "inspection").in_bulk([one.pk for one in found])
    return [Similar(rows[one.pk], one.score, one.same_area, one.same_type) for one in found]


def same_kind(petition: Petition, seen: QuerySet[Petition], without: set[int], limit: int = 20) -> list[Petition]:
    """Return petitions of the same area and type, past inspections too, the newest first."""
    if petition.main_type is None:
        return []
    rows = seen.filter(main_type__label=petition.main_type.label).exclude(pk__in={petition.pk, *without})
    area = petition.area.label if petition.area else None
    rows = rows.filter(area__label=area) if area else rows.filter(area=None)
    return list(rows.select_related("area", "main_type", "lead_unit", "inspection", "batch").order_by("-pk")[:limit])


def save_index() -> int:
    """Make the index of all petitions anew in one go and save it; return how many it holds."""
    making = SlicedIndex(place())
    making.drop()
    while not making.go_on(texts_after, SLICE):
        continue
    there = _saved()
    return len(there) if there else 0


def save_a_slice() -> SlicedIndex | None:
    """Go on making the index anew for some seconds; return how far it is, None where it is done."""
    making = SlicedIndex(place())
    return None if making.go_on(texts_after, SLICE) else making


def how_far() -> Job | None:
    """Return the job that makes the index, where there is one at work."""
    return Job.objects.filter(kind=INDEX, state__in=[JobState.WAITING, JobState.RUNNING]).first()


def is_behind() -> bool:
    """Whether so many petitions came since the index was saved that it should be made anew."""
    there = _saved()
    count = Petition.objects.count()
    stored = len(there) if there else 0
    return count - stored >= max(SAVE_FROM, min(stored // SAVE_SHARE, MOST_AT_ONCE // 2)) or stored > count


def texts_after(last: str) -> Iterator[tuple[str, str]]:
    """Yield the petitions' keys and redacted texts behind a key, '' for all."""
    rows = Petition.objects.filter(pk__gt=int(last or 0)).order_by("pk").values_list("pk", "summary")
    for pk, text in rows.iterator(chunk_size=500):
        yield str(pk), text


def place() -> Path:
    """Return where the index lies."""
    folder: Path = settings.FILES_FOLDER.parent
    return folder / "petitions.similar"


def _bring_up_to_date() -> None:
    """Take the saved index where it is another than ours, and add what came later."""
    path = place()
    stamp = (path, path.stat().st_mtime_ns) if path.exists() else None
    if stamp != _kept.stamp or stamp is None:
        saved = _saved()
        _kept.index, _kept.stamp = saved or SimilarIndex(), stamp if saved else None
        _kept.last = int(saved.newest or 0) if saved else 0
    later = Petition.objects.filter(pk__gt=_kept.last).order_by("pk").values_list("pk", "summary")
    for pk, text in _few(later):
        _kept.index.add(str(pk), text)
        _kept.last = pk


def _few(rows: QuerySet[Petition, tuple[int, str]]) -> Iterator[tuple[int, str]]:
    found = list(rows[: MOST_AT_ONCE + 1])
    if len(found) > MOST_AT_ONCE:
        raise IndexMissing
    return iter(found)


def _saved() -> SimilarIndex | None:
    try:
        return SimilarIndex.load(place())
    except (FileNotFoundError, BrokenIndex):
        return None


def _label(term: object) -> str:
    return str(term) if term is not None else ""
