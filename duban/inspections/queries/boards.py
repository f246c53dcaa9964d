"""The board by clock: each of its counts is the list that the same filter opens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from duban.inspections.counting import with_standing
from duban.inspections.models import DUE_NOW, Conclusion, Petition
from duban.inspections.states import PetitionState

S = PetitionState
_HELD = ~Q(state=S.RETURNED.value)


@dataclass(frozen=True, slots=True)
class Clock:
    """One group of the board; `late` is drawn as such."""

    key: str
    label: Any
    of: Callable[[date], Q]
    late: bool = False


CLOCKS: tuple[Clock, ...] = (
    Clock("overdue", _("回复已超期"), lambda day: _HELD & Q(clock="overdue"), late=True),
    Clock("soon", _("三天内到期"), lambda day: _HELD & Q(clock="soon")),
    Clock("unassigned", _("待分派"), lambda day: Q(state=S.RECEIVED.value)),
    Clock("unit", _("单位办理中"), lambda day: Q(state=S.ASSIGNED.value)),
    Clock("unit_late", _("单位逾期未报"), lambda day: Q(state=S.ASSIGNED.value, unit_due__lt=day), late=True),
    Clock("check", _("待核查"), lambda day: Q(state=S.SUBMITTED.value)),
    Clock("sign", _("待签发"), lambda day: Q(state=S.CHECKED.value)),
    Clock("send", _("待回复督察组"), lambda day: Q(state=S.SIGNED_OFF.value)),
    Clock(
        "staged",
        _("阶段性办结，待续报"),
        lambda day: Q(state=S.REPLIED.value, conclusion__in=[Conclusion.STAGED, Conclusion.GOING_ON]),
    ),
    Clock("revisit", _("待回访"), lambda day: Q(state=S.REPLIED.value, revisit_on__lte=day)),
)


def clock_counts(petitions: QuerySet[Petition], today: date) -> dict[str, int]:
    """Return how many petitions each group has, in one query."""
    counts = {clock.key: Count("pk", filter=clock.of(today)) for clock in CLOCKS}
    return with_standing(petitions, today).order_by().aggregate(**counts)


def waiting(petitions: QuerySet[Petition], clock: Clock, today: date) -> QuerySet[Petition]:
    """Return the petitions of a group, the reply that is due first at the top."""
    return with_standing(petitions, today).filter(clock.of(today)).order_by(DUE_NOW, "pk")


def replies_pressing(petitions: QuerySet[Petition], today: date) -> QuerySet[Petition]:
    """Return those the board counts as overdue or due soon, what was due first at the top."""
    pressing = next(clock for clock in CLOCKS if clock.key == "overdue").of(today)
    pressing |= next(clock for clock in CLOCKS if clock.key == "soon").of(today)
    return with_standing(petitions, today).filter(pressing).order_by(DUE_NOW, "pk")
