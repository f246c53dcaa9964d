"""The kinds of the reading in words, Chinese and English, for whoever shows a reading to a person."""

from __future__ import annotations

MEETING_KINDS = {
    "executive": ("常务会议", "executive meeting"),
    "party_group": ("党组会议", "party group meeting"),
    "standing_committee": ("常委会会议", "standing committee meeting"),
    "plenary": ("全体会议", "plenary meeting"),
    "special": ("专题会议", "special meeting"),
    "dispatch": ("调度会", "dispatch meeting"),
    "other": ("其他会议", "other meeting"),
}
AGENDA_KINDS = {
    "convey": ("传达学习", "convey"),
    "hear": ("听取", "hear"),
    "deliberate": ("审议", "deliberate"),
    "arrange": ("部署", "arrange"),
    "study": ("学习", "study"),
    "appoint": ("人事", "appoint"),
    "other": ("其他", "other"),
}
REQUIREMENT_KINDS = {
    "require": ("要求", "require"),
    "prohibit": ("禁止", "prohibit"),
    "decide": ("决定", "decide"),
}
REPAIR_KINDS = {
    "gloss": ("注音", "gloss"),
    "byte_shift": ("错字节", "byte shift"),
    "script": ("繁体", "script"),
    "punctuation": ("标点", "punctuation"),
    "boilerplate": ("网页杂项", "boilerplate"),
    "spacing": ("空格断行", "spacing"),
    "width": ("全半角", "width"),
}
UNIT_ROLES = {
    "lead": ("牵头", "lead"),
    "responsible": ("责任", "responsible"),
    "supporting": ("配合", "supporting"),
}


def term(table: dict[str, tuple[str, str]], kind: str, language: str = "zh") -> str:
    """Return the word for a kind."""
    return table[kind][language == "en"]
