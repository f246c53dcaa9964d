"""Tokens in an array beside the entry, single characters too, with a GIN index."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from duban.search.models import SearchEntry
from duban.search.rules import Word, tokens

# A long document's tokens lie outside the table's pages, which the planner does not count: it would read them all one by
# one (10,000 documents: seconds) where the index needs some hundredths. So the index is asked with that way shut.
HOLDING = """
CREATE OR REPLACE FUNCTION search_holding(wanted text[]) RETURNS SETOF bigint
LANGUAGE sql STABLE ROWS 100 SET enable_seqscan = off
AS 'SELECT entry_id FROM search_tokens WHERE tokens @> wanted'
"""
NO_HOLDING = "DROP FUNCTION IF EXISTS search_holding(text[])"
# The same for texts: what the index holds is looked at one by one, never the whole table for a word. OFFSET 0 keeps the
# planner from turning that around.
PROVEN = """
CREATE OR REPLACE FUNCTION search_proven(wanted text[], texts text[]) RETURNS SETOF bigint
LANGUAGE sql STABLE ROWS 100 SET enable_seqscan = off
AS 'SELECT held.entry_id FROM (SELECT entry_id FROM search_tokens WHERE tokens @> wanted OFFSET 0) held,
    LATERAL (SELECT plain FROM search_searchentry WHERE id = held.entry_id OFFSET 0) entry
    WHERE NOT EXISTS (SELECT 1 FROM unnest(texts) words WHERE strpos(entry.plain, words) = 0)'
"""
NOT_PROVEN = "DROP FUNCTION IF EXISTS search_proven(text[], text[])"
# Both for a person's marks: the index cuts the lists of the words with those of what the person may read.
HOLDING_MARKED = """
CREATE OR REPLACE FUNCTION search_holding(wanted text[], marks text[]) RETURNS SETOF bigint
LANGUAGE sql STABLE ROWS 100 SET enable_seqscan = off
AS 'SELECT entry_id FROM search_tokens WHERE tokens @> wanted AND tokens && marks'
"""
PROVEN_MARKED = """
CREATE OR REPLACE FUNCTION search_proven(wanted text[], texts text[], marks text[]) RETURNS SETOF bigint
LANGUAGE sql STABLE ROWS 100 SET enable_seqscan = off
AS 'SELECT held.entry_id
    FROM (SELECT entry_id FROM search_tokens WHERE tokens @> wanted AND tokens && marks OFFSET 0) held,
    LATERAL (SELECT plain FROM search_searchentry WHERE id = held.entry_id OFFSET 0) entry
    WHERE NOT EXISTS (SELECT 1 FROM unnest(texts) words WHERE strpos(entry.plain, words) = 0)'
"""
NOT_MARKED = (
    "DROP FUNCTION IF EXISTS search_holding(text[], text[])",
    "DROP FUNCTION IF EXISTS search_proven(text[], text[], text[])",
)


# Expected matches from which on a walk over the entries fills a page sooner than the index lists what it holds: of
# 760,000 entries both take a tenth of a second there; for what every third entry holds it is a hundredth or two seconds.
FREQUENT = 16_000


class PostgreSQLEngine:
    """The index finds what holds all pairs, the text itself proves that they stand together."""

    def create(self, connection: BaseDatabaseWrapper) -> None:
        """Make the table and its index."""
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TABLE search_tokens (entry_id bigint PRIMARY KEY "
                "REFERENCES search_searchentry (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, tokens text[] NOT NULL)"
            )
            cursor.execute("CREATE INDEX search_tokens_gin ON search_tokens USING gin (tokens)")

    def drop(self, connection: BaseDatabaseWrapper) -> None:
        """Take it away."""
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE search_tokens")

    def store(self, connection: BaseDatabaseWrapper, entries: Iterable[SearchEntry]) -> None:
        """Write one row an entry."""
        rows = []
        for entry in entries:
            pairs = set(tokens(entry.plain))
            rows.append((entry.pk, sorted(pairs | {pair[0] for pair in pairs} | set(entry.readers.split()))))
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_tokens (entry_id, tokens) VALUES (%s, %s) "
                "ON CONFLICT (entry_id) DO UPDATE SET tokens = EXCLUDED.tokens",
                rows,
            )

    def remove(self, connection: BaseDatabaseWrapper, ids: Iterable[int]) -> None:
        """Delete the rows."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_tokens WHERE entry_id = ANY(%s)", [list(ids)])

    def narrow(self, entries: QuerySet[SearchEntry], words: tuple[Word, ...]) -> QuerySet[SearchEntry]:
        """Ask the index for all pairs at once, then the text for each word of more than one pair."""
        return _narrowed(entries, words, ())

    def newest(
        self, entries: QuerySet[SearchEntry], words: tuple[Word, ...], marks: Sequence[str] = ()
    ) -> QuerySet[SearchEntry]:
        """Narrow, and sort what was found; where that is very much, walk the entries from the newest on instead."""
        wanted, texts = _asked(words)
        if wanted and _estimated(wanted, marks) >= FREQUENT:
            return _walked(entries, wanted, texts, marks)
        return _narrowed(entries, words, marks).order_by("-pk")


def _asked(words: tuple[Word, ...]) -> tuple[list[str], list[str]]:
    """Return the pairs the index is asked for, and the texts that pairs alone do not prove."""
    wanted = sorted({pair for word in words for phrase in word.phrases for pair in phrase})
    return wanted, [word.text for word in words if not word.proven or len(word.text) > 2]


def _narrowed(entries: QuerySet[SearchEntry], words: tuple[Word, ...], marks: Sequence[str]) -> QuerySet[SearchEntry]:
    wanted, texts = _asked(words)
    given: list[list[str]] = [wanted, *([texts] if texts else []), *([list(marks)] if marks else [])]
    places = ", ".join(["%s::text[]"] * len(given))
    if wanted:
        function = "search_proven" if texts else "search_holding"
        return entries.filter(pk__in=RawSQL(f"SELECT {function}({places})", given))  # noqa: S611 - names of ours
    for text in texts:
        entries = entries.filter(plain__contains=text)
    return entries


def _estimated(wanted: list[str], marks: Sequence[str]) -> int:
    """Return how many entries the planner expects to hold these pairs and one of the marks; asking reads none."""
    marked = " AND tokens && %s::text[]" if marks else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"EXPLAIN (FORMAT JSON) SELECT 1 FROM search_tokens WHERE tokens @> %s::text[]{marked}",  # noqa: S608
            [wanted, list(marks)] if marks else [wanted],
        )
        plan = cursor.fetchone()[0]
    rows: int = (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]["Plan Rows"]
    return rows


def _walked(
    entries: QuerySet[SearchEntry], wanted: list[str], texts: list[str], marks: Sequence[str]
) -> QuerySet[SearchEntry]:
    """Look at entry after entry: what so many hold fills a page soon, where the index would list them all first."""
    held = ["search_tokens.entry_id = search_searchentry.id", "search_tokens.tokens @> %s::text[]"]
    given: list[list[str]] = [wanted]
    if marks:
        held, given = [*held, "search_tokens.tokens && %s::text[]"], [wanted, list(marks)]
    walked = entries.order_by().extra(  # noqa: S610 - constant SQL, the search is a parameter
        tables=["search_tokens"], where=held, params=given, order_by=["-search_tokens.entry_id"]
    )
    for text in texts:
        walked = walked.filter(plain__contains=text)
    return walked
