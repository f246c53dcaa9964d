"""A small city: three units, a county with a child unit's part to play, and one person for each role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from duban.organizations.models import Post, Role, Unit, UnitKind, UnitName, User
from duban.tasks.actions import Origin, TaskDraft

PARAGRAPH = "会议强调，要抓好排水。市水务局要在年底前清掏管网320公里。各县要配合。"
QUOTE = "市水务局要在年底前清掏管网320公里"


@dataclass(frozen=True)
class City:
    office: Unit
    water: Unit
    finance: Unit
    education: Unit
    north: Unit
    south: Unit
    clerk: User
    desk: User
    leader: User
    administrator: User
    auditor: User
    water_liaison: User
    finance_liaison: User
    north_liaison: User
    education_head: User


def unit(code: str, name: str, kind: str = UnitKind.DEPARTMENT) -> Unit:
    made = Unit.objects.create(code=code, name=f"云陵市{name}", short_name=name, kind=kind, position=int(code))
    for kind_of_name, own in (("full", made.name), ("short", name)):
        UnitName.objects.create(unit=made, name=own, kind=kind_of_name)
    return made


def person(username: str, role: str, of: Unit) -> User:
    user = User.objects.create_user(username, name=f"{of.short_name}{username}")
    Post.objects.create(user=user, unit=of, role=role)
    return user


@pytest.fixture
def city(db: None) -> City:
    office = unit("1", "政府办公室", UnitKind.OFFICE)
    water, finance, education = unit("2", "水务局"), unit("3", "财政局"), unit("4", "教育局")
    north, south = unit("5", "北县", UnitKind.COUNTY), unit("6", "南县", UnitKind.COUNTY)
    return City(
        office, water, finance, education, north, south,
        clerk=person("clerk", Role.CLERK, office),
        desk=person("desk", Role.DESK, office),
        leader=person("leader", Role.LEADER, office),
        administrator=person("administrator", Role.ADMINISTRATOR, office),
        auditor=person("auditor", Role.AUDITOR, office),
        water_liaison=person("water", Role.LIAISON, water),
        finance_liaison=person("finance", Role.LIAISON, finance),
        north_liaison=person("north", Role.LIAISON, north),
        education_head=person("education", Role.UNIT_HEAD, education),
    )  # fmt: skip


def origin(quote: str = QUOTE, *, paragraph: str = PARAGRAPH, meeting: int = 7, title: str = "第9次常务会议") -> Origin:
    start = paragraph.index(quote)
    return Origin(
        kind="meeting",
        title=title,
        link=f"/meetings/{meeting}/#action-3",
        agenda_item="城区排水工作",
        text_revision="abc-1",
        paragraph_number=4,
        paragraph=paragraph,
        quote=quote,
        start=start,
        end=start + len(quote),
        key=f"meeting:{meeting}",
    )


def draft(lead: Unit, **changed: object) -> TaskDraft:
    values: dict[str, object] = {
        "source": "meeting",
        "year": 2026,
        "title": "清掏雨水管网320公里",
        "lead_unit": lead,
        "deadline": date(2026, 12, 31),
        "deadline_text": "年底前",
        "deadline_explanation": "会议年份 2026 → 2026-12-31",
        "origins": (origin(),),
    }
    return TaskDraft(**{**values, **changed})  # type: ignore[arg-type]
