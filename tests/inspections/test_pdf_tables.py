"""PDF batches without ruled lines: aligned columns, forms, a cell a line; what cannot be told apart is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from duban.inspections.intake import Taken, Vocabulary, read_batch
from duban.inspections.rules.headings import Field, is_heading_word
from duban.inspections.rules.numbers import CENTRAL
from duban.reading import CannotRead
from duban.reading.intake.pdf_lines import Piece, Printed
from duban.reading.intake.pdf_rows import Body, rows_of
from tests.inspections.aligned import HEADINGS, office_pdf, petitions, random_table, set_pdf
from tests.libreoffice import installed

WORDS = Vocabulary(
    CENTRAL,
    lambda words: words in ("青溪县", "白石区"),
    lambda words: all(part in ("大气", "水", "噪声") for part in words.split("、")),
)
FIELDS = (Field.INDEX, Field.NUMBER, Field.CHANNEL, Field.SUMMARY, Field.AREA, Field.TYPE)
LEFTS = (40, 70, 240, 280, 430, 500)
FIRST, SECOND = "D3SX202611200001", "X3SX202611200002"


def read(content: bytes) -> Taken:
    return read_batch(content, "清单.pdf", WORDS)


def line(y: float, *cells: str, lefts: Sequence[float] = LEFTS) -> list[tuple[float, float, str]]:
    return [(left, y, cell) for left, cell in zip(lefts, cells, strict=False) if cell]


def refused(pages: Sequence[Sequence[tuple[float, float, str]]]) -> str:
    with pytest.raises(CannotRead) as refusal:
        read(set_pdf(pages))
    assert refusal.value.code == "columns_unclear"
    return str(refusal.value)


@installed
@pytest.mark.parametrize("centred", [False, True])
def test_a_table_without_borders_is_read_over_pages_with_cells_of_several_lines(tmp_path: Path, centred: bool) -> None:
    rows = petitions(30)
    taken = read(office_pdf(rows, tmp_path / "office", centred=centred))
    assert [row.cells for row in taken.rows] == [dict(zip(FIELDS, row, strict=True)) for row in rows]


@installed
def test_without_a_repeated_heading_a_table_goes_on_or_is_refused_and_is_never_read_wrong(tmp_path: Path) -> None:
    rows = petitions(30)
    taken = read(office_pdf(rows, tmp_path / "top", repeat=False))
    assert [row.cells for row in taken.rows] == [dict(zip(FIELDS, row, strict=True)) for row in rows]
    with pytest.raises(CannotRead) as refusal:
        read(office_pdf(rows, tmp_path / "middle", repeat=False, centred=True))
    assert "看不出一件从哪一行开始" in str(refusal.value)


def test_rows_parted_by_blank_space_may_have_their_number_anywhere() -> None:
    page = [
        *line(780, "", "", "", "群众信访举报件交办清单"),
        *line(750, *HEADINGS),
        *line(720, "", "", "", "城东砂石厂筛砂扬尘大，"),
        *line(708, "", "", "", "周边居民不敢开窗，"),
        *line(702, "1", FIRST, "来电", "", "青溪县", "大气"),
        *line(696, "", "", "", "要求整治。"),
        *line(670, "2", SECOND, "来信", "印染作坊偷排废水，", "白石区", "噪声"),
        *line(658, "", "", "", "河水发黑。"),
        *line(630, "注：★为重点件。"),
        *line(40, "", "", "— 1 —"),
    ]
    rows = read(set_pdf([page])).rows
    assert [row.cells[Field.NUMBER] for row in rows] == [FIRST, SECOND]
    assert rows[0].cells[Field.SUMMARY] == "城东砂石厂筛砂扬尘大，周边居民不敢开窗，要求整治。"
    assert rows[1].cells[Field.SUMMARY] == "印染作坊偷排废水，河水发黑。"
    assert rows[1].cells[Field.TYPE] == "噪声"


def test_a_heading_of_two_lines_and_a_row_cut_by_a_page_are_put_together() -> None:
    heads = [*line(750, "", "", "", "交办问题基"), *line(744, "序号", "受理编号", "来源", "", "行政区域", "污染类型")]
    heads += line(738, "", "", "", "本情况")
    first = [*heads, *line(700, "1", FIRST, "来电", "城东砂石厂筛砂", "青溪县", "大气")]
    second = [
        *heads,
        *line(700, "", "", "", "扬尘大。"),
        *line(676, "2", SECOND, "来信", "噪声扰民。", "白石区", "噪声"),
    ]
    rows = read(set_pdf([first, second])).rows
    assert [row.cells[Field.SUMMARY] for row in rows] == ["城东砂石厂筛砂扬尘大。", "噪声扰民。"]
    assert rows[0].mended


def test_a_number_set_in_two_lines_is_one() -> None:
    page = [*line(750, *HEADINGS), *line(720, "1", FIRST[:9], "来电", "筛砂扬尘", "青溪县", "大气")]
    page += [*line(708, "", FIRST[9:], "", "很大。"), *line(680, "2", SECOND, "来信", "噪声。", "白石区", "噪声")]
    assert [row.cells[Field.NUMBER] for row in read(set_pdf([page])).rows] == [FIRST, SECOND]


def test_columns_that_run_together_are_refused_by_name() -> None:
    page = [
        *line(750, *HEADINGS),
        *line(720, "1", FIRST, "来电", "城东砂石厂夜间筛砂扬尘很大超出了格子", "青溪县", "大气"),
    ]
    words = refused([page])
    assert "“交办问题基本情况”和“行政区域”两列的文字连在一起" in words
    assert "第 1 页" in words
    assert "请上传原来的" in words


def test_a_table_of_any_look_is_read_right_or_refused_never_read_wrong() -> None:
    read_right = 0
    for seed in range(120):
        content, rows = random_table(Random(seed))
        try:
            found = [row.cells for row in read(content).rows]
        except CannotRead:
            continue
        assert found == [dict(zip(FIELDS, row, strict=True)) for row in rows], seed
        read_right += 1
    assert read_right >= 100


def test_two_headings_that_run_together_are_refused() -> None:
    lefts = (40, 70, 240, 280, 430, 470)
    page = [*line(750, *HEADINGS, lefts=lefts), *line(720, "1", FIRST, "来电", "扬尘。", "青溪县", "大气", lefts=lefts)]
    assert "“行政区域污染类型”是两列的列名连在一起" in refused([page])


def test_text_beside_all_headings_is_refused_but_a_bare_heading_takes_what_stands_alone_beside_it() -> None:
    page = [
        *line(750, *HEADINGS[:4], "行政区域", "污染类型"),
        *line(720, "1", FIRST, "来电", "扬尘。", "青溪县", "大气"),
    ]
    beside = [*page, (570, 720, "共办")]
    assert "“共办”上面没有列名" in refused([beside])
    lefts = (40, 70, 240, 280, 400, 460)
    page = [*line(750, "序号", "受理编号", "来源", "交办问题", "行政区域", lefts=lefts), (540, 750, "备注")]
    page += [*line(720, "1", FIRST, "来电", "扬尘。", "青溪县", lefts=lefts), (500, 720, "共办")]
    assert read(set_pdf([page])).rows[0].cells[Field.NOTE] == "共办"


def test_rows_that_two_readings_part_differently_are_refused() -> None:
    page = [*line(750, *HEADINGS)]
    page += line(720, "1", FIRST, "来电", "甲处扬尘。", "青溪县", "大气")
    page += line(704, "", "", "", "乙处有作坊。")  # the end of the first, or the beginning of the second?
    page += line(688, "2", SECOND, "来信", "偷排废水。", "白石区", "噪声")
    page += line(672, "", "", "", "河水发黑。")
    assert "看不出一件从哪一行开始" in refused([page])


def test_cells_side_by_side_without_a_heading_are_refused() -> None:
    page = [*line(720, "1", FIRST, "来电", "扬尘。", "青溪县", "大气")]
    assert "没有列名一行" in refused([page])


def test_a_level_line_between_rows_parts_them_where_lines_follow_evenly() -> None:
    places = [700.0, 688.0, 676.0, 664.0]
    lines = [Printed(base, (Piece(0, 10, "字"),)) for base in places]
    even = Body(lines, 10.0, [(0, 0), (2, 2)], ["字"] * 4)
    assert rows_of([even]) is None
    assert rows_of([replace(even, ruled=[682.0])]) == [[[0, 1], [2, 3]]]


@pytest.mark.parametrize(
    ("numbers", "words", "rows"),
    [
        ([(0, 0), (1, 1)], ["尘大。", "声响", "很。", "又臭。"], [[0], [1, 2, 3]]),  # in the first line
        ([(0, 0), (2, 2)], ["尘大。", "声响", "很。", "又臭。"], [[0], [1, 2, 3]]),  # in the middle, or the first
        ([(0, 0), (3, 3)], ["尘大。", "声响", "很", "又臭。"], [[0], [1, 2, 3]]),  # in the last
        ([(0, 0), (2, 2)], ["尘大。", "声响。", "很。", "又臭。"], None),  # two readings end with sentences
        ([(0, 0), (2, 2)], ["尘大", "声响", "很", "又臭"], None),  # none does
    ],
)
def test_where_lines_follow_evenly_the_reading_is_taken_that_alone_ends_sentences(
    numbers: list[tuple[int, int]], words: list[str], rows: list[list[int]] | None
) -> None:
    lines = [Printed(700.0 - 12 * place, (Piece(0, 10, "字"),)) for place in range(4)]
    assert rows_of([Body(lines, 10.0, numbers, words)]) == (None if rows is None else [rows])


def test_forms_are_read_with_several_pairs_a_line_and_labels_in_a_column_of_their_own() -> None:
    flowing = [
        (60, 780, f"受理编号：{FIRST}"), (320, 780, "来源：来电"),
        (60, 764, "行政区域：青溪县"), (320, 764, "污染类型：大气"),
        (60, 748, "交办问题：城东砂石厂夜间筛砂"), (60, 732, "扬尘很大。"),
        (60, 690, f"受理编号：{SECOND}"), (320, 690, "来源：来信"),
        (60, 674, "交办问题：噪声扰民。"),
    ]  # fmt: skip
    beside = [
        (60, 780, "受理编号"), (140, 780, FIRST), (320, 780, "来源"), (400, 780, "来电"),
        (60, 764, "行政区域"), (140, 764, "青溪县"), (320, 764, "污染类型"), (400, 764, "大气"),
        (60, 748, "交办问题"), (140, 748, "城东砂石厂夜间筛砂"), (140, 736, "扬尘很大。"),
        (60, 690, "受理编号"), (140, 690, SECOND), (320, 690, "来源"), (400, 690, "来信"),
        (60, 674, "交办问题"), (140, 674, "噪声扰民。"),
    ]  # fmt: skip
    for page in (flowing, beside):
        first, second = read(set_pdf([page])).rows
        assert first.cells == {
            Field.NUMBER: FIRST, Field.CHANNEL: "来电", Field.AREA: "青溪县", Field.TYPE: "大气",
            Field.SUMMARY: "城东砂石厂夜间筛砂扬尘很大。",
        }  # fmt: skip
        assert second.cells[Field.SUMMARY] == "噪声扰民。"


def test_a_line_between_two_labels_that_may_belong_to_either_is_refused() -> None:
    page = [(60, 780, "受理编号"), (140, 780, FIRST), (60, 760, "来源"), (140, 760, "来电"), (140, 744, "城东砂石厂")]
    page += [(60, 728, "交办问题"), (140, 728, "夜间筛砂"), (140, 712, "扬尘很大。")]
    assert "“来源”和“交办问题”之间的文字看不出属于哪一项" in refused([page])


def test_a_cell_a_line_is_read_line_by_line_though_a_line_fills_the_page() -> None:
    full = "青溪县城东砂石厂夜间筛砂扬尘很大周边居民不敢开窗要求喷淋降尘并限制夜间作业时间。"
    page = [(60, 780, "序号"), (60, 764, "受理编号"), (60, 748, "交办问题基本情况")]
    for place, number in enumerate((FIRST, SECOND), start=1):
        y = 740 - 80 * place
        page += [(60, y, f"{place}{number}"), (60, y - 16, full), (60, y - 32, "青溪县"), (60, y - 48, "大气")]
    rows = read(set_pdf([page])).rows
    assert [(row.cells[Field.NUMBER], row.cells[Field.AREA]) for row in rows] == [(FIRST, "青溪县"), (SECOND, "青溪县")]
    assert {row.cells[Field.SUMMARY] for row in rows} == {full}


def test_heading_words_are_told_from_what_stands_below_them() -> None:
    assert all(map(is_heading_word, [*HEADINGS, "所在县（市、区）", "责任人被处理情况", "是否属实"]))
    assert not any(map(is_heading_word, ["青溪县", FIRST, "扬尘很大", "1"]))
