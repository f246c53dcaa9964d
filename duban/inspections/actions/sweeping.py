"""A sweep: opened from a substantiated petition, its sites looked at, closed by a second person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.inspections.models import Petition, Sweep, SweepSite, SweepState, Verdict
from duban.inspections.permissions import may_note_sites, may_run_desk
from duban.inspections.queries.accused import accused_among
from duban.inspections.rules.sweeps import Counts, unfinished
from duban.inspections.states import MoveRefused
from duban.organizations.models import Unit, User
from duban.redaction import redact

SUBSTANTIATED = (Verdict.SUBSTANTIATED, Verdict.MOSTLY, Verdict.PARTLY)


@dataclass(frozen=True, slots=True)
class SweepFacts:
    """What is wanted of a sweep."""

    title: str
    wanted: str
    lead_unit: Unit
    due: date
    kept: int = 0  # things the redaction found and somebody decided to keep


@transaction.atomic
def open_sweep(
    petition: Petition, facts: SweepFacts, alike: Sequence[tuple[Petition, str]], *, actor: User, today: date
) -> Sweep:
    """Open a sweep over the sites of these petitions, each with why it is on the list; raise MoveRefused."""
    if not may_run_desk(actor):
        raise PermissionDenied
    if petition.verdict not in SUBSTANTIATED:
        raise MoveRefused(_("信访件 %s 还没有认定属实，不用举一反三；请核实后再发起。") % petition.number)
    if facts.due < today:
        raise MoveRefused(_("完成时限 %s 已经过去，请另定日期。") % facts.due)
    if accused_among([petition.pk, *(other.pk for other, _why in alike)], [facts.lead_unit]):
        raise MoveRefused(
            _("“%s”是其中信访件的被反映单位，不能由它牵头排查；请改由其上级或其他单位牵头。") % facts.lead_unit
        )
    sweep = Sweep.objects.create(
        petition=petition, title=facts.title, wanted=facts.wanted, lead_unit=facts.lead_unit, due=facts.due,
        opened_by_name=str(actor),
    )  # fmt: skip
    SweepSite.objects.bulk_create(
        SweepSite(sweep=sweep, petition=other, name=_site_name(other), why=why[:120]) for other, why in alike
    )
    changes = {"petition": petition.number, "sites": len(alike), "lead_unit": facts.lead_unit.name, "due": facts.due}
    changes |= {"kept": facts.kept} if facts.kept else {}
    record("sweep.open", sweep, actor=actor, changes=changes)
    return sweep


@transaction.atomic
def add_site(sweep: Sweep, name: str, *, actor: User) -> SweepSite:
    """Put a site on the list by hand."""
    sweep = _begin(sweep, actor)
    site = SweepSite.objects.create(sweep=sweep, name=name.strip()[:200], why=_("手工列入"))
    record("sweep.add_site", sweep, actor=actor, changes={"site": site.name})
    return site


@transaction.atomic
def note_site(
    site: SweepSite, *, actor: User, on: date, problems: int, mended: int, found: str, today: date
) -> SweepSite:
    """Note what was found at a site, and how much of it is mended; noted anew as mending goes on."""
    sweep = _begin(site.sweep, actor)
    if on > today:
        raise MoveRefused(_("排查日期 %s 还没有到，请填实际排查的日期。") % on)
    if on < sweep.petition.batch.day:
        values = {"day": on, "first": sweep.petition.batch.day, "number": sweep.petition.number}
        raise MoveRefused(
            _("排查日期 %(day)s 早于信访件 %(number)s 的交办日期 %(first)s，请填实际排查的日期。") % values
        )
    if mended > problems:
        raise MoveRefused(
            _("“%(site)s”已整改 %(mended)d 个，多于发现的 %(problems)d 个，请核对。")
            % {"site": site.name, "mended": mended, "problems": problems}
        )
    before = [site.problems, site.mended]
    site.checked_on, site.problems, site.mended, site.found = on, problems, mended, redact(found.strip()).text[:300]
    site.checked_by_name = str(actor)
    site.save(update_fields=["checked_on", "problems", "mended", "found", "checked_by_name"])
    changes = {"site": site.name, "counts": [before, [problems, mended]]}
    record("sweep.note_site", sweep, actor=actor, changes=changes)
    return site


@transaction.atomic
def ask_to_close(sweep: Sweep, *, actor: User, result: str) -> Sweep:
    """Ask for the end of the sweep with its result; raise MoveRefused while a site or a problem is open."""
    sweep = _begin(sweep, actor)
    if not result.strip():
        raise MoveRefused(_("没有写排查结果，请写明后再申请销号。"))
    _check_done(sweep)
    return _move(
        sweep, SweepState.CLOSING, actor, "ask", result=result.strip(), asked_by=actor, asked_by_name=str(actor)
    )


@transaction.atomic
def close_sweep(sweep: Sweep, *, actor: User) -> Sweep:
    """End the sweep as a second person of the desk (销号)."""
    sweep = _begin(sweep, actor, SweepState.CLOSING)
    if not may_run_desk(actor):
        raise PermissionDenied
    if sweep.asked_by_id == actor.pk:
        raise MoveRefused(_("销号是您申请的，要由另一位同事审核。"))
    _check_done(sweep)
    return _move(
        sweep, SweepState.CLOSED, actor, "close", closed_by=actor, closed_by_name=str(actor), closed_at=timezone.now()
    )


@transaction.atomic
def send_sweep_back(sweep: Sweep, *, actor: User, reason: str) -> Sweep:
    """Not accept the result (退回): the sweep goes on, with the reason in the trail."""
    sweep = _begin(sweep, actor, SweepState.CLOSING)
    if not may_run_desk(actor):
        raise PermissionDenied
    if not reason.strip():
        raise MoveRefused(_("没有写退回理由，请写明后再退回。"))
    return _move(sweep, SweepState.OPEN, actor, "send_back", reason.strip(), asked_by=None, asked_by_name="")


def counts_of(sweep: Sweep) -> Counts:
    """Return the sums of the sweep's sites."""
    rows = list(sweep.sites.values_list("checked_on", "problems", "mended"))
    return Counts(
        len(rows), sum(on is not None for on, _p, _m in rows), sum(row[1] for row in rows), sum(row[2] for row in rows)
    )


