from __future__ import annotations

import pytest

from duban.organizations.actions import PostFacts, save_user
from duban.organizations.models import Role, User
from tests.people import City, make_city


@pytest.fixture
def city(db: None) -> City:
    return make_city()


@pytest.fixture
def liaison(city: City) -> User:
    return save_user(
        User(username="water", name="水务联络员"), [PostFacts(city.units["市水务局"], Role.LIAISON)], actor=None
    )
