from __future__ import annotations

import pytest

from duban.organizations.models import Unit
from duban.petitions.actions import PetitionRefused
from duban.petitions.models import Petition
from duban.tasks.models import Task
from tests.organizations.test_reorganizing import merge
from tests.people import City
from tests.petitions.conftest import accepted, referred


def test_a_petition_follows_its_task_and_its_area_the_first_heir(city: City) -> None:
    petition = referred(city, city.units["市水务局"], area=city.units["青溪县"])
    merge(city, "市水务局", "云陵水投")
    petition.refresh_from_db()
    heir = Unit.objects.get(name="云陵市水利局")
    assert (petition.handler, Task.objects.get().lead_unit) == (heir, heir)


def test_whoever_carries_on_for_the_accused_is_barred_as_well(city: City) -> None:
    petition = accepted(city, nature="accusation", accused=(city.units["市水务局"],))
    merge(city, "市水务局", "云陵水投")
    heir = Unit.objects.get(name="云陵市水利局")
    with pytest.raises(PetitionRefused, match="第三十条"):
        referred(city, heir, Petition.objects.get(pk=petition.pk))
