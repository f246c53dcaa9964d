"""Undoing an intake: what nobody has touched goes, with what is sealed of it, and all of it or nothing."""

from __future__ import annotations

import pytest
from django.db.models import Q

from duban.audit.models import AuditEntry
from duban.inspections.actions.accepting import start_undo, undo_rows
from duban.inspections.actions.intaking import take_in
from duban.inspections.models import IntakeState, Petition
from duban.jobs.models import Job
from duban.tasks.models import Task
from duban.vault.actions import Unreadable, use
from duban.vault.models import Sealed
from tests.inspections.conftest import Desk
from tests.inspections.intakes import accepted, taken
from tests.inspections.tables import ROWS, xlsx


def test_undoing_takes_back_what_nobody_has_touched(desk: Desk) -> None:
    intake = accepted(taken(desk), desk)
    Petition.objects.filter(number="X3SX202611200003").update(version=2)
    start_undo(intake, actor=desk.clerk)
    intake.refresh_from_db()
    assert intake.state == IntakeState.UNDONE
    assert [petition.number for petition in Petition.objects.all()] == ["X3SX202611200003"]
    assert Task.objects.filter(state="withdrawn").count() == 2


def test_undoing_purges_what_was_sealed_of_what_goes_and_keeps_that_of_what_stays(desk: Desk) -> None:
    intake = accepted(taken(desk), desk)
    stays = desk.petition("X3SX202611200003")
    Petition.objects.filter(pk=stays.pk).update(version=2)
    # whoever undoes it need not be who sealed it
    start_undo(intake, actor=desk.desk)
    left = Sealed.objects.exclude(ciphertext=None)
    assert set(left.values_list("kind", "subject_id")) == {("text", str(stays.pk)), ("original", str(intake.pk))}
    assert Sealed.objects.filter(kind="text", ciphertext=None, key_id="").count() == 2


def test_a_file_undone_altogether_or_dropped_leaves_nothing_in_the_vault_and_the_trail_names_nobody(desk: Desk) -> None:
    undone = accepted(take_in(desk.batch, xlsx(ROWS), "周晓梅13812345678举报.xlsx", actor=desk.clerk), desk)
    start_undo(undone, actor=desk.clerk)
    assert not Job.objects.filter(Q(label__contains="周晓梅") | Q(label__contains="1381234")).exists()
    dropped = taken(desk)
    start_undo(dropped, actor=desk.clerk)
    dropped.refresh_from_db()
    assert dropped.state == IntakeState.UNDONE
    assert Sealed.objects.count() == 7  # two files, two lists, three texts: that they were there stays on record
    assert not Sealed.objects.exclude(ciphertext=None).exists()
    with pytest.raises(Unreadable):
        use(Sealed.objects.filter(kind="text")[0], purpose="inspections.accept", actor=None)
    purged = AuditEntry.objects.filter(verb="vault.purge")
    assert purged.count() == 7
    for entry in AuditEntry.objects.all():
        assert "周晓梅" not in str(entry.__dict__), entry.verb
        assert "13812345678" not in str(entry.__dict__), entry.verb


def test_an_undo_that_fails_on_the_way_leaves_petition_and_seal_together(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = accepted(taken(desk), desk)
    before = Petition.objects.count()
    monkeypatch.setattr(Petition, "delete", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        undo_rows(intake, desk.clerk)
    assert Petition.objects.count() == before
    assert Sealed.objects.filter(kind="text").exclude(ciphertext=None).count() == before
