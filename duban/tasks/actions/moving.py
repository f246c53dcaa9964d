"""What every move has in common: the row locked, the right and the state asked, the move and the audit row written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.audit.actions import SYSTEM_NAME, record
from duban.organizations.models import Unit, User
from duban.tasks.actions.clocks import clocks_after
from duban.tasks.actions.drafts import Changes, DraftRefused
from duban.tasks.actions.lighting import keep_lamp, lamp_after
from duban.tasks.actions.owing import settle_demands
from duban.tasks.life import Move, Who, find_move, moves_of, state_after
from duban.tasks.models import CompletionRequest, RequestState, Suspension, Task, TaskMove
from duban.tasks.page_rows import parts_with_units_of
from duban.tasks.permissions import must_be_approved, unit_for, who_is
from duban.tasks.states import MoveRefused, TaskState, Verb
from duban.tasks.wording import ago, deed_words, state_name, verb_name, why_not
from duban.web.prepared import Prepared, insert, remember, update

LONGEST_REASON = 500


class TaskConflict(Exception):
    """The task was changed by somebody else since it was fetched; nothing was written. The message says by whom."""


class AlreadyDone(TaskConflict):
    """The same person has just done the same to the task: a second click. Nothing was written, nothing is wrong."""


@dataclass(frozen=True, slots=True)
class Step:
    """A move that may be made: the task is locked and as stored now."""

    task: Task
    verb: Verb
    actor: User
    move: Move
    who: frozenset[Who]
    state: TaskState  # before the move


def begin(task: Task, verb: Verb, actor: User, *, strict: bool = True) -> Step:
    """Lock the task and bring it up to date; raise PermissionDenied, TaskConflict or MoveRefused.

    `strict` refuses a task that was changed since it was fetched: whoever decides must have seen what they decide on.
    """
    seen = locked(task)
    return allowed(task, verb, actor, seen=seen if strict else None)


def locked(task: Task) -> int:
    """Lock the task and bring it up to date, with its units, lead and opener; return the version it was fetched as."""
    seen, fresh = task.version, _LOCKED.first(task.pk)
    if fresh is None:
        raise Task.DoesNotExist(task.number)
    # what `refresh_from_db` does: every column, and of what hangs on the task nothing but what came along
    vars(task).update({name: value for name, value in vars(fresh).items() if name != "_state"})
    task._state.fields_cache = fresh._state.fields_cache
    vars(task)["_prefetched_objects_cache"] = {}
    remember(task, "units", parts_with_units_of(task.pk))
    return seen


_LOCKED = Prepared[Task](
    lambda pk: Task.objects.filter(pk=pk).select_related("lead_unit", "opened_by").select_for_update(of=("self",))
)


def allowed(task: Task, verb: Verb, actor: User, *, seen: int | None = None) -> Step:
    """Return the step on a locked task; raise PermissionDenied, TaskConflict where it is not as `seen`, or MoveRefused."""
    who = who_is(actor, task)
    if not moves_of(verb, who):
        raise PermissionDenied
    if seen is not None and task.version != seen:
        raise _conflict(task, verb, actor)
    state = TaskState(task.state)
    try:
        move = find_move(state, verb, who)
    except MoveRefused:
        raise MoveRefused(why_not(verb, state, who)) from None
    return Step(task, verb, actor, move, who, state)


def finish(
    step: Step,
    values: dict[str, Any] | None = None,
    *,
    changes: Changes | None = None,
    reason: str = "",
    before: TaskState | None = None,
    measured: bool = False,
) -> Task:
    """Write the task's new state and values with the move and its audit row; `before` is what a suspension found.

    `measured` says that the task object holds its quantity and milestones as they are stored (`refresh_figures`).
    """
    to = state_after(step.move, step.state, before=before)
    wanted = {"state": to.value, **(values or {})}
    task, verb = step.task, step.verb
    held = vars(task)["_prefetched_objects_cache"]  # but for milestones just read: the move may have changed its units
    vars(task)["_prefetched_objects_cache"] = {"milestones": held["milestones"]} if measured else {}
    wanted |= clocks_after(task, step.state, step.move.to is TaskState.ASSIGNED, wanted)
    _set(task, wanted)
    # judged before the write: one UPDATE for state, clocks and lamp
    lamp, entry = lamp_after(task, verb, measured=measured)
    write(task, wanted | lamp)
    log(task, verb, step.actor, changes or {}, reason, from_state=step.state)
    settle_demands(task, verb, step.actor)
    keep_lamp(task, verb, entry)
    return task


def write(task: Task, values: dict[str, Any]) -> None:
    """Update the row where it still has the version fetched; raise TaskConflict where it has not."""
    if not update(Task, {**values, "version": task.version + 1}, id=task.pk, version=task.version):
        raise TaskConflict(task.number)
    _set(task, values)
    task.version += 1


def _set(task: Task, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(task, name, value)


def log(
    task: Task, verb: Verb, actor: User | None, changes: Changes, reason: str, *, from_state: TaskState | None
) -> TaskMove:
    """Add the move to the task's life and the row to the audit trail; without an actor the system did it."""
    move = move_of(task, verb, actor, changes, reason, from_state=from_state)
    insert(move)
    record(f"task.{verb}", task, actor=actor, changes=changes, reason=reason)
    return move


