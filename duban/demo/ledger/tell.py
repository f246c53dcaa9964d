"""Tells the stories in the order of their days, each step at its own moment, by the actions the pages call."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from duban.demo.ledger.office import office_days
from duban.demo.ledger.stories import PROPOSED, STORIES, Story
from duban.demo.steps import Step
from duban.organizations.models import Unit, User
from duban.tasks import actions
from duban.tasks.actions import (
    ChangeWanted,
    GivenFile,
    MilestoneFacts,
    Origin,
    ReportFacts,
    SixPoints,
    TaskDraft,
    TaskMeasures,
)
from duban.tasks.actions.lighting import light_all
from duban.tasks.models import ChangeRequest, Instruction, Report, RequestState, Task, UnitPractice

Given = dict[str, Any]  # what a step or a story gives
ALL_SIX = SixPoints(*[True] * 6)
HEAD_APPROVES = "213"


def tell_stories(today: date) -> None:
    """Lead every task of the stories to where it stands on the day; lamps are judged each month's first and today."""
    told = Telling(today)
    UnitPractice.objects.update_or_create(unit=told.unit(HEAD_APPROVES), defaults={"head_approves": True})
    events: list[tuple[int, int, Callable[[], None]]] = []
    for place, story in enumerate(STORIES):
        events.append((story.opened, place, lambda story=story: told.open(story)))  # type: ignore[misc]
        events += [(step.day, place, lambda s=story, t=step: told.do(s, t)) for step in story.steps]  # type: ignore[misc]
    beside = len(STORIES)  # after the stories' steps of the same day
    events += [(day, beside, do) for day, do in office_days(told)]
    first = min(day for day, _place, _do in events)
    nights = [day for day in range(first, 1) if (today + timedelta(day)).day == 1 or day == 0]
    events += [(day, len(STORIES), lambda day=day: told.night(day)) for day in nights]  # type: ignore[misc]
    for count, (day, _place, do) in enumerate(sorted(events, key=lambda event: event[:2])):
        with standing_at(told.moment(day, count)):
            do()


def not_ahead(moment: datetime) -> datetime:
    """Return the moment, or now where it is a later hour of this very day: a demo loaded at night tells no future."""
    now = datetime.now(timezone.get_default_timezone())
    return now if moment > now and timezone.localdate(moment) == now.date() else moment


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let the ledger's clock stand at a moment: a year cannot be told in a minute otherwise."""
    real, stands = timezone.now, not_ahead(moment)
    timezone.now = lambda: stands
    try:
        yield
    finally:
        timezone.now = real


class Telling:
    """The tasks told so far, by their titles."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.tasks: dict[str, Task] = {}
        self.units = {unit.code: unit for unit in Unit.objects.all()}
        self.people = {user.username: user for user in User.objects.all()}

    def moment(self, day: int, count: int) -> datetime:
        """Return a moment of the office day, later for later steps."""
        start = datetime.combine(self.today + timedelta(day), time(9), timezone.get_default_timezone())
        return start + timedelta(minutes=count % 400)

    def unit(self, code: str) -> Unit:
        """Return the unit of a code."""
        return self.units[code]

    def day(self, offset: int) -> date:
        """Return the day so far from today."""
        return self.today + timedelta(offset)

    def liaison(self, code: str) -> User:
        """Return who speaks for a unit: its head where the head approves what goes out."""
        return self.people[f"h{code}" if code == HEAD_APPROVES else f"u{code}"]

    def night(self, day: int) -> None:
        """Judge the lamps of all open tasks."""
        light_all(self.day(day))

    def open(self, story: Story) -> None:
        """Open the story's task with its measures."""
        deadline = None if story.deadline is None else self.day(story.deadline)
        limit = f"{deadline.year}年{deadline.month}月{deadline.day}日" if deadline else ""
        quote = (story.quote or f"{story.title}。").replace("{limit}", limit)
        origin = Origin("manual", story.source, "", "", "", 0, quote, quote, 0, len(quote))
        draft = TaskDraft(
            source="manual",
            year=self.day(story.opened).year,
            title=story.title,
            lead_unit=self.unit(story.lead),
            supporting_units=tuple(map(self.unit, story.supporting)),
            fan_out_to=tuple(map(self.unit, story.fan_out)),
            deadline=deadline,
            deadline_text=f"{limit}前" if "{limit}" in story.quote else "",
            deliverable=story.deliverable,
            reporting_rhythm=story.rhythm,
            leading_official=story.official,
            priority=story.priority,
            origins=(origin,),
        )
        with _desk_assigns(story.title in PROPOSED):
            task = self.tasks[story.title] = actions.open_task(draft, actor=self.people[story.by])
        if story.measures:
            actions.set_measures(task, self.measures(story.measures), actor=self.people["clerk"])

    def measures(self, given: Given) -> TaskMeasures:
        """Return the measures of a story."""
        nodes = tuple(
            MilestoneFacts(title, self.day(due), Decimal(weight)) for due, weight, title in given.get("milestones", ())
        )
        plain = {
            name: value for name, value in given.items() if name in ("direction", "target_text", "unit", "roll_up")
        }
        figures: Given = {name: Decimal(str(given[name])) for name in ("target", "budget") if name in given}
        return TaskMeasures(milestones=nodes, **plain, **figures)

    def do(self, story: Story, step: Step) -> None:
        """Do one step as who it belongs to."""
        task = self.tasks[story.title]
        task.refresh_from_db()
        DEEDS[step.verb](self, task, story, step.given)


