"""Demands made by hand: weighed against what was asked before, sent with a reason where something stands against it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.dates.workdays import load_calendar
from duban.organizations.models import Unit, User
from duban.organizations.permissions import is_office
from duban.settings import setting
from duban.tasks.actions.chains import ON_PAPER, family_filter
from duban.tasks.actions.drafts import DraftRefused
from duban.tasks.actions.moving import wanted_reason
from duban.tasks.actions.owing import asking_unit, drop, meet, owed
from duban.tasks.models import Demand, DemandKind, Task
from duban.tasks.permissions import is_in
from duban.tasks.rules.clashes import Asked, Clash, asked_at_other_levels, find_clashes
from duban.tasks.states import MoveRefused

BY_HAND = (DemandKind.MATERIAL, DemandKind.MEETING, DemandKind.VISIT, DemandKind.REPORT, DemandKind.OTHER)


class DemandWarned(DraftRefused):
    """Something stands against the demand and no reason was given; `clashes` says what. Nothing was written."""

    def __init__(self, message: str, clashes: Sequence[Clash]) -> None:
        super().__init__(message)
        self.clashes = clashes


@dataclass(frozen=True, slots=True)
class DemandFacts:
    """What is asked for. `once` is the form's token: given twice, it is asked once."""

    kind: str
    what: str
    due: date | None = None
    task: Task | None = None
    once: uuid.UUID = field(default_factory=uuid.uuid4)


def clashes_of(units: Iterable[Unit], facts: DemandFacts, today: date) -> list[Clash]:
    """Return what stands against asking the units, unit by unit."""
    wanted_units = list(units)
    calendar, days = load_calendar(), _days()
    earlier = [_asked(row) for row in _earlier(wanted_units, today - timedelta(days))]
    elsewhere = [_asked(row) for row in _at_other_levels(facts)]
    found: list[Clash] = []
    for unit in wanted_units:
        wanted = Asked(unit.pk, facts.kind, facts.what, facts.due, today)
        found += find_clashes(wanted, earlier, calendar, days)
        found += [clash] if (clash := asked_at_other_levels(wanted, elsewhere)) else []
    return found


@transaction.atomic
def ask(units: Iterable[Unit], facts: DemandFacts, *, actor: User, reason: str = "", today: date) -> list[Demand]:
    """Ask the units (提要求); raise DemandWarned where something stands against it and no reason is given."""
    if not is_office(actor):
        raise PermissionDenied
    asked = list(dict.fromkeys(units))
    sent = list(Demand.objects.filter(once=facts.once, asked_by=actor))
    if sent:
        return sent
    _check(asked, facts, today)
    clashes = clashes_of(asked, facts, today)
    if clashes and not reason.strip():
        raise DemandWarned(_("有重复或冲突的要求，请看过下面列出的情况；仍要提出的，请写明理由。"), clashes)
    rows = [
        Demand.objects.create(
            task=facts.task,
            unit=unit,
            unit_name=unit.name,
            kind=facts.kind,
            what=facts.what.strip(),
            due=facts.due,
            once=facts.once,
            reason=wanted_reason(reason) if clashes else reason.strip()[:500],
            asked_unit=asking_unit(actor),
            asked_by=actor,
            asked_by_name=actor.name,
        )
        for unit in asked
    ]
    for row in rows:
        changes = {"unit": ["", row.unit_name], "due": ["", str(row.due or "")]}
        record("tasks.ask", row, actor=actor, changes=changes, reason=row.reason)
    return rows


@transaction.atomic
def count_demand(unit: Unit, facts: DemandFacts, *, actor: User) -> Demand:
    """Count a demand that an app above keeps itself, which meets it, too (`settle_counted`); nobody settles it by hand."""
    if not is_office(actor):
        raise PermissionDenied
    row = Demand.objects.create(
        task=facts.task,
        unit=unit,
        unit_name=unit.name,
        kind=facts.kind,
        what=facts.what.strip()[:300],
        due=facts.due,
        by_rule=True,
        asked_unit=asking_unit(actor),
        asked_by=actor,
        asked_by_name=actor.name,
    )
    record("tasks.ask", row, actor=actor, changes={"unit": ["", unit.name], "due": ["", str(row.due or "")]})
    return row


