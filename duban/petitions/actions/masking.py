"""Masks of title and summary put right beside the original, before a unit sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from duban.organizations.models import User
from duban.petitions.actions.correcting import CORRECTABLE
from duban.petitions.actions.moving import PetitionRefused, finish
from duban.petitions.models import Petition
from duban.petitions.permissions import may_register, visible_to
from duban.petitions.states import State


@dataclass(frozen=True, slots=True, repr=False)
class Texts:
    """What stands in the open of a petition's matter."""

    title: str
    summary: str


@transaction.atomic
def mask(
    petition: Petition, wanted: Texts, *, seen: Texts, told: Mapping[str, str], reason: str, actor: User
) -> Petition:
    """Put the masks right (核对隐去内容) while no unit has it; raise PetitionRefused.

    `seen` is what was looked at; `told` says how many things were opened and masked, in words.
    """
    if not may_register(actor) or not visible_to(actor).filter(pk=petition.pk).exists():
        raise PermissionDenied
    petition = Petition.objects.select_for_update().get(pk=petition.pk)
    if petition.state not in CORRECTABLE:
        raise PetitionRefused(_("信访件已转办，单位看到的内容不能再改；要改请先由单位退回。"))
    if seen != Texts(petition.title, petition.summary):
        raise PetitionRefused(_("您核对的时候，这段文字被别人改过，没有保存；请重新对照。"))
    if not wanted.title.strip() or not wanted.summary.strip():
        raise PetitionRefused(_("全部隐去后没有文字了，请保留反映的事情。"))
    petition.title, petition.summary = wanted.title.strip()[:200], wanted.summary.strip()
    return finish(petition, "correct", actor, to=State(petition.state), facts=told, reason=reason)