def picture(seed: str) -> bytes:
    """Return a small picture of our own making: bands of colour, another for every seed."""
    width, height, tint = 320, 200, zlib.crc32(seed.encode())
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            band = (x * 5 // width + y * 3 // height + tint) % 6
            rows += bytes(((tint >> 3) + band * 30 & 255, (tint >> 9) + y & 255, (tint >> 15) + band * 17 & 255))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(rows), 9))
        + chunk(b"IEND", b"")
    )


@contextmanager
def _desk_assigns(only: bool) -> Iterator[None]:
    """Reserve assigning for the desk, as the office's setting does."""
    before = os.environ.get("DUBAN_ASSIGN_BY_DESK")
    if only:
        os.environ["DUBAN_ASSIGN_BY_DESK"] = "1"
    try:
        yield
    finally:
        if only and before is None:
            del os.environ["DUBAN_ASSIGN_BY_DESK"]
        elif only:
            os.environ["DUBAN_ASSIGN_BY_DESK"] = str(before)


def _facts(told: Telling, task: Task, given: Given) -> ReportFacts:
    figures: Given = {
        name: Decimal(str(given[name])) for name in ("actual", "allotted", "paid") if given.get(name) is not None
    }
    nodes = list(task.milestones.all())
    as_of = timezone.localdate()
    files = (
        (GivenFile(f"现场照片{as_of:%m%d}.png", picture(f"{task.number}{as_of}"), "现场照片"),)
        if given.get("picture")
        else ()
    )
    return ReportFacts(
        given.get("text", "按计划推进。"), as_of, problems=given.get("problems", ""), next_steps=given.get("next_steps", ""),
        typed_percent=given.get("percent"), text_met=given.get("text_met"),
        milestones_done={nodes[place].pk: told.day(day) for place, day in given.get("nodes", {}).items()},
        files=files, **figures,
    )  # fmt: skip


def _report(told: Telling, task: Task, story: Story, given: Given) -> None:
    actions.report_progress(task, _facts(told, task, given), actor=told.liaison(story.lead))


def _correct(told: Telling, task: Task, story: Story, given: Given) -> None:
    last = Report.objects.filter(task=task, corrected=False).latest("id")
    actions.correct_report(last, _facts(told, task, given), actor=told.liaison(story.lead), reason=given["reason"])


def _request_change(told: Telling, task: Task, story: Story, given: Given) -> None:
    wanted = ChangeWanted("deadline", deadline=told.day(given["deadline"])) if "deadline" in given else None
    wanted = wanted or ChangeWanted("target", target=Decimal(given["target"]))
    who = told.liaison(story.lead)
    actions.request_change(task, wanted, actor=who, reason=given["reason"], today=timezone.localdate())


def _decide(told: Telling, task: Task, story: Story, given: Given) -> None:
    request = ChangeRequest.objects.get(task=task, state=RequestState.WAITING)
    actions.decide_change(request, actor=told.people["desk"], **given)


