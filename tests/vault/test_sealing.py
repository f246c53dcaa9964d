from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone

from duban.audit.models import AuditEntry
from duban.jobs.models import Job
from duban.organizations.models import Deputyship
from duban.vault import actions, command
from duban.vault.checks import problems
from duban.vault.identities import identity_of
from duban.vault.models import Custodian, KeyCopy, Sealed, VaultRead
from tests.people import City
from tests.vault.conftest import IDENTITY, SECRETS


def outcomes() -> list[tuple[str, str, str]]:
    return [(read.reader_name, read.outcome, read.reason) for read in VaultRead.objects.order_by("id")]


def read(sealed: Sealed, city: City, who: str = "clerk", reason: str = "电话回访核实") -> object:
    return actions.unseal(sealed, actor=city.people[who], reason=reason)


def test_a_custodian_who_says_why_gets_what_was_sealed_and_is_on_record(sealed: Sealed, city: City) -> None:
    content = read(sealed, city)
    assert isinstance(content, dict)
    assert identity_of(content) == IDENTITY
    assert outcomes() == [("经办", "read", "电话回访核实")]
    assert AuditEntry.objects.filter(verb="vault.read", object_id=str(sealed.pk)).count() == 1


def test_bytes_come_back_as_bytes(city: City) -> None:
    subject = city.units["市水务局"]
    sealed = actions.seal("original", b"PK\x03\x04", actor=city.people["clerk"], subject=subject, ending=".xlsx")
    assert read(sealed, city) == b"PK\x03\x04"


@pytest.mark.parametrize(
    "who", ["supervision_desk", "leader", "liaison", "unit_head", "administrator", "auditor", "security"]
)
def test_whoever_is_no_custodian_is_refused_and_on_record(sealed: Sealed, city: City, who: str) -> None:
    with pytest.raises(PermissionDenied):
        read(sealed, city, who)
    assert outcomes() == [(city.people[who].name, "refused", "电话回访核实")]


def test_without_a_reason_nothing_opens_and_a_reason_is_kept_redacted(sealed: Sealed, city: City) -> None:
    with pytest.raises(actions.NoReason):
        read(sealed, city, reason="  ")
    with pytest.raises(actions.NoReason, match="至少 5 个字"):
        read(sealed, city, reason="看—————")
    assert outcomes() == []
    read(sealed, city, reason="回电话 13912345678")
    assert outcomes()[0][2] == "回电话 〔电话〕"


def test_a_form_sent_twice_opens_once(sealed: Sealed, city: City) -> None:
    once = uuid.uuid4()
    actions.unseal(sealed, actor=city.people["clerk"], reason="电话回访核实", once=once)
    with pytest.raises(actions.AlreadyRead):
        actions.unseal(sealed, actor=city.people["clerk"], reason="电话回访核实", once=once)
    assert len(outcomes()) == 1


@pytest.mark.django_db(transaction=True)
def test_reading_inside_a_transaction_that_could_be_undone_is_impossible(sealed: Sealed, city: City) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        read(sealed, city)
    assert outcomes() == []


def test_custody_begins_ends_and_is_not_passed_on_to_who_stands_in(sealed: Sealed, city: City) -> None:
    clerk, desk, today = city.people["clerk"], city.people["supervision_desk"], timezone.localdate()
    deputyship = Deputyship.objects.create(
        person=clerk, deputy=desk, first_day=today, last_day=today, made_by=clerk, made_by_name="甲"
    )
    deputyship.posts.set(clerk.posts.all())
    desk.act_for(deputyship)
    with pytest.raises(PermissionDenied):
        read(sealed, city, "supervision_desk")
    custodian = Custodian.objects.get()
    for days in ({"first_day": today + timedelta(days=1)}, {"first_day": today, "ended_at": timezone.now()}):
        Custodian.objects.filter(pk=custodian.pk).update(**days)
        with pytest.raises(PermissionDenied):
            read(sealed, city)
    past = today - timedelta(days=1)
    Custodian.objects.filter(pk=custodian.pk).update(first_day=past, last_day=past, ended_at=None)
    with pytest.raises(PermissionDenied):
        read(sealed, city)
    Custodian.objects.filter(pk=custodian.pk).update(last_day=today)
    read(sealed, city)


def test_nobody_names_themselves_nor_somebody_outside_the_office(city: City) -> None:
    today = timezone.localdate()
    wanted = {"first_day": today, "last_day": None, "reason": "回访"}
    desk = city.people["supervision_desk"]
    for person, actor in ((desk, desk), (city.people["liaison"], desk), (city.people["clerk"], desk)):
        with pytest.raises(actions.NotPossible):
            actions.name_custodian(person, actor=actor, **wanted)
    with pytest.raises(PermissionDenied):
        actions.name_custodian(desk, actor=city.people["clerk"], **wanted)
    custodian = actions.name_custodian(desk, actor=city.people["administrator"], **wanted)
    actions.end_custodian(custodian, actor=city.people["administrator"])
    assert actions.name_custodian(desk, actor=city.people["administrator"], **wanted).pk != custodian.pk


