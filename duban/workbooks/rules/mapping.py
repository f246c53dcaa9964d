"""Which heading is which field: a proposal a person confirms once, remembered for ledgers of the same headings."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from enum import StrEnum


class Field(StrEnum):
    """What a column of a ledger says of a task."""

    NUMBER = "number"
    TITLE = "title"
    LEAD = "lead"
    UNITS = "units"  # several roles in one cell, the first-listed leads
    RESPONSIBLE = "responsible"
    SUPPORTING = "supporting"
    OFFICIAL = "official"
    DEADLINE = "deadline"
    PROGRESS = "progress"
    DONE = "done"
    PERCENT = "percent"
    FUNDS = "funds"
    DELIVERABLE = "deliverable"
    RHYTHM = "rhythm"
    NOTHING = ""  # the column is not taken in


# the first that fits a heading and is not given yet; more specific ones first
_PROPOSALS: tuple[tuple[Field, str], ...] = (
    (Field.NUMBER, "编号|序号|文号|^号"),
    (Field.OFFICIAL, "领导|负责同志|责任领导"),
    (Field.SUPPORTING, "配合|协办|协助|参与"),
    (Field.LEAD, "牵头单位|牵头部门|主办|牵头"),
    (Field.RESPONSIBLE, "责任分工/责任"),
    (Field.UNITS, "责任单位|责任部门|承办|单位|部门"),
    (Field.DEADLINE, "完成时限|完成时间|办理时限|计划完成|时限|期限|完成日期|截止"),
    (Field.DONE, "是否完成|是否办结|完成情况$|办结情况|状态"),
    (Field.PERCENT, "形象进度|完成比例|进度%|完成率|百分比|进度$"),
    (Field.FUNDS, "到位资金|资金|投资"),
    (Field.PROGRESS, "进展|落实情况|推进|办理情况|工作情况"),
    (Field.DELIVERABLE, "成果"),
    (Field.RHYTHM, "频次|报送"),
    (Field.TITLE, "事项|任务|工作内容|项目名称|内容|名称|项目"),
)


def propose(headings: Sequence[str]) -> dict[str, Field]:
    """Return a field for each heading, NOTHING where none fits; no field twice."""
    found: dict[str, Field] = dict.fromkeys(headings, Field.NOTHING)
    given: set[Field] = set()
    for wanted, alternatives in _PROPOSALS:
        for words in alternatives.split("|"):  # the plainer word first, wherever it stands
            for heading in headings:
                if wanted not in given and found[heading] is Field.NOTHING and re.search(words, heading):
                    found[heading] = wanted
                    given.add(wanted)
    if Field.LEAD in given and Field.UNITS in given:  # beside a lead the plain 责任单位 are those
        place = next(heading for heading, wanted in found.items() if wanted is Field.UNITS)
        found[place] = Field.NOTHING if Field.RESPONSIBLE in given else Field.RESPONSIBLE
    return found


def fingerprint(headings: Sequence[str]) -> str:
    """Return what tells ledgers of the same headings."""
    return hashlib.sha256("\n".join(headings).encode()).hexdigest()
