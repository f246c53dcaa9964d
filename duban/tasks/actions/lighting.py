"""Lamps judged and kept: on every write that can move one, and each night for all open tasks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from duban.jobs.actions import enqueue
from duban.jobs.models import Job
from duban.tasks.lamp_facts import LIT_STATES, LampFacts, Rules, bare_facts, facts_of, loaded_facts, present_facts
from duban.tasks.models import LampEntry, RollUp, Task
from duban.tasks.rules.lamp import Judgement
from duban.tasks.rules.shares import half_up
from duban.tasks.states import Verb
from duban.web.prepared import insert, update

LIGHT_JOB = "tasks.light"
BATCH = 500  # tasks of one transaction: a write waits no longer than one batch takes
LARGEST_SHARE = Fraction(99_999_999)  # what the columns hold; a share beyond it is a typing error shown as such
# the columns that judging reads; all the others would cost a quarter of the night
_READ = (
    "state", "start", "deadline", "opened_at", "report_by", "last_report_on", "typed_percent", "paused_days", "roll_up",
    "rule_set", "lamp", "lamp_on", "actual_share",
)  # fmt: skip
# what a lamp does not depend on; a new verb is judged after unless it stands here
UNMOVED_BY = frozenset({
    Verb.PROPOSE, Verb.SIGN_FOR, Verb.HAND_BACK, Verb.ATTACH, Verb.REQUEST_COMPLETION, Verb.WITHDRAW_REQUEST, Verb.SUSPEND,
    Verb.REQUEST_CHANGE, Verb.WITHDRAW_CHANGE, Verb.INSTRUCT, Verb.ANSWER_INSTRUCTION, Verb.ADD_MEASURE, Verb.LOG_CALL,
    Verb.LOOK_BACK,
})  # fmt: skip
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Stored:
    """A judgement as the columns hold it."""

    task: Task
    facts: LampFacts
    judgement: Judgement
    schedule: Decimal | None
    actual: Decimal | None

    @property
    def differs(self) -> bool:
        """Whether the lamp or the figure it rests on is another than the task's last."""
        task = self.task
        return task.lamp_on is None or (task.lamp, task.actual_share) != (self.judgement.lamp.value, self.actual)


def light_after(task: Task, verb: Verb) -> None:
    """Judge the task's lamp after a move, in its transaction; and its parent's once that is committed."""
    values, entry = lamp_after(task, verb)
    if values:
        update(Task, values, id=task.pk)  # the version stays: nobody's decision rests on it
    keep_lamp(task, verb, entry)


def lamp_after(task: Task, verb: Verb, *, measured: bool = False) -> tuple[dict[str, Any], LampEntry | None]:
    """Give the task object, as a move leaves it, its lamp; return the columns to write and the entry, where there is one.

    `measured`: it holds its quantity and milestones as they are stored, they need not be read again.
    """
    if verb in UNMOVED_BY or task.state not in LIT_STATES:
        return {}, None
    rules = Rules()
    facts = (loaded_facts if measured else present_facts)(task, timezone.localdate(), rules)
    stored = _stored(facts, rules)
    entry = _entry(stored) if stored.differs else None
    return _set(stored), entry


def keep_lamp(task: Task, verb: Verb, entry: LampEntry | None) -> None:
    """Store the entry of `lamp_after`; a move that can move a lamp is followed by the parent's, too."""
    if entry is not None:
        insert(entry)
    if verb not in UNMOVED_BY:
        light_parent_later(task)


def light_new(tasks: Sequence[Task]) -> list[Stored]:
    """Set the first lamps of tasks not stored yet, which have no measures; `keep_new` adds their entries once they are."""
    rules, today = Rules(), timezone.localdate()
    found = [_stored(bare_facts(task, today, rules), rules) for task in tasks if task.state in LIT_STATES]
    for stored in found:
        _set(stored)
    return found


def keep_new(found: Sequence[Stored]) -> None:
    """Store the first lamps of new tasks."""
    LampEntry.objects.bulk_create(_entry(stored) for stored in found)


def light_parent_later(task: Task) -> None:
    """Judge the lamp of a parent that rolls up once this transaction is committed."""
    if task.parent is not None and task.parent.roll_up != RollUp.NONE:
        # afterwards: whoever changes the parent locks it before its children, we come from the other end
        transaction.on_commit(partial(light_parent, task.parent.pk), robust=True)


@transaction.atomic
def light_parent(pk: int) -> None:
    """Judge the lamp of a task that takes its figure from its children."""
    tasks = Task.objects.filter(pk=pk, state__in=LIT_STATES).exclude(roll_up=RollUp.NONE)
    for task in tasks.select_for_update():
        rules = Rules()
        _keep_one(_stored(facts_of([task], timezone.localdate(), rules)[0], rules))
        light_parent_later(task)


