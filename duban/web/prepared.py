"""Queries that Django writes once and runs again: writing the same SQL anew took half of the CPU of a page of 13 queries.

A query stays what it is, a queryset of the ORM, with its permission and its order in sight. Where a page or an action
asks it each time, it is kept as `Prepared`: its SQL is written once for each database and each shape of its arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import AutoField, Model, QuerySet
from django.db.models.query import ModelIterable, get_related_populators
from django.db.transaction import TransactionManagementError

R = TypeVar("R")
Argument = int | str | date | UUID | Sequence[int]
_ONE = (int, str, date, UUID)
_FIRST_MARK = 1_913_000_001  # stands for an argument while the SQL is written; no constant of a query looks like it


class Prepared(Generic[R]):
    """A query whose SQL is written once; called with its arguments it returns the rows.

    `build` returns the queryset for its arguments: numbers, texts, days, tokens, or sequences of numbers. Each must reach the
    database as it is, as one value or one list: a query that works on an argument (`icontains`, arithmetic) is refused.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, R]]) -> None:
        self._build = build
        self._written: dict[tuple[str, tuple[int | type, ...]], _Written | None] = {}

    def __call__(self, *arguments: Argument) -> list[R]:
        """Return the rows for these arguments: models with what `select_related` fetches, or tuples of values."""
        connection = connections[DEFAULT_DB_ALIAS]
        shape = tuple(type(one) if isinstance(one, _ONE) else len(one) for one in arguments)
        key = connection.vendor, shape
        if key not in self._written:
            self._written[key] = _write(self._build, shape, connection)
        written = self._written[key]
        return written.rows(_flat(arguments, connection), connection) if written else []

    def first(self, *arguments: Argument) -> R | None:
        """Return the first row, None where there is none."""
        return next(iter(self(*arguments)), None)


def remember(owner: Model, relation: str, rows: Sequence[Model]) -> None:
    """Let `owner.relation.all()` answer with these rows, as after `prefetch_related`."""
    manager = getattr(owner, relation)
    vars(owner).setdefault("_prefetched_objects_cache", {}).pop(manager.field.remote_field.cache_name, None)
    answer = manager.all()  # the relation itself: what is filtered further asks the database
    answer._result_cache = list(rows)
    vars(owner)["_prefetched_objects_cache"][manager.field.remote_field.cache_name] = answer
    for row in rows:
        setattr(row, manager.field.name, owner)


def insert(row: Model) -> None:
    """Store a new row as `save(force_insert=True)` does, its key set afterwards; nothing listens to its signals here."""
    connection, model = connections[DEFAULT_DB_ALIAS], type(row)
    fields, sql = _insertion(model, connection.vendor)
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    with _cursor(connection) as cursor:
        cursor.execute(sql, values)
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, connection.alias


def update(model: type[Model], values: Mapping[str, Any], **where: Any) -> int:
    """Set the values where these fields are as given, as `filter(…).update(…)` does; return how many rows that were."""
    connection = connections[DEFAULT_DB_ALIAS]
    field_of: Callable[[str], Any] = model._meta.get_field
    given = [(field_of(name), value) for name, value in [*values.items(), *where.items()]]
    parameters = [field.get_db_prep_save(getattr(value, "pk", value), connection) for field, value in given]
    with _cursor(connection) as cursor:
        cursor.execute(_alteration(model, connection.vendor, tuple(values), tuple(where)), parameters)
        changed: int = cursor.rowcount
    return changed


def _cursor(connection: Any) -> Any:
    """Return a cursor for a statement that comes again: PostgreSQL keeps its plan, which costs more than the rows.

    Django binds values on its own side, so that each statement is another text and is planned anew.
    """
    if connection.vendor != "postgresql":
        return connection.cursor()
    from django.db.backends.postgresql.base import ServerBindingCursor

    connection.close_if_health_check_failed()  # as Django's own cursor does
    connection.ensure_connection()
    with connection.wrap_database_errors:
        cursor = ServerBindingCursor(connection.connection)  # type: ignore[call-arg]  # its bases are not typed
    return connection._prepare_cursor(cursor)


@lru_cache(maxsize=256)
def _insertion(model: type[Model], _vendor: str) -> tuple[list[Any], str]:
    quote: Callable[[Any], str] = connections[DEFAULT_DB_ALIAS].ops.quote_name
    fields = [
        field for field in model._meta.concrete_fields if not field.generated and not isinstance(field, AutoField)
    ]
    columns, places = (", ".join(each) for each in ([quote(field.column) for field in fields], ["%s"] * len(fields)))
    table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
    return fields, f"INSERT INTO {table} ({columns}) VALUES ({places}) RETURNING {key}"  # noqa: S608


