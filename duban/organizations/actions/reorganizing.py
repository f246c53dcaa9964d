"""Units renamed, merged, split and abolished (机构调整): planned first, then done in one transaction, as a job."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.jobs.actions import enqueue
from duban.organizations.actions.changes import Refused
from duban.organizations.actions.people_moving import move_posts
from duban.organizations.actions.units import save_as_named, save_unit
from duban.organizations.holdings import Handover, holders, turn_pointers
from duban.organizations.models import (
    Reorganization,
    ReorganizationKind,
    ReorganizationState,
    ReorganizationUnit,
    Unit,
    UnitHeir,
    UnitName,
    UnitNameKind,
    User,
)
from duban.organizations.permissions import may_reorganize
from duban.organizations.plans import Plan, PlannedUnit
from duban.organizations.queries import why_gone

REORGANIZE = "reorganize_units"


@transaction.atomic
def plan_reorganization(
    plan: Plan, *, kind: str, on: date, actor: User, document: str = "", reason: str = ""
) -> Reorganization:
    """Keep a plan to look at before it is done; raise Refused where it cannot be one."""
    _may(actor)
    _check(plan, kind, on)
    return Reorganization.objects.create(
        kind=kind,
        on=on,
        document=document.strip(),
        reason=reason.strip(),
        plan=plan.to_json(),
        planned_by=actor,
        planned_by_name=actor.name,
    )


@transaction.atomic
def change_plan(reorganization: Reorganization, plan: Plan, *, actor: User) -> Reorganization:
    """Write what was chosen on the preview."""
    _may(actor)
    _check(plan, reorganization.kind, reorganization.on)
    planned = Reorganization.objects.filter(pk=reorganization.pk, state=ReorganizationState.PLANNED)
    if not planned.update(plan=plan.to_json()):
        raise Refused(_("这次机构调整已经确认办理，不能再改；要改回去请另办一次调整。"))
    reorganization.plan = plan.to_json()
    return reorganization


@transaction.atomic
def discard_plan(reorganization: Reorganization, *, actor: User) -> None:
    """Throw a plan away that was not carried out."""
    _may(actor)
    if not Reorganization.objects.filter(pk=reorganization.pk, state=ReorganizationState.PLANNED).delete()[0]:
        raise Refused(_("这次机构调整已经确认办理，不能放弃；要改回去请另办一次调整。"))


@transaction.atomic
def order_reorganization(reorganization: Reorganization, *, actor: User) -> Reorganization:
    """Have the plan carried out in the background; ordered twice it is done once."""
    _may(actor)
    planned = Reorganization.objects.filter(pk=reorganization.pk, state=ReorganizationState.PLANNED)
    if not planned.update(state=ReorganizationState.QUEUED, planned_by=actor, planned_by_name=actor.name):
        reorganization.refresh_from_db()
        return reorganization
    _check(Plan.from_json(reorganization.plan), reorganization.kind, reorganization.on)
    job = enqueue(REORGANIZE, _("机构调整：%s") % plan_words(reorganization), reorganization.pk, actor=actor)
    Reorganization.objects.filter(pk=reorganization.pk).update(job=job)
    reorganization.refresh_from_db()
    return reorganization


@transaction.atomic
def reopen_plan(reorganization: Reorganization) -> None:
    """Let a plan whose job was refused be looked at and changed again."""
    queued = Reorganization.objects.filter(pk=reorganization.pk, state=ReorganizationState.QUEUED)
    queued.update(state=ReorganizationState.PLANNED)


@transaction.atomic
def carry_out(reorganization: Reorganization) -> Reorganization:
    """Do all of it or nothing: units, names, what is in hand, posts. Done already: nothing. Raise Refused."""
    reorganization.refresh_from_db(from_queryset=Reorganization.objects.select_for_update())
    if reorganization.state == ReorganizationState.DONE:
        return reorganization
    if reorganization.state == ReorganizationState.PLANNED:
        raise Refused(_("这次机构调整还没有确认，请先在预览页确认办理。"))
    plan, actor = Plan.from_json(reorganization.plan), reorganization.planned_by
    _check(plan, reorganization.kind, reorganization.on)
    sources = [Unit.objects.get(pk=pk) for pk in plan.sources]
    _note(reorganization, sources, is_result=False)
    if reorganization.kind == ReorganizationKind.RENAME:
        heirs, moved, people = [_rename(reorganization, sources[0], plan.heirs[0])], {}, 0
    else:
        heirs = [_unit_of(planned, reorganization, sources[0]) for planned in plan.heirs]
        moved = _hand_over(reorganization, plan, sources, heirs)
        people = move_posts(plan, sources, heirs, actor=actor)
        _end(reorganization, plan, sources, heirs)
    _note(reorganization, heirs, is_result=True)
    reorganization.outcome = {"moved": moved, "people": people, "count": len(moved) or _renamed(reorganization)}
    reorganization.state, reorganization.done_at = ReorganizationState.DONE, timezone.now()
    reorganization.save()
    changes = {
        "units": ["、".join(unit.unit_name for unit in _side(reorganization, is_result)) for is_result in (False, True)]
    }
    record("reorganize", reorganization, actor=actor, changes=changes, reason=reason_words(reorganization))
    return reorganization


def plan_words(reorganization: Reorganization) -> str:
    """Return the plan in one line: 水务局、水利中心 合并 → 水利局."""
    plan = Plan.from_json(reorganization.plan)
    names = dict(
        Unit.objects.filter(pk__in=[*plan.sources, *(heir.unit or 0 for heir in plan.heirs)]).values_list("pk", "name")
    )
    before = "、".join(names.get(pk, "") for pk in plan.sources)
    after = "、".join(heir.name or names.get(heir.unit or 0, "") for heir in plan.heirs)
    return f"{before} → {after}（{reorganization.get_kind_display()}）"


def reason_words(reorganization: Reorganization) -> str:
    """Return why it was done, as moves and the audit trail keep it, in the records' own language."""
    parts = (f"机构调整（{reorganization.on} 起）", reorganization.document, reorganization.reason)
    return "；".join(part for part in parts if part)[:500]


