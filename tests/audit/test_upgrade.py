"""Rows written before values were salted: the upgrade keeps them, they verify, and they can be purged."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.executor import MigrationExecutor

from duban.audit.actions import purge_values, record, verify_chain
from duban.audit.models import AuditEntry, ChainHead
from duban.audit.rules import Fault, Verdict
from duban.jobs.models import Job
from tests.audit.conftest import tamper

BEFORE, AFTER = [("audit", "0002_append_only")], [("audit", "0004_head_and_guard")]


def migrate(target: list[tuple[str, str]]) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(target)
    return MigrationExecutor(connection).loader.project_state(target).apps


def old_row(entries: Any, previous: str, number: int) -> str:
    """Write a row exactly as version 0.1 did."""
    at = datetime(2026, 3, number, 8, tzinfo=UTC)
    values = {
        "actor": None, "actor_name": "系统", "verb": "look", "object_type": "jobs.job", "object_id": str(number),
        "object_label": f"第{number}件", "changes": {"name": ["甲", f"乙{number}"]}, "reason": f"看{number}",
    }  # fmt: skip
    content = {"previous": previous, "at": at.isoformat(timespec="microseconds"), **values}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    hashed = hashlib.sha256(text.encode()).hexdigest()
    fields = {("actor_id" if name == "actor" else name): value for name, value in values.items()}
    entries.objects.create(at=at, previous_hash=previous, hash=hashed, **fields)
    return hashed


@pytest.fixture
def upgraded(transactional_db: None) -> None:
    old = migrate(BEFORE)
    last = "0" * 64
    for number in range(1, 6):
        last = old_row(old.get_model("audit", "AuditEntry"), last, number)
    migrate(AFTER)


def test_the_chain_goes_on_from_rows_of_the_first_form(upgraded: None) -> None:
    assert verify_chain() == Verdict(5, 0)
    job = Job.objects.create(kind="test", label="试")
    with transaction.atomic():
        entry = record("look", job, actor=None)
    first = AuditEntry.objects.earliest("id")
    assert (first.object_label, first.changes, first.reason) == ("第1件", {"name": ["甲", "乙1"]}, "看1")
    assert entry.digests
    assert verify_chain() == Verdict(6, 0)


def test_the_end_of_the_rows_that_were_there_is_signed(upgraded: None) -> None:
    assert ChainHead.objects.get().length == 5
    tamper(f"DELETE FROM audit_auditentry WHERE id = {AuditEntry.objects.latest('id').pk}")
    assert verify_chain() == Verdict(4, 0, Fault.CUT)


def test_a_row_of_the_first_form_is_purged_and_its_rest_stays_guarded(upgraded: None) -> None:
    job = Job.objects.create(kind="test", label="试")
    wanted = AuditEntry.objects.order_by("id")[2]
    with transaction.atomic():
        purge_values({wanted.pk: ["change:name", "label"]}, job, actor=_Person(), reason="误传")
    assert verify_chain() == Verdict(6, 1)
    left = AuditEntry.objects.get(pk=wanted.pk)
    assert (left.object_label, left.changes, left.reason) == ("", {"name": None}, "看3")
    tamper(f"UPDATE audit_auditentry SET reason = 'x' WHERE id = {wanted.pk}")
    assert verify_chain() == Verdict(2, 0, Fault.CHANGED, wanted.pk)


def test_no_row_of_the_first_form_may_follow_a_salted_one(upgraded: None) -> None:
    with transaction.atomic():
        entry = record("look", Job.objects.create(kind="test", label="试"), actor=None)
    tamper(f"UPDATE audit_auditentry SET digests = '{{}}', salts = '{{}}' WHERE id = {entry.pk}")
    assert verify_chain().broken == entry.pk


def test_going_back_would_lose_the_salts_and_is_refused(upgraded: None) -> None:
    with transaction.atomic():
        record("look", Job.objects.create(kind="test", label="试"), actor=None)
    try:
        with pytest.raises(IrreversibleError, match="备份"):
            migrate(BEFORE)
    finally:
        migrate(AFTER)
    assert verify_chain() == Verdict(6, 0)


class _Person:
    pk = None

    def __str__(self) -> str:
        return "审计员"
