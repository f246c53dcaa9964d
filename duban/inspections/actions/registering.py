"""The desk's registers: what is entered, and settled once; names of leaders in charge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.inspections.models import HandoverNote, Inspection
from duban.inspections.models.desk import Entry
from duban.inspections.permissions import may_run_desk
from duban.inspections.states import MoveRefused
from duban.organizations.models import User

E = TypeVar("E", bound=Entry)


@transaction.atomic
def enter(kind: type[E], inspection: Inspection, values: Mapping[str, Any], *, actor: User) -> E:
    """Add an entry to a register (登记); the database refuses what contradicts itself."""
    if not may_run_desk(actor):
        raise PermissionDenied
    entry = kind._default_manager.create(inspection=inspection, entered_by=actor, entered_by_name=str(actor), **values)
    record("desk.enter", entry, actor=actor, changes={name: str(value) for name, value in values.items()})
    return entry


@transaction.atomic
def settle(entry: E, values: Mapping[str, Any], *, actor: User) -> E:
    """Settle an entry with what came of it, once; a handover is taken by somebody else than who wrote it."""
    if not may_run_desk(actor):
        raise PermissionDenied
    if isinstance(entry, HandoverNote) and entry.entered_by_id == actor.pk:
        raise MoveRefused(_("交接记录是您写的，要由接班的同事确认。"))
    stamped = {"settled_by": actor, "settled_by_name": str(actor), "settled_at": timezone.now()}
    if not type(entry)._default_manager.filter(pk=entry.pk, settled_at=None).update(**values, **stamped):
        raise MoveRefused(_("“%s”已经登记办结，不能再改；请刷新页面。") % entry)
    record("desk.settle", entry, actor=actor, changes={name: str(value) for name, value in values.items()})
    entry.refresh_from_db()
    return entry
