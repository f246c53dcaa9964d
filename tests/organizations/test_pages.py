from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duban.audit.models import AuditEntry
from duban.organizations import actions, command
from duban.organizations.models import Role, Unit, UnitKind, UnitNameKind, User
from tests.people import City


def text(client: Client, address: str, **query: str) -> str:
    return client.get(address, query).content.decode()


def test_everybody_sees_the_units_and_only_the_administrator_the_buttons(city: City) -> None:
    for role, may_edit in (("liaison", False), ("administrator", True)):
        page = text(city.sign_in(role), "/units/")
        assert "云陵市水务局" in page
        assert ("新增单位" in page) is may_edit


@pytest.mark.parametrize("q", ["水利局", "水务", "水", "103"])
def test_the_units_page_searches_all_names_and_codes(city: City, q: str) -> None:
    page = text(city.sign_in("clerk"), "/units/", q=q)
    assert "云陵市水务局" in page
    assert "云陵市教育局" not in page


def test_completion_names_the_former_name_that_matched_and_carries_the_units_id(city: City) -> None:
    answer = text(city.sign_in("clerk"), reverse("organizations:complete_unit"), q="计委")
    assert f'data-unit="{city.units["市发展改革委"].pk}"' in answer
    assert "曾用名：市计委" in answer
    assert "没有这个名称的单位" in text(city.sign_in("clerk"), reverse("organizations:complete_unit"), q="火星")


def unit_values(unit: Unit, **changed: object) -> dict[str, Any]:
    values: dict[str, Any] = {"code": unit.code, "name": unit.name, "short_name": unit.short_name, "kind": unit.kind}
    return values | {"position": unit.position, "active": "on", "short_names": "", "former_names": ""} | changed


def test_the_administrator_renames_a_unit_and_the_old_name_stays_findable(city: City) -> None:
    unit = city.units["市水务局"]
    values = unit_values(unit, name="云陵市水利水务局", former_names="云陵市水务局\n\n市水利局\n")
    response = city.sign_in("administrator").post(reverse("organizations:unit", args=[unit.pk]), values)
    assert response.status_code == 302
    former = unit.names.filter(kind=UnitNameKind.FORMER).values_list("name", flat=True)
    assert sorted(former) == ["云陵市水务局", "市水利局"]
    entry = AuditEntry.objects.get(verb="change_unit", actor=city.people["administrator"])
    assert entry.changes == {
        "name": ["云陵市水务局", "云陵市水利水务局"],
        "former_names": [["市水利局"], ["市水利局", "云陵市水务局"]],
    }


def test_a_form_with_errors_changes_nothing_and_links_each_error_to_its_field(city: City) -> None:
    unit = city.units["市水务局"]
    values = unit_values(unit, name="", code=city.units["市教育局"].code)
    page = city.sign_in("administrator").post(reverse("organizations:unit", args=[unit.pk]), values).content.decode()
    assert 'href="#id_name"' in page
    assert 'href="#id_code"' in page
    assert Unit.objects.get(pk=unit.pk).name == "云陵市水务局"


def test_saving_a_unit_unchanged_leaves_no_trace(city: City) -> None:
    count = AuditEntry.objects.count()
    actions.save_unit(city.units["市水务局"], ["市水利局"], actor=None)
    assert AuditEntry.objects.count() == count


def user_values(user: User | None, posts: list[tuple[Unit, str]], **changed: object) -> dict[str, Any]:
    values: dict[str, Any] = {"username": "new", "name": "新来的", "telephone": "", "is_active": "on"}
    if user:
        values |= {"username": user.username, "name": user.name}
    values |= {"posts-TOTAL_FORMS": len(posts) + 1, "posts-INITIAL_FORMS": 0}
    empty = len(posts)  # the spare row a browser sends along
    values |= {f"posts-{empty}-unit": "", f"posts-{empty}-role": "", f"posts-{empty}-title": ""}
    for number, (unit, role) in enumerate(posts):
        values |= {f"posts-{number}-unit": unit.pk, f"posts-{number}-role": role, f"posts-{number}-title": ""}
    return values | changed


