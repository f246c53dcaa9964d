import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.template import engines
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from duban.organizations.models import Role
from duban.web import access, menu
from duban.web.menu import TodaySection
from duban.web.paging import ordering_of, query_with
from tests.people import City

PROJECT = Path(__file__).parents[2]


def labels(page: str) -> list[str]:
    navigation = page.split('<nav class="menu"')[1].split("</nav>")[0]
    return re.findall(r">([^<>]+)</a>", navigation)


def test_the_menu_shows_only_what_the_role_may_use(city: City) -> None:
    shown = {role: labels(city.sign_in(role).get("/units/").content.decode()) for role in city.people}
    system, ledger = {"用户", "后台任务", "搜索索引"}, {"会议", "台账"}
    assert system <= set(shown["administrator"]) and not ledger & set(shown["administrator"])
    assert ledger <= set(shown["clerk"]) and not system & set(shown["clerk"])
    assert {"今日", "单位", "审计"} <= set(shown["auditor"]) and not (system | ledger) & set(shown["auditor"])
    assert shown["clerk"][0] == "今日"


def test_one_entry_alone_is_marked_where_addresses_begin_alike(city: City) -> None:
    for address, label in (("/tasks/", "台账"), ("/tasks/papers/", "督办单"), ("/", "今日")):
        page = city.sign_in("clerk").get(address).content.decode()
        navigation = page.split('<nav class="menu"')[1].split("</nav>")[0]
        assert re.findall(r'aria-current="page">([^<>]+)</a>', navigation) == [label]


def test_the_menu_folds_groups_unless_the_page_being_shown_is_in_one_or_there_is_room(city: City) -> None:
    def groups(role: str, address: str) -> dict[str, bool]:
        navigation = city.sign_in(role).get(address).content.decode().split('<nav class="menu"')[1].split("</nav>")[0]
        found = re.findall(r'<details class="menu-group"( open)?><summary>([^<]+)</summary>', navigation)
        return {title: bool(unfolded) for unfolded, title in found}

    assert groups("clerk", "/tasks/") == {"报送催办": False, "设置": False}
    assert groups("clerk", "/tasks/papers/") == {"报送催办": True, "设置": False}
    assert groups("clerk", "/units/") == {"报送催办": False, "设置": True}
    assert groups("auditor", "/") == {"设置": True}  # five entries in all


def test_every_menu_entry_opens_for_everybody_who_sees_it(city: City) -> None:
    for role, person in city.people.items():
        client = city.sign_in(role)
        opened = {
            entry.url_name: client.get(reverse(entry.url_name), follow=True).status_code
            for entry in menu.menu_for(person)
        }
        assert set(opened.values()) == {200}, (role, opened)


def test_the_page_being_shown_is_marked_in_the_menu(city: City) -> None:
    page = city.sign_in("administrator").get("/users/new/").content.decode()
    assert re.findall(r'<a href="([^"]+)" aria-current="page"', page) == ["/users/"]


def test_role_codes_of_the_lowest_layer_are_the_roles_of_organizations() -> None:
    assert (Role.ADMINISTRATOR.value, Role.AUDITOR.value) == (access.ADMINISTRATOR, access.AUDITOR)


def test_today_tells_an_empty_desk_what_will_appear(city: City) -> None:
    assert "现在没有需要您处理的事项" in city.sign_in("administrator").get("/").content.decode()