def _may(actor: User) -> None:
    if not may_reorganize(actor):
        raise Refused(_("只有督查室和系统管理员能办机构调整。"))


def _check(plan: Plan, kind: str, on: date) -> None:
    """Refuse a plan that does not fit its kind, names units that are gone, or takes a name that is taken."""
    if on > timezone.localdate():
        raise Refused(_("生效日期 %(day)s 还没有到；请到那一天再办，在此之前按原单位办理。") % {"day": on})
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=plan.sources)}
    if not plan.sources or len(units) != len(set(plan.sources)):
        raise Refused(_("没有选要调整的单位，请至少选一个。"))
    for unit in units.values():
        if not unit.active:
            raise Refused(why_gone(unit))
    heirs = {heir.unit for heir in plan.heirs if heir.unit is not None}
    if kind == ReorganizationKind.MERGE and len(plan.sources) < 2:
        raise Refused(_("合并至少要选两个单位；一个单位撤销、由别的单位承接的，请选“撤销”。"))
    if kind in (ReorganizationKind.MERGE, ReorganizationKind.ABOLISH) and len(plan.heirs) != 1:
        raise Refused(_("请选一个承接单位。"))
    if kind == ReorganizationKind.ABOLISH and heirs & set(plan.sources):
        raise Refused(_("撤销的单位不能由自己承接，请选别的单位。"))
    if kind == ReorganizationKind.SPLIT and (len(plan.sources) != 1 or len(plan.heirs) < 2):
        raise Refused(_("分设是一个单位变成两个以上；原单位保留的，也要列在分设后的单位里。"))
    if len(heirs) + sum(heir.unit is None for heir in plan.heirs) != len(plan.heirs):
        raise Refused(_("同一个单位列了两次，请删去一个。"))
    for planned in plan.heirs:
        _check_names(planned, kind)


def _check_names(planned: PlannedUnit, kind: str) -> None:
    """Refuse a new unit without its names, and one whose name or code another has."""
    if planned.unit is not None and kind != ReorganizationKind.RENAME:
        return
    if not planned.name or not planned.short_name or (planned.unit is None and not planned.code):
        raise Refused(_("新单位的全称、简称和代码都要填写。"))
    others = Unit.objects.exclude(pk=planned.unit or 0)
    same = others.filter(name=planned.name).first()
    if same is not None and not same.active:
        words = _("已撤销的单位“%(name)s”用的就是这个名称；要恢复它，请在“已有单位”里选它。")
        raise Refused(words % {"name": same.name})
    if same is not None:
        raise Refused(_("已有单位“%(name)s”，请换一个全称，或直接选这个单位。") % {"name": same.name})
    if planned.unit is None and others.filter(code=planned.code).exists():
        raise Refused(_("单位代码 %(code)s 已被使用，请换一个。") % {"code": planned.code})
    if planned.unit is not None and Unit.objects.filter(
        pk=planned.unit, name=planned.name, short_name=planned.short_name
    ):
        raise Refused(_("新名称与现在的一样，没有要改的。"))


