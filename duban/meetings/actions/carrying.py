"""Carrying the clerk's decisions from a text to its next revision. Called inside the action that makes the revision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from duban.meetings.models import Action, Decision, MeetingText, Requirement
from duban.meetings.rules.carrying import Edit, Quoted, carry, relocate

REQUIREMENT_FIELDS = ("decision", "drop_reason", "kind", "version")
ACTION_FIELDS = (
    "wording", "trackable", "trackable_rule", "decision", "drop_reason", "deliverable", "reporting_rhythm", "leading_official",
    "lead_unit",
    "fan_out", "task", "released", "version",
)  # fmt: skip
DEADLINE_FIELDS = ("deadline", "deadline_text", "deadline_explanation", "deadline_rule", "recurring")


@dataclass
class Carried:
    """What became of the decisions: how many were kept, which quotes changed, which are lost."""

    kept: int = 0
    changed: list[list[str]] = field(default_factory=list)  # [old quote, new quote]
    lost: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return it as a text row keeps it."""
        return {"kept": self.kept, "changed": self.changed, "lost": self.lost}


def carry_decisions(old: MeetingText, new: MeetingText, edit: Edit) -> Carried:
    """Copy what the clerk did from the old revision to the new one, by place and by quote."""
    carried = Carried()
    _carry_sentences(old, new, edit)
    pairs = _carry_requirements(old, new, edit, carried)
    actions: dict[int, Action] = {}
    for before, after in pairs:
        actions.update(_carry_actions(before, after, edit, carried, new.restored))
    _carry_merges(actions)
    return carried


def _carry_sentences(old: MeetingText, new: MeetingText, edit: Edit) -> None:
    before = list(old.sentences.exclude(clerk_reason=""))
    after = list(new.sentences.all())
    found, _lost = carry(
        [Quoted(s.pk, old.restored[s.start : s.end], s.start, s.end) for s in before],
        [Quoted(s.pk, new.restored[s.start : s.end], s.start, s.end) for s in after],
        edit,
    )
    for sentence in before:
        if sentence.pk in found:
            new.sentences.filter(pk=found[sentence.pk]).update(clerk_reason=sentence.clerk_reason)


def _carry_requirements(
    old: MeetingText, new: MeetingText, edit: Edit, carried: Carried
) -> list[tuple[Requirement, Requirement]]:
    """Return old and new requirement pairs; what the new reading does not propose any more is made anew."""
    before = list(old.requirements.prefetch_related("actions", "agenda"))
    after = {row.pk: row for row in new.requirements.all()}
    found, missing = carry(_quoted(before), _quoted(after.values()), edit)
    by_key = {row.pk: row for row in before}
    pairs = [(by_key[old_key], after[new_key]) for old_key, new_key in found.items()]
    free = [row for key, row in after.items() if key not in found.values()]
    for key in missing:
        requirement = by_key[key]
        place = _place(requirement, old, new, edit, worked=_worked_on(requirement))
        if place is None:
            if _worked_on(requirement):
                carried.lost.append(requirement.quote)
            continue
        for row in _overlapping(free, *place):
            free.remove(row)
            row.delete()
        made = Requirement.objects.create(
            text=new, kind=requirement.kind, rule=requirement.rule, quote=new.restored[slice(*place)],
            start=place[0], end=place[1],
        )  # fmt: skip
        made.agenda.set(_same_agenda(requirement, new))
        pairs.append((requirement, made))
    for requirement, made in pairs:
        _copy(requirement, made, REQUIREMENT_FIELDS)
        made.save()
        if requirement.decision != Decision.UNDECIDED:
            carried.kept += 1
        if requirement.quote != made.quote:
            carried.changed.append([requirement.quote, made.quote])
    return pairs


def _carry_actions(
    before: Requirement, after: Requirement, edit: Edit, carried: Carried, text: str
) -> dict[int, Action]:
    """Return old action id → new action for the actions of one requirement."""
    old = list(before.actions.prefetch_related("responsible_units", "supporting_units", "data_units"))
    new = {row.pk: row for row in after.actions.all()}
    found, missing = carry(_quoted(old), _quoted(new.values()), edit)
    pairs: dict[int, Action] = {}
    free = [row for key, row in new.items() if key not in found.values()]
    for action in old:
        if action.pk in found:
            pairs[action.pk] = new[found[action.pk]]
        elif action.pk in missing:
            start, end = edit.moved(action.start), edit.moved(action.end, closing=True)
            if not text[start:end] or (text[start:end] != action.quote and not _decided(action)):
                continue
            for row in _overlapping(free, start, end):
                free.remove(row)
                row.delete()
            pairs[action.pk] = Action(requirement=after, quote=text[start:end], start=start, end=end, rule=action.rule)
    for action in old:
        if action.pk in pairs:
            _copy_action(action, pairs[action.pk])
        elif _decided(action):
            carried.lost.append(action.quote)
    return pairs


def _copy_action(old: Action, new: Action) -> None:
    """Copy the clerk's work; a deadline the reader found in changed words is the new reading's."""
    if new.pk is None or _decided(old) or old.version > 1:
        same_words = old.quote == new.quote or not old.deadline_rule or new.pk is None
        _copy(old, new, ACTION_FIELDS + (DEADLINE_FIELDS if same_words else ()))
        if new.pk is None:
            new.targets, new.unit_mentions = old.targets, old.unit_mentions
        new.save()
        new.responsible_units.set(old.responsible_units.all())
        new.supporting_units.set(old.supporting_units.all())
        new.data_units.set(old.data_units.all())


def _carry_merges(actions: dict[int, Action]) -> None:
    merged = Action.objects.filter(pk__in=actions).exclude(merged_into=None).values_list("pk", "merged_into")
    for key, root in merged:
        target = actions[root].pk if root in actions else root  # a root in another text stays where it is
        Action.objects.filter(pk=actions[key].pk).update(merged_into=target)
    for key, new in actions.items():  # what another text had merged into the old row follows to the new one
        others = Action.objects.filter(merged_into=key, requirement__text__superseded=False)
        others.exclude(pk__in=actions).update(merged_into=new.pk)


def _place(
    requirement: Requirement, old: MeetingText, new: MeetingText, edit: Edit, *, worked: bool
) -> tuple[int, int] | None:
    """Return where the requirement stands in the new text; its changed words only where the clerk had worked on it."""
    start, end = edit.moved(requirement.start), edit.moved(requirement.end, closing=True)
    words = new.restored[start:end]
    if words == requirement.quote or (worked and words.strip()):
        return start, end
    return relocate(requirement.quote, new.restored, start)


def _same_agenda(requirement: Requirement, new: MeetingText) -> list[int]:
    wanted = {item.position: item.topic for item in requirement.agenda.all()}
    return [item.pk for item in new.agenda.all() if item.topic in wanted.values() or item.position in wanted]


def _worked_on(requirement: Requirement) -> bool:
    return not requirement.rule or requirement.version > 1 or requirement.decision != Decision.UNDECIDED


def _decided(action: Action) -> bool:
    return action.decision != Decision.UNDECIDED or action.task_id is not None


def _overlapping(rows: Iterable[Any], start: int, end: int) -> list[Any]:
    return [row for row in rows if row.start < end and row.end > start]


def _quoted(rows: Iterable[Requirement | Action]) -> list[Quoted]:
    return [Quoted(row.pk, row.quote, row.start, row.end) for row in rows]


def _copy(old: Any, new: Any, names: Iterable[str]) -> None:
    for name in names:
        setattr(new, name, getattr(old, name))