def move_of(
    task: Task, verb: Verb, actor: User | None, changes: Changes, reason: str, *, from_state: TaskState | None
) -> TaskMove:
    """Return the move, not stored yet."""
    return TaskMove(
        task=task,
        actor=actor,
        actor_name=actor.name if actor else SYSTEM_NAME,
        verb=verb.value,
        from_state=from_state.value if from_state else "",
        to_state=task.state,
        changes=changes,
        reason=reason,
    )


def wanted_reason(reason: str) -> str:
    """Return the reason without blanks around it; refuse none, and one longer than its place."""
    reason = reason.strip()
    if not reason:
        raise DraftRefused(_("没有写理由，请说明为什么这样办。"))
    if len(reason) > LONGEST_REASON:
        raise DraftRefused(
            _("理由有 %(length)d 字，最多 %(most)d 字，请改短。") % {"length": len(reason), "most": LONGEST_REASON}
        )
    return reason


def speaker(task: Task, actor: User, *, drafting: bool = False) -> Unit:
    """Return the unit for which the actor speaks; refuse what its head must hand in, unless it is only a draft."""
    unit = unit_for(actor, task)
    if unit is None:
        raise PermissionDenied
    if not drafting and must_be_approved(actor, unit):
        raise DraftRefused(_("“%(unit)s”规定由负责人审核后报出，请由本单位负责人提交。") % {"unit": unit})
    return unit


def settle_open_ends(task: Task, actor: User) -> dict[str, Any]:
    """End what a change of hands or an end of the task overtakes; return the values the task then has."""
    now = timezone.now()
    settled = {
        "state": RequestState.WITHDRAWN,
        "decided_at": now,
        "decided_by": actor,
        "decided_by_name": actor.name,
    }
    CompletionRequest.objects.filter(task=task, state=RequestState.WAITING).update(**settled)
    task.change_requests.filter(state=RequestState.WAITING).update(**settled)
    for pause in Suspension.objects.filter(task=task, resumed_on=None):
        end = max(timezone.localdate(now), pause.first_day)
        Suspension.objects.filter(pk=pause.pk).update(resumed_on=end, resumed_by=actor, resumed_by_name=actor.name)
    return {"verification": None}


def already_done(verb: Verb) -> AlreadyDone:
    """Return what a second click is told."""
    return AlreadyDone(_("刚才已经%(verb)s，没有重复办理。") % {"verb": verb_name(verb)})


def _conflict(task: Task, verb: Verb, actor: User) -> TaskConflict:
    """Return the conflict in words: what was done meanwhile, by whom; or that this person did the same already."""
    last = task.moves.last()
    if last is None:
        return TaskConflict(task.number)  # no move, no words for it: cannot be by the pages
    if last.actor_id == actor.pk and last.verb == verb:
        return already_done(verb)
    words = _("%(name)s %(ago)s做了“%(verb)s”，事项现在是“%(state)s”；您的这一步没有办，请看过现在的情况再决定。")
    values = {
        "name": last.actor_name,
        "ago": ago(last.at, timezone.now()),
        "verb": deed_words(last.verb, last.changes),
        "state": state_name(TaskState(task.state)),
    }
    return TaskConflict(words % values)
