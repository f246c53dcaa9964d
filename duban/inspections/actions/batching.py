"""Batches: opened, their announced counts written down, and what the counts leave open explained."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.inspections.actions.errors import DeskRefused
from duban.inspections.models import Batch, Inspection
from duban.inspections.permissions import may_run_desk
from duban.inspections.queries.counts import equation_of
from duban.organizations.models import User

LONGEST_REASON = 500


@transaction.atomic
def open_batch(
    inspection: Inspection,
    *,
    number: int,
    day: date,
    actor: User,
    calls: int | None = None,
    letters: int | None = None,
    starred: int | None = None,
    split: int = 0,
) -> Batch:
    """Open the day's batch (批次) with the counts the team announced, where they are known; raise DeskRefused."""
    if not may_run_desk(actor):
        raise PermissionDenied
    if not inspection.first_day <= day <= inspection.last_day:
        raise DeskRefused(
            _("交办日期 %(day)s 不在进驻期间（%(first)s 至 %(last)s）内，请核对。")
            % {"day": day, "first": inspection.first_day, "last": inspection.last_day}
        )
    if day > (today := timezone.localdate()):
        raise DeskRefused(
            _(
                "交办日期 %(day)s 还没有到：填将来的日期，信访件就回复不了督察组；请填督察组交办的那一天，最晚是今天（%(today)s）。"
            )
            % {"day": day, "today": today}
        )
    _check_counts(calls, letters, starred, split)
    try:
        with transaction.atomic():
            batch = Batch.objects.create(
                inspection=inspection,
                number=number,
                day=day,
                announced_calls=calls,
                announced_letters=letters,
                announced_starred=starred,
                announced_split=split,
                created_by=actor,
            )
    except IntegrityError:
        raise DeskRefused(
            _("第 %(number)d 批或 %(day)s 这一天的批次已经有了，每天一批；请打开已有的批次继续导入。")
            % {"number": number, "day": day}
        ) from None
    record("inspections.open_batch", batch, actor=actor, changes=_counts(batch))
    return batch


@transaction.atomic
def announce(
    batch: Batch, *, actor: User, calls: int | None, letters: int | None, starred: int | None, split: int = 0
) -> Batch:
    """Write down what the team announced for the batch; a reason given for another difference no longer holds.

    Counts once written down are changed, never taken away: with them would go a difference and its reason.
    """
    if not may_run_desk(actor):
        raise PermissionDenied
    _check_counts(calls, letters, starred, split)
    batch.refresh_from_db(from_queryset=Batch.objects.select_for_update())
    if calls is None and batch.announced is not None:
        raise DeskRefused(
            _(
                "通报件数已经登记（来电 %(calls)d 件、来信 %(letters)d 件），不能清空；登记错的请改成正确的件数，没有的填 0。"
            )
            % {"calls": batch.announced_calls, "letters": batch.announced_letters}
        )
    before = _counts(batch)
    batch.announced_calls, batch.announced_letters = calls, letters
    batch.announced_starred, batch.announced_split = starred, split
    batch.version += 1
    batch.save()
    after = _counts(batch)
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    record("inspections.announce", batch, actor=actor, changes=changes)
    return batch


@transaction.atomic
def explain_difference(batch: Batch, *, actor: User, reason: str) -> Batch:
    """Say why announced and imported differ just so (件数差异说明); another difference later asks anew."""
    if not may_run_desk(actor):
        raise PermissionDenied
    reason = reason.strip()
    if not reason:
        raise DeskRefused(_("没有写说明，请写明为什么差这几件、怎样处理。"))
    batch.refresh_from_db(from_queryset=Batch.objects.select_for_update())
    difference = equation_of(batch).difference
    if not difference:
        raise DeskRefused(_("通报件数与受理件数没有差异，不用说明；还没有登记通报件数的请先登记。"))
    batch.difference_reason, batch.difference = reason[:LONGEST_REASON], difference
    batch.difference_by_name, batch.difference_at = actor.name, timezone.now()
    batch.save()
    Batch.objects.filter(pk=batch.pk).update(version=F("version") + 1)
    record("inspections.explain", batch, actor=actor, changes={"difference": ["", str(difference)]}, reason=reason)
    return batch


def _check_counts(calls: int | None, letters: int | None, starred: int | None, split: int) -> None:
    if (calls is None) != (letters is None):
        raise DeskRefused(_("来电和来信的件数要一起填，没有的填 0。"))
    if calls is not None and letters is not None and max(starred or 0, split) > calls + letters:
        raise DeskRefused(_("重点件和拆分件都不能多于来电来信的总件数，请核对。"))


def _counts(batch: Batch) -> dict[str, str]:
    names = ("announced_calls", "announced_letters", "announced_starred", "announced_split")
    return {name: "" if (value := getattr(batch, name)) is None else str(value) for name in names}
