"""A week on a fake calendar: what is told to whom, each day, and after a crash in the middle."""

from __future__ import annotations

import email
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from duban.jobs.outbox import OutgoingState
from duban.notifications import channels
from duban.notifications.actions import (
    deliver_all,
    follow_moves,
    mark_read,
    remind,
    save_channel,
    save_contact,
    send_test,
)
from duban.notifications.models import Channel, ChannelKind, Delivery, Notice, ReminderRun
from duban.tasks.actions import ReportFacts, hand_back, open_task, report_progress, sign_for, suspend
from duban.tasks.models import Task
from tests.notifications.conftest import Hook, Mailbox
from tests.people import signed_in
from tests.tasks.conftest import City, draft

MONDAY = date(2026, 11, 23)


@pytest.fixture
def tasks(city: City) -> dict[str, Task]:
    """Tasks of the water and the finance office, due on days of one week."""
    follow_moves()
    due = {"wed": date(2026, 11, 25), "sun": date(2026, 11, 29), "gone": date(2026, 11, 20)}
    found = {
        name: open_task(draft(city.water, title=f"管网{name}", deadline=day, origins=()), actor=city.clerk)
        for name, day in due.items()
    }
    found["finance"] = open_task(draft(city.finance, title="补助", deadline=due["wed"], origins=()), actor=city.clerk)
    for task in found.values():
        Task.objects.filter(pk=task.pk).update(sign_by=None)
    return found


def told(city: City, day: date) -> dict[str, list[str]]:
    """Return username → what they were told on the day, the first words of each."""
    notices = Notice.objects.filter(day=day).exclude(level="move").select_related("recipient", "task")
    found: dict[str, list[str]] = {}
    for notice in notices.order_by("recipient__username", "task__title"):
        assert notice.task
        found.setdefault(notice.recipient.username, []).append(f"{notice.task.title} {notice.text.partition('：')[0]}")
    return found


WEEK: dict[int, dict[str, list[str]]] = {
    0: {  # Monday
        "desk": ["管网gone 办理逾期 1 个工作日"],
        "water": ["管网gone 办理逾期 1 个工作日"],
    },
    1: {"finance": ["补助 还有 1 个工作日"], "water": ["管网sun 还有 3 个工作日", "管网wed 还有 1 个工作日"]},
    2: {"finance": ["补助 今日到期"], "water": ["管网wed 今日到期"]},
    3: {
        "desk": ["管网wed 办理逾期 1 个工作日", "补助 办理逾期 1 个工作日"],
        "finance": ["补助 办理逾期 1 个工作日"],
        "water": ["管网sun 还有 1 个工作日", "管网wed 办理逾期 1 个工作日"],
    },
    4: {"water": ["管网sun 今日到期"], "desk": ["管网gone 办理逾期 5 个工作日"]},
    5: {},
    6: {},
}


def test_a_week_tells_each_what_the_ladder_says_and_nothing_on_days_off(city: City, tasks: dict[str, Task]) -> None:
    for offset in range(7):
        day = MONDAY + timedelta(offset)
        remind(day)
        assert told(city, day) == WEEK[offset], day
    assert list(ReminderRun.objects.order_by("day").values_list("day", flat=True)) == [
        MONDAY + timedelta(offset) for offset in range(5)
    ]


def test_reminding_twice_on_a_day_tells_nothing_twice(city: City, tasks: dict[str, Task]) -> None:
    assert remind(MONDAY) == 2
    assert remind(MONDAY) == 0
    assert Notice.objects.count() == 2


def test_what_a_sleeping_server_missed_is_told_in_one_digest(city: City, tasks: dict[str, Task]) -> None:
    remind(MONDAY)
    remind(MONDAY + timedelta(3))
    water = Notice.objects.filter(recipient=city.water_liaison, day=MONDAY + timedelta(3))
    assert water.values("digest").distinct().count() == 1
    assert sorted(water.values_list("task__title", flat=True)) == [
        "管网sun",
        "管网sun",
        "管网wed",
        "管网wed",
        "管网wed",
    ]


def test_a_stopped_clock_is_silent(city: City, tasks: dict[str, Task]) -> None:
    sign_for(tasks["wed"], actor=city.water_liaison)
    suspend(tasks["wed"], actor=city.desk, reason="等省里批复", today=MONDAY)
    for offset in range(5):
        remind(MONDAY + timedelta(offset))
    assert not Notice.objects.filter(task=tasks["wed"]).exclude(level="move").exists()


