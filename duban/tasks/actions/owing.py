"""What units owe on a task, kept as rows of demands by the moves themselves: signatures, reports, answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from duban.audit.actions import SYSTEM_NAME
from duban.organizations.models import Role, Unit, User
from duban.organizations.permissions import OFFICE_ROLES
from duban.tasks.models import Demand, DemandKind, Instruction, Task, TaskUnit, UrgingCall
from duban.tasks.page_rows import owed_demands_of
from duban.tasks.states import OPEN_STATES, TaskState, Verb
from duban.web.prepared import insert

_ASKERS = (*OFFICE_ROLES, Role.LEADER)
# the moves after which something else may be owed; all others leave the demands as they are
_CHANGING = frozenset(Verb) - {
    Verb.CORRECT_REPORT, Verb.ATTACH, Verb.ADD_MEASURE, Verb.REQUEST_CHANGE, Verb.WITHDRAW_CHANGE, Verb.SET_MEASURES,
    Verb.INSTRUCT, Verb.ANSWER_INSTRUCTION, Verb.LOG_CALL, Verb.URGE, Verb.LOOK_BACK, Verb.VERIFY, Verb.PROPOSE,
    Verb.FAN_OUT,
}  # fmt: skip
_SIGNED_IN = tuple(state for state in OPEN_STATES if state is not TaskState.PROPOSED)
_ANSWERED_BY = {Verb.SIGN_FOR: DemandKind.SIGN_FOR, Verb.REPORT: DemandKind.REPORT}


def owed(demands: QuerySet[Demand]) -> QuerySet[Demand]:
    """Return the demands that are neither met nor dropped."""
    return demands.filter(answered_at=None, dropped_at=None)


def settle_demands(task: Task, verb: Verb, actor: User | None) -> None:
    """Bring the demands on the task's units to what they owe after the move."""
    if verb not in _CHANGING:
        return
    if task.state not in OPEN_STATES:
        drop(owed(Demand.objects.filter(task=task)), f"事项{task.get_state_display()}", actor)
        return
    standing = owed_demands_of(task.pk)
    if verb is not Verb.REPORT:
        _settle(task, DemandKind.SIGN_FOR, _signatures(task), standing, verb, actor)
    reports: dict[Unit, tuple[date | None, str]] = {}
    if task.report_by:
        reports[task.lead_unit] = (task.report_by, task.reporting_rhythm or task.deadline_text)
    _settle(task, DemandKind.REPORT, reports, standing, verb, actor)
    if actor and verb in (Verb.SIGN_FOR, Verb.REPORT, Verb.REQUEST_COMPLETION):
        meet(_answered_by(actor, verb, standing), actor)
    _hand_over(task, standing, actor)


def first_demands(task: Task, units: Sequence[Unit], actor: User) -> list[Demand]:
    """Return what the units of a task just opened owe, not stored yet: their signatures, and the lead's first report."""
    if task.state != TaskState.ASSIGNED:
        return []
    rows = [_row(task, unit, DemandKind.SIGN_FOR, task.sign_by, "", actor) for unit in units]
    if task.report_by:
        rhythm = task.reporting_rhythm or task.deadline_text
        rows.append(_row(task, task.lead_unit, DemandKind.REPORT, task.report_by, rhythm, actor))
    return rows


def owe_answer(instruction: Instruction, task: Task, actor: User) -> Demand:
    """Note that the task's lead unit is to answer the instruction."""
    row = _row(task, task.lead_unit, DemandKind.ANSWER, instruction.answer_by, "", actor)
    row.instruction, row.what = instruction, f"答复{instruction.leader}批示：{instruction.text}"[:300]
    row.save()
    return row


def owe_reply_to_call(call: UrgingCall, actor: User) -> None:
    """Count a telephone call that urged the unit on; its next signature or report answers it."""
    row = _row(call.task, call.unit, DemandKind.URGE, None, "", actor)
    row.by_rule, row.what = False, f"电话催办：{call.said}"[:300]
    row.save()


def meet(demands: list[Demand] | QuerySet[Demand], actor: User | None, answer: str = "") -> None:
    """Mark the demands as met."""
    keys = [row.pk for row in demands]
    if keys:
        name = actor.name if actor else SYSTEM_NAME
        met = {"answered_at": timezone.now(), "answered_by_name": name, "answer": answer[:500]}
        owed(Demand.objects.filter(pk__in=keys)).update(**met)


