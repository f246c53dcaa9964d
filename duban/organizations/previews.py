"""What a planned reorganisation would do, for people to look at before it is done; and the way back from one done."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from duban.organizations.holdings import Holding, held_by
from duban.organizations.models import Post, Reorganization, ReorganizationKind, Unit, UnitName
from duban.organizations.plans import Plan

MOST_ROWS = 500  # single things shown to choose for; the rest goes to the first heir


@dataclass(frozen=True, slots=True)
class Source:
    """One unit before: what it has in hand, by groups with counts, and who has posts there."""

    unit: Unit
    ends: bool
    holdings: list[Holding]
    counts: list[tuple[str, int]]
    posts: list[Post]
    names: list[UnitName]
    lower: list[Unit]


@dataclass(frozen=True, slots=True)
class Preview:
    """A plan with everything it touches."""

    plan: Plan
    sources: list[Source]
    heirs: list[str]  # full names, in the plan's order

    @property
    def in_hand(self) -> int:
        """How many open tasks there are in all."""
        return len({holding.key for source in self.sources for holding in source.holdings})

    @property
    def people(self) -> int:
        """How many people have posts in the sources."""
        return len({post.user_id for source in self.sources for post in source.posts})


def preview_of(reorganization: Reorganization) -> Preview:
    """Return what carrying the plan out now would touch."""
    plan = Plan.from_json(reorganization.plan)
    pks = {*plan.sources, *(heir.unit for heir in plan.heirs if heir.unit is not None)}
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=pks)}
    renamed = reorganization.kind == ReorganizationKind.RENAME
    heirs = [heir.name if heir.unit is None or renamed else units[heir.unit].name for heir in plan.heirs]
    return Preview(plan, [_source(units[pk], ends=pk in plan.ending) for pk in plan.sources if pk in units], heirs)


def way_back(reorganization: Reorganization) -> tuple[str, dict[str, Any]]:
    """Return the kind and the first values of the form that would undo what was done."""
    plan = Plan.from_json(reorganization.plan)
    rows = list(reorganization.units.select_related("unit"))
    before, after = [row for row in rows if not row.is_result], [row for row in rows if row.is_result]
    if reorganization.kind == ReorganizationKind.RENAME:
        former = {name.name for name in UnitName.objects.filter(unit=before[0].unit_id, until=reorganization.on)}
        short = next((name for name in sorted(former, key=len) if name != before[0].unit_name), "")
        names = {"name": before[0].unit_name, "short_name": short or before[0].unit.short_name}
        return ReorganizationKind.RENAME.value, {"unit": before[0].unit.name, **names}
    if reorganization.kind == ReorganizationKind.SPLIT:
        units = [row.unit.name for row in after if row.unit.active]
        return ReorganizationKind.MERGE.value, {"units": "、".join(units), "heir": before[0].unit_id}
    heir = after[0].unit
    stays = heir.pk in plan.kept or reorganization.kind == ReorganizationKind.ABOLISH
    existing = [row.unit_id for row in before if row.unit_id != heir.pk]
    return ReorganizationKind.SPLIT.value, {"unit": heir.name, "stays": stays, "existing": existing}


def choices_back(reorganization: Reorganization, plan: Plan) -> dict[str, int]:
    """Return for everything that was moved the place of the unit it came from."""
    places = {heir.unit: place for place, heir in enumerate(plan.heirs)}
    moved: dict[str, list[int]] = reorganization.outcome.get("moved", {})
    return {key: places[source] for key, (source, _heir) in moved.items() if source in places}


def _source(unit: Unit, *, ends: bool) -> Source:
    held = held_by(unit)
    holdings = [holding for one in held for holding in one.holdings]
    groups = Counter(str(holding.group) for holding in holdings)
    further = [(str(label), count) for one in held for label, count in one.counts if count]
    return Source(
        unit,
        ends,
        holdings,
        [*groups.items(), *further],
        list(Post.objects.filter(unit=unit).select_related("user", "unit").order_by("user__name", "id")),
        list(unit.names.order_by("id")),
        list(Unit.objects.filter(parent=unit)),
    )
