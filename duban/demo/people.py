"""The people of the demo city: posts, no names. All sign in with one password, which is printed."""

from __future__ import annotations

from dataclasses import dataclass

from duban.demo.city import UNITS, DemoUnit

PASSWORD = "yunling-demo"  # noqa: S105 — meant to be known; only ever set in a demo database


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Someone who signs in: sign-in name, post, role and unit code."""

    username: str
    name: str
    role: str
    unit: str


OFFICE_PEOPLE = (
    DemoPerson("clerk", "市政府办公室经办甲", "clerk", "100"),
    DemoPerson("clerk2", "市政府办公室经办乙", "clerk", "100"),
    DemoPerson("desk", "市政府督查室科长", "supervision_desk", "101"),
    DemoPerson("leader", "市长", "leader", "100"),
    DemoPerson("admin", "系统管理员", "administrator", "100"),
    DemoPerson("auditor", "审计员", "auditor", "100"),
)


def liaison(unit: DemoUnit) -> DemoPerson:
    """Return the unit's liaison, who signs in with `u` and the unit's code."""
    return DemoPerson(f"u{unit.code}", f"{unit.short_names[0]}联络员", "liaison", unit.code)


HEADS = (
    DemoPerson("h213", "市住房城乡建设局局长", "unit_head", "213"),
    DemoPerson("h203", "市教育局局长", "unit_head", "203"),
    DemoPerson("h209", "市财政局局长", "unit_head", "209"),
    DemoPerson("h216", "市水务局局长", "unit_head", "216"),
)
LIAISONS = tuple(liaison(unit) for unit in UNITS if unit.kind != "office")
PEOPLE = OFFICE_PEOPLE + HEADS + LIAISONS
