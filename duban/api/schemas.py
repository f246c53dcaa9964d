"""What the API takes and gives: field by field, in the words of the glossary; amounts are decimal strings."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Field, Schema

from duban.tasks.models import Task

Words = Annotated[str, Field(max_length=500, min_length=1)]
Long = Annotated[str, Field(max_length=5000)]
Amount = Annotated[Decimal, Field(max_digits=18, decimal_places=4)]
Id = Annotated[int, Field(gt=0, lt=2**63)]


class Problem(Schema):
    """Why a request was not carried out."""

    code: str = Field(examples=["refused"])
    message: str = Field(examples=["事项现在是“已交办”，还不能报送进展；请先签收。"])


class UnitOut(Schema):
    """A unit by its code."""

    code: str = Field(examples=["216"])
    name: str = Field(examples=["云陵市水务局"])
    short_name: str = Field(examples=["市水务局"])
    kind: str = Field(examples=["department"])
    active: bool


class PartOut(Schema):
    """A unit's part in a task, under the name it had that day."""

    unit: str = Field(examples=["216"])
    name: str
    role: Literal["lead", "responsible", "supporting", "data"]
    signed_at: datetime | None


class TaskBrief(Schema):
    """A task as a list shows it."""

    id: int
    number: str = Field(examples=["会2026-0012"])
    title: str
    state: str = Field(examples=["in_progress"])
    lead_unit: str = Field(examples=["216"])
    deadline: date | None
    lamp: Literal["green", "yellow", "red", "grey"]
    schedule_share: Decimal | None
    actual_share: Decimal | None
    last_report_on: date | None
    version: int

    @staticmethod
    def resolve_lead_unit(task: Task) -> str:
        """Return the unit's code."""
        return task.lead_unit.code


class OriginOut(Schema):
    """Where a task came from: the quote in its paragraph, half-open span in code points."""

    kind: str
    title: str
    agenda_item: str
    paragraph: str
    quote: str
    start: int
    end: int


class MoveOut(Schema):
    """One move in a task's life."""

    at: datetime
    verb: str
    from_state: str
    to_state: str
    actor_name: str
    reason: str


class ReportOut(Schema):
    """A report that has gone out."""

    id: int
    unit_name: str
    as_of: date
    text: str
    problems: str
    next_steps: str
    actual: Decimal | None
    sent_at: datetime | None
    corrected: bool


class TaskOut(TaskBrief):
    """A task with all that belongs to it."""

    year: int
    source: str
    priority: str
    deadline_text: str
    deadline_explanation: str
    deliverable: str
    reporting_rhythm: str
    sign_by: date | None
    report_by: date | None
    units: list[PartOut]
    origins: list[OriginOut]
    moves: list[MoveOut]
    reports: list[ReportOut]

    @staticmethod
    def resolve_units(task: Task) -> list[dict[str, Any]]:
        """Return the parts with the units' codes."""
        return [
            {"unit": part.unit.code, "name": part.unit_name, "role": part.role, "signed_at": part.signed_at}
            for part in task.units.select_related("unit")
        ]

    @staticmethod
    def resolve_origins(task: Task) -> list[Any]:
        """Return the origins that stand."""
        return list(task.origins.filter(replaced=False))

    @staticmethod
    def resolve_moves(task: Task) -> list[Any]:
        """Return the moves, the first one first."""
        return list(task.moves.all())

    @staticmethod
    def resolve_reports(task: Task) -> list[Any]:
        """Return the reports that have gone out."""
        return list(task.reports.filter(state="sent"))


class TaskPage(Schema):
    """One page of tasks; `next` is the page to ask for next."""

    total: int
    page: int
    next: int | None
    tasks: list[TaskBrief]


class NewTask(Schema):
    """A task opened by hand."""

    title: Words
    lead_unit: str = Field(max_length=32, examples=["216"], description="unit code")
    responsible_units: list[str] = Field(default_factory=list, max_length=100)
    supporting_units: list[str] = Field(default_factory=list, max_length=100)
    deadline: date | None = None
    deliverable: str = Field("", max_length=200)
    reporting_rhythm: str = Field("", max_length=60, examples=["每月5日前"])
    priority: Literal["normal", "important", "urgent"] = "normal"


class Versioned(Schema):
    """A move made on what the program had seen."""

    version: Id | None = Field(None, description="the task's version seen; a later one is answered with 409")


class Signing(Versioned):
    """The signature, with the person in charge."""

    person_in_charge: str = Field("", max_length=60)
    telephone: str = Field("", max_length=40)


class Reason(Versioned):
    """A move with its reason."""

    reason: Words


class Remark(Versioned):
    """A move with a remark that need not be given."""

    remark: str = Field("", max_length=500)


class ReportIn(Schema):
    """A progress report; `once` makes the same report sent twice one report."""

    text: Annotated[str, Field(min_length=1, max_length=5000)]
    as_of: date
    once: uuid.UUID | None = None
    problems: Annotated[str, Field(max_length=2000)] = ""
    next_steps: Annotated[str, Field(max_length=2000)] = ""
    actual: Amount | None = None
    allotted: Amount | None = None
    paid: Amount | None = None
    typed_percent: Annotated[int, Field(ge=0, le=100)] | None = None
    text_met: bool | None = None


class Completion(Versioned):
    """What was done, and with which result."""

    statement: Annotated[str, Field(min_length=1, max_length=5000)]


class Verification(Versioned):
    """The six-point test."""

    facts_clear: bool
    problem_solved: bool
    task_done: bool
    conclusion_accurate: bool
    measures_lawful: bool
    form_right: bool
    remark: str = Field("", max_length=500)


class ChangeIn(Versioned):
    """A change asked for: its kind and the value that belongs to it."""

    kind: Literal["deadline", "lead_unit", "target"] = "deadline"
    reason: Words
    deadline: date | None = None
    lead_unit: str | None = Field(None, max_length=32)
    target: Amount | None = None


class EvidenceOut(Schema):
    """A file shown as evidence."""

    name: str
    sha256: str
    size: int


class HitOut(Schema):
    """Something found."""

    kind: str
    title: str
    text: str
    link: str
    task: int | None


class Hits(Schema):
    """What was found; `total` is counted up to a thousand."""

    total: int
    hits: list[HitOut]
