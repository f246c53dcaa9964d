"""What each person finds."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from duban.organizations.models import User
from duban.search.actions import behind, catch_up, rebuild
from duban.search.models import SearchCursor, SearchEntry
from duban.search.queries import SearchFilter, find, matching
from duban.search.rules import plain, words_of
from duban.tasks.actions import ReportFacts, open_task, report_progress, sign_for, withdraw_task
from duban.tasks.models import Task
from tests.tasks.conftest import City, draft

TITLES = ["清掏雨水管网320公里", "水管改造的前期工作", "发放教育补助100%到位", "GDP 核算培训", "拆除违建12处"]


@pytest.fixture
def tasks(city: City) -> list[Task]:
    leads = [city.water, city.water, city.education, city.finance, city.north]
    opened = [
        open_task(draft(lead, title=title, origins=()), actor=city.clerk)
        for title, lead in zip(TITLES, leads, strict=True)
    ]
    catch_up()
    return opened


def titles(user: User, search: str, **narrowed: Any) -> list[str]:
    found = find(user, search, SearchFilter(**narrowed))
    assert found.total == len(found.hits)
    return sorted(TITLES.index(hit.entry.title.split(" ", 1)[1]) for hit in found.hits)  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("管网", [0]),
        ("水管", [0, 1]),
        ("雨水管网", [0]),
        ("水网", []),
        ("的", [1]),
        ("管", [0, 1]),
        ("100%", [2]),
        ("%", [2]),
        ("gdp", [3]),
        ("ＧＤＰ", [3]),  # noqa: RUF001
        ("gdp 培训", [3]),
        ("补助 管网", []),
        ("12", [4]),
        ("1", [2, 4]),
        ("😀", []),
        ("'", []),
        ('"', []),
        ("管网*", []),
        ("管 NOT 网", []),
        ("_", []),
    ],
)
def test_words_of_any_length_are_found_exactly(city: City, tasks: list[Task], search: str, expected: list[int]) -> None:
    found = find(city.clerk, search, SearchFilter())
    numbers = {"1", "12", "_"}
    got = sorted(TITLES.index(hit.entry.title.split(" ", 1)[1]) for hit in found.hits)
    if search in numbers:  # task numbers hold figures too: only what the titles say is looked at
        got = [place for place in got if search in TITLES[place]]
    assert got == expected
    assert found.total == len(found.hits)


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("clerk", [0, 1]),
        ("leader", [0, 1]),
        ("water_liaison", [0, 1]),
        ("finance_liaison", []),
        ("administrator", []),
        ("auditor", []),
    ],
)
def test_each_finds_and_counts_only_what_they_may_see(
    city: City, tasks: list[Task], person: str, expected: list[int]
) -> None:
    assert titles(getattr(city, person), "水管") == expected


def test_a_report_is_found_once_it_has_gone_out(city: City, tasks: list[Task]) -> None:
    sign_for(tasks[0], actor=city.water_liaison)
    report_progress(tasks[0], ReportFacts("已清掏淤泥八百吨", date(2026, 1, 5)), actor=city.water_liaison)
    assert find(city.clerk, "淤泥", SearchFilter()).total == 0
    assert behind() > 0
    catch_up()
    found = find(city.clerk, "淤泥", SearchFilter())
    assert [(hit.entry.kind, hit.entry.task_id) for hit in found.hits] == [("report", tasks[0].pk)]
    assert find(city.finance_liaison, "淤泥", SearchFilter()).total == 0
    assert [(row.kind, row.count) for row in found.kinds] == [("report", 1)]


def test_the_index_follows_the_audit_trail_and_can_be_made_anew(city: City, tasks: list[Task]) -> None:
    withdraw_task(tasks[4], actor=city.clerk, reason="重复")
    catch_up()
    before = set(SearchEntry.objects.values_list("kind", "object_id", "plain"))
    SearchEntry.objects.all().delete()
    SearchCursor.objects.all().delete()
    rebuild()
    assert set(SearchEntry.objects.values_list("kind", "object_id", "plain")) == before
    assert behind() == 0
    assert titles(city.clerk, "水管") == [0, 1]


def test_a_person_narrows_by_unit_kind_and_day(city: City, tasks: list[Task]) -> None:
    assert titles(city.clerk, "水", unit=city.water.pk) == [0, 1]
    assert titles(city.clerk, "水", unit=city.finance.pk) == []
    assert titles(city.clerk, "水", kind="task") == [0, 1]
    assert titles(city.clerk, "水", kind="report") == []
    assert titles(city.clerk, "水", day_to=date(2020, 1, 1)) == []


def test_the_page_shows_hits_and_takes_up_what_changed_a_moment_ago(
    client: Client, city: City, tasks: list[Task]
) -> None:
    open_task(draft(city.water, title="新开的水库除险", origins=()), actor=city.clerk)
    client.force_login(city.clerk, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/search/?q=水").content.decode()
    assert "<mark>水</mark>库除险" in page


def test_the_number_of_a_task_leads_to_it(client: Client, city: City, tasks: list[Task]) -> None:
    client.force_login(city.clerk, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/search/", {"q": tasks[1].number})
    assert answer.status_code == 302
    assert answer.headers["Location"] == tasks[1].get_absolute_url()
    client.force_login(city.finance_liaison, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/search/", {"q": tasks[1].number}).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "q=%25&page=0",
        "q=水&page=x",
        "q=水&page=99999999999999999999",
        "q=水&day_from=x",
        "q=水&unit=9999",
        "q=" + "长" * 3000,
        "q=%00",
        "kind=nonsense&q=水",
    ],
)
def test_whatever_is_asked_the_page_answers(client: Client, city: City, tasks: list[Task], query: str) -> None:
    client.force_login(city.clerk, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/search/?{query}").status_code == 200


def test_days_the_wrong_way_round_narrow_nothing_and_are_said(client: Client, city: City, tasks: list[Task]) -> None:
    client.force_login(city.clerk, backend="django.contrib.auth.backends.ModelBackend")
    whole = client.get("/search/", {"q": "水"}).context["found"].total
    page = client.get("/search/", {"q": "水", "day_from": "2026-12-01", "day_to": "2026-11-01"})
    assert "止日 2026-11-01 早于起日 2026-12-01" in page.content.decode()
    assert page.context["found"].total == whole > 0


def test_what_is_written_in_a_title_stays_text(client: Client, city: City) -> None:
    open_task(draft(city.water, title="<b>粗</b>水管", origins=()), actor=city.clerk)
    client.force_login(city.clerk, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/search/?q=粗").content.decode()
    assert "<b>" not in page
    assert "&lt;b&gt;<mark>粗</mark>" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    client: Client, city: City, rows: int, django_assert_max_num_queries: Any
) -> None:
    for place in range(rows):
        open_task(draft(city.water, title=f"水管{place}", origins=()), actor=city.clerk)
    catch_up()
    client.force_login(city.water_liaison, backend="django.contrib.auth.backends.ModelBackend")
    with django_assert_max_num_queries(25) as counted:
        client.get("/search/?q=水管")
    QUERIES.add(len(counted.captured_queries))
    assert len(QUERIES) == 1


QUERIES: set[int] = set()


class TestAgainstPlainSearch(TestCase):
    """The index against the plain search it stands for."""

    @given(
        st.lists(st.text("水管网的ab1%，。 😀Ａ", min_size=1, max_size=12), min_size=1, max_size=5),
        st.text("水管网的ab1%，😀", min_size=1, max_size=4),
    )
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    def test_finds_exactly_the_texts_that_hold_the_word(self, texts: list[str], search: str) -> None:
        from django.db import connection

        from duban.search.engines import engine_for

        entries = [
            SearchEntry(
                kind="x", object_id=place, title="", text=text, plain=plain(text), link="/", day=date(2026, 1, 1)
            )
            for place, text in enumerate(texts)
        ]
        SearchEntry.objects.all().delete()
        SearchEntry.objects.bulk_create(entries)
        engine_for(connection).store(connection, entries)
        words = words_of(search)
        if not words:
            return
        found = set(matching(SearchEntry.objects.all(), words).values_list("object_id", flat=True))
        expected = {place for place, text in enumerate(texts) if all(word.text in plain(text) for word in words)}
        assert found == expected


def test_the_workers_round_takes_up_what_changed(city: City, tasks: list[Task]) -> None:
    from duban.search.rounds import go_round

    open_task(draft(city.water, title="夜里开的水闸", origins=()), actor=city.clerk)
    go_round()
    assert behind() == 0
    assert find(city.clerk, "水闸", SearchFilter()).total == 1


def test_a_discarded_meeting_is_found_no_more(city: City) -> None:
    from django.db import transaction

    from duban.audit.actions import record
    from duban.meetings.models import Meeting

    meeting = Meeting.objects.create(title="第七次水利调度会", created_by=city.clerk)
    with transaction.atomic():
        record("meetings.bring_in", meeting, actor=city.clerk)
    catch_up()
    assert find(city.clerk, "水利", SearchFilter()).total == 1
    with transaction.atomic():
        record("meetings.discard", meeting, actor=city.clerk)
        meeting.delete()
    catch_up()
    assert find(city.clerk, "水利", SearchFilter()).total == 0
