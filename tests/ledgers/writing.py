"""The ways offices write units, days, shares and amounts in a ledger, and how their tables look."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from openpyxl.styles import Alignment, Border, Font, Side

_LINE = Border(*[Side("thin")] * 4)

UNITS = {  # how units are written → the code of the one meant
    "市发展改革委": "201", "市发改委": "201", "云陵市发展和改革委员会": "201", "市经信局": "202",
    "市经济和信息化局": "202", "市教育局": "203", "云陵市教育体育局": "203", "市科技局": "204", "市公安局": "206",
    "市民政局": "207", "市司法局": "208", "市财政局": "209", "市人社局": "210", "市人力资源社会保障局": "210",
    "市自然资源和规划局": "211", "市国土资源局": "211", "市生态环境局": "212", "市环保局": "212", "市住建局": "213",
    "市住房城乡建设局": "213", "市城管局": "214", "市交通运输局": "215", "市水务局": "216", "市水利局": "216",
    "市农业农村局": "217", "市商务局": "218", "市文广旅局": "219", "市卫健委": "220", "市卫生健康委": "220",
    "市应急局": "222", "市市场监管局": "224", "市医保局": "226", "市林草局": "227", "市数据局": "228",
    "澄岩区": "301", "澄岩区政府": "301", "雾溪区": "302", "松垣市": "303", "丹阜县": "304", "洛岭县": "305",
    "青珑县人民政府": "306", "禾渡县": "307", "石瑶县": "308", "市城投集团": "401", "市水务集团": "403",
    "市公交公司": "407", "云陵高新区": "506", "市供电公司": "508",
}  # fmt: skip
SHORT_FOR_FORMER = {"市环保局", "市国土资源局", "市水利局"}  # a clerk says once whom these mean
_VERBS = ["完成", "推进", "启动", "建成", "制定", "修订", "改造", "整治", "开展", "编制", "验收", "排查"]
_PLACES = ["东城", "西城", "南坪", "北滩", "滨江", "高铁站", "老城区", "职教园", "临港", "龙泉山", "青竹", "石桥"]
_THINGS = [
    "老旧小区加装电梯", "污水管网", "智慧停车场", "农贸市场", "公交首末站", "学前教育学位", "社区养老服务中心",
    "防汛应急预案", "企业服务手册", "政务服务事项清单", "危旧桥梁", "饮用水水源地", "充电桩", "口袋公园", "背街小巷",
    "工业厂房", "高标准农田", "医疗急救站点", "文物保护单位", "扬尘治理台账",
]  # fmt: skip


def title(dice: random.Random, serial: int) -> str:
    many = dice.choice(["", f"{dice.randint(2, 60)}个", f"{dice.randint(2, 9)}处", ""])
    return f"{dice.choice(_VERBS)}{dice.choice(_PLACES)}片区{many}{dice.choice(_THINGS)}（第{serial}项）"


def unit(dice: random.Random) -> tuple[str, str]:
    name = dice.choice(list(UNITS))
    return name, UNITS[name]


def units(dice: random.Random, count: int, without: set[str]) -> tuple[list[str], tuple[str, ...]]:
    names, codes = [], []
    for name in dice.sample(list(UNITS), len(UNITS)):
        if len(names) == count:
            break
        if UNITS[name] not in without and UNITS[name] not in codes:
            names.append(name)
            codes.append(UNITS[name])
    return names, tuple(codes)


def joined_by(mark: str, names: list[str]) -> str:
    return mark.join(names)


def joined(dice: random.Random, names: list[str]) -> str | None:
    if not names:
        return dice.choice([None, "/", "—", ""])
    return dice.choice(["、", "，", "\n", "；", " ", "、 ", ","]).join(names)


def spaced(dice: random.Random, text: str) -> str:
    return dice.choice([text, text, f" {text} ", f"{text}\n", text.replace("片区", "片区\n")])


def deadline(dice: random.Random, year: int) -> tuple[Any, date | None, str]:
    """Return a cell, the day it means (None without one) and its words where it means none."""
    day = date(year, 1, 1) + timedelta(dice.randrange(20, 364))
    month_end = (day.replace(day=1) + timedelta(32)).replace(day=1) - timedelta(1)
    quarter_end = date(year, (day.month - 1) // 3 * 3 + 3, 30 if (day.month - 1) // 3 in (1, 2) else 31)
    full = str(day.year).translate({48 + digit: 0xFF10 + digit for digit in range(10)})
    ways: list[Callable[[], tuple[Any, date | None, str]]] = [
        lambda: (datetime(day.year, day.month, day.day), day, ""),
        lambda: (f"{day.year}.{day.month}.{day.day}", day, ""),
        lambda: (f"{day.year}年{day.month}月{day.day}日", day, ""),
        lambda: (f"{day.year}-{day.month:02d}-{day.day:02d}", day, ""),
        lambda: (f"{day.year}/{day.month}/{day.day}", day, ""),
        lambda: (f"{full}年{day.month}月{day.day}日", day, ""),
        lambda: (f"{day.year}{day.month:02d}{day.day:02d}", day, ""),
        lambda: (int(day.strftime("%Y%m%d")), day, ""),
        lambda: ((day - date(1899, 12, 30)).days, day, ""),  # a date that lost its format
        lambda: (f"{day.month}月{day.day}日", day, ""),
        lambda: (f"{day.month}月{day.day}日前", day, ""),
        lambda: (f"{day.year}年{day.month}月底", month_end, ""),
        lambda: (f"{day.month}月底前", month_end, ""),
        lambda: (f"{day.year}.{day.month:02d}", month_end, ""),
        lambda: (f"{'一二三四'[(day.month - 1) // 3]}季度", quarter_end, ""),
        lambda: ("年底前", date(year, 12, 31), ""),
        lambda: (f"{year}年底", date(year, 12, 31), ""),
        lambda: ("长期坚持", None, "长期坚持"),
        lambda: ("每月25日前", None, "每月25日前"),
        lambda: (None, None, ""),
    ]
    return dice.choice(ways)()


def percent(dice: random.Random, percent: Decimal) -> Any:
    return dice.choice([f"{percent}%", f"{percent}％", float(percent / 100), f" {percent} %", f"完成{percent}%"])


def funds(dice: random.Random, amount: Decimal) -> Any:
    """Return a cell for an amount in 万元; a bare number stands in 万元, as everywhere on the sheet."""
    yi = amount / 10000
    return dice.choice([float(amount), f"{amount}万元", f"{amount:,}万元", f"{yi.normalize():f}亿元", f"{amount} 万"])


# ── the look ──


def write(sheet: Any, row: int, values: list[Any]) -> None:
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row, column, value)
        cell.border = _LINE
        cell.alignment = Alignment(wrap_text=True, vertical="center")


def heading(sheet: Any, first: int, last: int) -> None:
    for row in sheet.iter_rows(first, last):
        for cell in row:
            cell.font, cell.border = Font(bold=True), _LINE
            cell.alignment = Alignment("center", "center", wrap_text=True)
