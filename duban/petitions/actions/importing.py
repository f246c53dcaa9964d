"""A list of petitions brought in: kept sealed until its rows are registered one by one, or dropped."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from duban.audit.actions import Happened, record, record_history
from duban.organizations.models import User
from duban.petitions.actions.moving import PetitionRefused
from duban.petitions.actions.registering import register
from duban.petitions.alike import mark_alike
from duban.petitions.listed import ListedPetition, judged
from duban.petitions.models import ImportState, Petition, PetitionImport, PetitionMove
from duban.petitions.permissions import may_register
from duban.petitions.states import State
from duban.vault.actions import purge_with, seal, take_back, use
from duban.vault.queries import sealed_of

KIND = "petition_list"


@sensitive_variables()
@transaction.atomic
def take_in(rows: Sequence[dict[str, str]], *, actor: User) -> PetitionImport:
    """Keep the rows of a list, sealed."""
    if not may_register(actor):
        raise PermissionDenied
    brought = PetitionImport.objects.create(made_by=actor, count=len(rows))
    seal(KIND, {"rows": list(rows)}, actor=actor, subject=brought)
    record("petitions.import", brought, actor=actor, changes={"count": len(rows)})
    return brought


@sensitive_variables()
def preview(brought: PetitionImport, *, actor: User) -> list[ListedPetition]:
    """Return the rows as they would be registered, masked, with what is wrong with each and what it is like."""
    rows = judged(_rows(brought, "petitions.preview_import", actor), timezone.localdate())
    mark_alike(actor, rows)
    return rows


@sensitive_variables()
@transaction.atomic
def register_list(
    brought: PetitionImport, *, actor: User, distinct: Collection[int] = (), long_ago: bool = False
) -> list[Petition]:
    """Register every row that nothing is wrong with; the list goes. Raise PetitionRefused where there is none.

    A row that is like another is registered where its number is among `distinct`: somebody looked at both. `long_ago`:
    somebody confirmed the days of rows that came long ago.
    """
    brought = _planned(brought, actor)
    rows = judged(_rows(brought, "petitions.register_import", actor), timezone.localdate())
    mark_alike(actor, rows)
    rows = [row for row in rows if row.facts and (not row.like or row.number in distinct)]
    if not rows:
        raise PetitionRefused(_("没有一行可以登记：与别件相似的请核对后勾选，有误的请改好后重新上传。"))
    if not long_ago and (old := [str(row.number) for row in rows if row.long_ago]):
        words = _("第 %(rows)s 行的收到日期是很久以前；写错的请改好后重新上传，确是旧信的请勾选确认后再登记。")
        raise PetitionRefused(words % {"rows": "、".join(old[:20])})
    facts = [replace(row.facts, long_ago=row.long_ago) for row in rows if row.facts]
    found = [register(one, actor=actor, brought=brought) for one in facts]
    _settle(brought, ImportState.DONE, actor, "已逐件登记")
    record("petitions.register_import", brought, actor=actor, changes={"count": len(found)})
    return found


@transaction.atomic
def drop(brought: PetitionImport, *, actor: User) -> None:
    """Drop the list without registering anything; its rows are gone."""
    brought = _planned(brought, actor)
    _settle(brought, ImportState.DROPPED, actor, "放弃登记")
    record("petitions.drop_import", brought, actor=actor)


@transaction.atomic
def undo_list(brought: PetitionImport, *, actor: User) -> tuple[int, int]:
    """Take back what was registered from the list and nobody has touched since, with what the vault holds of it.

    Return how many petitions went and how many stay; raise PetitionRefused where none can go. Numbers are not given again.
    """
    brought = _in_state(brought, actor, ImportState.DONE)
    there = list(brought.petitions.select_for_update())
    moves = PetitionMove.objects.filter(petition__brought=brought).values_list("petition").annotate(n=Count("pk"))
    moved = {petition for petition, count in moves.order_by() if count > 1}
    untouched = [row for row in there if row.state == State.REGISTERED and row.pk not in moved]
    if not untouched:
        raise PetitionRefused(_("这份清单登记的件都已经办理过，不能撤销；登记错的请逐件更正或不予受理。"))
    purge_with(untouched, actor=actor, reason="撤销批量登记")
    now = timezone.now()
    record_history(
        Happened("petitions.undo_register", petition, actor, now, reason=str(brought)) for petition in untouched
    )
    Petition.objects.filter(pk__in=[petition.pk for petition in untouched]).delete()
    brought.state = ImportState.UNDONE
    brought.save(update_fields=["state"])
    kept = len(there) - len(untouched)
    record("petitions.undo_import", brought, actor=actor, changes={"count": len(untouched)})
    return len(untouched), kept


def _planned(brought: PetitionImport, actor: User) -> PetitionImport:
    return _in_state(brought, actor, ImportState.PLANNED)


def _in_state(brought: PetitionImport, actor: User, state: ImportState) -> PetitionImport:
    """Return the list locked, where it is in this state; only whoever brought it in goes on with it."""
    if not may_register(actor) or brought.made_by_id != actor.pk:
        raise PermissionDenied
    brought = PetitionImport.objects.select_for_update().get(pk=brought.pk)
    if brought.state != state:
        raise PetitionRefused(
            _("这份清单现在是“%(state)s”，不能这样办，请刷新页面。") % {"state": brought.get_state_display()}
        )
    return brought


@sensitive_variables()
def _rows(brought: PetitionImport, purpose: str, actor: User) -> list[dict[str, str]]:
    sealed = sealed_of(brought, KIND).get()
    content: Any = use(sealed, purpose=purpose, actor=actor)
    return list(content["rows"])


def _settle(brought: PetitionImport, state: ImportState, actor: User, why: str) -> None:
    take_back(sealed_of(brought, KIND).get(), actor=actor, reason=why)
    brought.state = state
    brought.save(update_fields=["state"])
