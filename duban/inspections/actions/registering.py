"""The desk's registers: what is entered, signed for and answered by the unit it goes to, and settled once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.inspections.models import DocumentRequest, HandoverNote, Inspection
from duban.inspections.models.desk import Entry, UnitEntry
from duban.inspections.permissions import may_run_desk
from duban.inspections.states import MoveRefused
from duban.organizations.models import User
from duban.redaction import redact
from duban.tasks.actions.demanding import DemandFacts, ask_anew, count_demand, settle_counted
from duban.tasks.models import Demand, DemandKind
from duban.tasks.permissions import is_in

E = TypeVar("E", bound=Entry)
U = TypeVar("U", bound=UnitEntry)


@transaction.atomic
def enter(kind: type[E], inspection: Inspection, values: Mapping[str, Any], *, actor: User) -> E:
    """Add an entry to a register (登记); the database refuses what contradicts itself."""
    if not may_run_desk(actor):
        raise PermissionDenied
    counted = {"demand": _counted(kind, values, actor)} if issubclass(kind, UnitEntry) else {}
    entry = kind._default_manager.create(
        inspection=inspection, entered_by=actor, entered_by_name=str(actor), **values, **counted
    )
    record("desk.enter", entry, actor=actor, changes={name: str(value) for name, value in values.items()})
    return entry


@transaction.atomic
def sign_for_entry(entry: U, *, actor: User) -> U:
    """Sign for an entry as the unit it goes to (签收)."""
    entry = _of_unit(entry, actor)
    if entry.signed_at:
        raise MoveRefused(_("“%(entry)s”已由%(name)s签收。") % {"entry": entry, "name": entry.signed_by_name})
    return _write(entry, {"signed_at": timezone.now(), "signed_by_name": str(actor)}, "desk.sign_for", actor)


@transaction.atomic
def answer_entry(entry: U, *, actor: User, on: date, words: str, today: date) -> U:
    """Answer an entry as its unit: what was handed over or put right, and when. It signs for it too."""
    entry = _of_unit(entry, actor)
    if on > today:
        raise MoveRefused(_("日期 %s 还没有到，请填实际的日期。") % on)
    if not words.strip():
        raise MoveRefused(_("没有写办理情况，请写明送交了什么或者怎样整改。"))
    values: dict[str, Any] = {
        "unit_day": on, "unit_answer": words.strip()[:500], "answered_by_name": str(actor),
        "answered_at": timezone.now(), "sent_back_why": "",
    }  # fmt: skip
    if not entry.signed_at:
        values |= {"signed_at": timezone.now(), "signed_by_name": str(actor)}
    settle_counted(entry.demand, actor=actor, answer=words.strip())
    return _write(entry, values, "desk.answer", actor)


@transaction.atomic
def send_entry_back(entry: U, *, actor: User, reason: str) -> U:
    """Not accept the unit's answer (退回), saying why; it answers again."""
    if not may_run_desk(actor):
        raise PermissionDenied
    entry = _fresh(entry)
    if not reason.strip():
        raise MoveRefused(_("没有写退回理由，请写明后再退回。"))
    if entry.settled_at or not entry.answered_at:
        raise MoveRefused(_("“%s”没有等待确认的答复，请刷新页面。") % entry)
    ask_anew(entry.demand)
    values = {"answered_at": None, "sent_back_why": redact(reason.strip()).text[:300]}
    return _write(entry, values, "desk.send_back", actor, reason.strip())


@transaction.atomic
def settle(entry: E, values: Mapping[str, Any], *, actor: User) -> E:
    """Settle an entry with what came of it, once; a handover is taken by somebody else than who wrote it."""
    if not may_run_desk(actor):
        raise PermissionDenied
    if isinstance(entry, HandoverNote) and entry.entered_by_id == actor.pk:
        raise MoveRefused(_("交接记录是您写的，要由接班的同事确认。"))
    if isinstance(entry, UnitEntry) and "result" in values:  # its unit reads it
        values = {**values, "result": redact(values["result"]).text[:500]}
    stamped = {"settled_by": actor, "settled_by_name": str(actor), "settled_at": timezone.now()}
    if not type(entry)._default_manager.filter(pk=entry.pk, settled_at=None).update(**values, **stamped):
        raise MoveRefused(_("“%s”已经登记办结，不能再改；请刷新页面。") % entry)
    if isinstance(entry, UnitEntry):
        settle_counted(entry.demand, actor=actor, answer="")
    record("desk.settle", entry, actor=actor, changes={name: str(value) for name, value in values.items()})
    entry.refresh_from_db()
    return entry


def _counted(kind: type[UnitEntry], values: Mapping[str, Any], actor: User) -> Demand:
    """Count what is asked of the unit among all demands on it (减负)."""
    asked = DemandKind.MATERIAL if kind is DocumentRequest else DemandKind.OTHER
    head = "督察组调阅" if kind is DocumentRequest else "下沉督察问题整改"
    return count_demand(values["unit"], DemandFacts(asked, f"{head}：{values['what']}", values["due"]), actor=actor)


def _of_unit(entry: U, actor: User) -> U:
    """Return the entry locked; refuse who is not of its unit, and an entry that is settled or answered."""
    if not is_in(actor, entry.unit_id):
        raise PermissionDenied
    entry = _fresh(entry)
    if entry.settled_at or entry.answered_at:
        raise MoveRefused(_("“%s”已经答复或办结，不用再办；请刷新页面查看。") % entry)
    return entry


def _fresh(entry: U) -> U:
    return type(entry)._default_manager.select_for_update(of=("self",)).get(pk=entry.pk)


def _write(entry: U, values: Mapping[str, Any], verb: str, actor: User, reason: str = "") -> U:
    type(entry)._default_manager.filter(pk=entry.pk).update(**values)
    told = {name: str(value) for name, value in values.items() if name in ("unit_day", "unit_answer")}
    record(verb, entry, actor=actor, changes=told, reason=reason)
    entry.refresh_from_db()
    return entry