def test_a_program_uses_content_for_a_named_purpose_and_that_is_on_record(
    sealed: Sealed, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.apps import apps

    with pytest.raises(KeyError):
        actions.use(sealed, purpose="curiosity", actor=None)
    monkeypatch.setattr(apps.get_app_config("jobs"), "vault_purposes", {"test": "试用"}, raising=False)
    assert actions.use(sealed, purpose="test", actor=None)
    assert outcomes() == [("系统", "used", "试用")]


def test_purging_takes_the_content_and_leaves_who_when_and_why(sealed: Sealed, city: City) -> None:
    with pytest.raises(PermissionDenied):
        actions.purge(sealed, actor=city.people["clerk"], reason="误传")
    actions.purge(sealed, actor=city.people["auditor"], reason="误传")
    sealed.refresh_from_db()
    assert (sealed.ciphertext, sealed.purged_by_name, sealed.purge_reason) == (None, "审计员", "误传")
    with pytest.raises(actions.Unreadable, match="已由审计员清除"):
        read(sealed, city)
    with pytest.raises(actions.NotPossible):
        actions.replace_content(sealed, {"note": "x"}, actor=city.people["clerk"])
    assert [outcome for _who, outcome, _why in outcomes()] == ["purged"]


def test_corrected_content_takes_the_place_of_the_old(sealed: Sealed, city: City) -> None:
    actions.replace_content(sealed, {"petitioners": [], "note": "改"}, actor=city.people["clerk"])
    sealed.refresh_from_db()
    assert read(sealed, city) == {"petitioners": [], "note": "改"}


def test_after_a_change_of_key_the_old_is_no_longer_needed(sealed: Sealed, city: City, keys: Path) -> None:
    old = sealed.key_id
    rotated = actions.rotate_keys(actor=city.people["administrator"])
    sealed.refresh_from_db()
    assert (rotated.sealed, rotated.lost) == (1, 0)
    assert sealed.key_id != old
    lines = keys.read_text(encoding="utf-8").splitlines()
    keys.write_text("\n".join(line for line in lines if not line.startswith(old)), encoding="utf-8")
    assert read(sealed, city)
    with pytest.raises(PermissionDenied):
        actions.rotate_keys(actor=city.people["clerk"])


def test_rotation_as_a_job_says_counts_alone(
    sealed: Sealed, city: City, django_capture_on_commit_callbacks: object
) -> None:
    job = actions.order_rotation(actor=city.people["administrator"])
    job = Job.objects.get(pk=job.pk)
    assert (job.state, job.message) == ("done", "重新封存 1 件，读不出 0 件")
    assert AuditEntry.objects.filter(verb="vault.rotate").count() == 1


def test_a_lost_key_is_a_lost_identity_and_no_new_key_is_made_in_silence(
    sealed: Sealed, city: City, keys: Path
) -> None:
    kept = keys.read_bytes()
    keys.unlink()
    with pytest.raises(actions.Unreadable, match="身份就丢失了"):
        read(sealed, city)
    with pytest.raises(actions.NotPossible, match="密钥丢失就是身份丢失"):
        actions.seal("identity", {"note": "新"}, actor=city.people["clerk"], subject=city.units["市水务局"])
    assert not keys.exists()
    assert [problem.code for problem in problems(False)] == ["vault_keys_lost"]
    keys.write_bytes(kept)
    keys.chmod(0o600)
    assert read(sealed, city)


def test_bytes_moved_between_rows_or_changed_are_damaged(sealed: Sealed, city: City) -> None:
    other = actions.seal("identity", {"note": "别人"}, actor=city.people["clerk"], subject=city.units["市教育局"])
    Sealed.objects.filter(pk=sealed.pk).update(ciphertext=bytes(other.ciphertext or b""))
    with pytest.raises(actions.Unreadable, match="改动或损坏"):
        read(sealed, city)
    assert [problem.code for problem in problems(True)] == ["vault_copy", "vault_damaged"]


def test_the_reminder_stays_until_a_copy_is_confirmed_and_returns_with_a_new_key(sealed: Sealed, city: City) -> None:
    administrator = city.people["administrator"]
    page = city.sign_in("administrator").get("/").content.decode()
    assert "保险箱密钥还没有副本" in page
    actions.confirm_copy(actor=administrator, kept_where="机要室保险柜")
    assert "保险箱密钥还没有副本" not in city.sign_in("administrator").get("/").content.decode()
    actions.rotate_keys(actor=administrator)
    assert [problem.code for problem in problems(True)] == ["vault_copy"]
    assert KeyCopy.objects.count() == 1


def test_a_key_file_open_to_others_is_a_problem(sealed: Sealed, keys: Path) -> None:
    keys.chmod(0o640)
    assert "vault_keys_open" in [problem.code for problem in problems(False)]


def test_the_database_itself_refuses_to_change_or_delete_a_read(sealed: Sealed, city: City) -> None:
    read(sealed, city)
    for change in (lambda: VaultRead.objects.update(reason=""), lambda: VaultRead.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_no_value_prints_what_it_holds(sealed: Sealed) -> None:
    for value in (IDENTITY, IDENTITY.petitioners[0], sealed, *AuditEntry.objects.all()):
        assert not any(secret in repr(value) + str(value) for secret in SECRETS)


def test_the_command_lists_keys_by_id_and_changes_the_key(
    sealed: Sealed, city: City, keys: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.run(["vault", "rotate"]) == 0
    assert command.run(["vault", "keys"]) == 0
    shown = capsys.readouterr().out
    secret = [line.split()[1] for line in keys.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert ("重新封存 1 件" in shown, "还没有确认副本" in shown) == (True, True)
    assert [key for key in secret if key in shown] == []
    keys.unlink()
    assert (command.run(["vault", "keys"]), command.run(["vault", "rotate"])) == (1, 2)
    assert "密钥丢失就是身份丢失" in capsys.readouterr().err
