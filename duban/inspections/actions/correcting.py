"""Correcting what was registered of a petition: area, types, channel, sharing, whom it complains of, and the number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from duban.inspections.actions.errors import DeskRefused
from duban.inspections.actions.moving import Changes, begin, finish
from duban.inspections.actions.opening import renumber_task
from duban.inspections.models import Petition, Sharing, Term
from duban.inspections.queries.vocabulary import facts_of
from duban.inspections.rules.numbers import plain_number
from duban.inspections.rules.rows import number_said
from duban.inspections.states import FROZEN, PetitionState, PetitionVerb
from duban.organizations.models import Unit, User


@dataclass(frozen=True, slots=True)
class Registered:
    """What is registered of a petition; the first of its types is the main one."""

    area: Term | None
    types: tuple[Term, ...]
    channel: str
    received_on: date | None
    starred: bool
    sharing: str = ""
    shared_with: str = ""
    accused: tuple[Unit, ...] = ()
    number: str = ""  # '': as it is


@transaction.atomic
def correct(
    petition: Petition, wanted: Registered, *, actor: User, reason: str, version: int | None = None
) -> Petition:
    """Make the registration what is wanted, saying why (更正登记信息); raise DeskRefused."""
    step = begin(petition, PetitionVerb.CORRECT, actor, reason=reason, version=version)
    first, last = petition.inspection.first_day, petition.batch.day
    if wanted.received_on and not first <= wanted.received_on <= last:
        raise DeskRefused(
            _("受理日期 %(day)s 要在进驻日期 %(first)s 和交办日期 %(last)s 之间，请核对。")
            % {"day": wanted.received_on, "first": first, "last": last}
        )
    if wanted.sharing and not wanted.shared_with.strip():
        raise DeskRefused(_("拆分件、共办件要写明其他地区或单位。"))
    on_it = [unit for unit in (petition.lead_unit, *petition.co_handlers.all()) if unit]
    barred = next((unit for unit in on_it if unit in wanted.accused), None)
    if barred:
        raise DeskRefused(_("“%(unit)s”正在办理本件，不能登记为被反映单位；请先改交其他单位办理。") % {"unit": barred})
    number = _number(petition, wanted, step.state)
    values: dict[str, Any] = {
        "number": number, "area": wanted.area, "main_type": next(iter(wanted.types), None), "channel": wanted.channel,
        "received_on": wanted.received_on, "starred": wanted.starred, "sharing": wanted.sharing,
        "shared_with": wanted.shared_with.strip() if wanted.sharing else "",
    }  # fmt: skip
    changes = _changes(petition, values, wanted)
    if not changes:
        return petition
    before = petition.number
    petition.types.set(wanted.types)
    petition.accused.set(wanted.accused)
    petition = finish(step, values, changes=changes)
    if number != before:
        renumber_task(petition, before, actor=actor, reason=step.reason)
    return petition


def _number(petition: Petition, wanted: Registered, state: PetitionState) -> str:
    """Return the number to be registered; raise DeskRefused where it cannot be the petition's."""
    number = plain_number(wanted.number) or petition.number
    if number == petition.number:
        return number
    if state in FROZEN:
        raise DeskRefused(_("信访件已经上报，回复件里写着编号；请先“退回重办”，更正编号后重新上报、核查、签发。"))
    if petition.inspection.petitions.filter(number=number).exists():
        raise DeskRefused(_("受理编号 %(number)s 已经是另一件的，请核对。") % {"number": number})
    said, against = number_said(number, facts_of(petition.batch))
    if against:
        raise DeskRefused(against)
    if said and said.channel and said.channel != wanted.channel:
        raise DeskRefused(_("受理编号 %(number)s 表示的来源与所选来源不同，请一并更正。") % {"number": number})
    return number


def _changes(petition: Petition, values: dict[str, Any], wanted: Registered) -> Changes:
    """Return what differs, in words."""
    found = {
        name: [_words(name, getattr(petition, name)), _words(name, value)]
        for name, value in values.items()
        if getattr(petition, name) != value
    }
    for name, units in (("types", wanted.types), ("accused", wanted.accused)):
        before = "、".join(sorted(str(one) for one in getattr(petition, name).all()))
        after = "、".join(sorted(str(one) for one in units))
        if before != after:
            found[name] = [before, after]
    return found


def _words(name: str, value: Any) -> str:
    if name == "sharing":
        return str(Sharing(value).label)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return "" if value is None else str(value)
