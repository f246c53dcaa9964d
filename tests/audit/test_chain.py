"""The chain under attack: whoever is master of the database can change it, but not unnoticed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from duban.audit import heads
from duban.audit.actions import NotPurgeable, purge_values, record, settle, verify_chain
from duban.audit.command import run
from duban.audit.models import AuditEntry, ChainCheck, ChainHead
from duban.audit.queries import history_of
from duban.audit.rules import Fault, Verdict
from tests.audit.conftest import tamper
from tests.people import City

TABLE = "audit_auditentry"


@pytest.fixture
def trail(city: City) -> list[AuditEntry]:
    """Six rows of one unit behind those of the city."""
    unit, clerk = city.units["市水务局"], city.people["clerk"]
    with transaction.atomic():
        for number in range(6):
            record(f"look.{number}", unit, actor=clerk, changes={"name": ["甲", f"乙{number}"]}, reason=f"看{number}")
    return list(AuditEntry.objects.filter(verb__startswith="look").order_by("id"))


@pytest.fixture
def anchors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "audit-anchors"
    monkeypatch.setattr(settings, "AUDIT_ANCHORS", path)
    return path


def before(entry: AuditEntry) -> int:
    return AuditEntry.objects.filter(pk__lt=entry.pk).count()


@pytest.mark.parametrize(
    "change",
    [
        "object_label = '别的'",
        "reason = '别的'",
        "reason = ''",
        "actor_name = '别人'",
        "actor_id = NULL",
        "verb = 'sign_in'",
        "object_id = '0'",
        "at = '2020-01-01 00:00:00+00:00'",
        'changes = \'{"name": ["甲", "丙"]}\'',
        "changes = '{}'",
        'changes = \'{"name": ["甲", "乙2"], "more": 1}\'',
        "salts = '{}'",
        "digests = '{}'",
    ],
)
def test_a_changed_value_is_found_at_its_row(trail: list[AuditEntry], change: str) -> None:
    tamper(f"UPDATE {TABLE} SET {change} WHERE id = {trail[2].pk}")
    verdict = verify_chain()
    assert (verdict.rows, verdict.broken) == (before(trail[2]), trail[2].pk)
    assert verdict.fault in (Fault.CHANGED, Fault.BLANKED)


def test_a_row_blanked_without_a_tombstone_is_found(trail: list[AuditEntry]) -> None:
    salts = {name: salt for name, salt in trail[2].salts.items() if name != "reason"}
    tamper(f"UPDATE {TABLE} SET reason = '', salts = '{json.dumps(salts)}' WHERE id = {trail[2].pk}")
    assert verify_chain() == Verdict(before(trail[2]), 0, Fault.BLANKED, trail[2].pk)


def test_a_deleted_row_is_found_at_the_row_after_it(trail: list[AuditEntry]) -> None:
    tamper(f"DELETE FROM {TABLE} WHERE id = {trail[2].pk}")
    assert verify_chain() == Verdict(before(trail[3]), 0, Fault.LINK, trail[3].pk)


def test_two_rows_that_changed_places_are_found(trail: list[AuditEntry]) -> None:
    first, second = trail[2].pk, trail[3].pk
    tamper(
        f"UPDATE {TABLE} SET id = -1 WHERE id = {first}",
        f"UPDATE {TABLE} SET id = {first} WHERE id = {second}",
        f"UPDATE {TABLE} SET id = {second} WHERE id = -1",
    )
    assert verify_chain() == Verdict(before(trail[2]), 0, Fault.LINK, first)


def test_a_row_slipped_in_is_found(trail: list[AuditEntry]) -> None:
    columns = "at, actor_name, verb, object_type, object_id, object_label, changes, reason, salts, digests"
    tamper(
        f"DELETE FROM {TABLE} WHERE id = {trail[2].pk}",
        f"INSERT INTO {TABLE} (id, previous_hash, hash, {columns}) "
        f"SELECT {trail[2].pk}, '{trail[2].previous_hash}', 'f{trail[2].hash[1:]}', {columns} "
        f"FROM {TABLE} WHERE id = {trail[1].pk}",
    )
    assert verify_chain() == Verdict(before(trail[2]), 0, Fault.CHANGED, trail[2].pk)


def test_rows_cut_off_at_the_end_are_missed(trail: list[AuditEntry]) -> None:
    tamper(f"DELETE FROM {TABLE} WHERE id >= {trail[4].pk}")
    rows = AuditEntry.objects.count()
    assert verify_chain() == Verdict(rows, 0, Fault.CUT)
    with transaction.atomic():
        later = record("look", trail[0], actor=None)
    assert verify_chain() == Verdict(rows, 0, Fault.LINK, later.pk)


def test_a_shorter_end_that_was_not_signed_here_is_refused(trail: list[AuditEntry]) -> None:
    tamper(
        f"DELETE FROM {TABLE} WHERE id > {trail[3].pk}",
        f"UPDATE audit_chainhead SET length = {before(trail[4])}, hash = '{trail[3].hash}'",
    )
    assert verify_chain().fault == Fault.SIGNATURE
    with transaction.atomic():
        record("look", trail[0], actor=None)
    assert verify_chain().fault == Fault.SIGNATURE  # no later row heals it


def test_a_head_taken_away_stays_missed(trail: list[AuditEntry]) -> None:
    tamper("DELETE FROM audit_chainhead")
    assert verify_chain().fault == Fault.SIGNATURE
    with transaction.atomic():
        record("look", trail[0], actor=None)
    assert verify_chain().fault == Fault.SIGNATURE


def test_an_older_end_put_back_is_missed_by_what_the_data_folder_noted(trail: list[AuditEntry], anchors: Path) -> None:
    head = ChainHead.objects.get()
    with transaction.atomic():
        last = record("look", trail[0], actor=None)
    assert verify_chain().whole
    assert len(anchors.read_text().splitlines()) == 1
    tamper(
        f"DELETE FROM {TABLE} WHERE id = {last.pk}",
        "DELETE FROM audit_chainhead",
        "INSERT INTO audit_chainhead (id, length, hash, signature) "
        f"VALUES (1, {head.length}, '{head.hash}', '{head.signature}')",
    )
    assert verify_chain() == Verdict(head.length, 0, Fault.CUT)


def test_a_whole_chain_written_anew_does_not_fit_what_was_noted(trail: list[AuditEntry], anchors: Path) -> None:
    assert verify_chain().whole
    noted = AuditEntry.objects.count()
    tamper(f"DELETE FROM {TABLE}", "DELETE FROM audit_chainhead")
    with transaction.atomic():
        others = [record("look", trail[0], actor=None) for _ in range(noted + 2)]
    assert verify_chain() == Verdict(noted - 1, 0, Fault.CHANGED, others[noted - 1].pk)


def test_lines_of_the_data_folder_that_were_not_signed_here_count_for_nothing(
    trail: list[AuditEntry], anchors: Path
) -> None:
    anchors.write_text(f"999999 {'a' * 64} {'b' * 64}\nnonsense\n1 2\n")
    assert verify_chain().whole


def test_a_row_added_past_the_end_is_found(trail: list[AuditEntry]) -> None:
    head = ChainHead.objects.get()
    with transaction.atomic():
        record("look", trail[0], actor=None)
    tamper(
        "DELETE FROM audit_chainhead",
        "INSERT INTO audit_chainhead (id, length, hash, signature) "
        f"VALUES (1, {head.length}, '{head.hash}', '{head.signature}')",
    )
    assert verify_chain() == Verdict(head.length + 1, 0, Fault.EXTRA)


# Purging


def purge(city: City, wanted: dict[int, list[str]], **more: Any) -> AuditEntry:
    with transaction.atomic():
        return purge_values(wanted, city.units["市水务局"], actor=city.people["auditor"], reason="误传涉密文件", **more)


def test_a_purged_value_is_gone_with_its_salt_and_the_chain_is_whole(city: City, trail: list[AuditEntry]) -> None:
    tombstone = purge(city, {trail[2].pk: ["change:name", "reason"], trail[3].pk: ["label"]}, facts={"sha256": "ab"})
    rows = {row.pk: row for row in AuditEntry.objects.filter(pk__in=[trail[2].pk, trail[3].pk])}
    assert (rows[trail[2].pk].changes, rows[trail[2].pk].reason) == ({"name": None}, "")
    assert (rows[trail[3].pk].object_label, rows[trail[3].pk].reason) == ("", "看3")
    assert set(rows[trail[2].pk].salts) == {"label"}
    assert (tombstone.actor_name, tombstone.reason, tombstone.changes["sha256"]) == ("审计员", "误传涉密文件", "ab")
    assert rows[trail[2].pk].purged_by == tombstone
    assert verify_chain() == Verdict(before(trail[5]) + 2, 2)


def test_a_row_may_be_purged_twice_of_different_values(city: City, trail: list[AuditEntry]) -> None:
    purge(city, {trail[2].pk: ["reason"]})
    purge(city, {trail[2].pk: ["change:name"]})
    assert (verify_chain().whole, verify_chain().purged) == (True, 1)
    with pytest.raises(NotPurgeable):
        purge(city, {trail[2].pk: ["reason"]})


def test_a_purge_names_values_that_are_there_and_never_those_of_a_tombstone(
    city: City, trail: list[AuditEntry]
) -> None:
    with pytest.raises(NotPurgeable):
        purge(city, {trail[2].pk: ["change:nothing"]})
    tombstone = purge(city, {trail[2].pk: ["reason"]})
    with pytest.raises(NotPurgeable):
        purge(city, {tombstone.pk: ["reason"]})
    assert verify_chain().purged == 1


def test_what_is_left_of_a_purged_row_is_still_guarded(city: City, trail: list[AuditEntry]) -> None:
    purge(city, {trail[2].pk: ["reason"]})
    tamper(f"UPDATE {TABLE} SET object_label = '别的' WHERE id = {trail[2].pk}")
    assert verify_chain().broken == trail[2].pk


def test_more_blanked_than_the_tombstone_says_is_found(city: City, trail: list[AuditEntry]) -> None:
    purge(city, {trail[2].pk: ["reason"]})
    tamper(f"UPDATE {TABLE} SET object_label = '', salts = '{{}}' WHERE id = {trail[2].pk}")
    assert verify_chain().broken == trail[2].pk


@pytest.mark.parametrize(
    "change",
    [
        "reason = ''",  # no tombstone
        "reason = '', purged_by_id = {tombstone}",  # one that names another row
        "reason = 'x', purged_by_id = {tombstone}",
        "actor_name = '', purged_by_id = {tombstone}",
        "hash = '', purged_by_id = {tombstone}",
        "digests = '[]', purged_by_id = {tombstone}",
    ],
)
def test_the_database_lets_a_tombstone_blank_only_the_values_of_its_rows(
    city: City, trail: list[AuditEntry], change: str
) -> None:
    tombstone = purge(city, {trail[2].pk: ["reason"]})
    statement = f"UPDATE {TABLE} SET {change.format(tombstone=tombstone.pk)} WHERE id = {{}}"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(trail[3].pk))


@pytest.mark.parametrize(
    "change",
    [
        "object_label = 'x'",
        "changes = '{\"name\": 1}'",
        "changes = '{\"other\": null}'",
        'salts = \'{"label": "1"}\'',
        "verb = 'x'",
    ],
)
def test_a_tombstone_lets_nothing_else_be_written_into_its_row(
    city: City, trail: list[AuditEntry], change: str
) -> None:
    purge(city, {trail[2].pk: ["reason"]})
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET {change} WHERE id = {trail[2].pk}")


def test_the_head_never_moves_back(trail: list[AuditEntry]) -> None:
    for statement in ("UPDATE audit_chainhead SET length = length - 1", "DELETE FROM audit_chainhead"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_page_says_by_whom_and_why_a_value_was_purged(city: City, trail: list[AuditEntry]) -> None:
    purge(city, {trail[2].pk: ["change:name"]})
    shown = city.sign_in("auditor").get(reverse("audit:entries")).content.decode()
    assert "审计员清除了部分内容" in shown
    assert "误传涉密文件" in shown
    assert "（已清除）" in shown
    assert "乙2" not in shown
    assert "乙3" in shown


# Going back to a backup, and another key


def test_after_a_backup_the_chain_is_settled_with_a_row_that_says_so(
    city: City, trail: list[AuditEntry], anchors: Path
) -> None:
    anchors.write_text(f"999 {'a' * 64} {heads.signature_of(999, 'a' * 64)}\n")  # of the database that was lost
    rows = AuditEntry.objects.count()
    assert verify_chain() == Verdict(rows, 0, Fault.CUT)
    assert settle(actor=city.people["auditor"], reason="从备份恢复") == Verdict(rows, 0)
    assert verify_chain() == Verdict(rows + 1, 0)
    assert history_of(ChainHead.objects.get()).get().changes == {"rows": [999, rows]}


def test_another_key_is_settled_too_but_no_broken_row(
    city: City, trail: list[AuditEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "SECRET_KEY", "another key")
    assert verify_chain().fault == Fault.SIGNATURE
    assert settle(actor=None, reason="更换密钥").whole
    assert verify_chain().whole
    tamper(f"UPDATE {TABLE} SET reason = 'x' WHERE id = {trail[2].pk}")
    assert settle(actor=None, reason="更换密钥").broken == trail[2].pk


def test_rows_that_are_missing_here_and_now_cannot_be_settled(city: City, trail: list[AuditEntry]) -> None:
    tamper(f"DELETE FROM {TABLE} WHERE id = {trail[5].pk}")
    assert settle(actor=None, reason="试试").fault == Fault.CUT
    assert verify_chain().fault == Fault.CUT


# The page and the command


def test_the_auditor_asks_for_a_check_and_reads_its_outcome(city: City, trail: list[AuditEntry]) -> None:
    client, address = city.sign_in("auditor"), reverse("audit:verify")
    assert "还没有校验过" in client.get(address).content.decode()
    rows = AuditEntry.objects.count()
    assert f"{rows} 条记录逐条校验一致" in client.post(address, follow=True).content.decode()
    tamper(f"UPDATE {TABLE} SET reason = 'x' WHERE id = {trail[2].pk}")
    shown = client.post(address, follow=True).content.decode()
    assert f"编号 {trail[2].pk} 的记录内容被改动过" in shown
    assert list(ChainCheck.objects.values_list("rows", "fault", "broken", "asked_by_name")) == [
        (before(trail[2]), "changed", trail[2].pk, "审计员"),
        (rows, "", None, "审计员"),
    ]


def test_progress_is_told_on_the_way(trail: list[AuditEntry], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duban.audit.actions._ROUND", 5)
    told: list[tuple[int, int]] = []
    verdict = verify_chain(lambda done, total: told.append((done, total)))
    assert told == [(done, verdict.rows) for done in range(5, verdict.rows + 1, 5)]


def test_the_command_answers_ok_or_names_the_first_broken_row(
    city: City, trail: list[AuditEntry], capsys: pytest.CaptureFixture[str]
) -> None:
    assert (run(["audit", "verify"]), capsys.readouterr().out) == (0, "ok\n")
    purge(city, {trail[4].pk: ["reason"], trail[5].pk: ["reason"]})
    assert (run(["audit", "verify"]), capsys.readouterr().out) == (0, "ok, 2 purged\n")
    tamper(f"UPDATE {TABLE} SET reason = 'x' WHERE id = {trail[2].pk}")
    assert run(["audit", "verify"]) == 1
    assert f"编号 {trail[2].pk} 的记录内容被改动过" in capsys.readouterr().out
    assert run(["audit", "verify", "--lang", "en"]) == 1
    assert f"entry {trail[2].pk}" in capsys.readouterr().out
    assert run(["audit", "verify", "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    wanted = {"ok": False, "rows": before(trail[2]), "purged": 0, "broken": trail[2].pk, "fault": "changed"}
    assert said == wanted


def test_the_command_settles_with_a_reason_only(
    trail: list[AuditEntry], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["audit", "settle"]) == 2
    assert "没有写理由" in capsys.readouterr().err
    monkeypatch.setattr(settings, "SECRET_KEY", "another key")
    assert run(["audit", "settle", "--reason", "更换密钥"]) == 0
    assert run(["audit", "verify"]) == 0
