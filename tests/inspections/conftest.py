"""A city with an inspection in it: areas with their units, types, a desk, a second person who signs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any

import pytest

from duban.inspections.actions.batching import open_batch
from duban.inspections.actions.inspecting import InspectionFacts, Word, save_inspection
from duban.inspections.models import Batch, Inspection, Petition
from duban.inspections.rules.numbers import CENTRAL
from duban.organizations.actions import PostFacts, save_user
from duban.organizations.models import Role, User
from tests.inspections.months import Month, make_month
from tests.people import City, make_city
from tests.tasks.conftest import City as TaskCity
from tests.tasks.conftest import city
from tests.tasks.moments import At, at

__all__ = ["at", "city", "desk"]

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
DAY = date(2026, 11, 20)
TODAY = date(2026, 11, 26)


@dataclass(frozen=True)
class Desk:
    """The city, its inspection, a first batch, and the people of the story."""

    city: City
    inspection: Inspection
    batch: Batch
    clerk: User
    desk: User
    signer: User
    liaison: User  # of 市教育局 in tests.people; here of 青溪县

    def petition(self, number: str) -> Petition:
        return Petition.objects.get(inspection=self.inspection, number=number)


def facts(city: City, **changes: Any) -> InspectionFacts:
    units = city.units
    wanted: dict[str, Any] = {
        "name": "第三轮中央生态环境保护督察", "level": "central", "round": 3, "team": "第二督察组",
        "first_day": FIRST, "last_day": LAST, "reply_days": 10, "reply_in_working_days": False,
        "cut_off": time(10, 0), "number_pattern": CENTRAL, "province_code": "SX", "city_code": "",
        "desk_unit": units["市政府办"],
        "areas": [Word("青溪县", "青溪", units["青溪县"]), Word("白石区", "", units["白石区"])],
        "types": [Word("水", "水污染", units["市水务局"]), Word("大气", "大气污染"), Word("噪声")],
        "verdicts": [
            Word("属实", code="substantiated"), Word("基本属实", code="mostly"), Word("部分属实", code="partly"),
            Word("不属实", code="unsubstantiated"),
        ],
        "conclusions": [
            Word("已办结", code="concluded"), Word("阶段性办结", code="staged"), Word("正在办理", code="going_on"),
        ],
    }  # fmt: skip
    return InspectionFacts(**wanted | changes)


def person(username: str, name: str, unit: Any, role: Role) -> User:
    return save_user(User(username=username, name=name), [PostFacts(unit, role)], actor=None)


@pytest.fixture
def desk(db: None, at: At) -> Desk:
    at(TODAY.isoformat())
    return make_desk()


def make_desk() -> Desk:
    city = make_city()
    clerk, chief = city.people["clerk"], city.people["supervision_desk"]
    inspection = save_inspection(None, facts(city), actor=clerk)
    batch = open_batch(inspection, number=1, day=DAY, actor=clerk, calls=1, letters=2)
    signer = person("signer", "签发人", city.units["市政府办"], Role.DESK)
    liaison = person("qingxi", "青溪县联络员", city.units["青溪县"], Role.LIAISON)
    return Desk(city, inspection, batch, clerk, chief, signer, liaison)


@pytest.fixture
def month(city: TaskCity) -> Month:
    return make_month(city.clerk, city.desk, city.water, city.office)
