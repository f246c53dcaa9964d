"""Where the tokens lie: FTS5 on SQLite, an array with a GIN index on PostgreSQL. Both find exactly the same.

An entry's tokens are those of its text and the marks of its readers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet

from duban.search.models import SearchEntry
from duban.search.rules import Word


class Engine(Protocol):
    """What a database does for the search."""

    def create(self, connection: BaseDatabaseWrapper) -> None:
        """Make the place of the tokens."""

    def drop(self, connection: BaseDatabaseWrapper) -> None:
        """Take it away."""

    def store(self, connection: BaseDatabaseWrapper, entries: Iterable[SearchEntry]) -> None:
        """Keep the tokens of entries, in place of those kept before."""

    def remove(self, connection: BaseDatabaseWrapper, ids: Iterable[int]) -> None:
        """Forget the tokens of entries."""

    def narrow(self, entries: QuerySet[SearchEntry], words: tuple[Word, ...]) -> QuerySet[SearchEntry]:
        """Return the entries in which every word occurs; may stand inside another query."""

    def newest(
        self, entries: QuerySet[SearchEntry], words: tuple[Word, ...], marks: Sequence[str] = ()
    ) -> QuerySet[SearchEntry]:
        """Return the same, the newest first, as a query of its own: never inside another.

        Given marks, only entries that bear one of them need be returned.
        """


def engine_for(connection: BaseDatabaseWrapper) -> Engine:
    """Return the engine of a connection's database."""
    if connection.vendor == "postgresql":
        from duban.search.engines.postgresql import PostgreSQLEngine

        return PostgreSQLEngine()
    from duban.search.engines.sqlite import SQLiteEngine

    return SQLiteEngine()
