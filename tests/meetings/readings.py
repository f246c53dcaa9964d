"""Readings written by hand, so that these tests stand whatever the reader's rules say tomorrow."""

from __future__ import annotations

import hashlib
from datetime import date

from duban.reading.model import (
    Action,
    AgendaItem,
    Deadline,
    Meeting,
    MeetingDate,
    Reading,
    Repair,
    Requirement,
    Restored,
    Sentence,
    Source,
    Span,
    UnitMention,
)

TEXT = (
    "9月18日，市长主持召开云陵市政府第12次常务会议，听取河道清淤和校车安全情况汇报。\n"
    "会议听取河道清淤情况汇报。会议强调，市水务局要在年底前完成南渠清淤，各县(区)要建立巡查台账。要提高政治站位。\n"
    "会议听取校车安全情况汇报。市教育局会同市公安局制定校车检查办法，明年3月底前报市政府。要严格落实责任。\n"
    "会议还研究了其他事项。"
)


def span(quote: str, text: str = TEXT, nth: int = 0) -> Span:
    """Return where the words stand in the text."""
    start = -1
    for _time in range(nth + 1):
        start = text.index(quote, start + 1)
    return start, start + len(quote)


def action(
    quote: str, *, trackable: bool = True, units: tuple[str, ...] = (), limit: Deadline | None = None, text: str = TEXT
) -> Action:
    """Return an action over a quote; units are (name, name …), the first leads."""
    mentions = tuple(UnitMention(name, span(name, text), "responsible", "units.subject") for name in units)
    return Action(quote, span(quote, text), trackable, limit, (), mentions, "clause", "trackable.document")


def reading(text: str = TEXT, *, repairs: tuple[Repair, ...] = (), name: str = "a.txt") -> Reading:
    """Return the reading of TEXT, or of a text that differs from it in some words only."""

    def requirement(key: str, agenda: str, quote: str, actions: tuple[Action, ...]) -> Requirement:
        return Requirement(key, (agenda,), "require", quote, span(quote, text), actions, "requirement.must")

    river = text[text.index("河道") : text.index("和校车")]
    canal = text[text.index("市水务局要") : text.index("。要提高")]
    first, second = canal.split("，")
    school = text[text.index("市教育局会同") : text.index("。要严格")]
    rule, report = school.split("，")
    requirements = (
        requirement(
            "R1", "A1", canal,
            (
                action(first, units=("市水务局",), limit=Deadline("年底", span("年底", text), date(2024, 12, 31), None, ("基准日：2024-09-18",), "limit.year_end"), text=text),
                action(second, units=("各县(区)",), text=text),
            ),
        ),
        requirement("R2", "A1", "要提高政治站位", (action("提高政治站位", trackable=False, text=text),)),
        requirement(
            "R3", "A2", school,
            (
                action(rule, units=("市教育局", "市公安局"), text=text),
                action(report, limit=Deadline("明年3月底前", span("明年3月底前", text), date(2025, 3, 31), None, (), "limit.month_end"), text=text),
            ),
        ),
        requirement("R4", "A2", "要严格落实责任", (action("严格落实责任", trackable=False, text=text),)),
    )  # fmt: skip
    return Reading(
        source=Source(name, hashlib.sha256(text.encode()).hexdigest(), "text/plain", "utf-8"),
        restored=Restored(text, repairs),
        meeting=Meeting(
            title="市政府第12次常务会议", kind="executive", convener="市政府", ordinal=12,
            date=MeetingDate("9月18日", (0, 5), date(2024, 9, 18)),
        ),
        agenda=(
            AgendaItem("A1", "hear", f"{river}情况", span(river, text), "agenda.lead"),
            AgendaItem("A2", "hear", "校车安全情况", span("校车安全情况", text), "agenda.lead"),
        ),
        requirements=requirements,
        sentences=sentences(text, requirements),
    )  # fmt: skip


def sentences(text: str, requirements: tuple[Requirement, ...]) -> tuple[Sentence, ...]:
    """Return the sentences of the text; those without a requirement carry the reader's reason."""
    found: list[Sentence] = []
    start = 0
    paragraph = 1
    for place, sign in enumerate(text):
        if sign == "。":
            held = any(r.span[0] <= place and r.span[1] > start for r in requirements)
            lead = text[start:place].startswith(("9月", "会议听取", "会议还"))
            found.append(Sentence((start, place + 1), paragraph, None if held else "drop.report" if lead else None))
            start = place + 1
        elif sign == "\n":
            start, paragraph = place + 1, paragraph + 1
    return tuple(found)
