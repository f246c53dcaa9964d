"""Tokens in an FTS5 table whose row ids are the entries'.

The tokenizer is `ascii`: to it every character beyond ASCII belongs to a token, whatever Unicode the library knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from duban.search.models import SearchEntry
from duban.search.rules import Word, tokens


class SQLiteEngine:
    """FTS5, a phrase for each run of a word, the beginning of a token for one character."""

    def create(self, connection: BaseDatabaseWrapper) -> None:
        """Make the table."""
        with connection.cursor() as cursor:
            cursor.execute("CREATE VIRTUAL TABLE search_tokens USING fts5(tokens, tokenize='ascii')")

    def drop(self, connection: BaseDatabaseWrapper) -> None:
        """Take it away."""
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE search_tokens")

    def store(self, connection: BaseDatabaseWrapper, entries: Iterable[SearchEntry]) -> None:
        """Write one row an entry."""
        rows = [(entry.pk, " ".join([*tokens(entry.plain), entry.readers])) for entry in entries]
        self.remove(connection, [pk for pk, _tokens in rows])
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO search_tokens (rowid, tokens) VALUES (%s, %s)", rows)

    def remove(self, connection: BaseDatabaseWrapper, ids: Iterable[int]) -> None:
        """Delete the rows."""
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM search_tokens WHERE rowid = %s", [(pk,) for pk in ids])

    def narrow(self, entries: QuerySet[SearchEntry], words: tuple[Word, ...]) -> QuerySet[SearchEntry]:
        """Match all phrases at once; check against the text what phrases do not prove."""
        if wanted := _wanted(words):
            entries = entries.filter(
                pk__in=RawSQL("SELECT rowid FROM search_tokens WHERE search_tokens MATCH %s", [wanted])
            )
        return _checked(entries, words)

    def newest(
        self, entries: QuerySet[SearchEntry], words: tuple[Word, ...], marks: Sequence[str] = ()
    ) -> QuerySet[SearchEntry]:
        """Let the index walk its matches, the newest first, so that a full page ends the walk.

        Marks are a word more: whoever reads a quarter would else have three others looked up for each that is theirs.
        """
        wanted = _wanted(words)
        if not wanted:
            return _checked(entries, words).order_by("-pk")
        if marks:
            wanted = f"{wanted} AND ({' OR '.join(f'{chr(34)}{mark}{chr(34)}' for mark in marks)})"
        joined = ["search_tokens.rowid = search_searchentry.id", "search_tokens MATCH %s"]
        walked = entries.order_by().extra(  # noqa: S610 - constant SQL, the search is a parameter
            tables=["search_tokens"], where=joined, params=[wanted], order_by=["-search_tokens.rowid"]
        )
        return _checked(walked, words)


def _wanted(words: tuple[Word, ...]) -> str:
    """Return all phrases in FTS5's own words."""
    return " AND ".join(_term(word, phrase) for word in words for phrase in word.phrases)


def _checked(entries: QuerySet[SearchEntry], words: tuple[Word, ...]) -> QuerySet[SearchEntry]:
    for word in words:
        if not word.proven:
            entries = entries.filter(plain__contains=word.text)
    return entries


def _term(word: Word, phrase: tuple[str, ...]) -> str:
    """Return one phrase in FTS5's own words; a phrase that is one character begins a token."""
    if len(phrase) == 1 and len(phrase[0]) == 1:
        return f'"{phrase[0]}" *'
    return '"{}"'.format(" ".join(phrase))
