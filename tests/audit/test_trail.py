import csv
import io
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from duban.audit.actions import Happened, record, record_history, verify_chain
from duban.audit.models import AppendOnly, AuditEntry
from duban.audit.queries import history_of
from duban.audit.rules import FIRST, Verdict
from duban.audit.wording import field_name, value_text, verbs
from duban.organizations.models import Unit, UnitKind
from tests.audit.conftest import tamper
from tests.people import City


def test_each_row_holds_the_hash_of_the_one_before_from_the_first_on(city: City) -> None:
    rows = list(AuditEntry.objects.order_by("id").values_list("previous_hash", "hash"))
    assert [previous for previous, _hash in rows] == [FIRST, *(hashed for _previous, hashed in rows[:-1])]
    assert verify_chain() == Verdict(len(rows), 0)


def test_a_row_keeps_names_as_they_were_that_day(city: City) -> None:
    unit, clerk = city.units["市水务局"], city.people["clerk"]
    with transaction.atomic():
        record("look", unit, actor=clerk, changes={"name": ["甲", "乙"]}, reason="看看")
    Unit.objects.filter(pk=unit.pk).update(short_name="新名")
    type(clerk).objects.filter(pk=clerk.pk).update(name="别人")
    entry = history_of(unit).last()
    assert entry is not None
    assert (entry.actor_name, entry.object_label, entry.changes, entry.reason) == (
        "经办", "市水务局", {"name": ["甲", "乙"]}, "看看",
    )  # fmt: skip


def test_a_history_written_at_once_continues_the_chain_and_is_continued(city: City) -> None:
    unit, clerk, before = city.units["市水务局"], city.people["clerk"], AuditEntry.objects.count()
    days = [timezone.now() - timedelta(days=day) for day in (3, 2, 1)]
    with transaction.atomic():
        history = (Happened("look", unit, clerk, day, {"name": ["甲", "乙"]}, "看看") for day in days)
        assert record_history(history, rows_at_once=2) == 3
        record("look", unit, actor=None)
    rows = list(AuditEntry.objects.order_by("id"))[before:]
    assert [row.at for row in rows[:3]] == days
    assert {(row.actor_name, row.object_label, row.reason) for row in rows[:3]} == {("经办", "市水务局", "看看")}
    assert verify_chain() == Verdict(before + 4, 0)


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_refused() -> None:
    unit = Unit.objects.create(code="1", name="甲", short_name="甲", kind=UnitKind.OTHER)
    with pytest.raises(transaction.TransactionManagementError):
        record("look", unit, actor=None)
    assert AuditEntry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_change_undone_leaves_no_row() -> None:
    unit = Unit.objects.create(code="1", name="甲", short_name="甲", kind=UnitKind.OTHER)
    with pytest.raises(RuntimeError), transaction.atomic():
        record("look", unit, actor=None)
        raise RuntimeError
    assert AuditEntry.objects.count() == 0


