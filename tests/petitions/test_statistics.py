"""The statistics are kept until a write changes what they count, and never shown to who must not see all of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from duban.audit.actions import record
from duban.organizations.actions import PostFacts, save_user
from duban.organizations.models import Role, User
from duban.petitions import actions
from duban.petitions.models import Petition
from duban.petitions.queries import statistics
from duban.petitions.queries.statistics import by_clock, by_type
from duban.petitions.rules.clocks import clocks_of
from duban.petitions.rules.data import clock_rules
from tests.people import City
from tests.petitions.conftest import accepted, concluded, registered

ADDRESS = "/petitions/statistics/"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the number of petitions each time the figures were counted."""
    cache.clear()
    counted: list[int] = []
    totals = statistics.totals

    def told(*given: Any) -> Any:
        counted.append(totals(*given).counts["all"])
        return totals(*given)

    monkeypatch.setattr("duban.petitions.views.lists.totals", told)
    return counted


def test_they_are_counted_anew_only_where_a_write_changed_them(
    city: City, drawn: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    client = city.sign_in("clerk")
    for write in (
        lambda: registered(city),
        lambda: None,
        lambda: record("test.other", city.units["市教育局"], actor=None),
        lambda: registered(city),
        lambda: actions.refuse(
            Petition.objects.first(), actor=city.people["clerk"], on=timezone.localdate(), reason="不属本市管辖"
        ),
    ):
        write()
        assert client.get(ADDRESS).status_code == 200
    assert drawn == [1, 2, 2]


def test_they_are_counted_anew_on_another_day_and_of_another_year(city: City, drawn: list[int]) -> None:
    registered(city)
    client = city.sign_in("clerk")
    last = timezone.localdate().year - 1
    for address in (ADDRESS, ADDRESS, f"{ADDRESS}?year={last}", ADDRESS):
        client.get(address)
    assert drawn == [1, 0]


def test_who_must_not_see_an_accusation_is_not_shown_a_count_kept_for_others(city: City) -> None:
    cache.clear()
    water = city.units["市水务局"]
    registered(city)
    registered(city, nature="accusation", accused=(water,))
    save_user(User(username="water", name="分管领导"), [PostFacts(water, Role.LEADER)], actor=None)
    for who, seen in (("leader", 2), ("water", 1), ("clerk", 2), ("water", 1)):
        person = User.objects.get(username=who) if who == "water" else city.people[who]
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        client.get(ADDRESS)
        page = client.get(ADDRESS).content.decode()
        assert (f">{seen}<" in page, f">{3 - seen}<" in page) == (True, False), who


def test_the_clocks_are_those_of_each_petition_by_itself(city: City) -> None:
    today = timezone.localdate()
    for age in (0, 3, 20, 20, 70):
        accepted(city, today - timedelta(days=age))
    concluded(city)
    wanted: dict[tuple[str, str], int] = {}
    for petition in Petition.objects.all():
        for clock in clocks_of(clock_rules(petition.clock_rules), petition.happened(), today, None, petition.extension):
            place = (clock.rule.key, clock.standing.value)
            wanted[place] = wanted.get(place, 0) + 1
    for _look in range(2):  # reckoned, then known
        found = {
            (row.rule.key, standing): count
            for row in by_clock(Petition.objects.all(), today)
            for standing, count in row.counts.items()
            if count
        }
        assert found == {place: count for place, count in wanted.items() if place[0] in {key for key, _s in found}}
    assert by_type(Petition.objects.all(), today)[0].counts["all"] == 6
