"""Who may see which petition, and what a person is to one: what follows from that stands in the table of `states`."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Q, QuerySet

from duban.inspections.models import (
    Batch,
    DocumentRequest,
    Finding,
    Inspection,
    Intake,
    Petition,
    SpotMatter,
    Sweep,
)
from duban.inspections.models.desk import Entry, UnitEntry
from duban.inspections.states import WITH_UNIT, Who
from duban.organizations.models import Role
from duban.organizations.permissions import OFFICE_ROLES, Anybody, has_role, unit_ids_read_by
from duban.tasks.permissions import may_write, reads_all, unit_ids

_WITH_UNIT = [state.value for state in WITH_UNIT]


def may_run_desk(user: Anybody) -> bool:
    """Tell whether the person takes batches in, assigns and replies: clerk and supervision desk."""
    return may_write(user)


def reads_desk(user: Anybody) -> bool:
    """Tell whether the person sees every petition, the boards and the totals: the office and leaders."""
    return reads_all(user)


def inspections_visible_to(user: Anybody) -> QuerySet[Inspection]:
    """Return the inspections the person may see: all for the office and leaders, a unit those with anything of its own.

    That is a petition, a document asked of it, a matter found on the spot, or a finding.
    """
    if reads_desk(user):
        return Inspection.objects.all()
    units = unit_ids_read_by(user)
    if not units:
        return Inspection.objects.none()
    own = Q(pk__in=visible_to(user).order_by().values("inspection"))
    for kind in (DocumentRequest, SpotMatter):
        own |= Q(pk__in=kind.objects.filter(unit__in=units).order_by().values("inspection"))
    own |= Q(pk__in=Finding.objects.filter(lead_unit__in=units).order_by().values("inspection"))
    return Inspection.objects.filter(own)


def batches_visible_to(user: Anybody) -> QuerySet[Batch]:
    """Return the batches the person may see: the office and leaders all, units none."""
    return Batch.objects.all() if reads_desk(user) else Batch.objects.none()


def intakes_visible_to(user: Anybody) -> QuerySet[Intake]:
    """Return the files the person may preview and accept: the office alone."""
    return Intake.objects.all() if may_run_desk(user) else Intake.objects.none()


def visible_to(user: Anybody) -> QuerySet[Petition]:
    """Return the petitions the person may see: all for the office and leaders, a unit what it was assigned."""
    if reads_desk(user):
        return Petition.objects.all()
    units = unit_ids_read_by(user)
    if not units:
        return Petition.objects.none()
    accused = Petition.accused.through.objects.filter(unit_id__in=units).order_by().values("petition_id")
    handles = Petition.co_handlers.through.objects.filter(unit_id__in=units).order_by().values("petition_id")
    seen = Petition.objects.filter(Q(lead_unit__in=units) | Q(pk__in=handles), state__in=_WITH_UNIT)
    return seen.exclude(pk__in=accused)


def who_is(user: Anybody, petition: Petition) -> frozenset[Who]:
    """Return all that the person is to this petition."""
    if not user.is_authenticated:
        return frozenset()
    found: set[Who] = set()
    if petition.lead_unit_id is not None and petition.lead_unit_id in unit_ids(user):
        found.add(Who.UNIT)
    if not has_role(user, *OFFICE_ROLES):
        return frozenset(found)
    found.add(Who.OFFICE)
    desk = has_role(user, Role.DESK)
    if desk:
        found.add(Who.DESK)
    on_it = any(post.unit_id == petition.lead_unit_id for post in user.every_post)
    if not on_it and petition.submitted_by_id != user.pk:
        found.add(Who.CHECKER)
        if desk and petition.checked_by_id != user.pk:
            found.add(Who.SIGNER)
    return frozenset(found)


def sweeps_visible_to(user: Anybody) -> QuerySet[Sweep]:
    """Return the sweeps the person may see: the office and leaders all, a unit those it leads."""
    if reads_desk(user):
        return Sweep.objects.all()
    return Sweep.objects.filter(lead_unit__in=unit_ids_read_by(user))


def may_note_sites(user: Anybody, sweep: Sweep) -> bool:
    """Tell whether the person may put sites on the list and note results: the office, and the unit that leads."""
    return may_run_desk(user) or sweep.lead_unit_id in unit_ids(user)


E = TypeVar("E", bound=Entry)


def entries_visible_to(user: Anybody, kind: type[E]) -> QuerySet[E]:
    """Return a register's entries the person may see: all for the office and leaders, a unit those that go to it."""
    rows = kind._default_manager.all()
    if reads_desk(user):
        return rows
    return rows.filter(unit__in=unit_ids_read_by(user)) if issubclass(kind, UnitEntry) else rows.none()


def findings_visible_to(user: Anybody) -> QuerySet[Finding]:
    """Return the findings the person may see: all for the office and leaders, a unit those it answers for."""
    if reads_desk(user):
        return Finding.objects.all()
    return Finding.objects.filter(lead_unit__in=unit_ids_read_by(user))


def may_note_steps(user: Anybody, finding: Finding) -> bool:
    """Tell whether the person may note a step of the plan as done: the office, and the unit that answers for it."""
    return may_run_desk(user) or finding.lead_unit_id in unit_ids(user)


def may_reopen(user: Anybody) -> bool:
    """Tell whether the person may take up again what was answered: the supervision desk."""
    return has_role(user, Role.DESK)
