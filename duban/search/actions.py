"""Keeping the index: it follows the audit trail, so that no write has to know of it and a lost index can be made anew."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, QuerySet

from duban.audit.models import AuditEntry
from duban.files.actions.purging import Shown
from duban.files.models import StoredFile
from duban.search.engines import engine_for
from duban.search.models import SearchCursor, SearchEntry
from duban.search.readers import NO_UNITS, children_with_other_readers, readers_of
from duban.search.rules import mark, plain, words_of
from duban.search.sources import Document, EvidenceSource, Source, sources
from duban.tasks.evidence import GONE_OUT
from duban.tasks.models import Evidence, Task

AT_ONCE = 500  # audit rows a page takes up before it answers; more is a job's work
BATCH = 500
DOCUMENTS = 100


def last_taken() -> int:
    """Return the id of the last audit row taken up."""
    return _cursor().last_audit_id


def behind() -> int:
    """Return how many audit rows the index has not taken up yet, counted no further than a job is worth."""
    return len(AuditEntry.objects.filter(pk__gt=_cursor().last_audit_id).values_list("pk")[: AT_ONCE + 1])


@transaction.atomic
def catch_up(limit: int = AT_ONCE) -> int:
    """Take up what changed since, at most `limit` audit rows; return how many. One at a time: others wait their turn."""
    cursor = SearchCursor.objects.select_for_update().get(pk=_cursor().pk)
    rows = list(
        AuditEntry.objects.filter(pk__gt=cursor.last_audit_id)
        .order_by("pk")
        .values_list("pk", "object_type", "object_id")[:limit]
    )
    if not rows:
        return 0
    changed: dict[str, set[int]] = {}
    for _pk, kind, object_id in rows:
        if object_id.isdigit():
            changed.setdefault(kind, set()).add(int(object_id))
    if tasks := changed.get(Task._meta.label_lower):
        tasks |= children_with_other_readers(tasks)
    for source in sources():
        ids: set[int] = set()
        for object_type in source.object_types:
            if object_type in changed:
                ids |= set(source.affected(object_type, changed[object_type]))
        if ids:
            index(source, ids)
    cursor.last_audit_id = rows[-1][0]
    cursor.save()
    return len(rows)


def rebuild(progress: Callable[[int, int], None] | None = None) -> int:
    """Index everything anew, batch by batch; return how many entries there are. May be stopped and started again."""
    last = AuditEntry.objects.aggregate(last=Max("pk"))["last"] or 0
    total = sum(source.all_ids().count() for source in sources())
    done = 0
    for source in sources():
        for ids in _batches(source):
            with transaction.atomic():
                index(source, ids)
            done += len(ids)
            if progress:
                progress(done, total)
    SearchCursor.objects.filter(pk=_cursor().pk, last_audit_id__lt=last).update(last_audit_id=last)
    return SearchEntry.objects.count()


def index(source: Source, ids: Collection[int]) -> None:
    """Make the entries of these things what their documents say now; what may be found no more is forgotten."""
    engine = engine_for(connection)
    present = {entry.object_id: entry for entry in SearchEntry.objects.filter(kind=source.kind, object_id__in=ids)}
    fresh: list[SearchEntry] = []
    changed: list[SearchEntry] = []
    seen: set[int] = set()
    for document, readers in _with_readers(source.documents(ids)):
        seen.add(document.object_id)
        entry = present.get(document.object_id)
        if entry is None:
            fresh.append(_filled(SearchEntry(kind=source.kind, object_id=document.object_id), document, readers))
        elif (entry.title, entry.text, entry.link, entry.day, entry.readers) != (
            document.title,
            document.text,
            document.link,
            document.day,
            readers,
        ):
            changed.append(_filled(entry, document, readers))
    gone = [entry.pk for object_id, entry in present.items() if object_id not in seen]
    if gone:
        engine.remove(connection, gone)
        SearchEntry.objects.filter(pk__in=gone).delete()
    SearchEntry.objects.bulk_create(fresh)
    SearchEntry.objects.bulk_update(changed, ["task", "title", "text", "plain", "link", "day", "readers"])
    if fresh or changed:
        engine.store(connection, [*fresh, *changed])


def tasks_by_documents(word: str) -> QuerySet[Any]:
    """Return the ids of tasks whose evidence holds the word in name, note or document; for the ledger's own field.

    Only what has gone out of its unit counts; whoever asks narrows to the tasks they see.
    """
    words = words_of(word)
    if not words:
        return Evidence.objects.none().values("task")
    if 0 < behind() <= AT_ONCE:
        catch_up()
    entries = engine_for(connection).narrow(SearchEntry.objects.filter(kind=EvidenceSource.kind), words)
    return Evidence.objects.filter(GONE_OUT, pk__in=entries.order_by().values("object_id")).order_by().values("task")


def forget_file(file: StoredFile, actor: Any) -> Shown:
    """Take what shows a purged file out of the index, in the purge's own transaction."""
    source = EvidenceSource()
    index(source, list(source.affected("files.storedfile", [file.pk])))
    return Shown()


def _with_readers(documents: Iterator[Document]) -> Iterator[tuple[Document, str]]:
    """Yield each document with the marks of its readers, looked up for some at once: documents may be long."""
    while portion := list(islice(documents, DOCUMENTS)):
        readers = readers_of({document.task_id for document in portion if document.task_id})
        for document in portion:
            yield document, readers[document.task_id] if document.task_id else mark(NO_UNITS)


def _filled(entry: SearchEntry, document: Document, readers: str) -> SearchEntry:
    entry.task_id, entry.readers = document.task_id, readers
    entry.title, entry.text = document.title[:600], document.text
    entry.plain = plain(f"{document.title}\n{document.text}")
    entry.link, entry.day = document.link, document.day
    return entry


def _cursor() -> SearchCursor:
    cursor, _new = SearchCursor.objects.get_or_create(pk=1)
    return cursor


def _batches(source: Source) -> Iterator[list[int]]:
    """Yield the ids portion by portion, each asked for by itself: an open cursor would keep SQLite from writing."""
    last = 0
    while batch := list(source.all_ids().filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1]
