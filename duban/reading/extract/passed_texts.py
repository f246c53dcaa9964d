"""Texts that a meeting passed, and what is to be done with them."""

from __future__ import annotations

import re

from duban.reading.extract.clauses import Part

PASSED = re.compile(
    r"(?:会议)?(?:书面)?(?:讨论|审议|研究|审定)?(?:并|后)?(?:一致|原则上?|审议)?(?:同意|批准|(?<=[议论究定])通过|通过(?=了|《|关于|并|[该此这]|$|[^，“]{4,}(?:办法|规划|方案|条例|意见|法|计划|目录)$))(?:了)?(?P<object>[^，]*)$|(?:会议)?(?:同意|原则同意)"
)
# Beside a text that was passed: other matters of the agenda.
TAKEN_UP = re.compile(
    r"(?:并|还|同时)*(?:书面|专题)?(?:(?:听取|审议|讨论|传达|学习).+|研究.+(?:事项|事宜|问题|工作|汇报|情况|议题))$"
)
_DISPOSING = ("由", "将", "决定", "提请", "提交", "报", "印发", "公布", "以", "按", "经", "待", "修改", "交", "会议")
# After a text was passed: who brings it into force, and no part of what it says.
GOES_ON = re.compile(
    r"(?:会后|下一步)?(?:[，,])?(?:由[^，。]{2,30}?(?:局|委|办|厅|部门|办公室|单位)[^，]{0,20}?(?:按|根据|修改|负责|结合|吸收|会同|组织|进一步)|按程序|提请|以市政府名义)"
)
_APPROVES = re.compile(r"(?:会议)?(?:批准|核准)(?:组建|设立|建设|实施|一批|[^《，]{2,}(?:项目|工程|方案))")
# A time that tells a commitment from a description.
DATED = re.compile(r"20\d\d年|年底|[\d一二三四五六七八九十]月|前，?|期间")


def passed_at(parts: list[Part]) -> int:
    """Return which of the first clauses says that a text was passed, -1 where none does."""
    for number, part in enumerate(parts[:3]):
        if PASSED.match(part.words) and not _APPROVES.match(part.words):
            return number
    return -1


def disposes(rest: list[Part]) -> bool:
    """Say whether something is to be done with a text that was passed."""
    return any(
        part.modal or part.words.startswith(_DISPOSING) or DATED.search(part.words) or re.search("提请|将", part.words)
        for part in rest
    )
