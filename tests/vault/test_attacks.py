"""Every way to a petitioner that is not a custodian's with a reason: refused, on record, and nothing of it anywhere."""

from __future__ import annotations

import io
import json
import logging
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import path
from django.utils import timezone
from django.views.debug import ExceptionReporter, technical_500_response

from duban.api.actions.tokens import issue_token
from duban.api.urls import api
from duban.audit.models import AuditEntry
from duban.jobs.actions import enqueue, run
from duban.jobs.models import Job
from duban.search.models import SearchEntry
from duban.vault.models import Sealed, VaultRead
from tests.people import City
from tests.vault.conftest import IDENTITY, NAME, SECRETS, TELEPHONE

ROLES = ("supervision_desk", "leader", "liaison", "unit_head", "administrator", "auditor", "security")


def leaks(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def ask(city: City, role: str, sealed: Sealed) -> tuple[Client, Any]:
    client = city.sign_in(role)
    form = client.get(f"/vault/{sealed.pk}/")
    once = form.context["form"].initial["once"] if form.status_code == 200 else "0" * 32
    return client, client.post(f"/vault/{sealed.pk}/", {"reason": "电话回访核实", "once": str(once)})


@pytest.mark.parametrize("role", ROLES)
def test_by_address_each_other_role_is_refused_and_on_record(city: City, sealed: Sealed, role: str) -> None:
    client = city.sign_in(role)
    for answer in (client.get(f"/vault/{sealed.pk}/"), client.post(f"/vault/{sealed.pk}/", {"reason": "想看"})):
        assert answer.status_code == 403
        assert leaks(answer.content.decode()) == []
        assert "指定您" in answer.content.decode(), "it says who grants it: no post does"
    rows = VaultRead.objects.values_list("reader_name", "outcome")
    assert list(rows) == [(city.people[role].name, "refused")] * 2
    assert AuditEntry.objects.filter(verb="vault.refused").count() == 2


def test_a_guest_is_led_to_sign_in_and_on_record(sealed: Sealed) -> None:
    for _ in range(3):
        answer = Client().post(f"/vault/{sealed.pk}/", {"reason": "想看"})
        assert (answer.status_code, answer.headers["Location"].startswith("/sign-in/")) == (302, True)
    assert Client().get("/vault/999999/").status_code == 302  # nor does it tell what there is
    read = VaultRead.objects.get()  # once an hour
    assert (read.reader, read.reader_name, read.outcome) == (None, "未登录的访问者", "refused")


def test_a_custodian_sees_it_once_on_a_page_nobody_keeps(city: City, sealed: Sealed) -> None:
    client, shown = ask(city, "clerk", sealed)
    assert leaks(shown.content.decode()) == list(SECRETS)
    assert {"no-store", "no-cache", "private"} <= set(shown.headers["Cache-Control"].split(", "))
    again = client.post(f"/vault/{sealed.pk}/", shown.wsgi_request.POST)
    assert (again.status_code, leaks(again.content.decode())) == (409, [])
    assert leaks(client.get(f"/vault/{sealed.pk}/").content.decode()) == []
    assert [read.outcome for read in VaultRead.objects.all()] == ["read"]


def test_without_a_reason_the_page_says_so_and_shows_nothing(city: City, sealed: Sealed) -> None:
    answer = city.sign_in("clerk").post(f"/vault/{sealed.pk}/", {"reason": " ", "once": "0" * 32})
    assert (answer.status_code, leaks(answer.content.decode()), VaultRead.objects.count()) == (422, [], 0)


def test_the_auditor_sees_who_read_and_who_was_refused_and_nothing_of_it(city: City, sealed: Sealed) -> None:
    ask(city, "clerk", sealed)
    ask(city, "leader", sealed)
    auditor = city.sign_in("auditor")
    page = auditor.get("/vault/reads/").content.decode()
    assert ("已读" in page, "拒绝" in page, "电话回访核实" in page) == (True, True, True)
    lists = [page, auditor.get("/audit/").content.decode()]
    lists.append(b"".join(auditor.get("/audit/audit.csv").streaming_content).decode())
    lists += [city.sign_in("administrator").get(address).content.decode() for address in ("/vault/keys/", "/jobs/")]
    lists.append(auditor.get(f"/vault/{sealed.pk}/purge/").content.decode())
    assert [leaks(text) for text in lists] == [[]] * len(lists)
    only_refused = auditor.get("/vault/reads/?outcome=refused").content.decode()
    assert ("市领导" in only_refused, ">经办<" in only_refused) == (True, False)


def test_no_way_of_the_api_knows_of_sealed_content(city: City, sealed: Sealed) -> None:
    described = json.dumps(api.get_openapi_schema(), ensure_ascii=False, default=str)
    assert "vault" not in described
    assert "sealed" not in described
    today = timezone.localdate()
    _token, key = issue_token(
        city.people["clerk"], "试", read_only=False, expires_on=today + timedelta(days=9), today=today
    )
    for address in (f"/api/v1/vault/{sealed.pk}/", f"/api/vault/{sealed.pk}/"):
        assert Client().get(address, headers={"authorization": f"Bearer {key}"}).status_code in (302, 404)
    answer = Client().get(f"/vault/{sealed.pk}/", headers={"authorization": f"Bearer {key}"})
    assert answer.status_code == 302  # a key opens no page


def test_search_finds_nothing_of_it(city: City, sealed: Sealed) -> None:
    for role in ("clerk", "supervision_desk", "leader", "liaison"):
        for words in (NAME, TELEPHONE, "梧桐里"):
            page = city.sign_in(role).get("/search/", {"q": words}).content.decode()
            assert leaks(page.replace(words, "")) == []
            assert "没有" in page
    assert not SearchEntry.objects.filter(text__contains="梧桐里").exists()


def test_a_job_named_after_sealed_content_does_nothing_with_it(city: City, sealed: Sealed) -> None:
    for kind in ("vault.unseal", "vault.read", "vault.rotate", "files.prepare"):
        job = enqueue(kind, "偷看", sealed.pk, actor=city.people["liaison"])
        run(job.pk)
    rows = json.dumps(list(Job.objects.values()), default=str, ensure_ascii=False)
    assert leaks(rows) == []
    assert not VaultRead.objects.filter(outcome="read").exists()


def broken(request: Any) -> None:
    identity = IDENTITY  # noqa: F841 - what the report must not show
    telephone = TELEPHONE
    raise ValueError(f"cannot dial {telephone}")


urlpatterns = [path("broken/", broken)]


@pytest.mark.urls(__name__)
def test_an_error_with_an_identity_in_hand_shows_none_on_the_page_nor_in_the_log(
    city: City, caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_formatter())
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        client = city.sign_in("clerk")
        client.raise_request_exception = False
        answer = client.post("/broken/", {"name": NAME, "telephone": TELEPHONE})
    finally:
        logger.removeHandler(handler)
    assert (answer.status_code, leaks(answer.content.decode())) == (500, [])
    assert "cannot dial" in stream.getvalue()
    assert leaks(stream.getvalue()) == []


def _formatter() -> logging.Formatter:
    from logging.config import DictConfigurator

    from django.conf import settings

    made = DictConfigurator(settings.LOGGING).configure_formatter(dict(settings.LOGGING["formatters"]["plain"]))
    assert isinstance(made, logging.Formatter)
    return made


def test_debugging_shows_where_and_no_value(settings: Any) -> None:
    """DUBAN_DEBUG should never be on in an office; where it is, the page still tells nobody's name."""
    settings.DEBUG = True
    request = RequestFactory().post("/broken/?q=" + NAME, {"name": NAME, "telephone": TELEPHONE})
    try:
        broken(request)
    except ValueError:
        page = technical_500_response(request, *sys.exc_info()).content.decode()
        text = ExceptionReporter(request, *sys.exc_info()).get_traceback_text()
    assert "cannot dial" in page
    assert leaks(page.replace("%E8", "")) == []
    assert text


def test_nothing_stored_holds_it_in_the_open(city: City, sealed: Sealed) -> None:
    out = io.StringIO()
    call_command("dumpdata", stdout=out)
    assert "vault.sealed" in out.getvalue()
    assert leaks(out.getvalue()) == []


@pytest.mark.django_db(transaction=True)
def test_the_database_as_it_lies_on_the_disk_and_in_a_backup_holds_no_word_of_it(
    city: City, sealed: Sealed, tmp_path: Path
) -> None:
    ask(city, "clerk", sealed)
    dump = _backup(tmp_path)
    assert str(sealed.subject_type).encode() in dump
    wanted = [secret.encode(coding) for secret in SECRETS for coding in ("utf-8", "utf-16-le", "gb18030")]
    wanted += [json.dumps(secret)[1:-1].encode() for secret in SECRETS]
    assert [secret for secret in wanted if secret in dump] == []


def _backup(folder: Path) -> bytes:
    """Return all bytes of the database: its file, or a dump by PostgreSQL's own tool."""
    if connection.vendor == "sqlite":
        target = folder / "copy.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(target)])
        return target.read_bytes()
    tool = shutil.which("pg_dump")
    if tool is None:
        pytest.skip("pg_dump is not installed")
    values = connection.settings_dict
    command = [tool, "-h", values["HOST"], "-p", str(values["PORT"]), "-U", values["USER"], values["NAME"]]
    environment = {"PGPASSWORD": values["PASSWORD"], "PATH": "/usr/bin:/bin"}
    return subprocess.run(command, capture_output=True, check=True, env=environment).stdout
