"""A unit's month as one workbook: how tests export it, fill it in and take it back."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

from openpyxl import load_workbook

from duban.organizations.models import Unit, User
from duban.workbooks.actions import take_in_return
from duban.workbooks.exports import month_workbook
from duban.workbooks.models import UnitReturn
from tests.tasks.conftest import City

TODAY = date(2026, 11, 26)
Fill = Callable[[Any], None]


def exported(unit: Unit, actor: User) -> bytes:
    return month_workbook(unit, actor=actor, today=TODAY)


def columns(sheet: Any) -> dict[str, int]:
    return {sheet.cell(3, column).value: column for column in range(1, sheet.max_column + 1)}


def row_of(sheet: Any, title: str) -> int:
    return next(row for row in range(4, sheet.max_row + 1) if sheet.cell(row, 2).value == title)


def filled(content: bytes, cells: dict[tuple[str, str], Any], more: Fill | None = None) -> bytes:
    """Return the workbook with cells filled in, by matter and heading."""
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    places = {key: (row_of(sheet, key[0]), columns(sheet)[key[1]]) for key in cells}
    for key, (row, column) in places.items():
        sheet.cell(row, column).value = cells[key]
    if more:
        more(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def taken(content: bytes, city: City) -> UnitReturn:
    return take_in_return(content, "报送表.xlsx", unit=city.water, actor=city.water_liaison, today=TODAY)


def statuses(kept: UnitReturn) -> list[tuple[str, str]]:
    return [(row["title"], row["status"]) for row in kept.rows]


def problems(kept: UnitReturn) -> list[tuple[str, str]]:
    return [(heading, message) for row in kept.rows for heading, message in row["problems"]]


ALL = {
    ("=清掏管网", "进展情况"): "清掏 120 公里",
    ("=清掏管网", "完成值"): "１２０",
    ("=清掏管网", "拨付数（万元）"): "0.03亿元",
    ("=清掏管网", "完成的节点"): "1、2026-11-18",
    ("=清掏管网", "问题和原因"): "雨天多",
    ("拨付资金", "进展情况"): "已提供管网数据",
}


def edited(book: Any) -> None:
    cell = book["code"].cell(1, 1)
    cell.value = cell.value[:-1] + ("A" if cell.value[-1] != "A" else "B")