def settle_counted(demand: Demand | None, *, actor: User, answer: str) -> None:
    """Mark a counted demand as met, where there is one and it still stands."""
    if demand is not None:
        meet([demand], actor, answer)


def ask_anew(demand: Demand | None) -> None:
    """Let a counted demand stand again: what was given was not accepted."""
    if demand is not None:
        Demand.objects.filter(pk=demand.pk).update(answered_at=None, answer="", answered_by_name="")


@transaction.atomic
def answer_demand(demand: Demand, *, actor: User, answer: str = "") -> Demand:
    """Mark a demand made by hand as met: by a person of its unit, or by the office that received what it asked for."""
    if not (is_in(actor, demand.unit_id) or is_office(actor)):
        raise PermissionDenied
    _lock(demand)
    meet([demand], actor, answer.strip())
    record("tasks.answer_demand", demand, actor=actor, reason=answer.strip())
    demand.refresh_from_db()
    return demand


@transaction.atomic
def drop_demand(demand: Demand, *, actor: User, reason: str) -> Demand:
    """Take a demand made by hand back, with a reason."""
    if not is_office(actor):
        raise PermissionDenied
    reason = wanted_reason(reason)
    _lock(demand)
    drop(Demand.objects.filter(pk=demand.pk), reason, actor)
    record("tasks.drop_demand", demand, actor=actor, reason=reason)
    demand.refresh_from_db()
    return demand


def _check(units: list[Unit], facts: DemandFacts, today: date) -> None:
    """Refuse a demand that cannot be sent."""
    if not units:
        raise DraftRefused(_("没有选单位，请至少选一个。"))
    if facts.kind not in BY_HAND:
        raise DraftRefused(_("这一类要求由办理过程自动记录，不用手工提出。"))
    if not facts.what.strip():
        raise DraftRefused(_("没有写要求，请写明要什么、参加什么会议或检查什么。"))
    if facts.due and facts.due < today:
        raise DraftRefused(_("时限 %(day)s 已经过去，请填今天或以后的日期。") % {"day": facts.due})
    for unit in units:
        if not unit.active:
            raise DraftRefused(_("“%(unit)s”已停用，请改选现在的单位。") % {"unit": unit.name})


def _lock(demand: Demand) -> None:
    """Lock the row; refuse one that is settled, or that settles itself with its task."""
    demand.refresh_from_db(from_queryset=Demand.objects.select_for_update())
    if demand.by_rule or demand.instruction_id or demand.paper_id:
        raise MoveRefused(_("这条要求随事项的办理自动完成或取消，请到事项页面办理。"))
    if not owed(Demand.objects.filter(pk=demand.pk)).exists():
        raise MoveRefused(_("这条要求已经完成或取消，请刷新页面查看。"))


def _earlier(units: list[Unit], since: date) -> list[Demand]:
    """Return what the units owe, and what was asked of them since that day."""
    standing = Q(answered_at=None) | Q(asked_at__date__gte=since)
    return list(Demand.objects.filter(standing, unit__in=units, dropped_at=None).exclude(kind=DemandKind.SIGN_FOR))


def _at_other_levels(facts: DemandFacts) -> Sequence[Demand]:
    """Return what is asked for by hand at the levels above and below the task, of other units or this one."""
    if facts.task is None or facts.kind not in ON_PAPER:
        return ()
    others = family_filter(facts.task).exclude(pk=facts.task.pk)
    return list(Demand.objects.filter(task__in=others, kind__in=ON_PAPER, by_rule=False, dropped_at=None))


def _asked(row: Demand) -> Asked:
    day = timezone.localdate(row.asked_at)
    return Asked(row.unit_id, row.kind, row.what, row.due, day, row.rhythm, row.answered_at is None, row.pk)


def _days() -> int:
    days = setting("DUBAN_SAME_MATERIAL_DAYS")
    return int(days) if days.isdigit() else 30
