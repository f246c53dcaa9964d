"""Three ledgers as offices keep them, 2,000 rows each, with what a careful clerk would take from every row.

Written before the importer and left alone since. The workbooks are made afresh each time, the same for the same seed:
merged cells, two header rows, dates as text and as numbers, several units in one cell, states in words and in colours,
amounts in 万元 and 亿元, subtotals, repeated headings, notes at the end. `Expected.refused` names the cell that nobody
could take at its word; every other row has one right reading.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from tests.ledgers import writing
from tests.ledgers.writing import UNITS

ROWS = 2000
GREEN, YELLOW, RED = "FF92D050", "FFFFFF00", "FFFF0000"


@dataclass(frozen=True, slots=True)
class Expected:
    """What one row says: `None` where the row says nothing of it; `refused` the heading of the cell at fault."""

    sheet: str
    row: int  # as the spreadsheet program counts
    title: str
    lead: str | None = None  # unit codes
    responsible: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    deadline: date | None = None
    deadline_text: str = ""  # words without a date: 长期坚持
    done: bool | None = None
    percent: Decimal | None = None  # 0–100
    funds: Decimal | None = None  # 万元
    number: str = ""
    progress: str = ""
    refused: str = ""


@dataclass(slots=True)
class Ledger:
    """A workbook, what to map its headings to, and what its rows say."""

    name: str
    mapping: dict[str, str]  # heading as printed (two rows joined by “/”) → field of Expected
    year: int  # of the ledger's title, for dates without one
    book: Workbook
    expected: list[Expected] = field(default_factory=list)

    def save(self, folder: Path) -> Path:
        """Write the workbook and return its path."""
        path = folder / f"{self.name}.xlsx"
        self.book.save(path)
        return path


def ledgers(seed: int = 20261126) -> list[Ledger]:
    """Return the three ledgers."""
    return [
        _key_work(random.Random(seed)),
        _meeting_matters(random.Random(seed + 1)),
        _reports(random.Random(seed + 2)),
    ]


# ── first: key work of the year, two header rows, everything merged ──


def _key_work(dice: random.Random) -> Ledger:
    book = Workbook()
    sheet = book.active
    sheet.title = "2025年重点工作"
    sheet.append(["云陵市2025年重点工作督办台账"])
    sheet.merge_cells("A1:K1")
    sheet.append(["填报单位：市政府督查室", None, None, None, None, None, None, "数据截至：2025年10月31日"])
    sheet.append(["板块", "序号", "工作任务", "责任分工", None, None, "时限要求", None, "推进情况", None, "备注"])
    sheet.append(
        [None, None, None, "牵头单位", "责任单位", "配合单位", "开始时间", "完成时限", "目前进展", "是否完成", None]
    )
    for cells in ("A3:A4", "B3:B4", "C3:C4", "D3:F3", "G3:H3", "I3:J3", "K3:K4"):
        sheet.merge_cells(cells)
    writing.heading(sheet, 3, 4)
    mapping = {
        "序号": "number", "工作任务": "title", "责任分工/牵头单位": "lead", "责任分工/责任单位": "responsible",
        "责任分工/配合单位": "supporting", "时限要求/完成时限": "deadline", "推进情况/目前进展": "progress",
        "推进情况/是否完成": "done",
    }  # fmt: skip
    ledger = Ledger("重点工作", mapping, 2025, book)
    row, serial = 5, 1
    while serial <= ROWS:
        block = min(dice.randint(3, 14), ROWS - serial + 1)
        area = (
            f"（{'一二三四五六七八九十'[serial % 10]}）{dice.choice(['项目建设', '民生保障', '生态环保', '营商环境'])}"
        )
        first = row
        for _ in range(block):
            row = _key_work_row(dice, sheet, ledger, row, serial, area if row == first else None)
            serial += 1
        if row - first > 1:
            sheet.merge_cells(start_row=first, end_row=row - 1, start_column=1, end_column=1)
    sheet.append(["注：1.完成时限为空的，按上级部署推进。2.本表每月25日前更新。"])
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=11)
    sheet.freeze_panes = "D5"
    return ledger


def _key_work_row(dice: random.Random, sheet: Any, ledger: Ledger, row: int, serial: int, area: str | None) -> int:
    title = writing.title(dice, serial)
    lead, lead_code = writing.unit(dice)
    responsible, responsible_codes = writing.units(dice, dice.randint(0, 3), {lead_code})
    supporting, supporting_codes = writing.units(dice, dice.randint(0, 3), {lead_code, *responsible_codes})
    shown, deadline, words = writing.deadline(dice, 2025)
    done = dice.random() < 0.4
    progress = dice.choice(["已完成招标，正在施工。", "方案已印发。", "正常推进", "资金已下达，正在组织实施。", ""])
    refused = ""
    if dice.random() < 0.006:
        lead, lead_code, refused = "市某某局", None, "责任分工/牵头单位"
    elif dice.random() < 0.006:
        shown, deadline, words, refused = (
            dice.choice(["2025-13-45", "2025.2.30", "11月31日", "25/15/8"]),
            None,
            "",
            "时限要求/完成时限",
        )
    values = [
        area, serial, writing.spaced(dice, title), lead, writing.joined(dice, responsible), writing.joined(dice, supporting),
        dice.choice([None, "2025年1月", date(2025, 1, 6)]), shown, progress,
        dice.choice(["完成", "已完成", "是", "√", "已办结"] if done else ["未完成", "否", "推进中", "正在推进", "×", "在办"]),
        dice.choice([None, None, "续建", "新建"]),
    ]  # fmt: skip
    writing.write(sheet, row, values)
    ledger.expected.append(
        Expected(
            sheet.title,
            row,
            title,
            lead_code,
            responsible_codes,
            supporting_codes,
            deadline,
            words,
            done,
            number=str(serial),
            progress=progress,
            refused=refused,
        )
    )
    return row + 1


# ── second: matters decided by executive meetings, units in one cell, colours as meaning ──


def _meeting_matters(dice: random.Random) -> Ledger:
    book = Workbook()
    book.remove(book.active)
    mapping = {
        "编号": "number",
        "议定事项": "title",
        "责任单位": "units",
        "完成时间": "deadline",
        "落实情况": "progress",
    }
    ledger = Ledger("常务会议议定事项", mapping, 2025, book)
    for half, title in enumerate(("上半年", "下半年")):
        sheet = book.create_sheet(title)
        sheet.append([f"市政府常务会议议定事项落实情况台账（2025年{title}）"])
        sheet.merge_cells("A1:F1")
        sheet.append(["绿色：已完成；黄色：进度滞后；红色：逾期未完成；无色：正常推进"])
        sheet.merge_cells("A2:F2")
        _matters_heading(sheet)
        row = 4
        for index in range(ROWS // 2):
            serial = half * (ROWS // 2) + index + 1
            if index and index % 120 == 0:
                _matters_heading(sheet)
                row += 1
            if index and index % 150 == 0:
                sheet.append(["合计", f"{index}项", None, None, None, None])
                row += 1
            if index and index % 97 == 0:
                sheet.append([None] * 6)
                row += 1
            _matters_row(dice, sheet, ledger, row, serial)
            row += 1
        sheet.append(["审核人：", None, "填表人：", None, "填表日期：2025年12月1日"])
        sheet.column_dimensions["F"].hidden = True
        sheet.auto_filter.ref = f"A3:F{row}"
    book.create_sheet("说明").append(["本台账由市政府办公室每周更新一次。"])
    return ledger


def _matters_heading(sheet: Any) -> None:
    sheet.append(["编  号", "议定事项", "责任\n单位", "完成\n时间", "落实情况", "内部备注"])
    writing.heading(sheet, sheet.max_row, sheet.max_row)


def _matters_row(dice: random.Random, sheet: Any, ledger: Ledger, row: int, serial: int) -> None:
    title = writing.title(dice, serial)
    names, codes = writing.units(dice, dice.randint(1, 4), set())
    style = dice.random()
    responsible: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    if style < 0.25 and len(names) > 1:
        cell = f"{names[0]}牵头，{writing.joined_by('、', names[1:])}配合"
        supporting = codes[1:]
    elif style < 0.5 and len(names) > 1:
        cell = f"牵头单位：{names[0]}；配合单位：{writing.joined_by('、', names[1:])}"
        supporting = codes[1:]
    elif style < 0.6 and len(names) > 1:
        cell = f"牵头：{names[0]}\n责任：{writing.joined_by('，', names[1:])}"
        responsible = codes[1:]
    else:  # the first-listed unit leads
        cell = writing.joined(dice, names) or ""
        responsible = codes[1:]
    lead: str | None = codes[0]
    shown, deadline, words = writing.deadline(dice, 2025)
    colour, done = dice.choice([(None, None), (None, None), (GREEN, True), (YELLOW, False), (RED, False)])
    progress = dice.choice(["正在办理", "已报市委审定", "按计划推进", "已印发实施", None])
    refused = ""
    if dice.random() < 0.006:
        cell, lead, responsible, supporting, refused = "待定（另行明确）", None, (), (), "责任单位"
    elif dice.random() < 0.004:
        title, refused = "", "议定事项"
    number = f"常会〔2025〕{serial}号"
    writing.write(sheet, row, [number, title or None, cell, shown, progress, dice.choice([None, "内部掌握"])])
    if colour:
        for column in range(1, 6):
            sheet.cell(row, column).fill = PatternFill("solid", colour)
    ledger.expected.append(
        Expected(
            sheet.title,
            row,
            title,
            lead,
            responsible,
            supporting,
            deadline,
            words,
            done,
            number=number,
            progress=progress or "",
            refused=refused,
        )
    )


# ── third: what counties sent in, one sheet each, figures in every form ──


def _reports(dice: random.Random) -> Ledger:
    book = Workbook()
    book.remove(book.active)
    mapping = {
        "项目名称": "title", "责任单位": "lead", "计划完成时间": "deadline", "形象进度": "percent", "到位资金": "funds",
        "完成情况": "done",
    }  # fmt: skip
    ledger = Ledger("县区报送汇总", mapping, 2026, book)
    counties = ["澄岩区", "雾溪区", "松垣市", "丹阜县", "洛岭县", "禾渡县", "石瑶县", "云陵高新区"]
    each = ROWS // len(counties)
    for place, county in enumerate(counties):
        sheet = book.create_sheet(county)
        offset = place % 3  # the table begins further down and to the right in some
        for _ in range(offset):
            sheet.append([])
        sheet.append([None] * offset + [f"{county}2026年民生项目进度表"])
        headings = ["序号", "项目名称", "责任单位", "计划完成时间", "形象进度", "到位资金", "完成情况", "备注"]
        sheet.append([None] * offset + headings)
        writing.heading(sheet, sheet.max_row, sheet.max_row)
        for index in range(each):
            _report_row(dice, sheet, ledger, offset, county, index + 1, place * each + index + 1)
        sheet.append([None] * offset + ["小计", f"共{each}项", None, None, None, f"=SUM(F3:F{each})"])
    return ledger


def _report_row(
    dice: random.Random, sheet: Any, ledger: Ledger, offset: int, county: str, index: int, serial: int
) -> None:
    row = sheet.max_row + 1
    title = writing.title(dice, serial + 7000)
    unit, code = (county, UNITS[county]) if dice.random() < 0.5 else writing.unit(dice)
    shown, deadline, words = writing.deadline(dice, 2026)
    percent = Decimal(dice.randrange(0, 1001)) / 10
    if dice.random() < 0.7:
        percent = percent.quantize(Decimal(1))
    done = percent >= 100
    amount = Decimal(dice.randrange(10, 900000)) / 10
    refused = ""
    funds_shown = writing.funds(dice, amount)
    percent_shown = writing.percent(dice, percent)
    if dice.random() < 0.005:
        percent_shown, percent, refused = dice.choice(["过半", "详见附件", "#REF!"]), None, "形象进度"  # type: ignore[assignment]
    elif dice.random() < 0.005:
        funds_shown, amount, refused = dice.choice(["120（单位？）", "约几百万", "-30万元"]), None, "到位资金"  # type: ignore[assignment]
    words_done = ["已完工", "完成", "已竣工", "100%完成"] if done else ["在建", "未完成", "未开工", "施工中"]
    values = [
        f"=ROW()-{row - index}" if dice.random() < 0.1 else index,
        title,
        unit,
        shown,
        percent_shown,
        funds_shown,
        dice.choice(words_done),
        None,
    ]
    writing.write(sheet, row, [None] * offset + values)
    if dice.random() < 0.02:
        sheet.cell(row, offset + 2).comment = Comment("请核实", "填表人")
    if dice.random() < 0.02:
        sheet.cell(row, offset + 2).hyperlink = "https://www.yunling.example/xm"
    ledger.expected.append(
        Expected(sheet.title, row, title, code, (), (), deadline, words, done, percent, amount, refused=refused)
    )
