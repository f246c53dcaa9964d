"""What a petition's moves are told as: what was added and not only that something was, the same again in one line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _

from duban.inspections.models import PetitionMove
from duban.inspections.states import PetitionVerb

_KINDS = ("measure", "visit", "picture")  # what `actions.showing` notes of a move


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the course of a petition: the newest of the moves told by it, what they were about, how many."""

    move: PetitionMove
    about: str
    times: int


def told(moves: Iterable[PetitionMove]) -> list[Told]:
    """Return the lines for moves in their order; neighbours of one person and day that say the same are one."""
    lines: list[Told] = []
    for _same, group in groupby(moves, key=_told_by):
        first, *others = group
        lines.append(Told(first, about_of(first), 1 + len(others)))
    return lines


def about_of(move: PetitionMove) -> str:
    """Return what a move added, changed or took away; empty where its name and reason say it."""
    before, after = next((move.changes[kind] for kind in _KINDS if kind in move.changes), ("", ""))
    if "picture" in move.changes:
        told_by_verb = after or move.verb == PetitionVerb.DROP
        return (_("“%(moment)s”照片") if told_by_verb else _("取下“%(moment)s”照片")) % {"moment": after or before}
    if "visit" in move.changes:
        return _("%(day)s 的核查记录") % {"day": after}
    if again := move.changes.get("again_due", ["", ""])[1]:
        return _("%(day)s 前重新办理并回复督察组") % {"day": again}
    return f"{before} → {after}" if before else after


def _told_by(move: PetitionMove) -> tuple[object, ...]:
    return (
        move.verb, about_of(move), move.actor_name, timezone.localtime(move.at).date(), move.from_state, move.to_state,
        move.reason,
    )  # fmt: skip
