"""Why each thing was read as it was: the rule behind every requirement, action, verdict, deadline, target and unit."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from duban.reading.model import Action, Reading, Requirement
from duban.reading.style import Style, quoted
from duban.reading.terms import AGENDA_KINDS, REQUIREMENT_KINDS, UNIT_ROLES, term

_WORDS = {
    "zh": {
        "rule": "规则",
        "trackable": "可督办",
        "untrackable": "不可督办",
        "deadline": "期限",
        "target": "目标",
        "unit": "单位",
        "no_value": "没有确定日期",
        "dropped": "没有提出事项的句子",
        "paragraph": "第{}段",
    },
    "en": {
        "rule": "rule",
        "trackable": "trackable",
        "untrackable": "not trackable",
        "deadline": "deadline",
        "target": "target",
        "unit": "unit",
        "no_value": "no date by itself",
        "dropped": "sentences in which nothing was proposed",
        "paragraph": "paragraph {}",
    },
}


def explanation(reading: Reading, style: Style, language: str = "zh") -> Iterator[str]:
    """Yield the lines of the explanation."""
    return _Explanation(reading, style, language).lines()


@cache
def rule_meanings() -> dict[str, str]:
    """Return the Chinese sentence of every rule code."""
    from duban.reading.lexicon.rules import RULES
    from duban.reading.lexicon.rules_trackable import TRACKABLE_RULES
    from duban.reading.lexicon.rules_units import UNIT_RULES
    from duban.reading.lexicon.rules_values import VALUE_RULES

    return RULES | TRACKABLE_RULES | UNIT_RULES | VALUE_RULES


class _Explanation:
    def __init__(self, reading: Reading, style: Style, language: str) -> None:
        self.reading, self.style, self.language = reading, style, language
        self.words = _WORDS[language]

    def lines(self) -> Iterator[str]:
        for item in self.reading.agenda:
            kind = term(AGENDA_KINDS, item.kind, self.language)
            yield f"{self.style.paint(item.id, 'blue')} {kind} {quoted(item.topic)}{self._rule(item.rule)}"
        for requirement in self.reading.requirements:
            yield ""
            yield from self._requirement(requirement)
        yield from self._dropped()

    def _rule(self, code: str) -> str:
        """Return where a judgement comes from: the rule's meaning and its code, to be quoted in an argument."""
        if not code:
            return ""
        meaning = rule_meanings().get(code, "") if self.language == "zh" else ""
        return "  " + self.style.paint(f"← {self.words['rule']} {code} {meaning}".rstrip(), "faint")

    def _requirement(self, requirement: Requirement) -> Iterator[str]:
        kind = term(REQUIREMENT_KINDS, requirement.kind, self.language)
        name = self.style.paint(requirement.id, "cyan")
        agenda = f" [{'、'.join(requirement.agenda)}]" if requirement.agenda else ""
        yield f"{name} {kind}{agenda} {quoted(requirement.text)}{self._rule(requirement.rule)}"
        for number, action in enumerate(requirement.actions, 1):
            yield f"  {requirement.id}.{number} {quoted(action.text)}{self._rule(action.rule)}"
            yield from self._verdicts(action)

    def _verdicts(self, action: Action) -> Iterator[str]:
        verdict = self.words["trackable" if action.trackable else "untrackable"]
        yield f"      {self.style.paint(verdict, 'green' if action.trackable else 'faint')}{self._rule(action.trackable_rule)}"
        if deadline := action.deadline:
            value = deadline.value or deadline.recurring or self.words["no_value"]
            yield f"      {self.words['deadline']} {quoted(deadline.text)} → {value}{self._rule(deadline.rule)}"
            for line in deadline.explanation:
                yield f"        {quoted(line)}"
        for target in action.targets:
            number = f"{target.quantity} {target.unit}".rstrip()
            yield f"      {self.words['target']} {quoted(target.text)} → {quoted(number)}{self._rule(target.rule)}"
        for unit in action.units:
            role = term(UNIT_ROLES, unit.role, self.language)
            yield f"      {self.words['unit']} {quoted(unit.text)}（{role}）{self._rule(unit.rule)}"

    def _dropped(self) -> Iterator[str]:
        dropped = [sentence for sentence in self.reading.sentences if sentence.dropped is not None]
        if not dropped:
            return
        yield ""
        yield f"{self.words['dropped']} {len(dropped)}"
        for sentence in dropped:
            text = self.reading.restored.text[sentence.span[0] : sentence.span[1]].strip()
            place = self.words["paragraph"].format(sentence.paragraph)
            yield f"  {place} {quoted(text)}{self._rule(sentence.dropped or '')}"
