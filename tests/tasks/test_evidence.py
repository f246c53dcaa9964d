"""Evidence: looked into before it is kept, shown with its picture, used again without a second upload, found by its words."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duban.audit.models import AuditEntry
from duban.files.models import StoredFile, incoming_folder
from duban.organizations.models import User
from duban.tasks.actions import GivenFile, ReportFacts, attach, open_task, report_progress, sign_for
from duban.tasks.models import Evidence, Task, UnitPractice
from tests.files.samples import SECRET, docx, picture
from tests.people import signed_in
from tests.tasks.conftest import City, draft

TODAY = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "FILES_FOLDER", tmp_path / "files")


def under_way(city: City, **more: Any) -> Task:
    task = open_task(draft(city.water, **more), actor=city.clerk)
    sign_for(task, actor=city.water_liaison)
    report_progress(task, ReportFacts("已开工", TODAY), actor=city.water_liaison)
    return Task.objects.get(pk=task.pk)


def post(city: City, task: Task, *files: tuple[str, bytes], **more: Any) -> Any:
    task.refresh_from_db()
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    values = {"version": task.version, "evidence": uploads, **more}
    return signed_in(city.water_liaison).post(reverse("tasks:attach", args=[task.pk]), values, follow=True)


def staged() -> list[Path]:
    return list(incoming_folder().iterdir()) if incoming_folder().exists() else []


def test_an_upload_is_kept_and_shown_with_its_picture_name_size_and_hash(city: City) -> None:
    task = under_way(city)
    shown = post(city, task, ("现场.jpg", picture("甲", (800, 600), "JPEG")), file_note="泵站").content.decode()
    piece = Evidence.objects.get()
    assert reverse("files:preview", args=[piece.file_id]) in shown
    assert f"SHA-256 {piece.file.sha256}" in shown
    for words in ("现场.jpg", "泵站", "KB"):
        assert words in shown
    assert not staged()


def test_a_secret_upload_is_a_form_error_kept_nowhere_and_on_record_by_its_code_alone(city: City) -> None:
    task = under_way(city)
    answer = post(city, task, ("现场.jpg", picture("甲", kind="JPEG")), ("报告.docx", docx(*SECRET.split("\n"))))
    assert answer.status_code == 422
    assert "标有密级" in answer.content.decode()
    assert not StoredFile.objects.exists()
    assert not staged()
    entry = AuditEntry.objects.latest("id")
    assert (entry.verb, entry.changes) == ("files.refuse", {"code": ["", "secret_mark"]})
    assert "报告" not in f"{entry.object_label}{entry.reason}"


def test_a_move_refused_after_the_upload_leaves_nothing_behind(city: City) -> None:
    task = under_way(city)
    Task.objects.filter(pk=task.pk).update(state="terminated")
    assert post(city, task, ("现场.jpg", picture("甲", kind="JPEG"))).status_code == 409
    assert not staged()
    assert not StoredFile.objects.exists()


def test_an_earlier_file_of_the_unit_is_used_again_without_an_upload(city: City) -> None:
    first, second = under_way(city), under_way(city)
    post(city, first, ("现场.jpg", picture("甲", kind="JPEG")))
    file = StoredFile.objects.get()
    page = signed_in(city.water_liaison).get(reverse("tasks:attach", args=[second.pk])).content.decode()
    assert "现场.jpg" in page
    post(city, second, reused=[file.pk])
    assert list(Evidence.objects.values_list("task", "file", "name")) == [
        (first.pk, file.pk, "现场.jpg"),
        (second.pk, file.pk, "现场.jpg"),
    ]
    assert StoredFile.objects.count() == 1


def test_the_same_bytes_uploaded_again_are_recognised(city: City) -> None:
    first, second = under_way(city), under_way(city)
    content = picture("甲", kind="JPEG")
    assert "已上传过" not in post(city, first, ("现场.jpg", content)).content.decode()
    shown = post(city, second, ("换了名字.jpg", content)).content.decode()
    assert f"“现场.jpg”在事项 {first.number} 已上传过" in shown
    assert StoredFile.objects.count() == 1


def test_bytes_of_another_units_task_are_not_told_of(city: City) -> None:
    other = open_task(draft(city.finance), actor=city.clerk)
    sign_for(other, actor=city.finance_liaison)
    content = picture("甲", kind="JPEG")
    attach(other, [GivenFile("别的单位.jpg", content)], actor=city.finance_liaison)
    assert "别的单位" not in post(city, under_way(city), ("现场.jpg", content)).content.decode()


def test_a_file_of_another_unit_can_be_neither_found_nor_used(city: City) -> None:
    other, task = open_task(draft(city.finance), actor=city.clerk), under_way(city)
    sign_for(other, actor=city.finance_liaison)
    attach(other, [GivenFile("别的单位.jpg", picture("甲", kind="JPEG"))], actor=city.finance_liaison)
    post(city, task, ("自己的.jpg", picture("乙", kind="JPEG")))
    foreign = StoredFile.objects.get(name="别的单位.jpg")
    choices = signed_in(city.water_liaison).get(reverse("tasks:evidence_choices"), {"reused": foreign.pk})
    assert "别的单位" not in choices.content.decode()
    assert "自己的.jpg" in choices.content.decode()
    assert post(city, task, reused=[foreign.pk]).status_code == 422
    with pytest.raises(PermissionDenied):
        attach(task, [GivenFile("x.jpg", foreign)], actor=city.water_liaison)


def test_earlier_files_are_searched_by_name_and_ticked_ones_stay(city: City) -> None:
    task = under_way(city)
    for name in ("泵站.jpg", "河道.jpg", "会签单.jpg"):
        post(city, task, (name, picture(name, kind="JPEG")))
    client, pump = signed_in(city.water_liaison), StoredFile.objects.get(name="泵站.jpg")

    def found(**query: Any) -> list[str]:
        shown = client.get(reverse("tasks:evidence_choices"), query)
        return [piece.name for piece, _chosen in shown.context["pieces"]]

    assert found() == ["会签单.jpg", "河道.jpg", "泵站.jpg"]
    assert found(named="河") == ["河道.jpg"]
    assert found(named="河", reused=pump.pk) == ["泵站.jpg", "河道.jpg"]
    assert found(named="没有") == []


def test_choices_cost_the_same_however_many_files(city: City) -> None:
    task, client, counts = under_way(city), signed_in(city.water_liaison), []
    for number in range(4):
        post(city, task, (f"{number}.jpg", picture(f"{number}", kind="JPEG")))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("tasks:evidence_choices"))
        counts.append(len(queries))
    assert counts[0] == counts[3]


def test_the_task_page_costs_the_same_for_one_piece_and_for_three(city: City) -> None:
    task, client, counts = under_way(city), signed_in(city.water_liaison), []
    for number in range(3):
        post(city, task, (f"{number}.jpg", picture(f"{number}", kind="JPEG")))
        with CaptureQueriesContext(connection) as queries:
            client.get(task.get_absolute_url())
        counts.append(len(queries))
    assert counts[0] == counts[2]


@pytest.mark.parametrize("words", ["淤", "淤泥", "南渠 18公里"])
def test_the_ledger_finds_tasks_by_the_words_in_their_documents(city: City, words: str) -> None:
    task, other = under_way(city, title="清掏管网"), under_way(city, title="修路")
    post(city, task, ("报告.docx", docx("南渠已清理淤泥18公里。")))
    post(city, other, ("报告.docx", docx("道路已修补。")))

    def numbers(user: User) -> list[str]:
        page = signed_in(user).get(reverse("tasks:list"), {"q": words})
        return [row.number for row in page.context["page"]]

    assert numbers(city.clerk) == numbers(city.water_liaison) == [task.number]
    assert numbers(city.finance_liaison) == []


def test_the_words_of_a_draft_are_nobodys_to_find_outside(city: City) -> None:
    task = under_way(city)
    UnitPractice.objects.create(unit=city.water, head_approves=True)
    files = (GivenFile("草稿.txt", "还没有审过的淤泥数字".encode()),)
    report_progress(task, ReportFacts("草稿", TODAY, files=files), actor=city.water_liaison)
    assert not signed_in(city.clerk).get(reverse("tasks:list"), {"q": "审过的淤泥"}).context["page"].object_list


def test_a_form_wants_a_file_new_or_earlier(city: City) -> None:
    answer = post(city, under_way(city))
    assert answer.status_code == 422
    assert "没有选文件" in answer.content.decode()
