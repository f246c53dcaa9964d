"""The meeting pages: who sees them, what they refuse, how many queries they ask."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_q.conf import Conf

from duban.audit.models import AuditEntry
from duban.files.models import StoredFile
from duban.jobs.models import Job
from duban.meetings.actions.proposals import keep
from duban.meetings.actions.texts import bring_in, store_reading
from duban.meetings.models import Meeting, MeetingText
from duban.meetings.views import lists
from duban.organizations.models import User
from tests.meetings.conftest import Desk, Office
from tests.meetings.readings import TEXT, reading

# an encrypted office document is no zip but a container that names its one stream
ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")


@pytest.fixture
def clerk(client: Client, office: Office) -> Client:
    client.force_login(office.clerk)
    return client


@pytest.fixture
def no_worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(Conf, "SYNC", False)
    yield


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def file(content: bytes, name: str = "纪要.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def nothing_stored() -> bool:
    return not (
        Meeting.objects.exists() or MeetingText.objects.exists() or StoredFile.objects.exists() or Job.objects.exists()
    )


def test_an_empty_list_says_how_to_start(clerk: Client) -> None:
    page = clerk.get("/meetings/").content.decode()
    assert "还没有会议" in page and "/meetings/new/" in page


def test_units_see_no_meetings(client: Client, desk: Desk) -> None:
    client.force_login(desk.office.liaison)
    for address in ("/meetings/", f"/meetings/{desk.meeting.pk}/", "/meetings/new/"):
        assert client.get(address).status_code == 403
    requirement = desk.requirement("政治站位")
    step = {"verb": "keep", "target": f"requirement-{requirement.pk}", "version": requirement.version}
    assert client.post(f"/meetings/{desk.meeting.pk}/step/", step).status_code == 403
    assert desk.requirement("政治站位").decision == "undecided"


def test_a_leader_reads_and_has_no_buttons(client: Client, desk: Desk) -> None:
    client.force_login(desk.office.leader)
    page = client.get(f"/meetings/{desk.meeting.pk}/").content.decode()
    assert "南渠清淤" in page and "data-do=" not in page.replace('data-do="edit" data-focus', "")
    assert client.get(f"/meetings/{desk.meeting.pk}/release/").status_code == 403


def test_a_row_of_another_meeting_is_not_reached(client: Client, desk: Desk) -> None:
    client.force_login(desk.office.clerk)
    other = Meeting.objects.create(title="另一次", created_by=desk.office.clerk)
    requirement = desk.requirement("政治站位")
    step = {"verb": "keep", "target": f"requirement-{requirement.pk}", "version": requirement.version}
    client.post(f"/meetings/{other.pk}/step/", step)
    assert desk.requirement("政治站位").decision == "undecided"


def test_markup_in_a_text_is_printed_as_text(clerk: Client, office: Office) -> None:
    words = "会议强调，要公布<script>alert(1)</script>清单&说明。"
    clerk.post("/meetings/new/", {"words": words, "day": "2024-09-18"})
    meeting = Meeting.objects.get()
    page = clerk.get(f"/meetings/{meeting.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "空.txt", "空文件"),
        ("机密★一年\n市政府第3次常务会议纪要\n会议强调，要抓好安全生产。".encode(), "纪要.txt", "标有密级"),
        (b"\x00\x01\x02\xff" * 400, "图.txt", "图.txt"),
        (b"%PDF-1.4 broken", "坏.pdf", "坏.pdf"),
        ("会议强调，要抓好生产。".encode(), "无后缀", "无后缀"),
        (b"PK\x03\x04", "带宏.docm", "“带宏.docm”不是可以解读的格式"),
        (b"\x89PNG\r\n\x1a\n", "照片.png", "“照片.png”不是可以解读的格式"),
        (ENCRYPTED, "加密.docx", "“加密.docx”设有打开密码或已加密"),
    ],
)
def test_a_refused_file_is_a_form_error_and_nothing_is_stored(
    clerk: Client, content: bytes, name: str, words: str
) -> None:
    answer = clerk.post("/meetings/new/", {"documents": [file(content, name)]})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert nothing_stored()


def test_one_refused_file_of_several_keeps_all_out(clerk: Client) -> None:
    answer = clerk.post("/meetings/new/", {"documents": [file(TEXT.encode(), "好.txt"), file(b"", "空.txt")]})
    assert answer.status_code == 422
    assert nothing_stored()


def test_a_secret_text_pasted_is_refused(clerk: Client) -> None:
    answer = clerk.post("/meetings/new/", {"words": "秘密\n市政府常务会议纪要\n会议强调，要抓好安全生产。"})
    assert answer.status_code == 422
    assert nothing_stored()
    entry = AuditEntry.objects.latest("id")
    assert (entry.verb, entry.changes) == ("meetings.refuse", {"code": ["", "secret_mark"]})


def test_nothing_given_asks_for_something(clerk: Client) -> None:
    answer = clerk.post("/meetings/new/", {"words": "  "})
    assert "没有材料" in answer.content.decode()


def test_the_same_file_twice_is_offered_and_may_be_sent_again(clerk: Client) -> None:
    clerk.post("/meetings/new/", {"documents": [file(TEXT.encode())], "day": "2024-09-18"})
    again = clerk.post("/meetings/new/", {"documents": [file(TEXT.encode())], "day": "2024-09-18"})
    assert "以前已经收过" in again.content.decode()
    assert Meeting.objects.count() == 1
    clerk.post("/meetings/new/", {"documents": [file(TEXT.encode())], "again": "1"})
    assert Meeting.objects.count() == 2
    assert StoredFile.objects.count() == 1


def test_what_came_before_is_left_out_of_several_and_named(clerk: Client) -> None:
    clerk.post("/meetings/new/", {"documents": [file(TEXT.encode(), "旧.txt")]})
    files = [file(TEXT.encode(), "旧.txt"), file(TEXT.replace("南渠", "北渠").encode(), "新.txt")]
    answer = clerk.post("/meetings/new/", {"documents": files}, follow=True)
    assert "没有重复建立：旧.txt 共 1 份" in answer.content.decode()
    assert Meeting.objects.count() == 2


def test_a_heap_of_files_waits_in_the_queue(clerk: Client, no_worker: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "READ_AT_ONCE", len(TEXT.encode()))
    files = [file(TEXT.replace("南渠", name).encode(), f"{name}.txt") for name in ("东渠", "西渠", "北渠")]
    clerk.post("/meetings/new/", {"documents": files})
    assert [text.state for text in MeetingText.objects.order_by("id")] == ["read", "waiting", "waiting"]


def test_too_many_files_are_refused_in_words(clerk: Client) -> None:
    answer = clerk.post("/meetings/new/", {"documents": [file(b"x", f"{n}.txt") for n in range(201)]})
    assert answer.status_code == 400
    assert "一次最多上传 200 个文件" in answer.content.decode()
    assert nothing_stored()


def test_what_the_reading_asks_to_check_stands_above_the_panes(clerk: Client) -> None:
    clerk.post("/meetings/new/", {"words": "云陵市政府工作报告\n要抓好生产。要完成投资。"})
    page = clerk.get(f"/meetings/{Meeting.objects.get().pk}/").content.decode()
    assert "没有找到会议" in page.split('id="source-tools"')[0]


def test_nothing_kept_is_nothing_to_release(clerk: Client) -> None:
    clerk.post("/meetings/new/", {"words": "云陵市政府召开第12次常务会议\n会议研究了其他事项。"})
    page = clerk.get(f"/meetings/{Meeting.objects.get().pk}/").content.decode()
    assert "没有可发布的" in page


def test_several_files_are_several_meetings_or_one(clerk: Client) -> None:
    other = TEXT.replace("南渠", "北渠")
    clerk.post("/meetings/new/", {"documents": [file(TEXT.encode(), "a.txt"), file(other.encode(), "b.txt")]})
    assert Meeting.objects.count() == 2
    third = TEXT.replace("南渠", "西渠")
    fourth = TEXT.replace("南渠", "东渠")
    files = [file(third.encode(), "c.txt"), file(fourth.encode(), "d.txt")]
    clerk.post("/meetings/new/", {"documents": files, "together": "on"})
    assert Meeting.objects.count() == 3
    assert Meeting.objects.latest("id").texts.count() == 2


def test_a_small_text_is_read_before_the_page_opens(clerk: Client, no_worker: None) -> None:
    answer = clerk.post("/meetings/new/", {"documents": [file(TEXT.encode())]}, follow=True)
    assert MeetingText.objects.get().state == "read"
    assert "正在解读" not in answer.content.decode()


def test_a_waiting_text_shows_its_progress(clerk: Client, office: Office, no_worker: None) -> None:
    text = bring_in(TEXT, name="纪要.txt", actor=office.clerk)
    page = clerk.get(f"/meetings/{text.meeting_id}/").content.decode()
    assert "正在解读" in page and "progress" in page
    assert "HX-Refresh" not in clerk.get(f"/meetings/{text.meeting_id}/progress/").headers
    store_reading(text, reading())
    assert clerk.get(f"/meetings/{text.meeting_id}/progress/").headers["HX-Refresh"] == "true"


def test_the_list_is_searched_and_filtered(clerk: Client, desk: Desk) -> None:
    def found(query: str) -> bool:
        return f'href="/meetings/{desk.meeting.pk}/"' in clerk.get(f"/meetings/?{query}").content.decode()

    assert found("q=第12次") and found("q=南渠") and not found("q=北渠")
    assert found("kind=executive") and not found("kind=special")
    assert found("state=undecided") and not found("state=released") and not found("state=ready")
    assert found("order=undecided") and found("order=;drop")


def test_the_list_asks_the_same_for_one_and_for_many(clerk: Client, office: Office, desk: Desk) -> None:
    one = queries(clerk, "/meetings/")
    for number in range(3):
        text = bring_in(f"{TEXT}{number}", name=f"{number}.txt", actor=office.clerk)
        store_reading(text, reading())
    assert queries(clerk, "/meetings/") == one


def test_the_confirm_page_asks_the_same_for_few_and_for_many(clerk: Client, desk: Desk) -> None:
    address = f"/meetings/{desk.meeting.pk}/"
    few = queries(clerk, address)
    for requirement in list(desk.text.requirements.all()):
        for copy in range(5):
            agenda = list(requirement.agenda.all())
            actions = list(requirement.actions.all())
            requirement.pk = None
            requirement.start += copy
            requirement.save()
            requirement.agenda.set(agenda)
            for action in actions:
                units = list(action.responsible_units.all())
                action.pk, action.requirement = None, requirement
                action.save()
                action.responsible_units.set(units)
    assert desk.text.requirements.count() == 24
    assert queries(clerk, address) == few


def test_a_step_without_a_script_comes_back_to_the_page(clerk: Client, desk: Desk) -> None:
    requirement = desk.requirement("政治站位")
    step = {"verb": "keep", "target": f"requirement-{requirement.pk}", "version": requirement.version}
    answer = clerk.post(f"/meetings/{desk.meeting.pk}/step/", step)
    assert answer.status_code == 302
    assert desk.requirement("政治站位").decision == "kept"


def test_a_conflict_names_who_and_is_not_written(client: Client, desk: Desk) -> None:
    requirement = desk.requirement("政治站位")
    keep(requirement, version=requirement.version, actor=desk.office.other_clerk)
    client.force_login(desk.office.clerk)
    step = {"verb": "drop", "reason": "fact", "target": f"requirement-{requirement.pk}", "version": requirement.version}
    answer = client.post(f"/meetings/{desk.meeting.pk}/step/", step, headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert "经办乙" in answer.content.decode()
    assert desk.requirement("政治站位").decision == "kept"


@pytest.mark.parametrize("target", ["", "action-", "action-99999", "meeting-1", "sentence-x", "text-1"])
def test_a_target_that_is_none_is_refused_in_words(clerk: Client, desk: Desk, target: str) -> None:
    answer = clerk.post(
        f"/meetings/{desk.meeting.pk}/step/", {"verb": "keep", "target": target}, headers={"HX-Request": "true"}
    )
    assert answer.status_code in (409, 422)


def test_the_editor_saves_units_deadline_and_rhythm(clerk: Client, desk: Desk) -> None:
    action = desk.action("巡查台账")
    values = {
        "version": action.version, "wording": action.quote, "lead_unit": "市水利局", "responsible_units": "南渠县、东坪区",
        "supporting_units": "", "limit": "会后5个工作日内", "deliverable": "台账", "reporting_rhythm": "每月",
    }  # fmt: skip
    answer = clerk.post(f"/meetings/{desk.meeting.pk}/actions/{action.pk}/", values, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    now = desk.action("巡查台账")
    assert now.lead_unit == desk.office.units["市水务局"]
    assert [unit.short_name for unit in now.responsible_units.all()] == ["南渠县", "东坪区"]
    assert str(now.deadline) == "2024-09-25"
    assert (now.wording, now.deliverable, now.reporting_rhythm, now.fan_out) == ("", "台账", "每月", False)
    assert "起算" in now.deadline_explanation or "基准" in now.deadline_explanation


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("lead_unit", "市某局", "市某局"),
        ("lead_unit", "市水务局、市教育局", "只能有一个"),
        ("limit", "2024-02-30", "没有"),
        ("limit", "抓紧", "看不懂"),
    ],
)
def test_the_editor_says_what_is_wrong(clerk: Client, desk: Desk, field: str, value: str, words: str) -> None:
    action = desk.action("巡查台账")
    values = {"version": action.version, "wording": action.quote, field: value}
    answer = clerk.post(f"/meetings/{desk.meeting.pk}/actions/{action.pk}/", values, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert desk.action("巡查台账").version == action.version


def test_the_release_page_says_what_stands_against_it(clerk: Client, desk: Desk) -> None:
    page = clerk.get(f"/meetings/{desk.meeting.pk}/release/").content.decode()
    assert "还有 4 句待定" in page
    answer = clerk.post(f"/meetings/{desk.meeting.pk}/release/", {"token": "x"})
    assert answer.status_code == 409


def test_a_meeting_nobody_worked_on_can_be_deleted_another_cannot(clerk: Client, desk: Desk, office: Office) -> None:
    address = f"/meetings/{desk.meeting.pk}/discard/"
    keep(desk.requirement("政治站位"), version=None, actor=office.clerk)
    clerk.post(address)
    assert Meeting.objects.filter(pk=desk.meeting.pk).exists()
    text = bring_in("会议强调，要公布清单。", name="x.txt", actor=office.clerk)
    clerk.post(f"/meetings/{text.meeting_id}/discard/")
    assert not Meeting.objects.filter(pk=text.meeting_id).exists()


def test_today_shows_the_clerk_what_waits(clerk: Client, desk: Desk) -> None:
    page = clerk.get("/").content.decode()
    assert "待确认的会议" in page and "4 句待定" in page


def test_today_shows_a_unit_nothing_of_meetings(client: Client, desk: Desk) -> None:
    client.force_login(User.objects.get(username="lianluo"))
    assert "待确认的会议" not in client.get("/").content.decode()
