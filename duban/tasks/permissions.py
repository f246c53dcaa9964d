"""Who may see which task, and what a person is to a task: what follows from that stands in the table of `life`."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from duban.organizations.models import Role, Unit
from duban.organizations.permissions import OFFICE_ROLES, Anybody, has_role, own_units_read_by, unit_ids_read_by
from duban.settings import setting
from duban.tasks.life import Who
from duban.tasks.models import (
    CompletionRequest,
    Demand,
    Instruction,
    Task,
    TaskOrigin,
    TaskUnit,
    TaskUnitRole,
    UnitPractice,
    UrgingPaper,
)
from duban.tasks.states import TaskState
from duban.web.prepared import Prepared

UNIT_READERS = (Role.LIAISON, Role.UNIT_HEAD)
MANY_TASKS = 3000


def reads_all(user: Anybody) -> bool:
    """Tell whether the user sees every task; an administrator or auditor without another post sees none."""
    return has_role(user, *OFFICE_ROLES, Role.LEADER)


def may_write(user: Anybody) -> bool:
    """Tell whether the user may open, change and withdraw tasks."""
    return has_role(user, *OFFICE_ROLES)


def visible_to(user: Anybody, among: QuerySet[Task] | None = None) -> QuerySet[Task]:
    """Return the tasks the user may see: all for the office, else those of its units and the children of led ones.

    A unit sees no task that is only proposed. It reads what a unit it carries on for has left behind, closed as it is.
    `among` names one or a few tasks: each is asked for by itself, without going through all the user may see.
    """
    tasks = Task.objects.all() if among is None else among
    if reads_all(user):
        return tasks
    units = unit_ids_read_by(user)
    if not units:
        return tasks.none()
    if among is not None or _have_many_tasks(units):
        return _seen_row_by_row(tasks, units)
    parts = TaskUnit.objects.filter(unit__in=units).order_by().values("task")
    below = Task.objects.filter(parent__lead_unit__in=units).order_by().values("pk")
    return tasks.filter(pk__in=parts.union(below)).exclude(state=TaskState.PROPOSED.value)


def visible_task(user: Anybody, pk: int) -> Task | None:
    """Return the one task of `visible_to` with this key, with all its page and its moves need along; None: not seen."""
    if reads_all(user):
        return _WITH_ALL.first(pk)
    own = own_units_read_by(user)
    if not own:
        return None
    found = _WITH_ALL_OF_UNITS.first(pk, own)
    if found is None and (every := unit_ids_read_by(user)) != own:  # asked for where it is not the unit's own, rarely
        found = _WITH_ALL_OF_UNITS.first(pk, every)
    return found


def _seen_row_by_row(tasks: QuerySet[Task], units: Sequence[int]) -> QuerySet[Task]:
    # `gte` says nothing new: it keeps PostgreSQL from gathering all that the units have before it looks at one row
    part = TaskUnit.objects.filter(task=OuterRef("pk"), task__gte=OuterRef("pk"), unit__in=units)
    led = Task.objects.filter(pk=OuterRef("parent"), pk__gte=OuterRef("parent"), lead_unit__in=units)
    return tasks.filter(Q(Exists(part)) | Q(Exists(led))).exclude(state=TaskState.PROPOSED.value)


def _with_all(pk: int) -> QuerySet[Task]:
    along = ("lead_unit", "opened_by", "quantity", "funds", "verification")
    return Task.objects.filter(pk=pk).select_related(*along)


_WITH_ALL = Prepared[Task](_with_all)
_WITH_ALL_OF_UNITS = Prepared[Task](lambda pk, units: _seen_row_by_row(_with_all(pk), units))
_BEYOND_MANY = Prepared[tuple[int]](
    lambda units: TaskUnit.objects.filter(unit__in=units).order_by().values_list("pk")[MANY_TASKS : MANY_TASKS + 1]
)


def sees_many(user: Anybody) -> bool:
    """Tell whether the user's units have so many tasks that asking one by one is quicker than listing them."""
    return _have_many_tasks(unit_ids_read_by(user))


def _have_many_tasks(units: list[int]) -> bool:
    """Tell whether the units have so many tasks that asking row by row finds a page sooner than listing them all."""
    return bool(_BEYOND_MANY(units))


def standing_of(user: Anybody) -> frozenset[Who]:
    """Return what the person is to every task, by role alone."""
    found: set[Who] = set()
    if has_role(user, *OFFICE_ROLES):
        found |= {Who.OFFICE, Who.INSTRUCTOR}
    if has_role(user, Role.DESK):
        found |= {Who.DESK, Who.RELEASER}
    if has_role(user, Role.CLERK) and setting("DUBAN_ASSIGN_BY_DESK") != "1":
        found.add(Who.RELEASER)
    if has_role(user, Role.LEADER):
        found.add(Who.INSTRUCTOR)
    return frozenset(found)


