"""Headings of petition tables: which column says what when a table comes in, and what stands over the one that goes out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum


class Field(StrEnum):
    """What a column of a petition table holds."""

    INDEX = "index"
    NUMBER = "number"
    CHANNEL = "channel"
    RECEIVED = "received"
    STARRED = "starred"
    SUMMARY = "summary"
    AREA = "area"
    TYPE = "type"
    UNIT = "unit"
    NOTE = "note"
    FINDING = "finding"
    VERDICT = "verdict"
    HANDLING = "handling"
    CONCLUSION = "conclusion"
    ACCOUNTABILITY = "accountability"


# the first that fits a heading and is not given yet; more specific ones first
_MEANINGS: tuple[tuple[Field, str], ...] = (
    (Field.NUMBER, "受理编号|受理号|信访编号|举报编号|转办编号|交办编号|案件编号|件号|编号"),
    (Field.INDEX, "序号|^号$|^序$"),
    (Field.SUMMARY, "交办问题|举报内容|反映问题|信访内容|问题基本情况|反映内容|主要内容|基本情况|内容|诉求"),
    (Field.RECEIVED, "受理日期|受理时间|接收日期|接收时间|举报日期|举报时间|来电时间|日期"),
    (Field.CHANNEL, "来源|举报方式|信访形式|举报形式|信访方式|渠道|来电来信|来信来电|形式"),
    (Field.STARRED, "重点|星标|带星|★"),
    (Field.AREA, "行政区域|行政区|所在区域|所属区域|属地|县区|县（市、区）|区县|地区|区域"),
    (Field.TYPE, "污染类型|问题类型|类型|污染要素|要素|类别"),
    (Field.VERDICT, "是否属实|属实情况"),
    (Field.CONCLUSION, "是否办结|办结情况|办结目标|办理状态"),
    (Field.ACCOUNTABILITY, "责任人被处理|问责|追责"),
    (Field.FINDING, "调查核实|核实情况|调查情况"),
    (Field.HANDLING, "处理和整改|整改情况|处理情况|办理情况"),
    (Field.UNIT, "责任单位|承办单位|交办单位|牵头单位|主办单位|办理单位|单位"),
    (Field.NOTE, "备注|说明"),
)
PUBLIC = (
    (Field.INDEX, "序号"), (Field.NUMBER, "受理编号"), (Field.SUMMARY, "交办问题基本情况"), (Field.AREA, "行政区域"),
    (Field.TYPE, "污染类型"), (Field.FINDING, "调查核实情况"), (Field.VERDICT, "是否属实"),
    (Field.HANDLING, "处理和整改情况"), (Field.CONCLUSION, "是否办结"), (Field.ACCOUNTABILITY, "责任人被处理情况"),
)  # fmt: skip
LONGEST_HEADING = 24
_BLANKS = re.compile(r"\s+")


def plain_heading(words: object) -> str:
    """Return a heading without blanks, half width but for brackets."""
    text = "" if words is None else str(words)
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text)).replace("(", "（").replace(")", "）").replace(",", "、")


def field_of(heading: str) -> Field | None:
    """Return what one heading alone says; None where it is none that is known."""
    plain = plain_heading(heading)
    if not plain or len(plain) > LONGEST_HEADING:
        return None
    return next((field for field, words in _MEANINGS if re.search(words, plain)), None)


def fields_of(headings: Sequence[object]) -> dict[Field, int]:
    """Return the column of each field, no field and no column twice."""
    plain = [plain_heading(heading) for heading in headings]
    found: dict[Field, int] = {}
    for field, words in _MEANINGS:
        for alternative in words.split("|"):
            for column, heading in enumerate(plain):
                if field in found or column in found.values() or not heading or len(heading) > LONGEST_HEADING:
                    continue
                if re.search(alternative, heading):
                    found[field] = column
    return found


# what headings are put together of: a line of nothing else goes on with the heading it stands under or over
_WORDS = re.compile(
    "(?:序号|受理|信访|举报|转办|交办|案件|群众|反映|编号|件号|问题|基本|主要|情况|内容|诉求|日期|时间|来源|方式|形式|渠道|来电|来信|重点|星标|"
    "行政|所在|所属|区域|区县|县区|属地|地区|区|县|市|污染|类型|类别|要素|是否|属实|办结|办理|目标|状态|责任人|责任|被处理|处理|整改|问责|追责|调查|"
    "核实|承办|牵头|主办|单位|备注|说明|人|件|和|及|与|的|、|/|（|）|★)+"
)


def is_heading_word(words: str) -> bool:
    """Tell whether a cell says nothing but what headings say."""
    return bool(_WORDS.fullmatch(plain_heading(words)))


def are_two_headings(words: str) -> bool:
    """Tell whether a cell holds the headings of two columns that stand too near each other."""
    plain = plain_heading(words)
    parts = ((plain[:cut], plain[cut:]) for cut in range(2, len(plain) - 1))
    return any(
        first is not None and second is not None and first is not second
        for first, second in (
            (field_of(left), field_of(right))
            for left, right in parts
            if left[-1] not in "及和与、/" and right[0] not in "及和与、/"  # one column for both
        )
    )


def is_heading(cells: Sequence[object]) -> bool:
    """Tell whether a row is the heading of a petition table: it names the number or the matter, and two things more."""
    fields = fields_of(cells)
    return len(fields) >= 3 and not {Field.NUMBER, Field.SUMMARY}.isdisjoint(fields)
