"""A wrong file in a real browser: uploaded by a unit, purged by the auditor, and seen as purged by everybody."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from duban.files.models import StoredFile, path_of
from duban.tasks.actions import ReportFacts, open_task, report_progress, sign_for
from duban.tasks.models import Task
from tests.files.samples import docx, photograph, picture
from tests.journeys.conftest import OpenPage
from tests.people import PASSWORD, City, make_city
from tests.tasks.conftest import draft

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def city(db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> City:
    monkeypatch.setattr(settings, "FILES_FOLDER", tmp_path / "files")
    return make_city()


@pytest.fixture
def tasks(city: City) -> list[Task]:
    """Two tasks under way of one unit."""
    found = []
    for title in ("清理南渠淤泥18公里", "修缮校舍12处"):
        task = open_task(draft(city.units["市教育局"], title=title), actor=city.people["clerk"])
        sign_for(task, actor=city.people["liaison"])
        report_progress(task, ReportFacts("已开工。", timezone.localdate()), actor=city.people["liaison"])
        found.append(Task.objects.get(pk=task.pk))
    return found


def write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_wrong_file_is_purged_and_the_trail_still_verifies(
    open_page: OpenPage, city: City, tasks: list[Task], tmp_path: Path
) -> None:
    first, second = tasks
    photo = write(tmp_path, "现场照片.jpg", photograph())
    wrong = write(tmp_path, "人员名单.docx", docx("不该传的名单", "南渠值守人员"))
    liaison = open_page("liaison", PASSWORD)
    liaison.goto(f"{first.get_absolute_url()}attach/")
    liaison.set_input_files("[name=evidence]", [photo, wrong])
    liaison.fill("[name=file_note]", "清淤现场")
    liaison.click(".form-buttons button[type=submit]")
    expect(liaison.locator(".piece")).to_have_count(2)
    expect(liaison.locator(".piece img")).to_have_count(1)
    liaison.locator(".piece img").scroll_into_view_if_needed()
    expect(liaison.locator(".piece img")).to_have_js_property("naturalWidth", 240)
    liaison.screenshot(path=str(tmp_path / "evidence.png"))

    liaison.goto(f"{second.get_absolute_url()}attach/")  # used again, by keyboard, without an upload
    liaison.click(".picker summary")
    liaison.fill("[name=named]", "照片")
    expect(liaison.locator(".choice")).to_have_count(1)
    liaison.check(".choice input")
    liaison.screenshot(path=str(tmp_path / "picker.png"))
    liaison.click(".form-buttons button[type=submit]")
    expect(liaison.locator(".piece")).to_contain_text("现场照片.jpg")

    auditor = open_page("auditor", PASSWORD)
    auditor.goto("/files/?words=名单")
    auditor.screenshot(path=str(tmp_path / "files.png"))
    auditor.click("text=清除…")
    expect(auditor.locator(".notice")).to_contain_text("不能找回")
    auditor.fill("[name=reason]", "误传含个人信息的名单")
    auditor.screenshot(path=str(tmp_path / "purge.png"))
    auditor.click(".form-buttons button[type=submit]")
    expect(auditor.locator(".error").first).to_be_visible()  # the consequence must be ticked
    auditor.check("[name=sure]")
    auditor.click(".form-buttons button[type=submit]")
    expect(auditor.locator(".message-success")).to_be_visible()

    liaison.goto(first.get_absolute_url())
    expect(liaison.locator(".piece-purged")).to_contain_text("由审计员清除")
    expect(liaison.locator(".piece-purged")).to_contain_text("误传含个人信息的名单")
    expect(liaison.locator("body")).not_to_contain_text("人员名单")
    liaison.screenshot(path=str(tmp_path / "purged.png"))
    gone = StoredFile.objects.exclude(purged_at=None).get()
    assert not path_of(gone).exists()

    auditor.goto("/audit/verify/")
    auditor.click("text=开始校验")
    expect(auditor.locator("td", has_text="有内容按规定清除")).to_be_visible()
    auditor.screenshot(path=str(tmp_path / "verify.png"))
    auditor.goto("/audit/")
    expect(auditor.locator("body")).not_to_contain_text("人员名单")
    auditor.screenshot(path=str(tmp_path / "audit.png"))


def test_a_program_named_as_a_picture_and_too_large_a_file_are_form_errors(
    open_page: OpenPage, city: City, tasks: list[Task], tmp_path: Path
) -> None:
    page = open_page("liaison", PASSWORD)
    address = f"{tasks[0].get_absolute_url()}attach/"
    big = write(tmp_path, "大图.jpg", picture("甲", kind="JPEG"))
    with big.open("r+b") as file:
        file.truncate(200 * 1024 * 1024)
    for path, words in (
        (write(tmp_path, "现场.jpg", b"MZ\x90\x00" * 99), "扩展名 .jpg 不符"),
        (big, "200.0 MB，超过 50 MB"),
    ):
        page.goto(address)
        page.set_input_files("[name=evidence]", path)
        page.click(".form-buttons button[type=submit]")
        expect(page.locator("main")).to_contain_text(words, timeout=60000)
    assert not StoredFile.objects.exists()
