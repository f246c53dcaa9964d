"""Sentences that are not read for requirements: titles, the agenda's list, attendance, credits, brackets of units."""

from __future__ import annotations

import re

from duban.reading.extract.command import MODAL
from duban.reading.extract.meeting import Lead
from duban.reading.extract.outline import Paragraph

_CREDIT = re.compile(
    r"[（(]?(?:责任编辑|编辑|记者|通讯员|来源|责编|作者|供稿|视频编辑|文字编辑|校对|审核|监制|摄影|图|文)[:： /／|]|[^，。]{2,16}(?:记者|通讯员)[  　]?[一-龥 　]{2,12}$|原标题"
)
_ATTENDANCE = re.compile(
    r"(?:出席|列席|参加|缺席|请假|记录|主持|参会|抄送|印发|主送|时间|地点|会议时间|会议地点|发)(?:人员?|领导|单位)?[:：]"
)
_ATTENDANCE_STARTS = frozenset("出列参缺请记主抄印时地会发")
_ATTENDED = re.compile(
    r"(?:参加(?:了)?(?:会议|调研|活动)?|出席(?:了)?(?:会议)?|列席(?:了)?(?:会议)?|作(?:了)?(?:汇报|发言|讲解|专题讲座|辅导)|交流发言)(?:。|$)"
)
_OTHER_MATTERS = re.compile(
    r"会议(?:还|同时)?(?:审议|研究|讨论|听取)(?:和审议|并审议|、审议|审议)?了?(?:有关|相关)?其(?:他|它)"
)


def set_aside(text: str, start: int, end: int, paragraph: Paragraph, index: int, lead: Lead | None) -> str | None:
    """Return the reason why a sentence is not read for requirements, or None."""
    first = text[start]
    if first in "（(〔【[" and ("单位" in text[start : start + 16] or "牵头" in text[start : start + 14]):
        return "responsibility"
    if first in _ATTENDANCE_STARTS and _ATTENDANCE.match(text, start, end):
        return "attendance"
    if end - start < 90 and text[end - 1] not in "。；" and _CREDIT.match(text, start, end):
        return "credit"
    if end - start < 40 and _OTHER_MATTERS.search(text, start, end):
        return "other_matters"
    if lead is None:
        return None
    if index < lead.paragraph and end - start < 90 and text[end - 1] not in "。；":
        return "title"
    if index == 0 and len(paragraph.sentences) == 1 and text[end - 1] not in "。；" and end - start < 90:
        return "title"
    if (start, end) == lead.sentence and not _decides(text, start, end):
        return "agenda"
    if start < lead.sentence[0]:
        return "fact"
    if end - start < 300 and _ATTENDED.search(text, max(start, end - 14), end) and not MODAL.search(text, start, end):
        return "attendance"
    return None


def _decides(text: str, start: int, end: int) -> bool:
    return bool(re.search(r"会议(?:强调|要求|指出|决定)[，,]", text[start:end]))
