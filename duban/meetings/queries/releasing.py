"""What a release of a meeting, or of one agenda item, would do, and what stands against it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from duban.meetings.models import Action, AgendaItem, Decision, Meeting, Requirement, Sentence, TextState
from duban.meetings.rules.counting import is_task
from duban.meetings.rules.releasing import Draft, Plan, plan
from duban.meetings.rules.segments import paragraph_at
from duban.organizations.models import Unit
from duban.organizations.queries import counties
from duban.tasks.models import Task
from duban.tasks.states import OPEN_STATES, TaskState

UNITS = ("responsible_units", "supporting_units", "data_units")
LOOSE = 0  # the scope of what belongs to no agenda item


@dataclass(frozen=True, slots=True)
class Release:
    """A release worked out: its plan, the actions by key, and what must be settled first."""

    plan: Plan
    actions: dict[int, Action]
    withdrawn: dict[int, Task]
    undecided: int
    without_lead: tuple[Action, ...]
    waiting: int
    counties: tuple[Unit, ...]

    @property
    def blocked(self) -> bool:
        """Whether something must be settled first."""
        return bool(self.undecided or self.without_lead or self.waiting)


def release_of(meeting: Meeting, scope: int | None = None) -> Release:
    """Return what a release would do: of the whole meeting, of one agenda item (its id), or of LOOSE ones."""
    requirements = [
        row for row in present_requirements(meeting) if scope is None or (first_item(row) or LOOSE) == scope
    ]
    every = [action for requirement in requirements for action in requirement.actions.all()]
    merged: dict[int, list[Action]] = {}
    for action in present_actions(meeting).filter(merged_into__in=every):
        merged.setdefault(action.merged_into_id or 0, []).append(action)
    tasks = [action for action in every if becomes_task(action)]
    all_counties = tuple(counties())
    wanted = {action.pk: draft_of(meeting, action, merged.get(action.pk, []), all_counties) for action in tasks}
    drafts = [(action.pk, wanted[action.pk], _released(action, wanted[action.pk])) for action in tasks]
    chosen = {action.pk for action in tasks}
    withdrawn = [action.task for action in every if action.task and action.pk not in chosen]
    if scope is None:
        withdrawn += _lost_tasks(meeting)
    open_ones = {task.pk: task for task in withdrawn if task.state in OPEN_STATES}
    return Release(
        plan=plan(drafts, sorted(open_ones)),
        actions={action.pk: action for action in tasks} | {a.pk: a for rows in merged.values() for a in rows},
        withdrawn=open_ones,
        undecided=_undecided(meeting, requirements, scope),
        without_lead=tuple(action for action in tasks if action.lead_unit_id is None),
        waiting=meeting.texts.filter(state=TextState.WAITING).count(),
        counties=all_counties,
    )


def present_requirements(meeting: Meeting, within: Q | None = None) -> list[Requirement]:
    """Return the requirements of the meeting's present texts with all that a page or a release needs of them.

    Each text is fetched once and shared: its repairs may be hundreds.
    """
    texts = {text.pk: text for text in meeting.texts.filter(superseded=False)}
    actions = Action.objects.select_related("lead_unit", "task", "merged_into")
    requirements = list(
        Requirement.objects.filter(within or Q(), text__in=texts).prefetch_related(
            "agenda", Prefetch("actions", actions.prefetch_related(*UNITS))
        )
    )
    for requirement in requirements:
        requirement.text = texts[requirement.text_id]
    return requirements


def present_actions(meeting: Meeting) -> QuerySet[Action]:
    """Return the actions of the meeting's present texts with units, task and place."""
    return (
        Action.objects.filter(requirement__text__meeting=meeting, requirement__text__superseded=False)
        .select_related("lead_unit", "task", "requirement__text", "merged_into")
        .defer(*(f"requirement__text__{name}" for name in ("repairs", "warnings", "carried", "pasted")))
        .prefetch_related(*UNITS, "requirement__agenda")
    )


def first_item(requirement: Requirement) -> int | None:
    """Return the id of the agenda item a requirement is shown under: its first, or None."""
    return min((item.pk for item in requirement.agenda.all()), default=None)


def becomes_task(action: Action) -> bool:
    """Tell whether a release opens a task of its own for the action."""
    return is_task(action.decision, trackable=action.trackable, merged=action.merged_into_id is not None)


def draft_of(meeting: Meeting, action: Action, merged: Iterable[Action], all_counties: Iterable[Unit]) -> Draft:
    """Return the task wanted for an action in plain words: what a preview shows and a later release compares with."""
    return {
        "title": str(action),
        "lead_unit": action.lead_unit.name if action.lead_unit else "",
        "responsible_units": "、".join(unit.name for unit in action.responsible_units.all()),
        "supporting_units": "、".join(unit.name for unit in action.supporting_units.all()),
        "data_units": "、".join(unit.name for unit in action.data_units.all()),
        "leading_official": action.leading_official,
        "deadline": action.deadline.isoformat() if action.deadline else "",
        "deadline_text": action.deadline_text,
        "deliverable": action.deliverable,
        "reporting_rhythm": action.reporting_rhythm,
        "fan_out_to": "、".join(unit.name for unit in all_counties) if action.fan_out else "",
        "origins": [origin_words(row) for row in (action, *merged)],
    }


def origin_words(action: Action) -> str:
    """Return where an action's quote stands, and the quote."""
    text = action.requirement.text
    return f"{text.name}¶{paragraph_at(text.restored, action.start).number}：{action.quote}"


def agenda_items(meeting: Meeting) -> list[AgendaItem]:
    """Return the agenda of the meeting's present texts, text by text."""
    return list(AgendaItem.objects.filter(text__meeting=meeting, text__superseded=False))


def _released(action: Action, wanted: Draft) -> Draft | None:
    """Return the draft as it was last released, None where no task stands for it or it was withdrawn; one that has ended stays as it is."""
    task = action.task
    if task is None or task.state == TaskState.WITHDRAWN.value:
        return None
    if task.state not in OPEN_STATES:
        return wanted
    released: Draft = action.released
    return released


def _lost_tasks(meeting: Meeting) -> list[Task]:
    """Return the tasks that only an earlier revision of a text still speaks for."""
    held = present_actions(meeting).exclude(task=None).values("task")
    old = Action.objects.filter(requirement__text__meeting=meeting, requirement__text__superseded=True)
    return list(Task.objects.filter(pk__in=old.exclude(task=None).values("task")).exclude(pk__in=held))


def _undecided(meeting: Meeting, requirements: Iterable[Requirement], scope: int | None) -> int:
    """Return how many sentences of the meeting, or requirements of an agenda item, await a decision."""
    if scope is not None:
        return sum(requirement.decision == Decision.UNDECIDED for requirement in requirements)
    present = Sentence.objects.filter(text__meeting=meeting, text__superseded=False)
    return present.filter(decision=Decision.UNDECIDED).count()
