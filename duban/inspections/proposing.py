"""Whom a petition is proposed to and why; what is recorded where the desk decides otherwise."""

from __future__ import annotations

from django.utils.translation import gettext as _

from duban.inspections.models import Petition
from duban.inspections.queries.vocabulary import Proposer, units_by_id
from duban.inspections.wording import assignment_reason
from duban.organizations.models import Unit


def proposal_for(petition: Petition) -> tuple[Unit | None, str]:
    """Return the unit proposed for the petition, and why."""
    first = petition.duplicate_of
    found, area, kind = Proposer.of(petition.inspection).propose(
        petition.area_id, petition.main_type_id, same_case=first.lead_unit_id if first else None
    )
    if found is None:
        return None, ""
    words = assignment_reason(found.ground, area=area, type_=kind, count=found.count, of=found.of)
    return units_by_id().get(found.unit), words


def changed_proposal(unit: Unit | None, why: str) -> str:
    """Return what is recorded of a unit the desk chose itself; `unit` is the one that was proposed, if any."""
    if unit is None:
        return _("经办确定")
    return _("经办改定，没有采用建议的“%(unit)s”（%(why)s）") % {"unit": unit, "why": why}


def outdated_reasons(petition: Petition, lead: Unit) -> set[str]:
    """Return the reasons that speak for another unit than this one: the proposal's, that of the assignment before."""
    proposed, why = proposal_for(petition)
    found = {petition.assignment_reason} if petition.lead_unit_id not in (None, lead.pk) else set()
    found = found - {why} if proposed == lead else found | {why}
    return found - {""}
