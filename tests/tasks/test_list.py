"""The ledger's list: who sees what, filters, search, order, counts, pages, and the number of queries."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duban.organizations.models import User
from duban.tasks.actions import hand_back, open_task, withdraw_task
from duban.tasks.models import Task
from tests.people import signed_in
from tests.tasks.conftest import City, draft, origin

TUESDAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _on_tuesday() -> object:
    with patch("duban.tasks.views.lists.timezone.localdate", return_value=TUESDAY):
        yield


def numbers(user: User, query: str = "") -> list[str]:
    response = signed_in(user).get(reverse("tasks:list") + query)
    assert response.status_code == 200
    return [task.number.split("-")[1] for task in response.context["page"].object_list]


def links(page: str) -> list[tuple[str, str, int]]:
    """Return address, name and count of each saved view beside the list."""
    beside = page.split('<nav class="views"')[1].split("</nav>")[0]
    found = re.findall(r'<a href="([^"]*)"[^>]*>([^<]+?) <span class="count[^"]*">(\d+)</span>', beside)
    return [(unescape(query), label, int(count)) for query, label, count in found]


@pytest.fixture
def ledger(city: City) -> dict[str, Task]:
    """Five tasks: overdue, due this week, due in December, without limit, and withdrawn."""
    other = origin("各县要配合", meeting=8, title="第10次常务会议")
    drafts = {
        "0001": draft(city.water, title="清掏雨水管网", deadline=date(2026, 11, 20)),
        "0002": draft(city.finance, title="兑付补助100%到位", deadline=date(2026, 11, 27), origins=(other,)),
        "0003": draft(city.water, title="编制整治方案😀", supporting_units=(city.education,)),
        "0004": draft(city.education, title="学校的食堂_检查", deadline=None, deadline_text="", origins=(other,)),
        "0005": draft(city.water, title="已不再做", deadline=date(2026, 11, 2)),
    }
    tasks = {number: open_task(given, actor=city.clerk) for number, given in drafts.items()}
    withdraw_task(tasks["0005"], actor=city.clerk, reason="更正")
    return tasks


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["0001", "0002", "0003", "0004"]),
        ("?order=-deadline", ["0003", "0002", "0001", "0004"]),
        ("?order=number", ["0001", "0002", "0003", "0004"]),
        ("?order=-number", ["0004", "0003", "0002", "0001"]),
        ("?order=nonsense", ["0001", "0002", "0003", "0004"]),
        ("?due=overdue", ["0001"]),
        ("?due=week", ["0002"]),
        ("?due=month", ["0002"]),
        ("?due=none", ["0004"]),
        ("?due_from=2026-11-21&due_to=2026-12-31", ["0002", "0003"]),
        ("?due_to=2026-11-20", ["0001"]),
        ("?state=withdrawn", ["0005"]),
        ("?state=all", ["0005", "0001", "0002", "0003", "0004"]),
        ("?meeting=meeting:8", ["0002", "0004"]),
        ("?meeting=meeting:99", ["0001", "0002", "0003", "0004"]),
        ("?unit=教育局", ["0003", "0004"]),
        ("?unit=没有局", ["0001", "0002", "0003", "0004"]),
        ("?late=signing", []),
        ("?late=reporting", []),
        ("?late=deadline", ["0001"]),
        ("?lamp=grey", ["0002", "0003", "0004"]),
        ("?lamp=behind", ["0001"]),  # past due, reported or not,
        ("?waits=verification", []),
        ("?waits=change", []),
        ("?order=lamp", ["0001", "0002", "0003", "0004"]),
        ("?order=reported", ["0001", "0002", "0003", "0004"]),
        ("?order=-lead", ["0004", "0002", "0001", "0003"]),
        ("?q=管网", ["0001", "0003"]),  # 0003 by its quote
        ("?q=的", ["0004"]),
        ("?q=配合", ["0002", "0004"]),
        ("?q=%25", ["0002"]),
        ("?q=_", ["0004"]),
        ("?q=😀", ["0003"]),
        ("?q=2026-0003", ["0003"]),
        ("?q=会2026", ["0001", "0002", "0003", "0004"]),
        ("?q=补助+到位", ["0002"]),
        ("?q=补助+管网", []),
        ("?q=云", []),
    ],
)
def test_the_list_is_narrowed_and_sorted(city: City, query: str, found: list[str]) -> None:
    assert numbers(city.clerk, query) == found


@pytest.mark.usefixtures("ledger")
def test_the_list_is_narrowed_to_a_unit_in_any_role(city: City) -> None:
    assert numbers(city.clerk, f"?unit={city.education.pk}") == ["0003", "0004"]


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("water_liaison", ["0001", "0003"]),
        ("finance_liaison", ["0002"]),
        ("education_head", ["0003", "0004"]),
        ("leader", ["0001", "0002", "0003", "0004"]),
        ("administrator", []),
        ("auditor", []),
    ],
)
def test_each_finds_only_what_it_may_see(city: City, who: str, found: list[str]) -> None:
    assert numbers(getattr(city, who)) == found
    assert numbers(getattr(city, who), "?q=会2026") == found


@pytest.mark.usefixtures("ledger")
def test_a_liaison_learns_nothing_of_meetings_and_units_it_has_nothing_to_do_with(city: City) -> None:
    assert numbers(city.finance_liaison, "?unit=水务局") == []
    page = signed_in(city.finance_liaison).get(reverse("tasks:list") + "?meeting=meeting:7").content.decode()
    assert "第9次常务会议" not in page


@pytest.mark.usefixtures("ledger")
def test_the_chosen_meeting_and_unit_stay_chosen(city: City) -> None:
    query = f"?meeting=meeting:8&unit={city.education.pk}"
    page = signed_in(city.clerk).get(reverse("tasks:list") + query).content.decode()
    assert '<input type="hidden" name="meeting" value="meeting:8">来源：第10次常务会议' in page
    assert 'name="unit" id="id_unit" value="教育局"' in page
    assert page.count(" selected") == 2  # the state in hand, all sources


@pytest.mark.usefixtures("ledger")
def test_counts_follow_the_other_filters_and_each_is_a_door(city: City) -> None:
    response = signed_in(city.clerk).get(reverse("tasks:list") + "?meeting=meeting:8&due=none")
    counts = response.context["counts"]
    wanted = {"open": 2, "overdue": 0, "today": 0, "week": 1, "month": 1, "undated": 1, "grey": 2, "verify": 0}
    assert {name: counts[name] for name in wanted} == wanted
    assert 'href="?meeting=meeting%3A8&amp;due=week"' in response.content.decode()
    for query, _label, count in links(response.content.decode()):
        assert len(numbers(city.clerk, query)) == count


@pytest.mark.usefixtures("ledger")
def test_every_view_shows_as_many_as_it_says_and_follows_each_move(city: City, ledger: dict[str, Task]) -> None:
    def counts() -> dict[str, int]:
        found = links(signed_in(city.clerk).get(reverse("tasks:list")).content.decode())
        assert [len(numbers(city.clerk, query)) for query, _label, _count in found] == [
            count for *_rest, count in found
        ]
        return {label: count for _query, label, count in found}

    Task.objects.filter(state="assigned").update(sign_by=date(2026, 11, 23))
    before = counts()
    hand_back(ledger["0002"], actor=city.finance_liaison, reason="职能不符")
    after = counts()
    assert {key: after[key] - before[key] for key in after if after[key] != before[key]} == {
        "已退回": 1, "逾期未签收": -1,
    }  # fmt: skip


@pytest.mark.usefixtures("ledger")
def test_columns_are_chosen_and_remembered(city: City) -> None:
    client = signed_in(city.clerk)
    page = client.get(reverse("tasks:list") + "?column=state&column=rhythm").content.decode()
    assert "反馈频次</th>" in page
    again = client.get(reverse("tasks:list")).content.decode()
    assert "反馈频次</th>" in again
    assert ">序时/实际</a>" not in again
    assert "编号" in again  # always there


@pytest.mark.usefixtures("ledger")
def test_a_bar_shows_how_far_it_is_and_how_far_it_should_be(city: City, ledger: dict[str, Task]) -> None:
    Task.objects.filter(pk=ledger["0001"].pk).update(
        schedule_share="0.7486", actual_share="0.6", lamp="yellow", last_report_on=date(2026, 11, 20)
    )
    page = signed_in(city.clerk).get(reverse("tasks:list")).content.decode()
    assert "<title>序时 74.9%，实际 60.0%</title>" in page
    assert 'class="bar-done" y="2" width="60.0"' in page
    assert '<span class="lamp lamp-yellow">' in page
    assert "2026-11-20" in page
    assert numbers(city.clerk, "?lamp=behind") == ["0001"]


@pytest.mark.usefixtures("ledger")
def test_the_order_stays_for_the_next_visit(city: City) -> None:
    client = signed_in(city.clerk)
    client.get(reverse("tasks:list") + "?order=-number")
    again = client.get(reverse("tasks:list"))
    assert [task.serial for task in again.context["page"].object_list] == [4, 3, 2, 1]


@pytest.mark.usefixtures("ledger")
def test_a_wrong_date_is_said_and_narrows_nothing(city: City) -> None:
    response = signed_in(city.clerk).get(reverse("tasks:list") + "?due_from=gestern")
    assert len(response.context["page"].object_list) == 4
    assert "error-summary" in response.content.decode()


@pytest.mark.usefixtures("ledger")
def test_the_remaining_working_days_stand_beside_the_deadline(city: City) -> None:
    page = signed_in(city.clerk).get(reverse("tasks:list")).content.decode()
    assert "逾 2 个工作日" in page
    assert "余 3 个工作日" in page


@pytest.mark.usefixtures("ledger")
def test_a_reversed_range_is_said_and_a_source_is_chosen(city: City) -> None:
    client = signed_in(city.clerk)
    page = client.get("/tasks/?due_from=2026-12-31&due_to=2026-01-01")
    assert "止日 2026-01-01 早于起日 2026-12-31" in page.content.decode()
    assert page.context["page"].paginator.count == client.get("/tasks/").context["page"].paginator.count
    chosen = client.get("/tasks/?source=manual").content.decode()
    assert re.search(r'<select name="source">.*<option value="manual" selected>手工立项</option>', chosen, re.DOTALL)


def test_pages_keep_the_filters(city: City) -> None:
    for _ in range(26):
        open_task(draft(city.water), actor=city.clerk)
    response = signed_in(city.clerk).get(reverse("tasks:list") + "?q=管网&page=2")
    assert [task.serial for task in response.context["page"].object_list] == [26]
    assert "?q=%E7%AE%A1%E7%BD%91&amp;page=1" in response.content.decode()


def test_an_empty_ledger_says_what_will_stand_here(city: City) -> None:
    page = signed_in(city.clerk).get(reverse("tasks:list")).content.decode()
    assert "台账里还没有在办事项" in page
    found_nothing = signed_in(city.clerk).get(reverse("tasks:list") + "?q=没有").content.decode()
    assert "没有符合条件的事项" in found_nothing


def test_a_guest_is_sent_to_the_sign_in_page(city: City) -> None:
    response = Client().get(reverse("tasks:list"))
    assert (response.status_code, response["Location"].split("?")[0]) == (302, reverse("organizations:sign_in"))


def test_what_is_written_in_a_title_stays_text(city: City) -> None:
    open_task(draft(city.water, title="<script>alert(1)</script>"), actor=city.clerk)
    for address in (reverse("tasks:list"), reverse("tasks:print"), Task.objects.get().get_absolute_url()):
        assert "<script>alert" not in signed_in(city.clerk).get(address).content.decode()


@pytest.mark.parametrize("page", ["tasks:list", "tasks:print", "tasks:csv", "tasks:xlsx"])
def test_the_number_of_queries_does_not_grow_with_the_rows(city: City, page: str) -> None:
    def queries() -> int:
        client.get(reverse(page))  # the counts beside the list are taken anew after a move
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(reverse(page))
            assert answer.getvalue()  # a file is read while it is sent
        return len(captured)

    client = signed_in(city.clerk)
    open_task(draft(city.water, responsible_units=(city.finance,)), actor=city.clerk)
    with_one = queries()
    for lead in (city.education, city.finance, city.north):
        open_task(draft(lead, supporting_units=(city.water, city.south)), actor=city.clerk)
    assert queries() == with_one