def test_moves_reach_those_they_concern_and_not_who_made_them(city: City, tasks: dict[str, Task]) -> None:
    Notice.objects.all().delete()
    follow_moves()
    sign_for(tasks["wed"], actor=city.water_liaison)
    hand_back(tasks["wed"], actor=city.water_liaison, reason="不是我局职责")
    follow_moves()
    assert follow_moves() == 0
    found = Notice.objects.filter(level="move", text__contains="退回").values_list("recipient__username", flat=True)
    assert list(found) == ["desk"]
    opened = Notice.objects.filter(level="move", text__contains="立项").values_list("recipient__username", flat=True)
    assert sorted(opened) == ["finance", "water", "water", "water"]


# ── through real servers ──


def mail_channel(mailbox: Mailbox, city: City, *, on: bool = True) -> Channel:
    address = f"smtp://127.0.0.1:{mailbox.port}?from=duban@yunling.example"
    return save_channel(Channel(name="邮件", kind=ChannelKind.MAIL, address=address, on=on), actor=city.administrator)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_one_digest_a_person_a_day_goes_out_by_mail(city: City, tasks: dict[str, Task], mailbox: Mailbox) -> None:
    mail_channel(mailbox, city)
    save_contact(city.water_liaison, "water@yunling.example", wants_mail=True)
    save_contact(city.finance_liaison, "finance@yunling.example", wants_mail=False)
    remind(MONDAY)
    remind(MONDAY + timedelta(1))
    assert deliver_all(at(MONDAY + timedelta(1), 9)) == (2, 0)
    assert deliver_all(at(MONDAY + timedelta(1), 9)) == (0, 0)
    letters = [email.message_from_bytes(letter.content) for letter in mailbox.letters]
    assert [letter.rcpt_tos for letter in mailbox.letters] == [["water@yunling.example"]] * 2
    text = letters[1].get_payload(decode=True).decode()
    assert "管网sun" in text
    assert "管网wed" in text
    assert "补助" not in text
    assert len({letter["Message-ID"] for letter in letters}) == 2
    assert Delivery.objects.filter(state=OutgoingState.SENT).count() == 2


def test_nothing_leaves_the_house_while_the_channel_is_off(
    city: City, tasks: dict[str, Task], mailbox: Mailbox
) -> None:
    mail_channel(mailbox, city, on=False)
    save_contact(city.water_liaison, "water@yunling.example", wants_mail=True)
    remind(MONDAY)
    assert deliver_all(at(MONDAY, 9)) == (0, 0)
    assert mailbox.letters == []
    assert Notice.objects.filter(recipient=city.water_liaison).exclude(level="move").count() == 1


def test_a_message_is_sent_again_under_its_own_id_where_a_crash_fell_before_the_record(
    city: City, tasks: dict[str, Task], mailbox: Mailbox
) -> None:
    mail_channel(mailbox, city)
    save_contact(city.water_liaison, "water@yunling.example", wants_mail=True)
    remind(MONDAY)
    deliver_all(at(MONDAY, 9))
    # as the row stands where the process was killed between acceptance and record
    Delivery.objects.update(state=OutgoingState.SENDING, claimed_at=at(MONDAY, 9), sent_at=None)
    assert deliver_all(at(MONDAY, 9, 3)) == (0, 0)
    assert deliver_all(at(MONDAY, 9, 6)) == (1, 0)
    ids = [email.message_from_bytes(letter.content)["Message-ID"] for letter in mailbox.letters]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_a_refusing_server_is_tried_again_later_and_seen(city: City, tasks: dict[str, Task], mailbox: Mailbox) -> None:
    channel = mail_channel(mailbox, city)
    save_contact(city.water_liaison, "water@yunling.example", wants_mail=True)
    mailbox.refuse = "451 later"
    remind(MONDAY)
    now = at(MONDAY, 9)
    assert deliver_all(now) == (0, 1)
    assert deliver_all(now) == (0, 0)
    channel.refresh_from_db()
    assert channel.trouble
    for wait in (2, 6, 31, 121, 361, 721):
        now += timedelta(minutes=wait)
        assert deliver_all(now) == (0, 1)
    assert Delivery.objects.get().state == OutgoingState.FAILED
    mailbox.refuse = ""
    assert deliver_all(now + timedelta(days=1)) == (0, 0)


