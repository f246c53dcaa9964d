"""Tokens in an array beside the entry, single characters too, with a GIN index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
        wanted = sorted({pair for word in words for phrase in word.phrases for pair in phrase})
        texts = [word.text for word in words if not word.proven or len(word.text) > 2]
        if wanted and texts:
            return entries.filter(pk__in=RawSQL("SELECT search_proven(%s::text[], %s::text[])", [wanted, texts]))
        if wanted:
            return entries.filter(pk__in=RawSQL("SELECT search_holding(%s::text[])", [wanted]))
        for text in texts:
            entries = entries.filter(plain__contains=text)
        return entries

    def newest(
        self, entries: QuerySet[SearchEntry], words: tuple[Word, ...], marks: Sequence[str] = ()
    ) -> QuerySet[SearchEntry]:
        """Narrow, and sort what was found."""
        return self.narrow(entries, words).order_by("-pk")