def drop(demands: QuerySet[Demand], why: str, actor: User | None) -> None:
    """Mark the demands as no longer made."""
    name = actor.name if actor else SYSTEM_NAME
    demands.update(dropped_at=timezone.now(), dropped_why=why[:500], answered_by_name=name)


def asking_unit(actor: User) -> Unit | None:
    """Return the unit in whose name the person asks: of their post in the office, else their first."""
    posts = sorted(actor.held_posts, key=lambda post: post.role not in _ASKERS)
    return posts[0].unit if posts else None


def _signatures(task: Task) -> dict[Unit, tuple[date | None, str]]:
    """Return the units that have not signed for the task, with their limit; who handed it back owes none."""
    if task.state not in _SIGNED_IN:
        return {}
    parts: QuerySet[TaskUnit] = TaskUnit.objects.filter(task=task, signed_at=None).select_related("unit")
    if task.state == TaskState.HANDED_BACK:
        parts = parts.exclude(unit=task.lead_unit_id)
    return {part.unit: (task.sign_by, "") for part in parts}


def _settle(
    task: Task,
    kind: DemandKind,
    wanted: dict[Unit, tuple[date | None, str]],
    standing: list[Demand],
    verb: Verb,
    actor: User | None,
) -> None:
    """Meet, drop, move and add the demands of one kind."""
    rows = {row.unit_id: row for row in standing if row.kind == kind and not row.paper_id and row.by_rule}
    by_verb = _ANSWERED_BY.get(verb) is kind
    limits = {unit.pk: limit for unit, limit in wanted.items()}
    met = [row for unit, row in rows.items() if by_verb and (unit not in limits or limits[unit][0] != row.due)]
    gone = [row.pk for unit, row in rows.items() if unit not in limits and row not in met]
    meet(met, actor)
    if gone:
        drop(Demand.objects.filter(pk__in=gone), "不再需要", actor)
    for unit, (due, rhythm) in wanted.items():
        row = rows.get(unit.pk)
        if row is None or row in met:
            insert(_row(task, unit, kind, due, rhythm, _asker(task, actor)))
        elif (row.due, row.rhythm) != (due, rhythm):
            Demand.objects.filter(pk=row.pk).update(due=due, rhythm=rhythm)


def _answered_by(actor: User, verb: Verb, standing: list[Demand]) -> list[Demand]:
    """Return the demands by hand and by telephone that the move of the unit's person answers; paper wants its receipt."""
    units = {post.unit_id for post in actor.held_posts}
    kinds = (DemandKind.URGE, DemandKind.REPORT) if verb is Verb.REPORT else (DemandKind.URGE,)
    return [row for row in standing if row.kind in kinds and row.unit_id in units and not (row.by_rule or row.paper_id)]


def _hand_over(task: Task, standing: list[Demand], actor: User | None) -> None:
    """Let the present lead owe the answers that an earlier one owed."""
    lead = task.lead_unit
    left = [row for row in standing if row.kind == DemandKind.ANSWER and row.unit_id != lead.pk]
    for row in left:
        Demand.objects.filter(pk=row.pk).update(dropped_at=timezone.now(), dropped_why=f"改由{lead.name}答复")
        row.pk, row.unit, row.unit_name, row.asked_at = None, lead, lead.name, timezone.now()
        row.save(force_insert=True)


def _asker(task: Task, actor: User | None) -> User:
    """Return who asks: the person of the office who made the move, else whoever opened the task."""
    return actor if actor and not actor.roles.isdisjoint(_ASKERS) else task.opened_by


def _row(task: Task, unit: Unit, kind: DemandKind, due: date | None, rhythm: str, asker: User) -> Demand:
    what: dict[Any, str] = {DemandKind.SIGN_FOR: "签收", DemandKind.REPORT: "报送进展"}
    return Demand(
        task=task,
        unit=unit,
        unit_name=unit.name,
        kind=kind,
        what=f"{what.get(kind, '')}：{task.title}"[:300],
        due=due,
        rhythm=rhythm[:60],
        asked_unit=asking_unit(asker),
        asked_by=asker,
        asked_by_name=asker.name,
        by_rule=True,
    )
