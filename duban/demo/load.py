"""Loading the demo city step by step, each step through the actions its pages call."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connection, transaction

from duban.audit import triggers
from duban.audit.heads import forget
from duban.demo.city import UNITS
from duban.demo.clerk import confirm_and_release, decide_some
from duban.demo.large.units import MOST, further_units
from duban.demo.ledger.stories import STORIES
from duban.demo.ledger.tell import tell_stories
from duban.demo.people import PASSWORD, PEOPLE, liaison
from duban.demo.plan import PLANS, UNDER_WAY
from duban.jobs.actions import run as run_job
from duban.meetings.actions.texts import bring_in
from duban.meetings.models import Meeting, MeetingText, TextState
from duban.organizations.actions import PostFacts, save_unit, save_user
from duban.organizations.models import Unit, User
from duban.tasks.models import Task
from duban.vault import triggers as vault_triggers

TEXTS = Path(__file__).parent / "texts"
TEXT_NAMES = ("63-news.txt", "64-minutes.txt", "q4-dispatch.txt", "65-web-copy.txt")


class NotADemoDatabase(Exception):
    """The database holds an office's own units or users; nothing was written."""


class TextNotRead(Exception):
    """A text of the demo could not be read; the message names it."""


def check_is_demo() -> None:
    """Refuse a database that holds anything but the demo city, so that an office's data is never mixed or lost."""
    further = further_units(MOST)
    known_units = {unit.name for unit in (*UNITS, *further)}
    known_people = {person.username for person in (*PEOPLE, *map(liaison, further))}
    strangers = [name for name in Unit.objects.values_list("name", flat=True) if name not in known_units]
    strangers += [name for name in User.objects.values_list("username", flat=True) if name not in known_people]
    if strangers:
        raise NotADemoDatabase("、".join(strangers[:3]))


def reset() -> None:
    """Empty the demo database, audit trail included."""
    guards = (triggers, vault_triggers)
    for guard in guards:
        guard.remove(connection)
    try:
        call_command("flush", interactive=False, verbosity=0, allow_cascade=True)  # the index of search goes along
    finally:
        for guard in guards:
            guard.install(connection)
    forget()


@transaction.atomic
def load_city() -> bool:
    """Store units and people; False where they are there already."""
    if Unit.objects.exists():
        return False
    units: dict[str, Unit] = {}
    for position, given in enumerate(UNITS, start=1):
        unit = Unit(
            code=given.code, name=given.name, short_name=given.short_names[0], kind=given.kind,
            parent=units.get(given.parent), position=position,
        )  # fmt: skip
        units[given.code] = save_unit(unit, given.former_names, short_names=given.short_names[1:], actor=None)
    password = make_password(PASSWORD)  # once: every hash takes its time by design
    for person in PEOPLE:
        user = User(username=person.username, name=person.name)
        save_user(user, [PostFacts(units[person.unit], person.role)], actor=None)
        User.objects.filter(pk=user.pk).update(password=password)
    return True


@transaction.atomic
def load_meetings() -> bool:
    """Bring in the texts as the clerk and read them; False where all are there already."""
    clerk = User.objects.get(username="clerk")
    there = set(MeetingText.objects.values_list("name", flat=True))
    missing = [name for name in TEXT_NAMES if name not in there]
    for name in missing:
        text = bring_in((TEXTS / name).read_bytes(), name=name, actor=clerk)
        if text.job_id:
            run_job(text.job_id)
        text.refresh_from_db()
        if text.state != TextState.READ:
            raise TextNotRead(f"{name}: {text.error}")
    return bool(missing)


def load_tasks() -> bool:
    """Confirm and release two meetings and leave a third half decided; False where tasks are there already."""
    if Task.objects.exists():
        return False
    clerk = User.objects.get(username="clerk")
    for plan in PLANS:
        confirm_and_release(_meeting(plan.text), plan, clerk)
    decide_some(_meeting(UNDER_WAY), User.objects.get(username="clerk2"))
    return True


@transaction.atomic
def load_ledger(today: date) -> bool:
    """Tell a year of the ledger up to the day: every state and lamp; False where it was told already."""
    if Task.objects.filter(title=STORIES[0].title).exists():
        return False
    tell_stories(today)
    return True


def busiest_units(most: int = 3) -> Iterable[User]:
    """Return liaisons whose units lead tasks, for a visitor to sign in as."""
    codes: dict[str, int] = {}
    for code in Task.objects.values_list("lead_unit__code", flat=True):
        codes[code] = codes.get(code, 0) + 1
    first = sorted(codes, key=lambda code: -codes[code])[:most]
    return User.objects.filter(username__in=[f"u{code}" for code in first])


def _meeting(text_name: str) -> Meeting:
    return MeetingText.objects.select_related("meeting").get(name=text_name, superseded=False).meeting
