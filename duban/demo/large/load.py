"""Writing the large city: batch by batch, each in one transaction, so that memory stays flat and nothing is half there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import chain
from random import Random

from django.contrib.auth.hashers import make_password
from django.core.management.color import no_style
from django.db import connection, models, transaction

from duban.audit.actions import record_history
from duban.demo.large.lives import Life, Wanted, lives
from duban.demo.large.rows import Cast, Rows
from duban.demo.large.story import REVISION, Story
from duban.demo.large.units import further_units
from duban.demo.people import PASSWORD, liaison
from duban.files.actions import store_file
from duban.files.models import StoredFile
from duban.organizations.actions import PostFacts, save_unit, save_user
from duban.organizations.models import Post, Role, Unit, UnitKind, User
from duban.settings import setting
from duban.tasks.models import Task, TaskOrigin, TaskSerial
from duban.tasks.rules import prefixes

BATCH = 1000  # tasks of one transaction
FILES = 40
MAIN_KINDS = (UnitKind.DEPARTMENT, UnitKind.COUNTY)  # most tasks are theirs


@dataclass(frozen=True, slots=True)
class Size:
    """How large the city is to be."""

    tasks: int
    reports: int
    units: int = 300
    seed: int = 1
    all_open: bool = False


def load_large(size: Size, today: date, say: Callable[[int, int], None]) -> bool:
    """Add `size.tasks` tasks as they stood on the evening of `today`; False where some were added before.

    Their lamps wait for the night's evaluation. `say` hears after each batch how many are written, of how many.
    """
    if TaskOrigin.objects.filter(text_revision=REVISION).exists():
        return False
    _load_units(size.units)
    random = Random(size.seed)  # noqa: S311 - the same city for the same seed
    cast = _cast(random)
    counties = tuple(place for place, unit in enumerate(cast.units) if unit.kind == UnitKind.COUNTY)
    main = sum(unit.kind in MAIN_KINDS for unit in cast.units)
    wanted = Wanted(size.tasks, size.reports, len(cast.units), main, counties, size.all_open)
    writer = _Writer(cast, random, today)
    written = 0
    for life in lives(random, today, wanted):
        writer.take(life)
        written += 1 + len(life.children)
        if writer.waiting >= BATCH:
            writer.store()
            say(written, size.tasks)
    writer.store()
    say(written, size.tasks)
    _settle()
    return True


@transaction.atomic
def _load_units(count: int) -> None:
    """Store the units missing to `count`, each with its liaison."""
    there = {unit.code: unit for unit in Unit.objects.all()}
    password = make_password(PASSWORD)
    for position, given in enumerate(further_units(count), start=1000):
        if given.code in there:
            continue
        unit = Unit(
            code=given.code, name=given.name, short_name=given.short_names[0], kind=given.kind,
            parent=there[given.parent], position=position,
        )  # fmt: skip
        save_unit(unit, actor=None)
        person = liaison(given)
        user = User(username=person.username, name=person.name)
        save_user(user, [PostFacts(unit, person.role)], actor=None)
        User.objects.filter(pk=user.pk).update(password=password)


def _cast(random: Random) -> Cast:
    """Return those who play in every life; every unit among them has a liaison."""
    liaisons = {post.unit_id: post.user for post in _posts(Role.LIAISON)}
    units = list(Unit.objects.filter(active=True, pk__in=liaisons))
    units.sort(key=lambda unit: (unit.kind not in MAIN_KINDS, len(unit.code), unit.code))
    clerk, desk = (next(iter(_posts(role))).user for role in (Role.CLERK, Role.DESK))
    return Cast(
        units=units,
        liaisons=[liaisons[unit.pk] for unit in units],
        places={unit.pk: place for place, unit in enumerate(units)},
        clerk=clerk,
        desk=desk,
        files=list(_files(random, clerk)),
    )


def _posts(role: Role) -> models.QuerySet[Post]:
    return Post.objects.filter(role=role).select_related("user").order_by("id")


def _files(random: Random, clerk: User) -> Iterator[StoredFile]:
    """Yield the files shown as evidence: a few, shown again and again."""
    for number in range(1, FILES + 1):
        text = f"现场核查记录第{number}号\n" + "经现场核查，工程量与报送一致。\n" * random.randint(5, 60)
        yield store_file(text.encode(), f"现场核查记录{number:02d}.txt", clerk)


class _Writer:
    """Collects lives and stores them."""

    def __init__(self, cast: Cast, random: Random, today: date) -> None:
        self.rows = Rows()
        self.story = Story(self.rows, cast, random, prefixes(setting("DUBAN_TASK_PREFIXES")), today)
        self.serials = Counter({(row.year, row.source): row.last for row in TaskSerial.objects.all()})

    @property
    def waiting(self) -> int:
        """How many tasks are not stored yet."""
        return len(self.rows.kept[Task])

    def take(self, life: Life) -> None:
        """Write a life and its children's into the rows to be stored."""
        counter = life.opened.year, life.source
        self.serials[counter] += 1
        task = self.story.write(life, self.serials[counter])
        for part, child in enumerate(life.children, start=1):
            self.story.write(child, self.serials[counter], part=part, parent=task)

    @transaction.atomic
    def store(self) -> None:
        """Store what is waiting, whole or not at all, with the audit rows in order of time."""
        with _own_times(Rows.ORDER):
            for model in Rows.ORDER:
                model._default_manager.bulk_create(self.rows.kept.pop(model, []), batch_size=2000)
        history, self.rows.history = sorted(self.rows.history, key=lambda happened: happened.at), []
        record_history(history)
        for (year, source), last in self.serials.items():
            TaskSerial.objects.update_or_create(year=year, source=source, defaults={"last": last})
        _raise_sequences(Rows.ORDER)


@contextmanager
def _own_times(tables: tuple[type[models.Model], ...]) -> Iterator[None]:
    """Let rows of the past keep their own times where a page would stamp the present moment."""
    fields = chain.from_iterable(model._meta.concrete_fields for model in tables)
    stamped = [field for field in fields if isinstance(field, models.DateField) and field.auto_now_add]
    try:
        for field in stamped:
            field.auto_now_add = False
        yield
    finally:
        for field in stamped:
            field.auto_now_add = True


def _raise_sequences(tables: tuple[type[models.Model], ...]) -> None:
    """Bring PostgreSQL's counters up to the ids given here; SQLite looks for itself."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(statement)


def _settle() -> None:
    """Let the database learn what it holds now, as its own housekeeping would in time."""
    with connection.cursor() as cursor:
        vacuum = connection.vendor == "postgresql" and not connection.in_atomic_block
        cursor.execute("VACUUM ANALYZE" if vacuum else "ANALYZE")
