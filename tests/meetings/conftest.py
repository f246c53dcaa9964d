"""An office with units and people, and a meeting read but not decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from django_q.conf import Conf

from duban.meetings.actions.texts import bring_in, store_reading
from duban.meetings.models import Action, Meeting, MeetingText, Requirement
from duban.organizations.models import Post, Role, Unit, UnitKind, UnitName, UnitNameKind, User
from tests.meetings.readings import TEXT, reading


@dataclass
class Office:
    """The people and units of the tests."""

    clerk: User
    other_clerk: User
    desk: User
    liaison: User
    leader: User
    units: dict[str, Unit]


def make_unit(code: str, name: str, short: str, kind: UnitKind, former: str = "") -> Unit:
    unit = Unit.objects.create(code=code, name=name, short_name=short, kind=kind, position=int(code))
    names = {name: UnitNameKind.FULL, short: UnitNameKind.SHORT} | ({former: UnitNameKind.FORMER} if former else {})
    for words, name_kind in names.items():
        UnitName.objects.create(unit=unit, name=words, kind=name_kind)
    return unit


def make_person(username: str, name: str, unit: Unit, role: Role) -> User:
    user = User.objects.create(username=username, name=name, password="!")
    Post.objects.create(user=user, unit=unit, role=role)
    return user


@pytest.fixture
def office(db: None) -> Office:
    units = {
        unit.short_name: unit
        for unit in (
            make_unit("1", "云陵市人民政府办公室", "市政府办", UnitKind.OFFICE),
            make_unit("2", "云陵市水务局", "市水务局", UnitKind.DEPARTMENT, "市水利局"),
            make_unit("3", "云陵市教育局", "市教育局", UnitKind.DEPARTMENT),
            make_unit("4", "云陵市公安局", "市公安局", UnitKind.DEPARTMENT),
            make_unit("5", "南渠县人民政府", "南渠县", UnitKind.COUNTY),
            make_unit("6", "东坪区人民政府", "东坪区", UnitKind.COUNTY),
        )
    }
    home = units["市政府办"]
    return Office(
        clerk=make_person("jingban", "经办甲", home, Role.CLERK),
        other_clerk=make_person("jingban2", "经办乙", home, Role.CLERK),
        desk=make_person("ducha", "督查室", home, Role.DESK),
        liaison=make_person("lianluo", "水务联络员", units["市水务局"], Role.LIAISON),
        leader=make_person("lingdao", "市长", home, Role.LEADER),
        units=units,
    )


@dataclass
class Desk:
    """One meeting on the clerk's desk, with short ways to its rows."""

    office: Office
    meeting: Meeting

    @property
    def text(self) -> MeetingText:
        return MeetingText.objects.filter(meeting=self.meeting, superseded=False).get()

    def action(self, words: str) -> Action:
        return Action.objects.get(quote__contains=words, requirement__text__superseded=False)

    def requirement(self, words: str) -> Requirement:
        return Requirement.objects.get(quote__contains=words, text__superseded=False)


@pytest.fixture
def desk(office: Office, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(Conf, "SYNC", False)  # the job waits: the text is read by hand below
    text = bring_in(TEXT, name="云陵常务会议.txt", actor=office.clerk, on=date(2024, 9, 18))
    store_reading(text, reading())
    return Desk(office, Meeting.objects.get(pk=text.meeting_id))
