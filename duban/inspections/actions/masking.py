"""Masks of a text put right beside the original, before a unit sees it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.inspections.actions.errors import DeskRefused
from duban.inspections.actions.intaking import draft_of_row
from duban.inspections.actions.moving import Changes, begin, finish
from duban.inspections.models import IntakeRow, Petition
from duban.inspections.states import PetitionState, PetitionVerb
from duban.organizations.models import User


@transaction.atomic
def confirm_row(
    row: IntakeRow, text: str, *, seen: str, told: Mapping[str, str], reason: str, actor: User
) -> IntakeRow:
    """Note that a row's text was read beside its original and may go to the unit as it is now; raise DeskRefused.

    `seen` is the text that was looked at; `told` how many things were opened and masked, in words.
    """
    intake = draft_of_row(row, actor)
    row.refresh_from_db()
    _check(row.summary, seen, text)
    row.summary, row.confirmed = text.strip(), True
    row.save(update_fields=["summary", "confirmed"])
    changes = {"row": ["", str(row.row)], **_changes(told)}
    record("inspections.confirm_text", intake, actor=actor, changes=changes, reason=reason)
    return row


@transaction.atomic
def mask_petition(
    petition: Petition, text: str, *, seen: str, told: Mapping[str, str], reason: str, actor: User
) -> Petition:
    """Put the masks of a petition's text right, as long as no unit has it; raise DeskRefused."""
    step = begin(petition, PetitionVerb.CORRECT, actor, reason=reason)
    if step.state is not PetitionState.RECEIVED:
        raise DeskRefused(_("信访件已交办，单位看到的文字在“改交办”里改。"))
    _check(petition.summary, seen, text)
    return finish(step, {"summary": text.strip()}, changes=_changes(told))


def _check(now: str, seen: str, text: str) -> None:
    if now != seen:
        raise DeskRefused(_("您核对的时候，这段文字被别人改过，没有保存；请重新对照。"))
    if not text.strip():
        raise DeskRefused(_("全部隐去后没有文字了，请保留反映的问题。"))


def _changes(told: Mapping[str, str]) -> Changes:
    return {name: ["", words] for name, words in told.items() if words}
