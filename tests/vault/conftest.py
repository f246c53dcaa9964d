"""A city in which the clerk is a custodian, and one sealed identity."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from duban.vault.actions import name_custodian, seal
from duban.vault.identities import Identity, Petitioner
from duban.vault.models import Sealed
from tests.people import City, make_city

NAME, TELEPHONE, ID_NUMBER, HOME = "苗小枝", "13912345678", "11010519491231002X", "云陵市白石区梧桐里3栋2单元501"
IDENTITY = Identity((Petitioner(NAME, TELEPHONE, ID_NUMBER, HOME),), "腿脚不便，傍晚打电话")
SECRETS = (NAME, TELEPHONE, ID_NUMBER, HOME, "傍晚打电话")


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    from django.conf import settings

    path = tmp_path / "keys" / "vault-keys"
    monkeypatch.setattr(settings, "VAULT_KEYS", path)
    yield path


@pytest.fixture
def city(db: None) -> City:
    city = make_city()
    name_custodian(
        city.people["clerk"],
        first_day=timezone.localdate(),
        last_day=None,
        reason="负责回访",
        actor=city.people["administrator"],
    )
    return city


@pytest.fixture
def sealed(city: City) -> Sealed:
    return seal("identity", IDENTITY.content(), actor=city.people["clerk"], subject=city.units["市水务局"])