def test_the_model_refuses_to_change_or_delete_a_row(city: City) -> None:
    entry = AuditEntry.objects.latest("id")
    entry.reason = "改"
    with pytest.raises(AppendOnly):
        entry.save()
    with pytest.raises(AppendOnly):
        entry.delete()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_auditentry SET reason = 'x'", "DELETE FROM audit_auditentry", "TRUNCATE audit_auditentry"],
)
def test_the_database_refuses_too(city: City, statement: str) -> None:
    if connection.vendor == "sqlite" and statement.startswith("TRUNCATE"):
        pytest.skip("SQLite has no TRUNCATE")
    connection.check_constraints()  # PostgreSQL empties no table with foreign keys still to be checked
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_make_one_chain() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("the test database of SQLite lies in memory, where all threads share one connection")
    unit = Unit.objects.create(code="1", name="甲", short_name="甲", kind=UnitKind.OTHER)
    start = Barrier(4)

    def write() -> None:
        start.wait()
        for _ in range(5):
            with transaction.atomic():
                record("look", unit, actor=None)
        connection.close()

    threads = [Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert verify_chain() == Verdict(20, 0)


def page(city: City, **query: str) -> str:
    return city.sign_in("auditor").get(reverse("audit:entries"), query).content.decode()


def test_days_the_wrong_way_round_narrow_nothing_and_are_said(city: City) -> None:
    shown = page(city, text="市水务局", since="2026-12-01", until="2026-11-01")
    assert "止日 2026-11-01 早于起日 2026-12-01" in shown
    assert "新增单位" in shown


def test_the_page_tells_verbs_fields_and_values_in_words(city: City) -> None:
    shown = page(city, text="市水务局")
    assert "新增单位" in shown
    assert "单位全称" in shown
    assert "云陵市水务局" in shown
    assert "市级部门" in shown
    assert ">create_unit" not in shown
    assert "department" not in shown


def test_no_two_actions_of_the_filter_read_alike(city: City) -> None:
    words = [label for _verb, label in verbs()]
    assert len(set(words)) == len(words)
    assert {"机构调整移交（事项）", "机构调整移交（会议）", "机构调整移交（群众信访件）"} <= set(words)


def test_the_page_filters_by_object_person_verb_and_days(city: City) -> None:
    with transaction.atomic():
        record("sign_in", city.units["市水务局"], actor=city.people["clerk"])
    client, today = city.sign_in("auditor"), f"{timezone.localdate()}"

    def rows(**query: str) -> list[tuple[str, str]]:
        shown = client.get(reverse("audit:entries"), query).context["page"]
        return [(entry.verb, entry.object_label) for entry in shown]

    assert rows(text="市水务局") == [("sign_in", "市水务局"), ("create_unit", "市水务局")]
    assert rows(person="经办") == [("sign_in", "市水务局")]
    assert rows(verb="sign_in") == [("sign_in", "市水务局")]
    assert len(rows(since=today, until=today)) == AuditEntry.objects.count()
    assert "没有符合条件的记录" in page(city, until="2001-01-01")
    assert "没有符合条件的记录" in page(city, since="2999-01-01")
    assert "没有符合条件的记录" not in page(city, since="昨天", verb="没有这个动作")


def test_the_days_of_the_filter_are_days_of_the_office_not_of_utc(city: City) -> None:
    with transaction.atomic():
        entry = record("look", city.units["市水务局"], actor=None)
    tamper(f"UPDATE audit_auditentry SET at = '2026-03-01 16:30:00+00:00' WHERE id = {entry.pk}")  # 00:30 on the 2nd
    client = city.sign_in("auditor")

    def found(day: str) -> list[int]:
        return [row.pk for row in client.get(reverse("audit:entries"), {"since": day, "until": day}).context["page"]]

    assert (found("2026-03-01"), found("2026-03-02")) == ([], [entry.pk])


def test_the_list_costs_the_same_however_many_rows(city: City) -> None:
    client = city.sign_in("auditor")
    counts = []
    for _ in range(2):
        with transaction.atomic():
            record("look", city.units["市水务局"], actor=None)
            record("look", city.units["市水务局"], actor=None)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("audit:entries"), {"verb": "look"})
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_file_holds_what_the_filter_leaves_with_number_and_hash(city: City) -> None:
    with transaction.atomic():
        entry = record("look", city.units["市水务局"], actor=city.people["clerk"], changes={"name": ["甲", "=1+1"]})
    answer = city.sign_in("auditor").get(reverse("audit:csv"), {"person": "经办"})
    lines = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert len(lines) == 2
    assert (lines[1][0], lines[1][2], lines[1][8]) == (str(entry.pk), "经办", entry.hash)
    assert "甲 → =1+1" in lines[1][5]


def test_a_field_of_a_row_belonging_to_the_object_is_told_in_words() -> None:
    assert field_name("meetings.meeting", "requirement:12.decision") == "要求12 决定"
    assert value_text("meetings.meeting", "requirement:12.decision", ["undecided", "kept"]) == "待定 → 保留"
    assert field_name("gone.thing", "a:1.b") == "a1 b"