def _check_done(sweep: Sweep) -> None:
    counts = counts_of(sweep)
    if unfinished(counts):
        raise MoveRefused(
            _("还有 %(sites)d 个点位没有排查、%(problems)d 个问题没有整改，都办完再销号。")
            % {"sites": counts.sites - counts.checked, "problems": counts.problems - counts.mended}
        )


def _begin(sweep: Sweep, actor: User, state: SweepState = SweepState.OPEN) -> Sweep:
    """Return the sweep locked and as it is now; raise where this person may not or its state does not allow."""
    sweep = (
        Sweep.objects.select_for_update(of=("self",)).select_related("petition__batch", "lead_unit").get(pk=sweep.pk)
    )
    if not may_note_sites(actor, sweep):
        raise PermissionDenied
    if sweep.state != state:
        raise MoveRefused(_("这次排查现在是“%s”，不能这样办；请刷新页面后再看。") % sweep.get_state_display())
    return sweep


def _move(sweep: Sweep, to: SweepState, actor: User, verb: str, reason: str = "", **values: object) -> Sweep:
    before = sweep.state
    Sweep.objects.filter(pk=sweep.pk).update(state=to, **values)
    sweep.refresh_from_db()
    record(f"sweep.{verb}", sweep, actor=actor, changes={"state": [before, to.value]}, reason=reason)
    return sweep


def _site_name(petition: Petition) -> str:
    area = petition.area.label if petition.area else _("市本级")
    text = petition.summary.removeprefix("反映")
    return f"{petition.number} {area} {text}"[:200]