def test_a_hanging_server_costs_its_patience_alone(
    city: City, tasks: dict[str, Task], monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    monkeypatch.setattr(channels, "PATIENCE", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"smtp://127.0.0.1:{silent.getsockname()[1]}?from=duban@yunling.example"
        channel = save_channel(Channel(name="慢", kind="mail", address=address, on=True), actor=city.administrator)
        assert "没有应答" in send_test(channel, "water@yunling.example", actor=city.administrator)


def test_a_robot_tells_its_units_group(city: City, tasks: dict[str, Task], hook: Hook) -> None:
    address = f"json://127.0.0.1:{hook.port}/hook"
    save_channel(
        Channel(name="水务群", kind="robot", address=address, unit=city.water, on=True), actor=city.administrator
    )
    save_channel(Channel(name="办公室群", kind="robot", address=address, on=True), actor=city.administrator)
    remind(MONDAY + timedelta(1))
    assert deliver_all(at(MONDAY + timedelta(1), 9)) == (2, 0)
    assert ["补助" in call["message"] for call in hook.calls] == [False, True]
    hook.status = 500
    remind(MONDAY + timedelta(2))
    assert deliver_all(at(MONDAY + timedelta(2), 9)) == (0, 2)


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("mail", "http://x"),
        ("mail", "smtp://host"),
        ("mail", "smtp://host:port?from=a@b"),
        ("robot", "nonsense"),
        ("robot", ""),
    ],
)
def test_an_address_that_cannot_be_used_is_refused(city: City, kind: str, address: str) -> None:
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        save_channel(Channel(name="x", kind=kind, address=address, on=True), actor=city.administrator)


def test_only_the_administrator_keeps_channels(city: City, mailbox: Mailbox) -> None:
    channel = mail_channel(mailbox, city)
    for person in (city.clerk, city.desk, city.leader, city.auditor, city.water_liaison):
        with pytest.raises(PermissionDenied):
            save_channel(channel, actor=person)
        with pytest.raises(PermissionDenied):
            send_test(channel, "x@yunling.example", actor=person)


# ── pages ──


def test_the_inbox_shows_ones_own_and_marks_them_read(city: City, tasks: dict[str, Task]) -> None:
    remind(MONDAY)
    water, finance = signed_in(city.water_liaison), signed_in(city.finance_liaison)
    assert "管网gone" in water.get("/notifications/").content.decode()
    assert "管网gone" not in finance.get("/notifications/").content.decode()
    notice = Notice.objects.get(recipient=city.water_liaison)
    finance.post("/notifications/read/", {"notice": notice.pk})
    finance.post("/notifications/read/", {"all": "1"})
    notice.refresh_from_db()
    assert notice.read_at is None
    water.post("/notifications/read/", {"notice": [notice.pk, "x", "9" * 40]})
    notice.refresh_from_db()
    assert notice.read_at is not None
    assert mark_read(city.water_liaison) == 0


def test_an_administrator_makes_tries_and_watches_a_channel(city: City, mailbox: Mailbox) -> None:
    client = signed_in(city.administrator)
    secret = f"smtp://u:geheim@127.0.0.1:{mailbox.port}?from=duban@yunling.example"
    values: dict[str, Any] = {"name": "邮件", "kind": "mail", "address": "http://x", "on": "on"}
    assert client.post("/notifications/channels/new/", values).status_code == 422
    client.post("/notifications/channels/new/", {**values, "address": secret})
    channel = Channel.objects.get()
    page = client.get(f"/notifications/channels/{channel.pk}/").content.decode()
    assert "geheim" not in page
    client.post(f"/notifications/channels/{channel.pk}/", {**values, "address": "", "name": "邮件二"})
    channel.refresh_from_db()
    assert (channel.name, channel.address) == ("邮件二", secret)
    client.post(f"/notifications/channels/{channel.pk}/test/", {"to": "x@yunling.example"})
    assert "邮件二" in client.get("/notifications/deliveries/").content.decode()
    client.post(f"/notifications/channels/{channel.pk}/remove/")
    assert Channel.objects.exists()


def test_a_report_does_not_disturb_anybody(city: City, tasks: dict[str, Task]) -> None:
    follow_moves()
    Notice.objects.all().delete()
    sign_for(tasks["wed"], actor=city.water_liaison)
    report_progress(tasks["wed"], ReportFacts("正在施工", timezone.localdate()), actor=city.water_liaison)
    follow_moves()
    assert not Notice.objects.exists()


def test_reminders_ask_the_database_no_more_for_more_tasks(city: City, django_assert_max_num_queries: Any) -> None:
    for place in range(30):
        open_task(draft(city.water, title=f"管网{place}", deadline=date(2026, 11, 25), origins=()), actor=city.clerk)
    with django_assert_max_num_queries(60):
        remind(MONDAY + timedelta(1))
