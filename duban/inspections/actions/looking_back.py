"""Look-back rounds: drawing the sample, noting what was found; what recurred is reopened in the same step."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.inspections.actions.handling import reopen
from duban.inspections.counting import accepted
from duban.inspections.models import (
    Conclusion,
    Drawn,
    Inspection,
    LookBackItem,
    LookBackRound,
    Outcome,
    Petition,
)
from duban.inspections.permissions import may_reopen, may_run_desk
from duban.inspections.rules.sampling import sample
from duban.inspections.states import MoveRefused, PetitionState
from duban.organizations.models import User


@transaction.atomic
def draw_round(inspection: Inspection, *, actor: User, seed: str, percent: int) -> LookBackRound:
    """Draw a round from what is concluded and answered (抽样): all starred ones, and a share of the others by the seed.

    Duplicates are looked at with their first case. Raise MoveRefused where there is nothing to draw from.
    """
    if not may_run_desk(actor):
        raise PermissionDenied
    Inspection.objects.select_for_update().get(pk=inspection.pk)
    cases = {petition.number: petition for petition in concluded(inspection)}
    if not cases:
        raise MoveRefused(_("还没有已办结并回复督察组的信访件，没有可抽的；有了再抽样。"))
    starred = [number for number, petition in cases.items() if petition.starred]
    rest = sorted(number for number, petition in cases.items() if not petition.starred)
    drawn = sample(seed, rest, percent)
    number = (inspection.look_backs.aggregate(last=Max("number"))["last"] or 0) + 1
    made = LookBackRound.objects.create(
        inspection=inspection, number=number, seed=seed, percent=percent, population=rest, starred=len(starred),
        drawn_by=actor, drawn_by_name=str(actor),
    )  # fmt: skip
    chosen = [*((one, Drawn.STARRED) for one in starred), *((one, Drawn.SAMPLED) for one in drawn)]
    LookBackItem.objects.bulk_create(LookBackItem(round=made, petition=cases[one], drawn=why) for one, why in chosen)
    changes = {"seed": seed, "percent": percent, "starred": len(starred), "population": len(rest), "drawn": len(drawn)}
    record("look_back.draw", made, actor=actor, changes=changes)
    return made


@transaction.atomic
def note_look_back(
    item: LookBackItem, *, actor: User, on: date, outcome: str, found: str, today: date, due: date | None = None
) -> LookBackItem:
    """Note what was found (登记回头看); once noted it stays.

    What recurred is reopened, to be answered anew by `due`, which is the desk's to do; raise MoveRefused or DeskRefused.
    """
    if not may_run_desk(actor):
        raise PermissionDenied
    item = (
        LookBackItem.objects.select_for_update(of=("self",)).select_related("petition__batch", "round").get(pk=item.pk)
    )
    if item.outcome:
        raise MoveRefused(
            _("信访件 %s 的回头看结果已经登记，不能改；情况有变的，在下一轮再查。") % item.petition.number
        )
    if not found.strip():
        raise MoveRefused(_("没有写查看的情况，请写明看到了什么。"))
    if on > today:
        raise MoveRefused(_("查看日期 %s 还没有到，请填实际查看的日期。") % on)
    first = item.petition.replied_on or item.petition.batch.day
    if on < first:
        values = {"day": on, "first": first}
        raise MoveRefused(_("查看日期 %(day)s 早于回复督察组的日期 %(first)s，回头看是回复以后的事，请核对。") % values)
    if outcome == Outcome.RECURRED and not may_reopen(actor):
        raise MoveRefused(_("反弹的信访件要由督查室重新办理，请交督查室登记。"))
    item.looked_on, item.outcome, item.found, item.looked_by_name = on, outcome, found.strip(), str(actor)
    item.save(update_fields=["looked_on", "outcome", "found", "looked_by_name"])
    record("look_back.note", item, actor=actor, changes={"petition": item.petition.number, "outcome": outcome})
    if outcome == Outcome.RECURRED:
        reason = _("回头看第%(round)d轮：%(found)s") % {"round": item.round.number, "found": item.found}
        reopen(item.petition, actor=actor, reason=reason[:500], due=due)
    return item


def concluded(inspection: Inspection) -> list[Petition]:
    """Return what a round may be drawn from, by number: concluded, answered, first cases."""
    rows = accepted(inspection.petitions.all()).filter(
        state=PetitionState.REPLIED.value, conclusion=Conclusion.CONCLUDED.value, duplicate_of=None
    )
    return list(rows.order_by("number"))