def queue_night() -> None:
    """Queue the day's evaluation once; the worker asks each round. Two workers may queue it twice: the second finds nothing to do."""
    today = timezone.localdate().isoformat()
    if not Job.objects.filter(kind=LIGHT_JOB, object_id=today).exists():
        enqueue(LIGHT_JOB, f"评灯 {today}", today)


def light_all(today: date, progress: Progress = lambda done, total: None) -> tuple[int, int]:
    """Judge every open task's lamp for the day, batch by batch; return how many were judged and how many changed.

    What has been judged for the day is not judged again, so a run that was killed is taken up by running again.
    """
    keys = list(_due(today).order_by("pk").values_list("pk", flat=True))
    rules, judged, changed = Rules(), 0, 0
    for begin in range(0, len(keys), BATCH):
        done, moved = _light_batch(keys[begin : begin + BATCH], today, rules)
        judged, changed = judged + done, changed + moved
        progress(min(begin + BATCH, len(keys)), len(keys))
    return judged, changed


def _due(today: date) -> QuerySet[Task]:
    """Return the open tasks whose lamp stands for an earlier day; a suspended one keeps its lamp."""
    return Task.objects.filter(Q(lamp_on=None) | Q(lamp_on__lt=today), in_hand=1, state__in=LIT_STATES)


@transaction.atomic
def _light_batch(keys: Sequence[int], today: date, rules: Rules) -> tuple[int, int]:
    """Judge those of the tasks that nobody has judged meanwhile; rows somebody is writing are judged by that write."""
    skipping = connection.features.has_select_for_update_skip_locked
    locked = _due(today).filter(pk__in=keys).only(*_READ).order_by("pk").select_for_update(skip_locked=skipping)
    stored = [_stored(facts, rules) for facts in facts_of(list(locked), today, rules)]
    last = _last_rules([one.task.pk for one in stored])
    entries = [
        _entry(one)
        for one in stored
        if one.differs or last.get(one.task.pk) != (one.facts.rule_set.name, one.facts.rule_set.version)
    ]
    LampEntry.objects.bulk_create(entries)
    _write(stored, today)
    return len(stored), len(entries)


def _last_rules(keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return by which rule set and version each task's last lamp was judged."""
    rows = LampEntry.objects.filter(task__in=keys).order_by("id").values_list("task_id", "rule_set", "rule_set_version")
    return {task: (name, version) for task, name, version in rows}


def _keep_one(stored: Stored) -> None:
    """Store one task's judgement; nothing new adds no entry."""
    if stored.differs:
        _entry(stored).save()
    Task.objects.filter(pk=stored.task.pk).update(**_set(stored))  # the version stays: nobody's decision rests on it


def _set(stored: Stored) -> dict[str, Any]:
    """Give the task object its lamp; return the columns."""
    values = {
        "lamp": stored.judgement.lamp.value,
        "lamp_on": stored.facts.case.today,
        "schedule_share": stored.schedule,
        "actual_share": stored.actual,
    }
    for name, value in values.items():
        setattr(stored.task, name, value)
    return values


def _write(stored: Sequence[Stored], today: date) -> None:
    """Write the lamps of a batch; one prepared statement costs a tenth of what `bulk_update` does."""
    table, operations = connection.ops.quote_name(Task._meta.db_table), connection.ops
    day = operations.adapt_datefield_value(today)
    rows = [
        (
            one.judgement.lamp.value,
            day,
            operations.adapt_decimalfield_value(one.schedule, 9, 4),
            operations.adapt_decimalfield_value(one.actual, 12, 4),
            one.task.pk,
        )
        for one in stored
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET lamp=%s, lamp_on=%s, schedule_share=%s, actual_share=%s WHERE id=%s",  # noqa: S608
            rows,
        )


def _stored(facts: LampFacts, rules: Rules) -> Stored:
    judgement = rules.judge(facts)
    return Stored(facts.task, facts, judgement, _decimal(judgement.schedule, 4), _decimal(judgement.actual, 4))


def _entry(stored: Stored) -> LampEntry:
    judgement, rule_set = stored.judgement, stored.facts.rule_set
    return LampEntry(
        task=stored.task,
        day=stored.facts.case.today,
        rule_set=rule_set.name,
        rule_set_version=rule_set.version,
        lamp=judgement.lamp.value,
        schedule=stored.schedule,
        actual=stored.actual,
        gap_points=None if judgement.gap is None else _decimal(judgement.gap * 100, 1),
        rule=judgement.clause.words()[:200],
        explanation=[sentence.words() for sentence in judgement.sentences],
        made_good=judgement.clause.code == "nodes_yellow",
    )


def _decimal(share: Fraction | None, places: int) -> Decimal | None:
    return None if share is None else Decimal(half_up(max(min(share, LARGEST_SHARE), -LARGEST_SHARE), places))