def _rename(reorganization: Reorganization, unit: Unit, planned: PlannedUnit) -> Unit:
    """Give the unit its new names; the old ones stay as former names with the day they ended."""
    before, old = unit.name, [unit.name, unit.short_name]
    former, short = _names(unit, UnitNameKind.FORMER), _names(unit, UnitNameKind.SHORT)
    unit.name, unit.short_name = planned.name, planned.short_name
    gone = [name for name in old if name not in (unit.name, unit.short_name)]
    kept = [name for name in short if name not in (*gone, unit.short_name)]
    save_unit(unit, dict.fromkeys([*former, *gone]), short_names=kept, actor=reorganization.planned_by)
    unit.names.filter(name__in=gone).update(until=reorganization.on)
    count = 0
    for holder in holders():
        count += holder.note_new_name(
            unit, before, actor=reorganization.planned_by, reason=reason_words(reorganization)
        )
    reorganization.outcome = {"renamed": count}
    return unit


def _renamed(reorganization: Reorganization) -> int:
    return int(reorganization.outcome.get("renamed", 0))


def _unit_of(planned: PlannedUnit, reorganization: Reorganization, model: Unit) -> Unit:
    """Return the heir: new, brought back into use, or as it is."""
    actor = reorganization.planned_by
    if planned.unit is None:
        unit = Unit(
            name=planned.name,
            short_name=planned.short_name,
            code=planned.code,
            kind=planned.kind or model.kind,
            position=model.position,
            parent=model.parent,
            since=reorganization.on,
        )
        return save_unit(unit, actor=actor)
    unit = Unit.objects.get(pk=planned.unit)
    if not unit.active:
        unit.active, unit.until = True, None
        save_as_named(unit, actor=actor)
        UnitHeir.objects.filter(predecessor=unit).delete()
    return unit


def _hand_over(
    reorganization: Reorganization, plan: Plan, sources: list[Unit], heirs: list[Unit]
) -> dict[str, list[int]]:
    """Move what the sources have in hand; return key → from which unit to which."""
    moved: dict[str, list[int]] = {}
    for source in sources:
        handover = Handover(
            source=source,
            heirs=tuple(heirs),
            first=heirs[plan.first],
            choices={key: heirs[place] for key, place in plan.choices.items() if 0 <= place < len(heirs)},
            actor=reorganization.planned_by,
            reason=reason_words(reorganization),
        )
        for holder in holders():
            moved |= {key: [source.pk, heir] for key, heir in holder.hand_over(handover).items()}
    return moved


def _end(reorganization: Reorganization, plan: Plan, sources: list[Unit], heirs: list[Unit]) -> None:
    """Take the ended sources out of use: their names go to the heirs, their lower units and history too."""
    first, actor = heirs[plan.first], reorganization.planned_by
    for source in (unit for unit in sources if unit.pk in plan.ending):
        for lower in Unit.objects.filter(parent=source):
            lower.parent = source.parent if lower == first else first
            save_as_named(lower, actor=actor)
        names = list(source.names.all())
        for heir in heirs:
            _inherit_names(heir, names, reorganization.on)
        source.active, source.until = False, max(reorganization.on, source.since or reorganization.on)
        save_as_named(source, actor=actor, handed_over=True)
        _inherit_history(source, heirs, first)
        turn_pointers(source, first)


def _inherit_names(heir: Unit, names: list[UnitName], on: date) -> None:
    """Let the heir be found by the names of the unit it carries on for."""
    own = set(heir.names.values_list("name", flat=True))
    for name in names:
        if name.name not in own:
            UnitName.objects.create(
                unit=heir, name=name.name, kind=UnitNameKind.FORMER, until=name.until or on, inherited_from=name.unit
            )


def _inherit_history(source: Unit, heirs: list[Unit], first: Unit) -> None:
    """Note who carries on for the unit, and for those it carried on for."""
    earlier = list(UnitHeir.objects.filter(heir=source))
    for predecessor, was_first in [(source.pk, True), *((row.predecessor_id, row.is_first) for row in earlier)]:
        for heir in heirs:
            if heir.pk != predecessor:
                UnitHeir.objects.get_or_create(
                    predecessor_id=predecessor, heir=heir, defaults={"is_first": was_first and heir == first}
                )
    UnitHeir.objects.filter(pk__in=[row.pk for row in earlier]).delete()


def _names(unit: Unit, kind: UnitNameKind) -> list[str]:
    return list(unit.names.filter(kind=kind).order_by("id").values_list("name", flat=True))


def _note(reorganization: Reorganization, units: list[Unit], *, is_result: bool) -> None:
    """Keep the units with the names they have at this moment."""
    ReorganizationUnit.objects.bulk_create(
        ReorganizationUnit(reorganization=reorganization, unit=unit, unit_name=unit.name, is_result=is_result)
        for unit in units
    )


def _side(reorganization: Reorganization, is_result: bool) -> list[ReorganizationUnit]:
    return list(reorganization.units.filter(is_result=is_result))
