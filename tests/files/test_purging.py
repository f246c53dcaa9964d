"""A file that should never have been here is gone everywhere, and everywhere it says so."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from duban.audit.actions import verify_chain
from duban.audit.models import AuditEntry
from duban.files.actions import NotPurged, clear_up, keep, purge, stage, store_file
from duban.files.models import FilePreview, FileText, StoredFile, path_of, preview_path_of
from duban.files.rules import UnacceptableFile
from duban.meetings.actions.texts import bring_in
from duban.meetings.models import Meeting
from duban.search.models import SearchEntry
from duban.tasks import actions
from duban.tasks.actions import GivenFile, ReportFacts
from duban.tasks.actions.completing import shown_evidence
from duban.tasks.models import Evidence, Task, TaskMove
from tests.files.samples import docx, picture
from tests.people import City
from tests.tasks.conftest import draft

NAME, WORDS = "南渠涉密图纸.docx", "南渠泵站坐标一览"
REASON = "误传涉密文件"


@pytest.fixture(autouse=True)
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "FILES_FOLDER", tmp_path / "files")


@pytest.fixture
def task(city: City) -> Task:
    """A task under way that shows a document and a picture."""
    liaison = city.people["liaison"]
    task = actions.open_task(draft(city.units["市教育局"]), actor=city.people["clerk"])
    actions.sign_for(task, actor=liaison)
    files = (GivenFile(NAME, docx(WORDS), "泵站图"), GivenFile("现场.png", picture("现场")))
    actions.report_progress(task, ReportFacts("已开工", timezone.localdate(), files=files), actor=liaison)
    return Task.objects.get(pk=task.pk)


def the_file(name: str = NAME) -> StoredFile:
    return StoredFile.objects.get(name=name)


def test_content_words_preview_and_names_are_gone_and_the_tombstone_stays(
    city: City, task: Task, django_capture_on_commit_callbacks: object
) -> None:
    auditor, file, shown = city.people["auditor"], the_file(), the_file("现场.png")
    assert path_of(file).exists()
    assert preview_path_of(shown).exists()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        purge(file, actor=auditor, reason=REASON)
        purge(shown, actor=auditor, reason="传错")
    for gone in (file, shown):
        gone.refresh_from_db()
        assert (gone.name, gone.purged_by, gone.purged_by_name) == ("", auditor, "审计员")
        assert not path_of(gone).exists()
        assert not preview_path_of(gone).exists()
    assert not FileText.objects.exists()
    assert not FilePreview.objects.exists()
    assert set(Evidence.objects.values_list("name", "note")) == {("", "")}
    tombstone = AuditEntry.objects.filter(verb="purge").first()
    assert tombstone is not None
    assert (tombstone.actor_name, tombstone.reason) == ("审计员", REASON)
    assert (tombstone.changes["sha256"], tombstone.changes["shown"]) == (file.sha256, [task.number])


def test_no_table_holds_the_name_or_the_words_any_more(city: City, task: Task) -> None:
    city.sign_in("clerk").get(reverse("search:search"), {"q": "泵站坐标"})  # the index has taken it up
    assert SearchEntry.objects.filter(text__contains=WORDS).exists()
    purge(the_file(), actor=city.people["administrator"], reason=REASON)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                text = str(row).encode().decode("unicode_escape", "replace") + str(row)
                assert NAME not in text, table
                assert "涉密图纸" not in text, table
                assert WORDS not in text, table
                assert "泵站图" not in text, table


def test_the_chain_still_verifies_with_what_was_purged_counted(city: City, task: Task) -> None:
    rows = verify_chain().rows
    purge(the_file(), actor=city.people["auditor"], reason=REASON)
    verdict = verify_chain()
    assert (verdict.whole, verdict.rows, verdict.purged) == (True, rows + 1, 2)  # the file's row and the report's


def test_what_else_stood_in_the_row_stays(city: City, task: Task) -> None:
    purge(the_file(), actor=city.people["auditor"], reason=REASON)
    entry = AuditEntry.objects.get(verb="task.report")
    assert entry.changes == {"as_of": ["", f"{timezone.localdate()}"], "evidence": None}
    move = TaskMove.objects.get(verb="report")
    assert move.changes["evidence"] == ["", "（已清除）、现场.png"]


def test_purged_evidence_proves_nothing(city: City, task: Task) -> None:
    assert shown_evidence(task) is not None
    for file in list(StoredFile.objects.all()):
        purge(file, actor=city.people["auditor"], reason=REASON)
    assert shown_evidence(task) is None


def test_the_same_bytes_are_not_taken_again(city: City, task: Task) -> None:
    content = path_of(the_file()).read_bytes()
    purge(the_file(), actor=city.people["auditor"], reason=REASON)
    for take in (
        lambda: stage(io.BytesIO(content), "别的名字.docx"),
        lambda: store_file(content, "别的名字.docx", city.people["clerk"]),
    ):
        with pytest.raises(UnacceptableFile, match="已清除的文件内容相同"):
            take()


def test_only_administrator_and_auditor_purge_and_only_once_with_a_reason(city: City, task: Task) -> None:
    for role in ("clerk", "supervision_desk", "leader", "liaison", "unit_head"):
        with pytest.raises(PermissionDenied):
            purge(the_file(), actor=city.people[role], reason=REASON)
    with pytest.raises(NotPurged, match="理由"):
        purge(the_file(), actor=city.people["auditor"], reason="  ")
    file = purge(the_file(), actor=city.people["auditor"], reason=REASON)
    with pytest.raises(NotPurged, match="由审计员清除"):
        purge(file, actor=city.people["administrator"], reason=REASON)


def test_a_purge_undone_loses_nothing(city: City, task: Task) -> None:
    file = the_file()
    with pytest.raises(RuntimeError), transaction.atomic():
        purge(file, actor=city.people["auditor"], reason=REASON)
        raise RuntimeError
    assert path_of(file).exists()
    assert the_file().purged_at is None
    assert FileText.objects.filter(file=file).exists()


def test_bytes_left_by_a_stop_of_the_machine_are_cleared_up(city: City, task: Task) -> None:
    file = purge(the_file(), actor=city.people["auditor"], reason=REASON)  # not committed here: the bytes are there yet
    assert path_of(file).exists()
    assert clear_up() == 1
    assert not path_of(file).exists()


def test_a_meeting_text_nobody_decided_in_goes_with_its_file(city: City) -> None:
    text = bring_in("会议要求，市水务局年底前清淤18公里。".encode(), name="涉密纪要.txt", actor=city.people["clerk"])
    purge(the_file("涉密纪要.txt"), actor=city.people["auditor"], reason=REASON)
    assert not Meeting.objects.filter(pk=text.meeting_id).exists()
    assert not SearchEntry.objects.filter(kind="meeting").exists()
    assert not any("涉密纪要" in str(row) for row in AuditEntry.objects.values_list("object_label", "changes"))
    assert verify_chain().whole


def test_a_meeting_text_with_decisions_is_not_purged_alone(city: City) -> None:
    text = bring_in("会议要求，市水务局年底前清淤18公里。".encode(), name="纪要.txt", actor=city.people["clerk"])
    Meeting.objects.filter(pk=text.meeting_id).update(released_at=timezone.now())
    with pytest.raises(NotPurged, match="已经确认过"):
        purge(the_file("纪要.txt"), actor=city.people["auditor"], reason=REASON)
    assert the_file("纪要.txt").purged_at is None


# The pages


def test_the_page_names_the_consequence_and_wants_a_reason_and_a_tick(city: City, task: Task) -> None:
    client, address = city.sign_in("auditor"), reverse("files:purge", args=[the_file().pk])
    shown = client.get(address).content.decode()
    assert "不能找回" in shown
    assert task.number in shown
    assert client.post(address, {"reason": REASON}).status_code == 422
    assert the_file().purged_at is None
    assert "审计员" in client.post(address, {"reason": REASON, "sure": "on"}, follow=True).content.decode()
    assert not StoredFile.objects.filter(name=NAME).exists()


def test_the_task_says_by_whom_when_and_why_it_was_purged(city: City, task: Task) -> None:
    client = city.sign_in("liaison")
    assert NAME in client.get(task.get_absolute_url()).content.decode()
    file = purge(the_file(), actor=city.people["auditor"], reason=REASON)
    shown = client.get(task.get_absolute_url()).content.decode()
    assert NAME not in shown
    assert "由审计员清除" in shown
    assert REASON in shown
    answer = client.get(reverse("files:download", args=[file.pk]))
    assert answer.status_code == 410
    assert REASON in answer.content.decode()


def test_the_list_finds_files_by_name_hash_and_uploader_and_shows_where(city: City, task: Task) -> None:
    client, file = city.sign_in("administrator"), the_file()

    def names(**query: str) -> list[str]:
        return [row.name for row, _uses in client.get(reverse("files:files"), query).context["rows"]]

    assert names() == ["现场.png", NAME]
    assert names(words="图纸") == [NAME]
    assert names(words=file.sha256[:10].upper()) == [NAME]
    assert names(words="联络员") == ["现场.png", NAME]
    assert task.number in client.get(reverse("files:files")).content.decode()
    purge(file, actor=city.people["auditor"], reason=REASON)
    assert names() == ["现场.png"]
    assert names(purged="on") == [""]
    assert REASON in client.get(reverse("files:files"), {"purged": "on"}).content.decode()


def test_the_list_costs_the_same_however_many_files(city: City, task: Task) -> None:
    from django.test.utils import CaptureQueriesContext

    client, counts = city.sign_in("administrator"), []
    for number in range(2):
        keep(stage(io.BytesIO(f"第{number}份".encode()), f"{number}.txt"), city.people["clerk"])
        keep(stage(io.BytesIO(f"又{number}份".encode()), f"{number}b.txt"), city.people["clerk"])
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("files:files"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
