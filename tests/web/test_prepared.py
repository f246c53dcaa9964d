from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.db.models import Q
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from duban.organizations.models import Deputyship, Post, Unit, User
from duban.web.prepared import Prepared, insert, remember, update
from tests.people import City

TODAY = date(2026, 5, 6)


def whole(rows: list[Post]) -> list[dict[str, object]]:
    return [{name: value for name, value in vars(row).items() if name != "_state"} for row in rows]


def test_a_prepared_query_returns_what_the_queryset_returns_with_what_it_fetches_along(city: City) -> None:
    def posts(user: int, units: tuple[int, ...]) -> object:
        return Post.objects.filter(Q(user=user) | Q(unit__in=units)).select_related("unit", "user").order_by("id")

    prepared = Prepared[Post](posts)
    clerk, liaison = city.people["clerk"], city.people["liaison"]
    for units in ((), (liaison.held_posts[0].unit_id,), (liaison.held_posts[0].unit_id, clerk.held_posts[0].unit_id)):
        expected = list(posts(clerk.pk, units))  # type: ignore[call-overload]
        found = prepared(clerk.pk, units)
        assert found == expected
        assert whole(found) == whole(expected)
        with CaptureQueriesContext(connection) as asked:
            assert [(row.unit.name, row.user.name) for row in found]
        assert len(asked) == 0


def test_one_query_serves_other_arguments_and_never_keeps_those_of_before(city: City) -> None:
    by_name = Prepared[User](lambda name: User.objects.filter(username=name))
    for person in city.people.values():
        assert by_name(person.username) == [person]
    assert by_name("nobody") == []
    assert by_name.first("nobody") is None


def test_days_and_columns_alone(city: City) -> None:
    giver, deputy = city.people["clerk"], city.people["supervision_desk"]
    Deputyship.objects.create(
        person=giver, deputy=deputy, first_day=TODAY, last_day=TODAY + timedelta(2), made_by=giver, made_by_name="甲"
    )
    begun = Prepared[tuple[date]](lambda day: Deputyship.objects.filter(first_day__lte=day).values_list("first_day"))
    assert begun(TODAY) == [(TODAY,)]
    assert begun(TODAY - timedelta(1)) == []


def test_a_query_that_can_have_no_rows_asks_nothing(city: City) -> None:
    of_units = Prepared[Post](lambda units: Post.objects.filter(unit__in=units))
    with CaptureQueriesContext(connection) as asked:
        assert of_units(()) == []
    assert len(asked) == 0


def test_a_query_that_works_on_its_argument_is_refused(city: City) -> None:
    with pytest.raises(TypeError, match="as it is"):
        Prepared[Unit](lambda word: Unit.objects.filter(name__icontains=word))("水")


@pytest.mark.django_db(transaction=True)
def test_rows_are_locked_in_a_transaction_alone() -> None:
    if not connection.features.has_select_for_update:
        pytest.skip("SQLite locks the whole database")
    locking = Prepared[Unit](lambda pk: Unit.objects.filter(pk=pk).select_for_update())
    with transaction.atomic():
        assert locking(1) == []
    with pytest.raises(TransactionManagementError):
        locking(1)


def test_remembered_rows_answer_for_the_relation_without_a_query(city: City) -> None:
    person = User.objects.get(username=city.people["clerk"].username)
    rows = list(Post.objects.filter(user=person))
    remember(person, "posts", rows)
    with CaptureQueriesContext(connection) as asked:
        assert list(person.posts.all()) == rows
        assert person.posts.all()[0].user is person
    assert len(asked) == 0
    assert person.posts.filter(pk__in=[row.pk for row in rows]).count() == len(rows)
    assert person.posts.exclude(pk=rows[0].pk).count() == len(rows) - 1


def test_a_row_is_stored_as_the_orm_stores_it(city: City) -> None:
    giver, deputy = city.people["clerk"], city.people["supervision_desk"]
    facts = {
        "person": giver,
        "deputy": deputy,
        "first_day": TODAY,
        "last_day": TODAY,
        "reason": "学习",
        "made_by": giver,
    }
    row, other = Deputyship(**facts, made_by_name="甲"), Deputyship(**facts, made_by_name="甲")
    insert(row)
    other.save(force_insert=True)
    plain, usual = (vars(Deputyship.objects.get(pk=one.pk)) for one in (row, other))
    apart = ("_state", "id", "made_at")
    assert {k: v for k, v in plain.items() if k not in apart} == {k: v for k, v in usual.items() if k not in apart}
    assert row.made_at is not None
    row.reason = "开会"
    row.save()  # known as stored: an UPDATE
    assert Deputyship.objects.get(pk=row.pk).reason == "开会"


def test_an_update_changes_the_rows_that_are_as_given_and_counts_them(city: City) -> None:
    giver, deputy = city.people["clerk"], city.people["supervision_desk"]
    row = Deputyship(person=giver, deputy=deputy, first_day=TODAY, last_day=TODAY, made_by=giver, made_by_name="甲")
    insert(row)
    assert update(Deputyship, {"last_day": TODAY + timedelta(3), "made_by": deputy}, id=row.pk, first_day=TODAY) == 1
    assert update(Deputyship, {"last_day": TODAY}, id=row.pk, first_day=TODAY - timedelta(1)) == 0
    now = Deputyship.objects.get(pk=row.pk)
    assert (now.last_day, now.made_by) == (TODAY + timedelta(3), deputy)
