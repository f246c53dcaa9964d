"""A reading as a person at a terminal wants it: the meeting, its agenda tree, deadlines with their arithmetic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from duban.reading.model import Action, AgendaItem, Deadline, Reading, Repair, Requirement
from duban.reading.style import Style, quoted
from duban.reading.terms import AGENDA_KINDS, MEETING_KINDS, REPAIR_KINDS, REQUIREMENT_KINDS, UNIT_ROLES, term

_WORDS = {
    "zh": {
        "no_meeting": "（没有找到会议）",
        "ordinal": "第{}次",
        "chair": "主持：{}",
        "year_from": "年份据“{}”",
        "counts": "议题 {} 项，要求 {} 条，行动 {} 项，其中可督办 {} 项",
        "no_item": "不属于具体议题",
        "trackable": "可督办",
        "deadline": "期限",
        "no_value": "没有确定日期",
        "targets": "目标",
        "units": "单位",
        "citations": "引用",
        "repairs": "修复 {} 处",
        "uncertain": "其中 {} 处待确认",
        "for_example": "如",
        "warnings": "提醒",
    },
    "en": {
        "no_meeting": "(no meeting found)",
        "ordinal": "no. {}",
        "chair": "chaired by {}",
        "year_from": "year from “{}”",
        "counts": "{} agenda items, {} requirements, {} actions, {} of them trackable",
        "no_item": "under no item of the agenda",
        "trackable": "trackable",
        "deadline": "deadline",
        "no_value": "no date by itself",
        "targets": "targets",
        "units": "units",
        "citations": "cited",
        "repairs": "{} repairs",
        "uncertain": "{} of them to be confirmed",
        "for_example": "such as",
        "warnings": "warnings",
    },
}


def summary(reading: Reading, style: Style, language: str = "zh") -> Iterator[str]:
    """Yield the lines of the summary."""
    return _Summary(reading, style, language).lines()


class _Summary:
    def __init__(self, reading: Reading, style: Style, language: str) -> None:
        self.reading, self.style, self.language = reading, style, language
        self.words = _WORDS[language]

    def lines(self) -> Iterator[str]:
        yield from self._meeting()
        yield from self._agenda()
        yield from self._citations()
        yield from self._repairs()
        yield from self._warnings()

    def _meeting(self) -> Iterator[str]:
        meeting, words = self.reading.meeting, self.words
        yield self.style.paint(meeting.title or self.reading.source.name, "strong")
        facts = [term(MEETING_KINDS, meeting.kind, self.language)] if meeting.kind else [words["no_meeting"]]
        facts += [meeting.convener] if meeting.convener else []
        facts += [words["ordinal"].format(meeting.ordinal)] if meeting.ordinal else []
        if meeting.date:
            source = meeting.date.year_inferred_from
            note = f"（{words['year_from'].format(source.text)}）" if source else ""
            facts.append(f"{meeting.date.value}{note}")
        if meeting.chair:
            posts = f"（{'、'.join(meeting.chair.posts)}）" if meeting.chair.posts else ""
            facts.append(words["chair"].format(meeting.chair.name + posts))
        yield quoted(" · ".join(facts))
        actions = [action for requirement in self.reading.requirements for action in requirement.actions]
        trackable = sum(action.trackable for action in actions)
        counts = (len(self.reading.agenda), len(self.reading.requirements), len(actions), trackable)
        yield words["counts"].format(*counts)

    def _agenda(self) -> Iterator[str]:
        """Yield the tree: each requirement once, under the first of its items."""
        for item in self.reading.agenda:
            yield ""
            yield self._item(item)
            for requirement in self.reading.requirements:
                if requirement.agenda[:1] == (item.id,):
                    yield from self._requirement(requirement)
        known = {item.id for item in self.reading.agenda}
        loose = [requirement for requirement in self.reading.requirements if not known.intersection(requirement.agenda)]
        if loose:
            yield ""
            if known:
                yield self.style.paint(self.words["no_item"], "blue")
            for requirement in loose:
                yield from self._requirement(requirement)

    def _item(self, item: AgendaItem) -> str:
        kind = term(AGENDA_KINDS, item.kind, self.language)
        return f"{self.style.paint(item.id, 'blue')} {kind} {self.style.paint(item.topic, 'strong')}"

    def _requirement(self, requirement: Requirement) -> Iterator[str]:
        kind = term(REQUIREMENT_KINDS, requirement.kind, self.language)
        colour = "red" if requirement.kind == "prohibit" else "cyan"
        more = f" [{'、'.join(requirement.agenda)}]" if len(requirement.agenda) > 1 else ""
        yield f"  {self.style.paint(requirement.id, colour)} {kind}{more} {quoted(requirement.text)}"
        for action in requirement.actions:
            yield from self._action(action)

    def _action(self, action: Action) -> Iterator[str]:
        mark = (
            self.style.paint(f"● {self.words['trackable']}", "green")
            if action.trackable
            else self.style.paint("○", "faint")
        )
        yield f"     {mark} {quoted(action.text)}"
        if action.deadline:
            yield from self._deadline(action.deadline)
        if action.targets:
            targets = "；".join(f"{target.quantity} {target.unit}（{target.text}）" for target in action.targets)
            yield f"         {self.words['targets']} {quoted(targets)}"
        if action.units:
            units = "、".join(
                f"{unit.text}（{term(UNIT_ROLES, unit.role, self.language)}）"
                if unit.role != "responsible"
                else unit.text
                for unit in action.units
            )
            yield f"         {self.words['units']} {quoted(units)}"

    def _deadline(self, deadline: Deadline) -> Iterator[str]:
        value = str(deadline.value or deadline.recurring or self.words["no_value"])
        yield f"         {self.words['deadline']} {quoted(deadline.text)} → {self.style.paint(value, 'yellow')}"
        for line in deadline.explanation:
            yield f"           {self.style.paint(line, 'faint')}"

    def _citations(self) -> Iterator[str]:
        if self.reading.citations:
            yield ""
            distinct = dict.fromkeys(quote.text for quote in self.reading.citations)
            yield f"{self.words['citations']} {quoted('、'.join(distinct))}"

    def _repairs(self) -> Iterator[str]:
        repairs = self.reading.restored.repairs
        if not repairs:
            return
        unsure = [repair for repair in repairs if not repair.certain]
        yield ""
        note = f"，{self.words['uncertain'].format(len(unsure))}" if unsure else ""
        yield self.words["repairs"].format(len(repairs)) + note
        for kind, count in Counter(repair.kind for repair in repairs).items():
            example = next(repair for repair in repairs if repair.kind == kind)
            yield f"  {term(REPAIR_KINDS, kind, self.language)} {count}，{self.words['for_example']} {_change(example)}"
        for repair in unsure:
            yield f"  {self.style.paint('?', 'yellow')} {_change(repair)}"

    def _warnings(self) -> Iterator[str]:
        if not self.reading.warnings:
            return
        yield ""
        yield self.words["warnings"]
        for warning in self.reading.warnings:
            message = warning.message
            if self.language == "en":
                from duban.reading.warning_codes import english

                message = english(warning.code)
            yield f"  {self.style.paint('!', 'yellow')} {quoted(message)}"


def _change(repair: Repair) -> str:
    """Return a repair as before → after, shortened."""
    before, after = (
        quoted(text if len(text) <= 24 else f"{text[:23]}…") for text in (repair.original, repair.restored)
    )
    return f"“{before}” → “{after}”"
