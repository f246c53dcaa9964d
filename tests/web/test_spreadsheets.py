"""Tables as files: no formulas, and laid out for paper."""

from __future__ import annotations

import csv
import io

from openpyxl import load_workbook

from duban.web.spreadsheets import Column, Table, csv_lines, xlsx_bytes

FORMULAS = ["=1+1", "+8613", "-2", "@SUM(A1)", "\t=1", "＝1+1", "'ok", "12", "-"]


def sheet(rows: list[list[str]]) -> Table:
    return Table(title="表", note="注", columns=[Column("列", 10)], rows=rows)


def test_no_cell_of_a_csv_file_acts_as_a_formula() -> None:
    table = sheet([[cell] for cell in FORMULAS])
    text = b"".join(csv_lines(table.columns, [[cell] for cell in FORMULAS])).decode("utf-8-sig")
    cells = [row[0] for row in csv.reader(io.StringIO(text))][1:]
    assert cells == ["'=1+1", "'+8613", "'-2", "'@SUM(A1)", "'\t=1", "'＝1+1", "'ok", "12", "'-"]


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    book = load_workbook(io.BytesIO(xlsx_bytes(sheet([[cell] for cell in FORMULAS]))))
    cells = [row[0] for row in book.active.iter_rows(min_row=4)]  # type: ignore[union-attr]
    assert [cell.data_type for cell in cells] == ["s"] * len(FORMULAS)
    assert [cell.value for cell in cells] == FORMULAS


def test_control_characters_do_not_break_a_workbook() -> None:
    book = load_workbook(io.BytesIO(xlsx_bytes(sheet([["甲\x0b乙\x00"]]))))
    assert book.active["A4"].value == "甲乙"  # type: ignore[index]


def test_a_workbook_prints_on_a4_landscape_with_its_headings_on_every_page() -> None:
    page = load_workbook(io.BytesIO(xlsx_bytes(sheet([["甲"]])))).active
    setup = (page.page_setup.orientation, page.page_setup.paperSize, page.print_title_rows, page.freeze_panes)  # type: ignore[union-attr]
    assert setup == ("landscape", 9, "$1:$3", "A4")


def test_a_row_of_text_heads_the_rows_below_it_across_all_columns() -> None:
    table = Table(title="表", note="", columns=[Column("甲", 10), Column("乙", 10)], rows=["议题", ["1", "2"]])
    page = load_workbook(io.BytesIO(xlsx_bytes(table))).active
    assert "A4:B4" in [str(cells) for cells in page.merged_cells.ranges]  # type: ignore[union-attr]
