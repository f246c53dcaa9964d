"""A small office for tests of pages: units with further names, and one person for each role."""

from __future__ import annotations

from dataclasses import dataclass

from django.test import Client

from duban.organizations.actions import PostFacts, save_unit, save_user
from duban.organizations.models import Role, Unit, UnitKind, User

PASSWORD = "春江-花月-2026"


@dataclass(frozen=True)
class City:
    """Units by short name, people by role."""

    units: dict[str, Unit]
    people: dict[str, User]

    def sign_in(self, role: str) -> Client:
        """Return a client signed in as the person of this role."""
        return signed_in(self.people[role])


def signed_in(user: User) -> Client:
    """Return a client in which the person is signed in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def make_city() -> City:
    """Return the office, saved."""
    units = {}
    for position, (name, short, kind, others, former) in enumerate(_UNITS):
        unit = Unit(code=str(100 + position), name=name, short_name=short, kind=kind, position=position)
        units[short] = save_unit(unit, former, short_names=others, actor=None)
    people = {}
    for role in Role:
        home = units["市教育局"] if role in (Role.LIAISON, Role.UNIT_HEAD) else units["市政府办"]
        user = save_user(User(username=role.value, name=str(role.label)), [PostFacts(home, role)], actor=None)
        user.set_password(PASSWORD)
        user.save()
        people[role.value] = user
    return City(units, people)


_UNITS = [
    ("云陵市人民政府办公室", "市政府办", UnitKind.OFFICE, ["市府办"], ["云陵市人民政府办公厅"]),
    ("云陵市教育局", "市教育局", UnitKind.DEPARTMENT, [], ["云陵市教育体育局"]),
    ("云陵市发展和改革委员会", "市发展改革委", UnitKind.DEPARTMENT, ["市发改委"], ["市计委"]),
    ("云陵市水务局", "市水务局", UnitKind.DEPARTMENT, [], ["市水利局"]),
    ("青溪县人民政府", "青溪县", UnitKind.COUNTY, [], []),
    ("白石区人民政府", "白石区", UnitKind.COUNTY, [], ["白石县"]),
    ("云陵水利投资集团有限公司", "云陵水投", UnitKind.STATE_FIRM, [], []),
]