def _children(told: Telling, task: Task, story: Story, given: Given) -> None:
    """Give each child its target; its unit signs."""
    for child, target in zip(task.children.order_by("part"), given["targets"], strict=True):
        measures = TaskMeasures(target=Decimal(target), unit=given["unit"])
        actions.set_measures(child, measures, actor=told.people["clerk"], answer="按各单位任务量分")
        child.refresh_from_db()
        actions.sign_for(child, actor=told.liaison(child.lead_unit.code))


def _children_report(told: Telling, task: Task, story: Story, given: Given) -> None:
    for child, actual in zip(task.children.order_by("part"), given["actuals"], strict=True):
        facts = _facts(told, child, {"actual": actual, "text": "路基路面按标段施工。"})
        actions.report_progress(child, facts, actor=told.liaison(child.lead_unit.code))


def _sign(told: Telling, task: Task, story: Story, given: Given) -> None:
    code = given.get("unit", story.lead)
    actions.sign_for(task, actor=told.liaison(code), person_in_charge="业务科科长", telephone="0800-2261")


def _instruct(told: Telling, task: Task, story: Story, given: Given) -> None:
    by = told.day(given["answer_by"])
    actions.instruct(
        task, actor=told.people["leader"], leader="市长", on=timezone.localdate(), text=given["text"], answer_by=by
    )


def _call(told: Telling, task: Task, story: Story, given: Given) -> None:
    who: Given = {"person_called": "办公室值班员", "telephone": "0800-2200", "at": timezone.now()}
    actions.log_call(task, actor=told.people["desk"], unit=task.lead_unit, said=given["said"], **who)


def _look_back(told: Telling, task: Task, story: Story, given: Given) -> None:
    actions.look_back(task, actor=told.people["desk"], kind="look_back", on=timezone.localdate(), **given)


def _add_measure(told: Telling, task: Task, story: Story, given: Given) -> None:
    given = {**given, "until": told.day(given["until"])}
    actions.add_measure(task, actor=told.liaison(story.lead), **given)


def _attach(told: Telling, task: Task, story: Story, given: Given) -> None:
    file = GivenFile(given["name"], f"{story.title}：专家组评审意见，同意通过。".encode(), "评审意见")
    actions.attach(task, [file], actor=told.liaison(story.lead))


def _of_desk(action: Callable[..., object]) -> Callable[[Telling, Task, Story, Given], None]:
    return lambda told, task, story, given: void(action(task, actor=told.people["desk"], **given))


def _of_lead(action: Callable[..., object]) -> Callable[[Telling, Task, Story, Given], None]:
    return lambda told, task, story, given: void(action(task, actor=told.liaison(story.lead), **given))


def void(_result: object) -> None:
    """Take an action's result and keep nothing of it."""


DEEDS: dict[str, Callable[[Telling, Task, Story, Given], None]] = {
    "sign_for": _sign,
    "report": _report,
    "correct": _correct,
    "request_change": _request_change,
    "decide": _decide,
    "children": _children,
    "children_report": _children_report,
    "instruct": _instruct,
    "answer": lambda told, task, story, given: void(
        actions.answer_instruction(
            Instruction.objects.filter(task=task).latest("id"), actor=told.liaison(story.lead), **given
        )
    ),
    "call": _call,
    "look_back": _look_back,
    "add_measure": _add_measure,
    "attach": _attach,
    "hand_back": _of_lead(actions.hand_back),
    "request_completion": _of_lead(actions.request_completion),
    "verify": lambda told, task, story, given: void(actions.verify(task, actor=told.people["clerk"], points=ALL_SIX)),
    "send_back": lambda told, task, story, given: void(actions.send_back(task, actor=told.people["clerk"], **given)),
    "close_out": _of_desk(actions.close_out),
    "reopen": lambda told, task, story, given: void(
        actions.reopen(task, actor=told.people["desk"], reason=given["reason"], deadline=told.day(given["deadline"]))
    ),
    "suspend": lambda told, task, story, given: void(
        actions.suspend(task, actor=told.people["desk"], reason=given["reason"], today=timezone.localdate())
    ),
    "merge": lambda told, task, story, given: void(
        actions.merge_into(task, told.tasks[given["into"]], actor=told.people["desk"], reason=given["reason"])
    ),
    "terminate": _of_desk(actions.terminate),
    "withdraw": _of_desk(actions.withdraw_task),
}