def who_is(user: Anybody, task: Task) -> frozenset[Who]:
    """Return all that the person is to this task; the task's units come along where they were fetched before."""
    if not user.is_authenticated:
        return frozenset()
    roles = {part.unit_id: part.role for part in task.units.all()}
    found = set(standing_of(user))
    for unit in unit_ids(user):
        role = roles.get(unit)
        if role == TaskUnitRole.LEAD:
            found.add(Who.LEAD)
        elif role is not None:
            found.add(Who.PARTNER)
        if role == TaskUnitRole.RESPONSIBLE:
            found.add(Who.RESPONSIBLE)
    if Who.OFFICE in found and not _has_post_in(user, roles) and _asked(task) != user.pk:
        found |= {Who.VERIFIER} | ({Who.CLOSER} if Who.DESK in found or _verified(task) == user.pk else set())
    return frozenset(found)


def unit_for(user: Anybody, task: Task) -> Unit | None:
    """Return the unit for which the person speaks on this task: the lead where it is theirs, else their first."""
    own = set(unit_ids(user))
    parts = [part for part in task.units.all() if part.unit_id in own]
    parts.sort(key=lambda part: part.role != TaskUnitRole.LEAD)
    return parts[0].unit if parts else None


def heads(user: Anybody, unit: Unit) -> bool:
    """Tell whether the person is the unit's head."""
    return user.is_authenticated and any(
        post.unit_id == unit.pk and post.role == Role.UNIT_HEAD for post in user.held_posts
    )


def is_in(user: Anybody, unit: int) -> bool:
    """Tell whether the person answers for the unit of this id."""
    return unit in unit_ids(user)


def must_be_approved(user: Anybody, unit: Unit) -> bool:
    """Tell whether what the person writes for the unit goes to its head first."""
    return bool(_HEAD_APPROVES(unit.pk)) and not heads(user, unit)


_HEAD_APPROVES = Prepared[UnitPractice](lambda unit: UnitPractice.objects.filter(unit=unit, head_approves=True))


def demands_visible_to(user: Anybody) -> QuerySet[Demand]:
    """Return the demands the person may see: all for the office and leaders, else those on its units."""
    return Demand.objects.all() if reads_all(user) else Demand.objects.filter(unit__in=unit_ids(user))


def instructions_visible_to(user: Anybody) -> QuerySet[Instruction]:
    """Return the instructions the person may see: all for the office and leaders, else those on or behind its tasks."""
    if reads_all(user):
        return Instruction.objects.all()
    seen = visible_to(user).values("pk")
    keys = TaskOrigin.objects.filter(key__startswith="instruction:", task__in=seen).values_list("key", flat=True)
    behind = {int(key.partition(":")[2]) for key in keys}
    return Instruction.objects.filter(Q(task__in=seen) | Q(pk__in=behind))


def papers_visible_to(user: Anybody) -> QuerySet[UrgingPaper]:
    """Return the urging papers the person may see: all for the office and leaders, else those to its units."""
    return UrgingPaper.objects.all() if reads_all(user) else UrgingPaper.objects.filter(unit__in=unit_ids(user))


def units_visible_to(user: Anybody) -> QuerySet[Unit]:
    """Return the units whose demands the person may see."""
    units = Unit.objects.filter(active=True)
    return units if reads_all(user) else units.filter(pk__in=unit_ids(user))


def unit_ids(user: Anybody) -> list[int]:
    """Return the ids of the units the person speaks for: those of their posts, or the one chosen on a form."""
    if not user.is_authenticated:
        return []
    own = [post.unit_id for post in user.held_posts if post.role in UNIT_READERS]
    return [user.speaks_for] if user.speaks_for in own else own


def _has_post_in(user: Anybody, units: dict[int, str]) -> bool:
    """Tell whether the person belongs to one of the units, in a post of theirs or one they stand in for."""
    return user.is_authenticated and any(post.unit_id in units for post in user.every_post)


def _asked(task: Task) -> int | None:
    """Return who asked last for the task's completion, where that is still open or was granted."""
    if task.state not in (TaskState.COMPLETION_REQUESTED, TaskState.VERIFIED):
        return None
    last = _ASKED.first(task.pk)
    return last[0] if last else None


_ASKED = Prepared[tuple[int]](
    lambda task: CompletionRequest.objects.filter(task=task).order_by("-id").values_list("requested_by")[:1]
)


def _verified(task: Task) -> int | None:
    """Return who verified the task; once closed they still are the closer, whom a second click tells so."""
    return task.verification.verifier_id if task.verification else None
