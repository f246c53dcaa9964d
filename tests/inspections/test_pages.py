"""The desk's pages: an inspection made, a batch imported and accepted, a petition worked on; what a unit sees of it."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from duban.inspections.actions import handling
from duban.inspections.actions.accepting import start_accepting
from duban.inspections.actions.intaking import take_in
from duban.inspections.models import Batch, Inspection, Intake, Petition, Picture
from tests.inspections.conftest import Desk
from tests.inspections.tables import HEADINGS, ROWS, xlsx
from tests.inspections.test_handling import FOUND, wanted
from tests.people import signed_in


def words(response: Any) -> str:
    return str(response.content.decode())


def form_values(form: Any) -> dict[str, Any]:
    return {name: "" if (value := form[name].value()) is None else value for name in form.fields}


def accepted(desk: Desk, rows: list[list[Any]] = ROWS) -> Intake:
    intake = take_in(desk.batch, xlsx(rows), "清单.xlsx", actor=desk.clerk)
    start_accepting(intake, actor=desk.clerk)
    return intake


def photograph(colour: str = "green") -> bytes:
    """Return a picture whose file says where it was taken."""
    picture = Image.new("RGB", (40, 30), colour)
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (30.0, 0.0, 0.0), 3: "E", 4: (103.0, 0.0, 0.0)}
    stream = io.BytesIO()
    picture.save(stream, "JPEG", exif=exif)
    return stream.getvalue()


def test_an_inspection_is_made_and_changed_on_its_page(desk: Desk) -> None:
    client = signed_in(desk.clerk)
    page = client.get(f"/inspections/{desk.inspection.pk}/edit/")
    given = form_values(page.context["form"]) | {"reply_days": "7", "areas": "青溪县 = 青溪县\n白石区\n南浦县 南浦"}
    assert client.post(f"/inspections/{desk.inspection.pk}/edit/", given).status_code == 302
    changed = Inspection.objects.get(pk=desk.inspection.pk)
    assert changed.reply_days == 7
    assert [term.label for term in changed.terms.filter(kind="area")] == ["青溪县", "白石区", "南浦县"]
    given |= {"name": "第四轮省级督察", "reply_days": "", "level": "provincial", "number_pattern": "{serial:4}"}
    assert client.post("/inspections/new/", given).status_code == 302
    assert Inspection.objects.get(name="第四轮省级督察").reply_days == 7
    given |= {"name": "坏的", "number_pattern": "{channel}", "areas": "青溪县 = 没有的单位"}
    refused = client.post("/inspections/new/", given)
    assert refused.status_code == 422
    assert "顺序号" in words(refused)
    assert "没有的单位" in words(refused)


def test_a_change_over_anothers_change_is_not_saved(desk: Desk) -> None:
    client = signed_in(desk.clerk)
    given = form_values(client.get(f"/inspections/{desk.inspection.pk}/edit/").context["form"])
    client.post(f"/inspections/{desk.inspection.pk}/edit/", given)
    again = client.post(f"/inspections/{desk.inspection.pk}/edit/", given | {"team": "另一组"})
    assert again.status_code == 422
    assert "刚刚被别人改过" in words(again)


def test_a_batch_is_opened_filled_previewed_corrected_and_accepted(desk: Desk) -> None:
    client = signed_in(desk.clerk)
    assert client.post(
        f"/inspections/{desk.inspection.pk}/batches/new/", {"number": "2", "day": "2026-11-21", "calls": "1", "letters": "2"}
    ).status_code == 302  # fmt: skip
    batch = Batch.objects.get(number=2)
    bad = [*ROWS[0][:4], "邻水市某县", *ROWS[0][5:]]
    upload = SimpleUploadedFile("清单.xlsx", xlsx([bad, *ROWS[1:]]))
    there = client.post(f"/inspections/batches/{batch.pk}/", {"file": upload})
    intake = Intake.objects.get()
    assert there.headers["Location"] == f"/inspections/intakes/{intake.pk}/"
    preview = words(client.get(there.headers["Location"]))
    assert "不在本次督察的行政区域里" in preview
    assert "周晓梅" not in preview
    assert "13812345678" not in preview
    row = intake.rows.get(status="problem")
    page = client.get(f"/inspections/rows/{row.pk}/")
    given = form_values(page.context["form"])
    area = next(pk for pk, term in page.context["form"].areas.items() if term.label == "青溪县")
    saved = client.post(f"/inspections/rows/{row.pk}/", given | {"area": area, "confirmed": "on"})
    assert saved.status_code == 302
    client.post(f"/inspections/intakes/{intake.pk}/", {"row": [other.pk for other in intake.rows.all()]})
    client.post(f"/inspections/intakes/{intake.pk}/accept/")
    assert Petition.objects.filter(batch=batch, state="assigned").count() == 3
    shown = words(client.get(f"/inspections/batches/{batch.pk}/"))
    assert "通报 3 = 受理 3 + 退回 0" in shown
    assert "相符" in words(client.get(f"/inspections/{desk.inspection.pk}/equation/"))


def test_a_file_that_is_no_batch_is_refused_on_the_page(desk: Desk) -> None:
    client = signed_in(desk.clerk)
    refused = client.post(
        f"/inspections/batches/{desk.batch.pk}/", {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04")}
    )
    assert refused.status_code == 422
    assert "请" in words(refused)
    assert client.post(f"/inspections/batches/{desk.batch.pk}/", {}).status_code == 422


def test_the_unit_sees_its_own_petition_and_the_desk_sees_just_that_beside_the_case(desk: Desk) -> None:
    accepted(desk)
    mine, other = desk.petition("D3SX202611200001"), desk.petition("X3SX202611200002")
    unit, office = signed_in(desk.liaison), signed_in(desk.clerk)
    assert unit.get(f"/inspections/petitions/{mine.pk}/").status_code == 404
    handling.assign(mine, wanted(desk, mine), actor=desk.clerk)
    seen, beside = unit.get(f"/inspections/petitions/{mine.pk}/"), office.get(f"/inspections/petitions/{mine.pk}/")
    assert mine.summary in words(seen)
    assert "属地单位" not in words(seen)
    assert "案件（市级）" in words(beside)
    assert unit.get(f"/inspections/petitions/{other.pk}/").status_code == 404
    assert unit.get(f"/inspections/petitions/{mine.pk}/assign/").status_code == 403
    listed = words(unit.get(f"/inspections/{desk.inspection.pk}/petitions/"))
    assert mine.number in listed
    assert other.number not in listed


def test_a_blanket_stop_is_marked_in_its_place_and_answered_on_the_page(desk: Desk) -> None:
    accepted(desk)
    mine, unit = desk.petition("D3SX202611200001"), signed_in(desk.liaison)
    handling.assign(mine, wanted(desk, mine), actor=desk.clerk)
    given = form_values(unit.get(f"/inspections/petitions/{mine.pk}/write/").context["form"])
    given |= {
        "plan": FOUND.plan,
        "finding": FOUND.finding,
        "verdict": "partly",
        "handling": "整改",
        "conclusion": "staged",
    }
    page = words(unit.post(f"/inspections/petitions/{mine.pk}/write/", given, follow=True))
    question = mine.guard_questions.get()
    assert f'<mark id="words-{question.pk}"' in page
    assert "证照齐全但不达标" in page
    refused = unit.post(f"/inspections/questions/{question.pk}/", {"answer": "neither", "why": ""}, follow=True)
    assert "写明理由" in words(refused)
    unit.post(f"/inspections/questions/{question.pk}/", {"answer": "lawful_not_compliant", "why": "逐家核查后分类整改"})
    question.refresh_from_db()
    assert question.answer == "lawful_not_compliant"


def test_the_form_says_what_handing_in_needs_and_when_nothing_can_be_changed(desk: Desk) -> None:
    accepted(desk)
    mine, unit = desk.petition("D3SX202611200001"), signed_in(desk.liaison)
    handling.assign(mine, wanted(desk, mine), actor=desk.clerk)
    address = f"/inspections/petitions/{mine.pk}/write/"
    page = words(unit.get(address))
    marked = re.findall(r'for="id_(\w+)">[^<]+ <span class="quiet">（([^）]+)）', page)
    assert [name for name, word in marked if word == "上报前必填"] == ["finding", "verdict", "handling", "conclusion"]
    assert ("plan", "可不填") in marked and "不能修改" not in page
    Petition.objects.filter(pk=mine.pk).update(
        state="replied", replied_on=mine.batch.day, finding="查实", verdict="partly", handling="整改", conclusion="staged",
        submitted_by=desk.liaison, checked_by=desk.clerk, signed_by=desk.desk,
    )  # fmt: skip
    page = words(unit.get(address))
    assert "办理情况已不能修改" in page and "续报" in page
    assert '<fieldset class="plain" disabled>' in page and "保存" not in page


def test_what_is_refused_of_a_measure_or_a_visit_stays_typed(desk: Desk) -> None:
    accepted(desk)
    mine, unit = desk.petition("D3SX202611200001"), signed_in(desk.liaison)
    handling.assign(mine, wanted(desk, mine), actor=desk.clerk)
    place = f"/inspections/petitions/{mine.pk}/add"
    typed = {"kind": "lasting", "what": "建<b>密闭</b>料仓", "due": "2026-12-20", "done_on": "2027-01-01"}
    refused = unit.post(f"{place}/measure/", typed)  # the day of completion has not come
    assert refused.status_code == 422
    for value in ("建&lt;b&gt;密闭&lt;/b&gt;料仓", "2026-12-20", "2027-01-01"):
        assert f'value="{value}"' in words(refused)
    assert '<option value="lasting" selected>' in words(refused)
    visit = {"day": "2026-02-30", "who": "县执法队队长", "found": "料堆未覆盖"}
    again = unit.post(f"{place}/visit/", visit)
    assert again.status_code == 422
    assert all(f'value="{value}"' in words(again) for value in visit.values())
    assert not mine.measures.exists() and not mine.visits.exists()


def test_pictures_leave_without_the_place_they_were_taken(desk: Desk) -> None:
    accepted(desk)
    mine, unit = desk.petition("D3SX202611200001"), signed_in(desk.liaison)
    handling.assign(mine, wanted(desk, mine), actor=desk.clerk)
    for moment in ("before", "after"):
        file = SimpleUploadedFile(f"{moment}.jpg", photograph())
        unit.post(f"/inspections/petitions/{mine.pk}/add/picture/", {"file": file, "moment": moment, "caption": "料堆"})
    before, _after = Picture.objects.all()
    sent = unit.get(f"/inspections/pictures/{before.pk}/")
    assert not Image.open(io.BytesIO(sent.content)).getexif()
    assert b"Exif" not in sent.content
    refused = unit.post(
        f"/inspections/petitions/{mine.pk}/add/picture/",
        {"file": SimpleUploadedFile("a.jpg", b"no picture"), "moment": "before"},
        follow=True,
    )
    assert "不符" in words(refused)
    unit.post(f"/inspections/pictures/{before.pk}/drop/")
    assert Picture.objects.count() == 1


def test_a_move_too_late_is_refused_in_plain_words(desk: Desk) -> None:
    accepted(desk)
    mine, office = desk.petition("D3SX202611200001"), signed_in(desk.clerk)
    handling.assign(mine, wanted(desk, mine), actor=desk.clerk)
    handling.write(mine, FOUND, actor=desk.liaison)
    late = office.post(f"/inspections/petitions/{mine.pk}/move/reply/", {"day": "2026-11-26"}, follow=True)
    assert "现在是“办理中”" in words(late)
    nonsense = office.post(f"/inspections/petitions/{mine.pk}/move/reply/", {"day": "明天"}, follow=True)
    assert "填写有误" in words(nonsense)
    assert office.post(f"/inspections/petitions/{mine.pk}/move/whatever/").status_code == 403


def test_every_figure_of_the_board_is_the_list_it_opens(desk: Desk) -> None:
    accepted(desk)
    mine, client = desk.petition("D3SX202611200001"), signed_in(desk.clerk)
    handling.assign(mine, wanted(desk, mine), actor=desk.clerk)
    counts = client.get(f"/inspections/{desk.inspection.pk}/").context["clocks"]
    found = {clock.key: count for clock, count in counts if count}
    assert found == {"unassigned": 2, "unit": 1}
    for key in ("unassigned", "unit", "overdue", "soon", "check"):
        listed = client.get(f"/inspections/{desk.inspection.pk}/petitions/?waits={key}").context["page"]
        assert listed.paginator.count == found.get(key, 0), key


@pytest.mark.parametrize("path", ["/inspections/{i}/", "/inspections/batches/{b}/", "/inspections/{i}/equation/"])
def test_pages_ask_the_same_for_one_row_and_for_three(desk: Desk, path: str) -> None:
    client = signed_in(desk.clerk)
    path = path.format(i=desk.inspection.pk, b=desk.batch.pk)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(path).status_code == 200
        return len(found)

    accepted(desk, ROWS[:1])
    queries()
    one = queries()
    accepted(desk)
    assert queries() <= one + (1 if "batches" in path else 0)  # a second file has a row of its own


def test_a_row_of_another_citys_area_is_not_made_the_citys_own_by_saving_it(desk: Desk) -> None:
    wrong = [*ROWS[0][:4], "邻水市某县", *ROWS[0][5:]]
    row = take_in(desk.batch, xlsx([wrong]), "清单.xlsx", actor=desk.clerk).rows.get()
    client, address = desk.city.sign_in("clerk"), f"/inspections/rows/{row.pk}/"
    form = client.get(address).context["form"]
    assert [str(label) for _value, label in form.fields["area"].choices][:3] == ["请选择", "市本级", "青溪县"]
    given = {"number": row.number, "channel": "call", "summary": row.summary, "types": row.values["types"]}
    assert client.post(address, given).status_code == 422
    row.refresh_from_db()
    assert row.status == "problem"
    assert client.post(address, {**given, "area": "city"}).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.values["area"]) == ("ready", None)


def test_a_type_the_inspection_does_not_have_is_not_made_none_by_saving_the_row(desk: Desk) -> None:
    wrong = [*ROWS[0][:5], "光污染", *ROWS[0][6:]]
    row = take_in(desk.batch, xlsx([wrong]), "清单.xlsx", actor=desk.clerk).rows.get()
    client, address = desk.city.sign_in("clerk"), f"/inspections/rows/{row.pk}/"
    given = {"number": row.number, "channel": "call", "summary": row.summary, "area": str(row.values["area"])}
    page = client.post(address, given)
    row.refresh_from_db()
    assert (page.status_code, row.status, "选“先不分类”" in page.content.decode()) == (422, "problem", True)
    assert client.post(address, {**given, "types": ["untyped"]}).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.values["types"]) == ("ready", [])


@pytest.mark.parametrize(("cell", "value", "missing"), [(2, "来信", "channel"), (7, "十一月", "received")])
def test_what_stands_against_a_cell_is_answered_and_not_saved_away(
    desk: Desk, cell: int, value: str, missing: str
) -> None:
    cells = [*ROWS[0], ""]
    cells[cell] = value
    row = take_in(desk.batch, xlsx([cells], [*HEADINGS, "受理日期"]), "清单.xlsx", actor=desk.clerk).rows.get()
    client, address = desk.city.sign_in("clerk"), f"/inspections/rows/{row.pk}/"
    shown = form_values(client.get(address).context["form"])
    page = client.post(address, shown)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [missing])
    answered = {"channel": "call", "received": "2026-11-20"}[missing]
    assert client.post(address, shown | {missing: answered}).status_code == 302
    row.refresh_from_db()
    assert row.status == "ready"


def test_what_is_wrong_with_pasted_text_is_said_where_it_was_pasted(desk: Desk) -> None:
    answer = desk.city.sign_in("clerk").post(desk.batch.get_absolute_url(), {"text": "没有编号的一段话。"})
    assert list(answer.context["form"].errors) == ["text"]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"detained": "99999"}, "最多填 999，"),
        ({"sites_ordered": "10000"}, "最多填 9999，"),
        ({"fines": "1000000001"}, "1000000000"),
        ({"revisit_on": "2020-01-01"}, "计划回访日期 2020-01-01 早于交办日期 2026-11-20"),
    ],
)
def test_a_slip_in_a_count_or_a_day_is_refused(desk: Desk, changes: dict[str, str], why: str) -> None:
    accepted(desk)
    petition = desk.petition("D3SX202611200001")
    handling.assign(petition, wanted(desk, petition), actor=desk.clerk)
    client, address = signed_in(desk.liaison), f"/inspections/petitions/{petition.pk}/write/"
    given = form_values(client.get(address).context["form"])
    refused = client.post(address, given | changes)
    assert refused.status_code == 422
    assert why in words(refused)
    assert client.post(address, given | {"detained": "999", "revisit_on": "2026-11-20"}).status_code == 302


def test_what_was_added_is_said_and_told_one_by_one_in_the_course(desk: Desk) -> None:
    accepted(desk)
    mine, unit = desk.petition("D3SX202611200001"), signed_in(desk.liaison)
    handling.assign(mine, wanted(desk, mine), actor=desk.clerk)
    place = f"/inspections/petitions/{mine.pk}/add"
    told = unit.post(f"{place}/measure/", {"kind": "immediate", "what": "料堆覆盖"}, follow=True)
    assert "已添加措施。" in words(told)
    assert f'action="{place}/measure/#measures"' in told.content.decode()
    visit = {"day": "2026-11-26", "who": "县执法队队长", "found": "已覆盖"}
    assert "已添加记录。" in words(unit.post(f"{place}/visit/", visit, follow=True))
    for colour in ("red", "blue", "green"):
        file = SimpleUploadedFile(f"{colour}.jpg", photograph(colour))
        sent = unit.post(f"{place}/picture/", {"file": file, "moment": "after", "caption": ""}, follow=True)
        assert "已上传照片。" in words(sent)
    picture = Picture.objects.first()
    assert picture is not None
    dropped = unit.post(f"/inspections/pictures/{picture.pk}/drop/", follow=True)
    assert "已取下照片，文件留存。" in words(dropped)
    page = signed_in(desk.clerk).get(mine.get_absolute_url())
    assert [(line.about, line.times) for line in page.context["course"]][:4] == [
        ("“整改后”照片", 1), ("“整改后”照片", 3), ("2026-11-26 的核查记录", 1), ("即知即改：料堆覆盖", 1),
    ]  # fmt: skip
    assert '“整改后”照片 <span class="quiet">3 次</span>' in page.content.decode()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("空.xlsx", b"", "这是空文件，请确认保存或下载已经完成后重新选择。"),
        ("清单.jpg", photograph(), "图片里的文字请粘贴或录入。"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_once_and_what_to_do(
    desk: Desk, name: str, content: bytes, said: str
) -> None:
    file = SimpleUploadedFile(name, content)
    refused = signed_in(desk.clerk).post(desk.batch.get_absolute_url(), {"file": file, "text": ""})
    form = refused.context["form"]
    assert refused.status_code == 422
    assert [error for errors in form.errors.values() for error in errors] == form.errors["file"]
    assert len(form.errors["file"]) == 1 and said in form.errors["file"][0]
    assert "docx" not in form.errors["file"][0]
