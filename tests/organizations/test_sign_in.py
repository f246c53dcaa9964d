from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from duban.audit.models import AuditEntry
from duban.organizations import actions
from duban.organizations.models import ResetCode, User
from duban.web import django_settings
from tests.people import PASSWORD, City

SIGN_IN, RESET = reverse("organizations:sign_in"), reverse("organizations:reset")
NEW = "秋水-长天-2027"


def sign_in(client: Client, username: str, password: str, **more: str) -> object:
    return client.post(SIGN_IN, {"username": username, "password": password, **more})


def test_a_guest_is_led_to_sign_in_and_back_to_the_page(city: City, client: Client) -> None:
    response = client.get("/units/")
    assert (response.status_code, response.headers["Location"]) == (302, "/sign-in/?next=/units/")
    response = sign_in(client, "clerk", PASSWORD, next="/units/")
    assert (response.status_code, response.headers["Location"]) == (302, "/units/")
    assert AuditEntry.objects.filter(verb="sign_in", actor=city.people["clerk"]).count() == 1


def test_sign_in_never_leads_to_another_site(city: City, client: Client) -> None:
    assert sign_in(client, "clerk", PASSWORD, next="https://example.org/").headers["Location"] == "/"


def test_a_wrong_password_and_an_unknown_name_are_told_in_the_same_words(city: City, client: Client) -> None:
    answers = [sign_in(client, name, "wrong").content.decode() for name in ("clerk", "nobody")]
    assert ["登录名或密码不对" in answer for answer in answers] == [True, True]


def test_a_user_out_of_use_cannot_sign_in(city: City, client: Client) -> None:
    User.objects.filter(username="clerk").update(is_active=False)
    assert sign_in(client, "clerk", PASSWORD).status_code == 200
    assert "_auth_user_id" not in client.session


def test_after_five_wrong_passwords_sign_in_stops_and_says_until_when(city: City, client: Client) -> None:
    before = timezone.localtime()
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        assert sign_in(client, "clerk", "wrong").status_code == 200
    page = sign_in(client, "clerk", "wrong")
    assert page.status_code == 429
    again = {f"{(before + timedelta(minutes=15, seconds=extra)):%H:%M}" for extra in (0, 59)}
    assert any(f"请在 {moment} 以后再试" in page.content.decode() for moment in again)
    assert sign_in(client, "clerk", PASSWORD).status_code == 429
    assert sign_in(client, "leader", PASSWORD).status_code == 302


def test_signing_out_needs_a_post(city: City) -> None:
    client = city.sign_in("clerk")
    assert client.get(reverse("organizations:sign_out")).status_code == 405
    assert client.get("/units/").status_code == 200
    client.post(reverse("organizations:sign_out"))
    assert client.get("/units/").status_code == 302


def test_a_temporary_password_leads_to_the_password_page_before_anything_else(city: City) -> None:
    User.objects.filter(username="clerk").update(must_change_password=True)
    client, page = city.sign_in("clerk"), reverse("organizations:change_password")
    assert client.get("/units/").headers["Location"] == page
    assert "请先换成自己的密码" in client.get(page).content.decode()
    client.post(page, {"present": PASSWORD, "password": NEW, "again": NEW})
    assert client.get("/units/").status_code == 200
    assert User.objects.get(username="clerk").check_password(NEW)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"present": "wrong", "password": NEW, "again": NEW}, "现在的密码不对"),
        ({"present": PASSWORD, "password": NEW, "again": "other"}, "两次输入的密码不一样"),
        ({"present": PASSWORD, "password": "short", "again": "short"}, "10"),
        ({"present": PASSWORD, "password": "administrator1", "again": "administrator1"}, "太相似"),
        ({"present": PASSWORD, "password": "90817263544", "again": "90817263544"}, "数字"),
    ],
)
def test_a_new_password_is_refused_with_its_reason(city: City, values: dict[str, str], error: str) -> None:
    client = city.sign_in("administrator")
    page = client.post(reverse("organizations:change_password"), values).content.decode()
    assert "有内容需要修改" in page
    assert error in page
    assert User.objects.get(username="administrator").check_password(PASSWORD)


def use(client: Client, username: str, code: str, password: str = NEW) -> object:
    return client.post(RESET, {"username": username, "code": code, "password": password, "again": password})


def test_a_reset_code_sets_a_password_once_and_signs_in(city: City, client: Client) -> None:
    code = actions.issue_reset_code(city.people["clerk"], actor=city.people["administrator"])
    assert use(client, "clerk", code.lower()).headers["Location"] == "/"
    assert client.get("/units/").status_code == 200
    assert "重置码已用过" in use(Client(), "clerk", code, "冬雪-初晴-2028").content.decode()
    assert User.objects.get(username="clerk").check_password(NEW)
    verbs = list(AuditEntry.objects.filter(object_id=str(city.people["clerk"].pk)).values_list("verb", flat=True))
    assert verbs[-2:] == ["issue_reset_code", "reset_password"]


def test_a_reset_code_is_kept_as_a_hash_and_never_in_the_trail(city: City) -> None:
    code = actions.issue_reset_code(city.people["clerk"], actor=None)
    kept = ResetCode.objects.get()
    assert code not in kept.code_hash
    assert not [entry for entry in AuditEntry.objects.all() if code in str(entry.changes) + entry.reason]


def test_a_code_belongs_to_one_user_ends_with_the_next_one_and_after_a_day(city: City) -> None:
    clerk = city.people["clerk"]
    first = actions.issue_reset_code(clerk, actor=None)
    assert actions.use_reset_code("leader", first, NEW) is None
    second = actions.issue_reset_code(clerk, actor=None)
    assert actions.use_reset_code("clerk", first, NEW) is None
    ResetCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert actions.use_reset_code("clerk", second, NEW) is None
    assert clerk.check_password(PASSWORD)


def test_a_code_is_void_after_five_wrong_tries(city: City) -> None:
    code = actions.issue_reset_code(city.people["clerk"], actor=None)
    for _ in range(actions.MOST_FAILURES):
        assert actions.use_reset_code("clerk", "AAAA-BBBB-CCCC", NEW) is None
    assert actions.use_reset_code("clerk", code, NEW) is None


def test_passwords_are_hashed_with_argon2() -> None:
    assert django_settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