def test_today_draws_the_sections_apps_provide(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.apps import apps

    def provider(person: object, today: date) -> list[TodaySection]:
        return [TodaySection(f"{person}的事", "web/empty.html", {"title": "x"}, count=3, url="/units/")]

    monkeypatch.setattr(apps.get_app_config("web"), "today_sections", (provider,), raising=False)
    page = city.sign_in("administrator").get("/").content.decode()
    assert "系统管理员的事" in page
    assert "现在没有需要" not in page


def test_no_page_has_inline_script_or_style_and_the_policy_forbids_it(city: City) -> None:
    client = city.sign_in("administrator")
    for address in ("/", "/units/", "/units/new/", "/users/", "/users/new/", "/jobs/", "/password/"):
        response = client.get(address)
        page = response.content.decode()
        assert re.findall(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|https?://", page) == [], address
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert response.headers["X-Frame-Options"] == "DENY"


def test_no_template_of_the_project_has_inline_script_or_style() -> None:
    wrong = re.compile(r"<style|\sstyle=|\son(click|change|submit|load|input|key\w+)=|<script(?![^>]*\ssrc=)|https?://")
    templates = sorted(PROJECT.glob("duban/*/templates/**/*.html"))
    assert len(templates) > 15
    assert [str(path) for path in templates if wrong.search(path.read_text(encoding="utf-8"))] == []


def test_no_stylesheet_or_script_asks_another_host() -> None:
    files = [path for path in PROJECT.glob("duban/*/static/**/*") if path.suffix in (".css", ".js")]
    assert files
    asks = re.compile(r"(?<!xmlns=\")(https?:)?//[a-z0-9.-]+\.[a-z]{2,}/", re.IGNORECASE)
    assert [str(path) for path in files if asks.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [("/nothing/", 404, "没有找到这一页"), ("/users/", 403, "您的岗位不能打开这一页")],
)
def test_errors_say_what_happened_and_what_to_do(city: City, address: str, status: int, words: str) -> None:
    response = city.sign_in("clerk").get(address)
    assert response.status_code == status
    assert words in response.content.decode()


def test_a_fault_shows_a_plain_page_without_details(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(person: object, today: date) -> list[TodaySection]:
        raise RuntimeError("inner detail")

    from django.apps import apps

    monkeypatch.setattr(apps.get_app_config("web"), "today_sections", (broken,), raising=False)
    client = city.sign_in("clerk")
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert "数据没有改动" in response.content.decode()
    assert "inner detail" not in response.content.decode()


def test_an_old_form_is_refused_with_advice(city: City) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/sign-in/", {"username": "clerk", "password": "x"})
    assert response.status_code == 403
    assert "刷新后重新提交" in response.content.decode()


def test_an_ended_session_takes_the_whole_page_to_sign_in_not_the_fragment(city: City) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/units/?q=水"}
    response = Client().get("/units/complete?q=水", headers=headers)
    assert response.status_code == 204
    assert response.headers["HX-Redirect"].startswith("/sign-in/?next=%2Funits%2F%3Fq%3D")


def test_chinese_comes_first_whatever_the_browser_asks_for(city: City) -> None:
    response = Client().get("/sign-in/", headers={"Accept-Language": "en-US,en"})
    assert "登录督办" in response.content.decode()
    assert response.headers["Content-Language"] == "zh-hans"


def test_english_is_chosen_by_a_button_and_remembered(city: City) -> None:
    subprocess.run([sys.executable, PROJECT / "scripts" / "compile_catalogues.py"], check=True)
    client = Client()
    client.post("/language/", {"language": "en", "next": "/sign-in/"})
    assert client.cookies["duban_language"]["max-age"] == 365 * 24 * 3600
    page = client.get("/sign-in/").content.decode()
    assert '<html lang="en">' in page
    assert "Sign in" in page
    client.post("/language/", {"language": "zh-hans", "next": "/sign-in/"})
    assert "登录督办" in client.get("/sign-in/").content.decode()


def test_a_query_keeps_the_filters_when_a_page_or_order_changes() -> None:
    request = RequestFactory().get("/", {"q": "水", "page": "3"})
    assert query_with(request, page=4) == "?q=%E6%B0%B4&page=4"
    assert query_with(request, page=None, order="-due") == "?q=%E6%B0%B4&order=-due"


@pytest.mark.parametrize(
    ("asked", "order", "fields"),
    [
        ("due", "due", ["deadline", "id"]),
        ("-due", "-due", ["-deadline", "-id"]),
        ("password", "due", ["deadline", "id"]),
        ("--due", "due", ["deadline", "id"]),
    ],
)
def test_only_listed_columns_order_a_list(asked: str, order: str, fields: list[str]) -> None:
    request = RequestFactory().get("/", {"order": asked})
    assert ordering_of(request, {"due": ("deadline", "id")}, "due") == (order, fields)


def test_what_a_template_keeps_is_drawn_once_in_each_language() -> None:
    drawn = []
    source = "{% load duban %}{% kept %}{{ word }}{% endkept %}"
    page = engines["django"].from_string(source)
    for language, word in (("zh-hans", "甲"), ("zh-hans", "乙"), ("en", "丙"), ("zh-hans", "丁")):
        with translation.override(language):
            drawn.append(page.render({"word": word}))
    assert drawn == ["甲", "甲", "丙", "甲"]


def test_a_pages_script_learns_who_is_signed_in_now(city: City) -> None:
    client, clerk = city.sign_in("clerk"), city.people["clerk"]
    now = client.get("/signed-in/")
    assert (now.json()["person"], "no-store" in now.headers["Cache-Control"]) == (str(clerk.pk), True)
    assert f'data-person="{clerk.pk}"' in client.get("/").content.decode()
    assert Client().get("/signed-in/").json()["person"] == ""
    assert 'id="not-sent"' not in Client().get("/sign-in/").content.decode()
