"""Keys and addresses kept through pages."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from duban.api import outgoing
from duban.api.actions import collect_events, revoke_token, save_webhook, send_events
from duban.api.models import Event, Token, Webhook
from duban.jobs.outbox import OutgoingState
from duban.tasks.actions import open_task, sign_for
from tests.api.conftest import Program
from tests.notifications.conftest import Hook
from tests.people import signed_in
from tests.tasks.conftest import City, draft


def test_a_key_is_shown_once_and_can_be_revoked(city: City) -> None:
    client = signed_in(city.clerk)
    later = (timezone.localdate() + timedelta(days=30)).isoformat()
    page = client.post("/api/manage/tokens/", {"name": "报表", "read_only": "on", "expires_on": later}).content.decode()
    key = page.partition("<code>")[2].partition("</code>")[0]
    assert Program(None, key=key).get("/tasks").status_code == 200
    assert key not in client.get("/api/manage/tokens/").content.decode()
    assert not Token.objects.filter(key_hash=key).exists()
    token = Token.objects.get()
    assert signed_in(city.desk).post(f"/api/manage/tokens/{token.pk}/revoke/").status_code == 404
    client.post(f"/api/manage/tokens/{token.pk}/revoke/")
    assert Program(None, key=key).get("/tasks").status_code == 401
    with pytest.raises(PermissionDenied):
        revoke_token(token, actor=city.leader)


@pytest.mark.parametrize("days", [-1, 0, 400])
def test_a_key_lasts_from_tomorrow_to_a_year(city: City, days: int) -> None:
    until = (timezone.localdate() + timedelta(days=days)).isoformat()
    assert signed_in(city.clerk).post("/api/manage/tokens/", {"name": "甲", "expires_on": until}).status_code == 422


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x", "http://localhost/x", "http://[::1]/x", "http://10.0.0.8/", "http://192.168.1.1/",
        "http://169.254.169.254/latest", "ftp://yunling.example/", "http://", "nonsense", "http://user:pw@127.0.0.1/",
        "http://0.0.0.0/", "http://2130706433/",
    ],
)  # fmt: skip
def test_a_private_or_impossible_address_is_refused(city: City, url: str) -> None:
    with pytest.raises(ValidationError):
        save_webhook(Webhook(name="甲", url=url, on=True), actor=city.administrator)


def webhook(city: City, hook: Hook, **more: Any) -> Webhook:
    values = {"name": "甲", "url": f"http://127.0.0.1:{hook.port}/in?x=1", "on": True, "allow_private": True, **more}
    return save_webhook(Webhook(**values), actor=city.administrator)


def test_a_move_is_told_once_and_signed(city: City, hook: Hook) -> None:
    collect_events()
    kept = webhook(city, hook, verbs=["sign_for"])
    task = open_task(draft(city.water), actor=city.clerk)
    sign_for(task, actor=city.water_liaison)
    assert collect_events() == 2
    assert collect_events() == 0
    assert send_events() == (1, 0)
    assert send_events() == (0, 0)
    assert [(call["verb"], call["task"]["number"]) for call in hook.calls] == [("sign_for", task.number)]
    event = Event.objects.get()
    wanted = hmac.new(kept.secret.encode(), f"77.{event.body}".encode(), hashlib.sha256).hexdigest()
    assert outgoing.signature(kept.secret, 77, event.body) == f"sha256={wanted}"


def test_what_is_not_accepted_is_sent_again_later_and_then_given_up(city: City, hook: Hook) -> None:
    collect_events()
    webhook(city, hook)
    open_task(draft(city.water), actor=city.clerk)
    collect_events()
    hook.status = 500
    now = timezone.now()
    assert send_events(now) == (0, 1)
    assert send_events(now) == (0, 0)
    for minutes in (2, 6, 31, 121, 361, 721):
        now += timedelta(minutes=minutes)
        assert send_events(now) == (0, 1)
    assert Event.objects.get().state == OutgoingState.FAILED
    assert "500" in Webhook.objects.get().trouble


def test_an_event_is_sent_again_under_its_id_after_a_crash(city: City, hook: Hook) -> None:
    collect_events()
    webhook(city, hook)
    open_task(draft(city.water), actor=city.clerk)
    collect_events()
    now = timezone.now()
    send_events(now)
    Event.objects.update(state=OutgoingState.SENDING, claimed_at=now, sent_at=None)
    assert send_events(now + timedelta(minutes=6)) == (1, 0)
    assert len({call["event_id"] for call in hook.calls}) == 1
    assert len(hook.calls) == 2


def test_a_name_that_comes_to_mean_a_private_address_is_not_called(
    city: City, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    collect_events()
    kept = webhook(city, hook)
    Webhook.objects.filter(pk=kept.pk).update(allow_private=False)
    open_task(draft(city.water), actor=city.clerk)
    collect_events()
    assert send_events() == (0, 1)
    assert hook.calls == []


def test_only_the_administrator_keeps_addresses(city: City, hook: Hook) -> None:
    with pytest.raises(PermissionDenied):
        save_webhook(Webhook(name="甲", url="https://yunling.example/"), actor=city.clerk)
    client = signed_in(city.administrator)
    values = {
        "name": "乙",
        "url": f"http://127.0.0.1:{hook.port}/",
        "allow_private": "on",
        "on": "on",
        "verbs": ["open"],
    }
    assert client.post("/api/manage/webhooks/new/", values).status_code == 302
    kept = Webhook.objects.get()
    assert kept.verbs == ["open"]
    assert kept.secret in client.get(f"/api/manage/webhooks/{kept.pk}/").content.decode()
    assert client.get("/api/manage/webhooks/").status_code == 200
