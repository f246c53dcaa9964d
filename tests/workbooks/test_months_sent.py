"""A unit's month sent back: by the folder that mails are saved in, and on the pages of unit and office."""

from __future__ import annotations

import os
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from duban.audit.models import AuditEntry
from duban.organizations.models import Post
from duban.tasks.models import Report
from duban.workbooks.actions import send_return
from duban.workbooks.inbox import Outcome, empty_folder
from duban.workbooks.inbox_command import run as run_command
from duban.workbooks.models import UnitReturn
from duban.workbooks.rounds import go_round
from tests.people import signed_in
from tests.tasks.conftest import City
from tests.tasks.moments import At
from tests.workbooks.months import ALL, edited, exported, filled, statuses, taken

# ── the folder ──


def dropped(folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)


def mail(content: bytes) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"] = "十一月报送表", "water@yunling.example"
    message.set_content("请查收。")
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename="报送表.xlsx")
    return bytes(message)


def test_a_file_in_the_folder_is_sent_as_the_person_who_exported_it(month: City, tmp_path: Path) -> None:
    content = filled(exported(month.water, month.water_liaison), ALL)
    dropped(tmp_path, "信.eml", mail(content))
    dropped(tmp_path, "别的.txt", b"x")
    assert [outcome.taken for outcome in empty_folder(tmp_path)] == [True]
    assert {report.author for report in Report.objects.filter(period="2026-11")} == {month.water_liaison}
    assert AuditEntry.objects.get(verb="workbooks.receive_return").actor_name == month.water_liaison.name
    done = sorted(path.name[16:] for path in (tmp_path / "done").iterdir())
    assert done == ["信.eml", "信.eml.txt"]
    assert (tmp_path / "别的.txt").exists()
    dropped(tmp_path, "再来.xlsx", content)
    assert [outcome.taken for outcome in empty_folder(tmp_path)] == [True]
    assert Report.objects.count() == 3


def refused(folder: Path, content: bytes) -> str:
    dropped(folder, "甲.xlsx", content)
    outcome: Outcome = next(iter(empty_folder(folder)))
    assert not outcome.taken
    assert not (folder / "甲.xlsx").exists()
    told = [path for path in (folder / "refused").iterdir() if path.suffix == ".txt"]
    assert outcome.words in {path.read_text("utf-8").rstrip("\n") for path in told}
    return outcome.words


def test_the_folder_refuses_with_a_reason_and_sends_nothing(month: City, tmp_path: Path, at: At) -> None:
    good = exported(month.water, month.water_liaison)
    assert "校验码" in refused(tmp_path, filled(good, ALL, edited))
    assert "没有填新的内容" in refused(tmp_path, good)
    assert "“完成值”“很多”不是数字" in refused(tmp_path, filled(good, {**ALL, ("=清掏管网", "完成值"): "很多"}))
    assert "下载人现在不是" in refused(tmp_path, filled(exported(month.water, month.clerk), ALL))
    assert "损坏" in refused(tmp_path, b"PK\x03\x04x")
    dropped(tmp_path, "空.eml", b"Subject: x\n\nhello")
    assert [outcome.words[:11] for outcome in empty_folder(tmp_path)] == ["邮件里没有 .xlsx"]
    at("2026-12-04 09:00")
    assert "现在报 2026-12" in refused(tmp_path, filled(good, ALL))
    at("2026-11-26 09:00")
    Post.objects.filter(user=month.water_liaison).delete()
    assert "下载人现在不是" in refused(tmp_path, filled(good, ALL))
    assert Report.objects.count() == 1


def test_the_worker_takes_the_folder_only_where_it_is_set_and_the_file_is_saved(
    month: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dropped(tmp_path, "甲.xlsx", filled(exported(month.water, month.water_liaison), ALL))
    go_round()
    assert (tmp_path / "甲.xlsx").exists()
    monkeypatch.setenv("DUBAN_WORKBOOK_INBOX", str(tmp_path))
    go_round()
    assert (tmp_path / "甲.xlsx").exists()
    before = (tmp_path / "甲.xlsx").stat().st_mtime - 60
    os.utime(tmp_path / "甲.xlsx", (before, before))
    go_round()
    assert Report.objects.count() == 3


def test_the_command_says_what_became_of_each(month: City, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dropped(tmp_path, "甲.xlsx", filled(exported(month.water, month.water_liaison), ALL))
    assert run_command(["workbook-inbox", str(tmp_path)]) == 0
    assert "已办理  甲.xlsx" in capsys.readouterr().out
    dropped(tmp_path, "乙.xlsx", b"x")
    assert run_command(["workbook-inbox", str(tmp_path)]) == 1
    assert run_command(["workbook-inbox", str(tmp_path / "没有")]) == 2


# ── pages ──


def test_the_pages_lead_from_the_workbook_to_the_reports(month: City) -> None:
    client = signed_in(month.water_liaison)
    place = f"/workbooks/months/{month.water.pk}/"
    assert client.get("/workbooks/months/").headers["Location"] == place
    assert "本月可以报送 3 项" in client.get(place).content.decode()
    content = client.get(f"{place}workbook.xlsx").content
    bad = client.post(place, {"file": SimpleUploadedFile("甲.xlsx", b"PK\x03\x04x")})
    assert (bad.status_code, "损坏" in bad.content.decode()) == (422, True)
    answer = client.post(place, {"file": SimpleUploadedFile("报送表.xlsx", filled(content, ALL))})
    kept = UnitReturn.objects.get()
    assert answer.headers["Location"] == f"/workbooks/returns/{kept.pk}/"
    page = client.get(f"/workbooks/returns/{kept.pk}/").content.decode()
    assert "报送 2 项" in page and "清掏 120 公里" in page
    client.post(f"/workbooks/returns/{kept.pk}/send/")
    assert "已报送 2 项" in client.get(f"/workbooks/returns/{kept.pk}/").content.decode()
    assert signed_in(month.finance_liaison).get(f"/workbooks/returns/{kept.pk}/").status_code == 404
    assert "报送表" in client.get(place).content.decode()


def test_the_office_exports_any_unit_and_sends_none(month: City) -> None:
    client = signed_in(month.desk)
    page = client.get("/workbooks/months/").content.decode()
    assert "云陵市水务局" in page and "云陵市教育局" not in page
    place = f"/workbooks/months/{month.water.pk}/"
    content = client.get(f"{place}workbook.xlsx").content
    client.post(place, {"file": SimpleUploadedFile("报送表.xlsx", filled(content, ALL))})
    assert not UnitReturn.objects.exists()
    kept = taken(filled(content, ALL), month)
    assert [status for _title, status in statuses(kept)] == ["report", "report"]


def test_the_office_sees_which_units_have_handed_in(month: City) -> None:
    client = signed_in(month.desk)
    address = "/workbooks/months/"
    page = client.get(address).content.decode()
    assert page.count("还没交</span>") == 2
    assert "报送表收到 2026-12-03 为止" in page
    content = filled(exported(month.water, month.water_liaison), {("修订预案", "进展情况"): "已报批"})
    send_return(taken(content, month), actor=month.water_liaison)
    page = client.get(address).content.decode()
    assert (page.count("还没交</span>"), page.count("已交</span> 11-26")) == (1, 1)
    left = client.get(address + "?missing=1").content.decode()
    assert ("云陵市水务局" in left, "云陵市财政局" in left) == (False, True)
    before = client.get(address + "?period=2026-10").content.decode()
    assert before.count("还没交</span>") == 2
    assert client.get(address + "?period=x&missing=x").status_code == 200
