"""A list of petitions brought in: kept sealed until its rows are registered one by one, or dropped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from duban.audit.actions import record
from duban.organizations.models import User
from duban.petitions.actions.moving import PetitionRefused
from duban.petitions.actions.registering import register
from duban.petitions.listed import ListedPetition, judged
from duban.petitions.models import ImportState, Petition, PetitionImport
from duban.petitions.permissions import may_register
from duban.vault.actions import seal, take_back, use
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
    """Return the rows as they would be registered, masked, with what is wrong with each."""
    return judged(_rows(brought, "petitions.preview_import", actor), timezone.localdate())


@sensitive_variables()
@transaction.atomic
def register_list(brought: PetitionImport, *, actor: User) -> list[Petition]:
    """Register every row that nothing is wrong with; the list goes. Raise PetitionRefused where there is none."""
    brought = _planned(brought, actor)
    rows = [
        row for row in judged(_rows(brought, "petitions.register_import", actor), timezone.localdate()) if row.facts
    ]
    if not rows:
        raise PetitionRefused(_("没有一行可以登记，请改好后重新上传。"))
    found = [register(row.facts, actor=actor) for row in rows if row.facts]
    _settle(brought, ImportState.DONE, actor, "已逐件登记")
    record("petitions.register_import", brought, actor=actor, changes={"count": len(found)})
    return found


@transaction.atomic
def drop(brought: PetitionImport, *, actor: User) -> None:
    """Drop the list without registering anything; its rows are gone."""
    brought = _planned(brought, actor)
    _settle(brought, ImportState.DROPPED, actor, "放弃登记")
    record("petitions.drop_import", brought, actor=actor)


def _planned(brought: PetitionImport, actor: User) -> PetitionImport:
    if not may_register(actor) or brought.made_by_id != actor.pk:
        raise PermissionDenied
    brought = PetitionImport.objects.select_for_update().get(pk=brought.pk)
    if brought.state != ImportState.PLANNED:
        raise PetitionRefused(_("这份清单已经登记或放弃，不能再办。"))
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