@lru_cache(maxsize=256)
def _alteration(model: type[Model], _vendor: str, names: tuple[str, ...], where: tuple[str, ...]) -> str:
    quote: Callable[[Any], str] = connections[DEFAULT_DB_ALIAS].ops.quote_name
    field: Callable[[str], Any] = model._meta.get_field
    new, found = (
        separator.join(f"{quote(field(name).column)} = %s" for name in each)
        for separator, each in ((", ", names), (" AND ", where))
    )
    return f"UPDATE {quote(model._meta.db_table)} SET {new} WHERE {found}"  # noqa: S608


@dataclass(slots=True)
class _Written:
    """The SQL of a query with what makes models of its rows."""

    sql: str
    constants: tuple[Any, ...]
    places: dict[int, int]  # the place among the parameters, and the argument that stands there
    locks: bool
    converters: list[tuple[int, list[Callable[..., Any]], Any]]
    model: type[Model] | None = None
    columns: slice = field(default_factory=lambda: slice(0))
    names: list[str] = field(default_factory=list)
    populators: list[Any] = field(default_factory=list)

    def rows(self, values: list[Any], connection: BaseDatabaseWrapper) -> list[Any]:
        """Run the query."""
        if self.locks and connection.get_autocommit():
            raise TransactionManagementError("a query that locks rows needs a transaction")
        parameters = list(self.constants)
        for place, argument in self.places.items():
            parameters[place] = values[argument]
        with _cursor(connection) as cursor:
            cursor.execute(self.sql, parameters)
            found = cursor.fetchall()
        if self.converters:
            found = [self._converted(row, connection) for row in found]
        return [self._made(row, connection.alias) for row in found] if self.model else found

    def _converted(self, row: Sequence[Any], connection: BaseDatabaseWrapper) -> Sequence[Any]:
        cells = list(row)
        for place, functions, expression in self.converters:
            value = cells[place]
            for convert in functions:
                value = convert(value, expression, connection)
            cells[place] = value
        return tuple(cells)

    def _made(self, row: Sequence[Any], alias: str) -> Model:
        assert self.model is not None
        made = self.model.from_db(alias, self.names, row[self.columns])
        for populator in self.populators:
            populator.populate(row, made)
        return made


def _write(
    build: Callable[..., QuerySet[Any, Any]], shape: tuple[int | type, ...], connection: BaseDatabaseWrapper
) -> _Written | None:
    """Write the query's SQL with a mark for each argument; None where it can have no rows, whatever the arguments."""
    marks: list[Any] = []
    arguments = [_marked(one, marks) for one in shape]
    queryset = build(*arguments)
    compiler = queryset.query.get_compiler(connection=connection)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return None
    of_mark = {mark: number for number, mark in enumerate(_flat(marks, connection))}
    places = {place: of_mark[value] for place, value in enumerate(parameters) if _is_mark(value, of_mark)}
    if set(places.values()) != set(of_mark.values()):
        raise TypeError("an argument does not reach the database as it is; ask this query through the ORM")
    columns = [column for column, _sql, _alias in compiler.select]
    converters = [(place, *given) for place, given in compiler.get_converters(columns).items()]
    written = _Written(sql, tuple(parameters), places, queryset.query.select_for_update, converters)
    if compiler.klass_info and issubclass(queryset._iterable_class, ModelIterable):
        own = compiler.klass_info["select_fields"]
        written.model, written.columns = compiler.klass_info["model"], slice(own[0], own[-1] + 1)
        written.names = [one[0].target.attname for one in compiler.select[written.columns]]
        written.populators = get_related_populators(compiler.klass_info, compiler.select, connection.alias)  # type: ignore[call-arg]  # the stubs are of Django 6
    return written


def _marked(shape: int | type, marks: list[Any]) -> Argument:
    """Return what stands for an argument of this shape, adding its marks."""
    count = shape if isinstance(shape, int) else 1
    made: list[Any] = [_FIRST_MARK + len(marks) + n for n in range(count)]
    if shape is str:
        made = [f"\N{REPLACEMENT CHARACTER}{made[0]}"]
    elif shape is date:
        made = [date(1600, 1, 1) + timedelta(len(marks))]
    elif shape is UUID:
        made = [UUID(int=made[0])]
    marks += made
    return tuple(made) if isinstance(shape, int) else made[0]


def _is_mark(value: Any, marks: dict[Any, int]) -> bool:
    return isinstance(value, _ONE) and value in marks


def _flat(arguments: Iterable[Argument], connection: BaseDatabaseWrapper) -> list[Any]:
    """Return the arguments as the database takes them, the members of sequences in their places."""
    flat: list[Any] = []
    for one in arguments:
        if isinstance(one, date):
            flat.append(connection.ops.adapt_datefield_value(one))
        elif isinstance(one, UUID):
            flat.append(one if connection.features.has_native_uuid_field else one.hex)
        else:
            flat += [one] if isinstance(one, int | str) else one
    return flat
