"""One step of a clerk: locked, checked against the versions seen, remembered for undo, counted, audited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.meetings.actions.counting import Stretch, settle_around
from duban.meetings.actions.errors import Conflict, NotPossible
from duban.meetings.actions.rows import MODELS, Row, State, delete_row, fetch, key_of, restore_row, state_of
from duban.meetings.models import Action, ConfirmStep, Meeting, Requirement
from duban.meetings.permissions import may_confirm
from duban.organizations.models import User

R = TypeVar("R", bound=Row)


@dataclass
class Touched:
    """The keys a step reads and may write; rows made on the way are added."""

    keys: set[str] = field(default_factory=set)

    def add(self, *rows: Row) -> None:
        """Remember these rows too; they did not exist before the step."""
        self.keys.update(key_of(row) for row in rows)


@contextmanager
def step(
    meeting: Meeting,
    *,
    actor: User,
    verb: str,
    label: str,
    rows: Iterable[Row],
    undoable: bool = True,
    reason: str = "",
) -> Iterator[Touched]:
    """Run one write to `meeting` over `rows` and what hangs on them; a step that changes nothing leaves no trace."""
    with transaction.atomic():
        lock(meeting, actor)
        touched = Touched(_with_relatives(rows))
        before = _states(touched.keys)
        yield touched
        settle_around(_stretches(before, _states(touched.keys)))
        after = _states(touched.keys)
        changed = [key for key in touched.keys if before.get(key) != after.get(key)]
        if not changed:
            return
        _raise_versions(changed, after)
        remember(
            meeting, actor, verb, label,
            before={key: before.get(key) for key in changed},
            after={key: after.get(key) for key in changed},
            undoable=undoable,
        )  # fmt: skip
        record(f"meetings.{verb}", meeting, actor=actor, changes=_differences(changed, before, after), reason=reason)


def lock(meeting: Meeting, actor: User) -> Meeting:
    """Return the meeting locked until the transaction ends, so that writes to it queue up; ask for the right first."""
    if not may_confirm(actor):
        raise PermissionDenied
    return Meeting.objects.select_for_update().get(pk=meeting.pk)


def fresh(row: R, version: int | None) -> R:
    """Return the row as it is stored now; raise Conflict where it is gone or has another version than was seen."""
    model: type[R] = type(row)
    now = cast("R | None", model._default_manager.filter(pk=row.pk).first())
    if now is None or (version is not None and now.version != version):
        raise Conflict(key_of(row), last_step(key_of(row)))
    return now


def last_step(key: str) -> ConfirmStep | None:
    """Return the last step that changed the row."""
    return ConfirmStep.objects.filter(after__has_key=key).select_related("actor").last()


def remember(
    meeting: Meeting,
    actor: User,
    verb: str,
    label: str,
    *,
    before: dict[str, State | None],
    after: dict[str, State | None],
    undoable: bool,
) -> None:
    """Store the step with its label cut to what a button can show."""
    ConfirmStep.objects.create(
        meeting=meeting, actor=actor, actor_name=actor.name, verb=verb, label=label[:200],
        before=before, after=after, undoable=undoable,
    )  # fmt: skip


def undoable_step(meeting: Meeting, actor: User) -> ConfirmStep | None:
    """Return the actor's last step that may still be undone; a new revision of a text bars those before it."""
    barrier = meeting.steps.filter(undoable=False).order_by("-id").values_list("id", flat=True).first() or 0
    return meeting.steps.filter(actor=actor, undone=False, id__gt=barrier).exclude(verb="undo").last()


@transaction.atomic
def undo(meeting: Meeting, *, actor: User) -> ConfirmStep:
    """Undo the actor's last step; raise Conflict where somebody changed the same thing since."""
    lock(meeting, actor)
    last = undoable_step(meeting, actor)
    if last is None:
        raise NotPossible(_("没有可以撤销的操作。"))
    now = _states(last.after)
    for key, state in last.after.items():
        if now.get(key) != state:
            raise Conflict(key, last_step(key))
    for key in sorted(last.before, key=_parents_first):
        if last.before[key] is not None:
            restore_row(key, last.before[key])
    for key in sorted(last.before, key=_parents_first, reverse=True):
        if last.before[key] is None:
            delete_row(key)
    ConfirmStep.objects.filter(pk=last.pk).update(undone=True)
    settle_around(_stretches(last.before, last.after))
    remember(meeting, actor, "undo", last.label, before=last.after, after=last.before, undoable=True)
    record("meetings.undo", meeting, actor=actor, changes=_differences(last.before, last.after, last.before))
    return last


def _parents_first(key: str) -> tuple[int, int]:
    kind, pk = key.split(":")
    return list(MODELS).index(kind), int(pk)


def _with_relatives(rows: Iterable[Row]) -> set[str]:
    """Return the keys of the rows, of the requirements they belong to and of all actions of those."""
    keys = set[str]()
    requirements = set[int]()
    for row in rows:
        keys.add(key_of(row))
        if isinstance(row, Requirement):
            requirements.add(row.pk)
        if isinstance(row, Action):
            requirements.add(row.requirement_id)
    keys.update(f"requirement:{pk}" for pk in requirements)
    actions = Action.objects.filter(requirement__in=requirements).values_list("pk", flat=True)
    keys.update(f"action:{pk}" for pk in actions)
    return keys


def _states(keys: Iterable[str]) -> dict[str, State]:
    return {key: state_of(row) for key, row in fetch(keys).items()}


def _stretches(*states: Mapping[str, State | None]) -> Iterator[Stretch]:
    """Yield where the rows of a step stand or stood: requirements, sentences, and the requirements of actions."""
    requirements = set[int]()
    for key, state in (pair for one in states for pair in one.items()):
        if state and "requirement_id" in state:
            requirements.add(state["requirement_id"])
        elif state and key.startswith(("requirement:", "sentence:")):
            yield Stretch(state["text_id"], state["start"], state["end"])
    for text, start, end in Requirement.objects.filter(pk__in=requirements).values_list("text", "start", "end"):
        yield Stretch(text, start, end)


def _raise_versions(changed: list[str], after: dict[str, State]) -> None:
    """Count the write on each changed row, and on the requirement of each changed action."""
    keys = {key for key in changed if key in after}
    keys.update(f"requirement:{after[key]['requirement_id']}" for key in tuple(keys) if key.startswith("action:"))
    for kind, model in MODELS.items():
        ids = [int(key.split(":")[1]) for key in keys if key.startswith(f"{kind}:")]
        if ids:
            model._default_manager.filter(pk__in=ids).update(version=F("version") + 1)


def _differences(keys: Iterable[str], before: dict[str, State], after: dict[str, State]) -> dict[str, list[str]]:
    """Return what changed, row by row and field by field, as the audit trail keeps it."""
    changes: dict[str, list[str]] = {}
    for key in sorted(keys, key=_parents_first):
        old, new = before.get(key) or {}, after.get(key) or {}
        for name in {**old, **new}:
            if old.get(name) != new.get(name):
                changes[f"{key}.{name}"] = [_words(old.get(name)), _words(new.get(name))]
    return changes


def _words(value: object) -> str:
    return "" if value is None else str(value)[:500]
