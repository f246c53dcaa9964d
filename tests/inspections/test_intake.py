"""From a file to accepted petitions: the three layouts, what stands against a row, the counts, undoing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from duban.inspections.actions.accepting import start_undo
from duban.inspections.actions.batching import open_batch
from duban.inspections.actions.errors import DeskRefused
from duban.inspections.actions.handling import Assignment, assign
from duban.inspections.actions.intaking import confirm_rows, decide_row, take_in, take_in_text
from duban.inspections.intake import NoPetitions
from duban.inspections.models import Intake, IntakeState, Petition, RowStatus
from duban.inspections.queries.counts import equation_of
from duban.inspections.states import PetitionState
from duban.jobs.models import Job
from duban.organizations.models import Role, User
from duban.reading import CannotRead
from duban.tasks.models import Task, TaskOrigin
from duban.tasks.permissions import visible_to as tasks_seen_by
from duban.vault.actions import unseal, use
from duban.vault.models import Sealed, VaultRead
from tests.inspections.conftest import DAY, Desk, person
from tests.inspections.intakes import accepted, context_of, problems, shown, taken
from tests.inspections.tables import HEADINGS, ROWS, csv, docx, flattened, forms, ruled_pdf, xlsx
from tests.people import signed_in


@pytest.mark.parametrize("kind", ["xlsx", "csv", "docx", "flattened", "forms"])
def test_the_three_layouts_give_the_same_petitions(desk: Desk, kind: str) -> None:
    if kind in ("flattened", "forms"):
        text = flattened(ROWS) if kind == "flattened" else forms(ROWS)
        intake = take_in_text(desk.batch, text, actor=desk.clerk)
    else:
        content = {"xlsx": xlsx, "csv": csv, "docx": docx}[kind](ROWS)
        intake = take_in(desk.batch, content, f"清单.{kind}", actor=desk.clerk)
    rows = list(intake.rows.all())
    assert [row.number for row in rows] == [row[1] for row in ROWS]
    assert [row.status for row in rows] == ["ready"] * 3, [row.problems for row in rows]
    assert [row.values["channel"] for row in rows] == ["call", "letter", "letter"]
    assert [len(row.values["types"]) for row in rows] == [1, 2, 1]
    assert rows[1].summary == ROWS[1][3]


def test_a_cell_a_line_keeps_stars_and_the_city_level_and_skips_headings_that_come_again(desk: Desk) -> None:
    heads = ["序号", "受理编号", "重点", "交办问题基本情况", "行政区域", "污染类型"]
    first, second, third = ROWS
    lines = [*heads, f"1{first[1]}", "来电", "★", first[3], "市本级", first[5]]
    lines += [f"2{second[1]}", second[3], second[4], second[5], *heads, f"3{third[1]}", "重点", third[3], *third[4:6]]
    rows = list(take_in_text(desk.batch, "\n".join(lines), actor=desk.clerk).rows.all())
    assert [row.values["starred"] for row in rows] == [True, False, True]
    assert [row.values["area"] is None for row in rows] == [True, False, False]
    assert rows[0].summary.endswith("〔电话〕。")
    assert [row.status for row in rows] == ["ready"] * 3


@pytest.mark.parametrize("kind", ["xlsx", "csv", "docx", "lines", "forms"])
def test_a_star_at_the_number_marks_an_important_case_in_every_layout(desk: Desk, kind: str) -> None:
    rows = [list(line) for line in ROWS]
    rows[1][1] = f"★{rows[1][1]}"
    made = {
        "xlsx": (xlsx, "清单.xlsx"), "csv": (csv, "清单.csv"), "docx": (docx, "清单.docx"),
        "lines": (lambda rows: "\n".join(flattened(rows).replace("2★", "2\n★").split("\n")).encode(), "清单.txt"),
        "forms": (lambda rows: forms(rows).encode(), "清单.txt"),
    }  # fmt: skip
    make, name = made[kind]
    intake = take_in(desk.batch, make(rows), name, actor=desk.clerk)
    row = intake.rows.get(number=ROWS[1][1])
    assert (row.values["starred"], row.status, row.problems) == (True, "ready", [])


def test_a_form_may_hold_several_pairs_a_line_but_free_text_is_not_cut_at_what_looks_like_a_label(desk: Desk) -> None:
    text = (
        "受理编号：D3SX202611200001　来源：来电\n行政区域：青溪县 污染类型：大气\n"
        "交办问题：砂石厂扬尘大。 责任单位：某砂石公司拒不整改，内容：见照片。"
    )
    row = take_in_text(desk.batch, text, actor=desk.clerk).rows.get()
    assert (row.status, row.values["channel"]) == ("ready", "call")
    assert row.summary == "砂石厂扬尘大。 责任单位：某砂石公司拒不整改，内容：见照片。"


def test_the_text_is_redacted_before_it_is_kept(desk: Desk) -> None:
    row = taken(desk).rows.all()[0]
    assert "周晓梅" not in row.summary
    assert "13812345678" not in row.summary
    assert row.masked == {"person": 1, "phone": 1}


def test_who_complained_lies_in_the_vault_alone(desk: Desk) -> None:
    intake = accepted(taken(desk), desk)
    petition = desk.petition("D3SX202611200001")
    for model in apps.get_models():
        for row in model._default_manager.all().values_list():
            assert "周晓梅" not in str(row), model
            assert "13812345678" not in str(row), model
    sealed = Sealed.objects.get(pk=petition.sealed_text)
    with pytest.raises(PermissionDenied):
        unseal(sealed, actor=desk.clerk, reason="想看看")
    assert use(sealed, purpose="inspections.accept", actor=None) == {"text": ROWS[0][3]}
    assert "周晓梅" not in f"{intake}{petition}{sealed}"
    assert list(VaultRead.objects.filter(sealed=sealed).values_list("outcome", flat=True)) == ["used", "refused"]


def test_a_long_file_is_previewed_as_a_job_and_accepted_with_progress(
    desk: Desk, django_capture_on_commit_callbacks: Any
) -> None:
    rows = [
        [
            str(place),
            f"X3SX20261120{place:04d}",
            "来信",
            f"青溪县第{place}号地块堆有{place * 7}吨渣土，无遮盖。",
            "青溪县",
            "大气",
            "",
        ]
        for place in range(1, 322)
    ]
    with django_capture_on_commit_callbacks(execute=True):
        intake = taken(desk, rows)
    intake.refresh_from_db()
    assert (intake.state, intake.rows.count()) == (IntakeState.DRAFT, 321)
    with django_capture_on_commit_callbacks(execute=True):
        accepted(intake, desk)
    intake.refresh_from_db()
    assert (intake.state, intake.job.done, intake.job.total) == (IntakeState.DONE, 321, 321)
    assert Petition.objects.filter(task__source="petition").count() == 321


def test_what_stands_in_a_wrong_column_is_redacted_where_a_message_quotes_it(desk: Desk) -> None:
    wrong = [*ROWS[0][:4], "联系电话13812345678", *ROWS[0][5:], "共办，联系人电话13987654321"]
    row = taken(desk, [wrong], headings=[*HEADINGS, "备注"]).rows.get()
    assert row.status == "problem"
    assert row.values["sharing"] == "joint"
    assert "13812345678" not in str(row.problems)
    assert "13987654321" not in str(row.values)


def test_merged_cells_and_lost_spans_inherit_from_above_and_say_so(desk: Desk) -> None:
    spans = docx([ROWS[0], [*ROWS[2][:4], "青溪县", *ROWS[2][5:]]], span_area=True)
    intake = take_in(desk.batch, spans, "合并.docx", actor=desk.clerk)
    assert len({row.values["area"] for row in intake.rows.all()}) == 1
    lost = [ROWS[0], [*ROWS[2][:4], "", "", ""], ["", "", "", "水塘下游的鱼都死了。", "", "", ""]]
    intake = taken(desk, lost)
    first, second = intake.rows.all()
    assert second.values["area"] == first.values["area"]
    assert second.summary.endswith("水塘下游的鱼都死了。")
    assert [field for field, _message, level in second.problems if level == "notice"] == ["area", "type", "summary"]


@pytest.mark.parametrize(
    ("area", "text", "words"),
    [
        ("青溪县", "反映白石区采石场扬尘。", "文字里写的是“白石区”，行政区域是“青溪县”，请核对"),
        ("", "反映白石区采石场扬尘。", "行政区域空着，文字里写的是“白石区”，请核对"),
        ("青溪县", "反映青溪上游、白石区界的采石场扬尘。", ""),
        ("市本级", "反映白石区采石场扬尘。", ""),
        ("青溪县", "反映采石场扬尘。", ""),
    ],
)
def test_an_area_that_the_text_contradicts_is_noted(desk: Desk, area: str, text: str, words: str) -> None:
    row = taken(desk, [[*ROWS[0][:3], text, area, *ROWS[0][5:]]]).rows.get()
    assert [message for _field, message, _level in row.problems] == ([words] if words else [])
    assert row.status == "ready"


def test_an_area_from_a_merged_cell_that_the_text_contradicts_says_where_it_is_from(desk: Desk) -> None:
    rows = [ROWS[0], [*ROWS[1][:3], "反映白石区采石场扬尘。", "青溪县", *ROWS[1][5:]]]
    intake = take_in(desk.batch, docx(rows, span_area=True), "合并.docx", actor=desk.clerk)
    first, second = intake.rows.all()
    words = "文字里写的是“白石区”，行政区域是“青溪县”（合并单元格，与上一行相同），请核对"
    assert (first.problems, second.problems) == ([], [["area", words, "notice"]])


@pytest.mark.parametrize(
    ("cell", "value", "words"),
    [
        (1, "D3SX20261120001", "与式样"),
        (1, "", "没有受理编号"),
        (1, "D3HB202611200001", "省份代码"),
        (1, "D2SX202611200001", "第 2 轮"),
        (1, "D3SX202605200001", "不在进驻期间"),
        (2, "来信", "请核对"),
        (3, "", "没有写交办问题"),
        (4, "邻水市某县", "其他城市"),
        (5, "光污染", "不是本次督察的污染类型"),
    ],
)
def test_a_bad_cell_stops_its_row_and_says_why(desk: Desk, cell: int, value: str, words: str) -> None:
    row = [value if place == cell else old for place, old in enumerate(ROWS[0])]
    intake = taken(desk, [row, ROWS[1]])
    assert [row.status for row in intake.rows.all()] == ["problem", "ready"]
    assert words in problems(intake)[0]


def test_a_row_that_a_page_cuts_in_two_is_put_together(desk: Desk) -> None:
    cut = [
        ["1", "D3SX2026", "来电", "青溪县城东砂石厂", "青溪县", "大气", ""],
        ["", "11200001", "", "夜间筛砂扬尘大。", "", "", ""],
    ]
    row = taken(desk, cut).rows.get()
    assert (row.number, row.summary, row.status) == ("D3SX202611200001", "青溪县城东砂石厂夜间筛砂扬尘大。", "ready")


def test_the_ruled_table_of_a_pdf_is_read_by_its_lines(desk: Desk) -> None:
    intake = take_in(desk.batch, ruled_pdf(), "清单.pdf", actor=desk.clerk)
    first, second = intake.rows.all()
    assert (first.number, second.number) == ("D3SX202611200001", "X3SX202611200002")
    assert [first.values["area"], second.values["area"]] == [first.values["area"]] * 2  # one merged cell for both
    assert first.summary == "ABCDEF GH".replace(" ", "")


def test_a_number_is_accepted_once_in_an_inspection(desk: Desk) -> None:
    twice = taken(desk, [ROWS[0], ROWS[0]])
    assert [row.status for row in twice.rows.all()] == ["ready", "problem"]
    accepted(twice, desk)
    assert [row.status for row in taken(desk).rows.all()] == ["same", "ready", "ready"]
    later = open_batch(desk.inspection, number=2, day=date(2026, 11, 21), actor=desk.clerk)
    again = take_in(later, xlsx(ROWS), "清单.xlsx", actor=desk.clerk)
    assert "已在第 1 批受理" in problems(again)[0]


def test_accepting_opens_one_task_each_on_the_same_day(desk: Desk) -> None:
    intake = taken(desk)
    confirm_rows(intake, [intake.rows.all()[0].pk], actor=desk.clerk)
    accepted(intake, desk)
    first, second, _third = Petition.objects.order_by("position")
    assert Task.objects.filter(source="petition").count() == 3
    assert (first.state, first.lead_unit) == (PetitionState.ASSIGNED, desk.city.units["青溪县"])
    assert (second.state, second.lead_unit) == (PetitionState.RECEIVED, None)
    assert second.task is not None
    assert second.task.lead_unit == desk.city.units["市政府办"]
    assert second.reply_due == date(2026, 11, 30)
    assert "第 10 天为 2026-11-30" in second.reply_explanation
    assert list(second.types.values_list("label", flat=True)) == ["水", "噪声"]


def test_a_text_nobody_has_confirmed_does_not_reach_the_ledger(desk: Desk) -> None:
    intake = taken(desk)
    accepted(intake, desk)
    said = " ".join(
        [*Task.objects.values_list("title", flat=True), *TaskOrigin.objects.values_list("quote", flat=True)]
    )
    assert "砂石厂" not in said
    assert "D3SX202611200001" in said


def test_no_unit_reads_a_confirmed_text_in_the_ledger_before_it_is_handed_over(desk: Desk) -> None:
    units = desk.city.units
    intake = taken(desk, [[*ROWS[0][:4], "市本级", *ROWS[0][5:]]])
    confirm_rows(intake, [intake.rows.get().pk], actor=desk.clerk)
    accepted(intake, desk)
    waiting = Petition.objects.get()
    assert (waiting.state, waiting.text_confirmed_at is None) == (PetitionState.RECEIVED, False)
    readers = [person("bang", "协调联络员", units["市政府办"], Role.LIAISON), desk.liaison]
    assert [_read(reader) for reader in readers] == [{waiting.number}, set()]
    assert "砂石厂" not in Task.objects.get().title
    wanted = Assignment(units["青溪县"], waiting.summary, text_confirmed=True)
    assign(waiting, wanted, actor=desk.clerk)
    assert [_read(reader) for reader in readers] == [set(), {waiting.summary, waiting.number}]


def _read(reader: User) -> set[str]:
    return set(TaskOrigin.objects.filter(task__in=tasks_seen_by(reader)).values_list("quote", flat=True))


def test_a_row_returned_to_the_team_is_counted_and_opens_no_task(desk: Desk) -> None:
    other = [*ROWS[0][:1], "D3HB202611200009", *ROWS[0][2:]]
    intake = taken(desk, [other, ROWS[1]])
    with pytest.raises(DeskRefused):
        decide_row(intake.rows.all()[0], "return", actor=desk.clerk)
    decide_row(intake.rows.all()[0], "return", actor=desk.clerk, reason="属邻省，退回督察组")
    accepted(intake, desk)
    equation = equation_of(desk.batch)
    assert (equation.accepted, equation.returned, equation.announced) == (1, 1, 3)
    assert desk.petition("D3HB202611200009").task is None


def test_what_is_no_batch_is_refused_with_advice(desk: Desk) -> None:
    for content, name in (
        (b"", "空.xlsx"),
        ("没有编号的文字。".encode(), "文字.txt"),
        (b"PK\x03\x04broken", "坏.docx"),
    ):
        with pytest.raises((NoPetitions, CannotRead, ValueError)):
            take_in(desk.batch, content, name, actor=desk.clerk)
    with pytest.raises(PermissionDenied):
        take_in(desk.batch, xlsx(ROWS), "清单.xlsx", actor=desk.liaison)
    with pytest.raises(DeskRefused):
        open_batch(desk.inspection, number=9, day=date(2026, 12, 9), actor=desk.clerk)
    with pytest.raises(DeskRefused):
        open_batch(desk.inspection, number=2, day=DAY, actor=desk.clerk)
    assert not Intake.objects.exists()
    assert RowStatus.READY == "ready"


def test_the_count_of_rows_to_accept_leaves_out_those_accepted_already(desk: Desk) -> None:
    intake = accepted(taken(desk), desk)
    counts = {value: count for value, _label, count in context_of(desk, intake)["counts"]}
    assert (counts["ready"], counts["accepted"], counts["undone"]) == (0, 3, 0)
    assert len(context_of(desk, intake, status="ready")["page"].object_list) == 0
    assert len(context_of(desk, intake, status="accepted")["page"].object_list) == 3
    Petition.objects.filter(number="X3SX202611200003").update(version=2)
    start_undo(intake, actor=desk.clerk)
    counts = {value: count for value, _label, count in context_of(desk, intake)["counts"]}
    assert (counts["ready"], counts["accepted"], counts["undone"]) == (0, 1, 2)
    page = shown(desk, intake)
    assert "受理以后又有办理，没有撤销。" in page and "受理编号：受理以后" not in page


def test_a_page_whose_file_is_at_work_asks_by_itself_until_the_job_has_ended(desk: Desk) -> None:
    intake = accepted(taken(desk), desk)
    address = reverse("inspections:intake", args=[intake.pk])
    client = signed_in(desk.clerk)
    assert "hx-trigger" not in client.get(address).content.decode()
    assert client.get(address, headers={"hx-request": "true"}).headers["HX-Refresh"] == "true"
    Job.objects.filter(pk=intake.job_id).update(state="running")
    Intake.objects.filter(pk=intake.pk).update(state=IntakeState.RUNNING)
    assert f'hx-get="{address}" hx-trigger="every 1s"' in client.get(address).content.decode()
    answer = client.get(address, headers={"hx-request": "true"})
    assert ("HX-Refresh" in answer.headers, "正在受理" in answer.content.decode()) == (False, True)