def test_a_new_user_gets_a_code_shown_once(city: City) -> None:
    values = user_values(None, [(city.units["市水务局"], Role.LIAISON)])
    page = city.sign_in("administrator").post(reverse("organizations:new_user"), values)
    user = User.objects.get(username="new")
    assert user.roles == {"liaison"}
    assert not user.has_usable_password()
    code = page.content.decode().split('class="code">')[1].split("<")[0]
    assert actions.use_reset_code("new", code, "秋水-长天-2027") == user
    assert "no-store" in page.headers["Cache-Control"]


def test_the_last_administrator_can_neither_leave_the_post_nor_be_deactivated(city: City) -> None:
    chief = city.people["administrator"]
    client, page = city.sign_in("administrator"), reverse("organizations:user", args=[chief.pk])
    for values in (
        user_values(chief, [(city.units["市政府办"], Role.CLERK)]),
        user_values(chief, [(city.units["市政府办"], Role.ADMINISTRATOR)], is_active=""),
    ):
        assert "没有在用的系统管理员" in client.post(page, values).content.decode()
    assert User.objects.get(pk=chief.pk).roles == {"administrator"}
    assert User.objects.get(pk=chief.pk).is_active


def test_the_same_post_twice_is_refused(city: City) -> None:
    posts = [(city.units["市水务局"], Role.LIAISON)] * 2
    page = city.sign_in("administrator").post(reverse("organizations:new_user"), user_values(None, posts))
    assert "填了两次" in page.content.decode()
    assert not User.objects.filter(username="new").exists()


def test_deactivating_a_user_ends_their_session(city: City) -> None:
    client = city.sign_in("clerk")
    clerk = city.people["clerk"]
    clerk.is_active = False
    actions.save_user(clerk, [actions.PostFacts(city.units["市政府办"], Role.CLERK)], actor=None)
    assert client.get("/units/").status_code == 302


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("address", ["/units/", "/users/"])
def test_a_list_costs_the_same_queries_however_long(city: City, address: str) -> None:
    client = city.sign_in("administrator")
    before = queries(client, address)
    for number in range(5):
        name = f"测试单位{number}"
        unit = Unit(code=f"7{number}", name=name, short_name=name, kind=UnitKind.OTHER)
        actions.save_unit(unit, [f"旧{name}"], actor=None)
        actions.save_user(User(username=f"u{number}", name=name), [actions.PostFacts(unit, Role.LIAISON)], actor=None)
    assert queries(client, address) == before


def test_the_command_line_makes_the_first_administrator_and_codes(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(["add-administrator", "chief"]) == 0
    code = next(line.strip() for line in capsys.readouterr().out.splitlines() if line.startswith("    "))
    assert actions.use_reset_code("chief", code, "秋水-长天-2027") == User.objects.get(posts__role=Role.ADMINISTRATOR)
    assert command.run(["add-administrator", "chief"]) == 2
    assert command.run(["reset-code", "chief"]) == 0
    assert command.run(["reset-code", "nobody"]) == 2
    assert "没有登录名为“nobody”的用户" in capsys.readouterr().err


def test_a_user_saved_as_the_page_shows_them_stays_as_they_were(city: City) -> None:
    chief, client = city.people["administrator"], city.sign_in("administrator")
    page = reverse("organizations:user", args=[chief.pk])
    form, formset = (client.get(page).context[name] for name in ("form", "formset"))
    values = {bound.html_name: bound.value() for bound in form}
    values |= {bound.html_name: bound.value() for bound in formset.management_form}
    for row in formset:
        values |= {bound.html_name: bound.value() for bound in row if bound.name != "DELETE"}
    sent = {name: getattr(value, "pk", value) for name, value in values.items() if value is not None}
    count = AuditEntry.objects.count()
    assert client.post(page, sent).status_code == 302
    assert AuditEntry.objects.count() == count
    assert User.objects.get(pk=chief.pk).roles == {"administrator"}
