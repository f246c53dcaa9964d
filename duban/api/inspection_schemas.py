"""What the API gives and takes of an inspection's petitions: never who petitioned, and the text as it was redacted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Field, Schema

from duban.api.schemas import Versioned
from duban.inspections.models import GuardQuestion, Petition
from duban.web.reasons import LONGEST, SHORTEST

Text = Annotated[str, Field(max_length=8000)]
Count = Annotated[int, Field(ge=0, lt=1_000_000)]
VERDICTS = Literal["", "substantiated", "mostly", "partly", "unsubstantiated"]
CONCLUSIONS = Literal["", "concluded", "staged", "going_on"]


class InspectionOut(Schema):
    """An inspection."""

    id: int
    name: str = Field(examples=["第三轮省级生态环境保护督察"])
    level: Literal["central", "provincial", "other"] | str
    team: str
    first_day: date
    last_day: date
    reply_days: int


class InspectionPage(Schema):
    """One page of inspections."""

    total: int
    page: int
    next: int | None
    inspections: list[InspectionOut]


class DeskPetitionBrief(Schema):
    """A petition as a list shows it."""

    id: int
    number: str = Field(examples=["D3SX202505280018"])
    state: str = Field(examples=["assigned"])
    starred: bool
    area: str | None
    main_type: str | None
    lead_unit: str | None = Field(examples=["216"])
    verdict: str
    conclusion: str
    unit_due: date | None
    reply_due: date | None
    again_due: date | None  # of one taken up again: until when it is to be answered anew
    replied_on: date | None
    version: int

    @staticmethod
    def resolve_area(petition: Petition) -> str | None:
        """Return the area's name; None at city level."""
        return petition.area.label if petition.area else None

    @staticmethod
    def resolve_main_type(petition: Petition) -> str | None:
        """Return the type's name."""
        return petition.main_type.label if petition.main_type else None

    @staticmethod
    def resolve_lead_unit(petition: Petition) -> str | None:
        """Return the unit's code."""
        return petition.lead_unit.code if petition.lead_unit else None


class DeskPetitionPage(Schema):
    """One page of an inspection's petitions."""

    total: int
    page: int
    next: int | None
    petitions: list[DeskPetitionBrief]


class MeasureOut(Schema):
    """A measure; `agreed` tells whether its deadline counts for the task."""

    id: int
    kind: Literal["immediate", "lasting"]
    what: str
    due: date | None
    done_on: date | None
    agreed: bool
    declined_why: str

    @staticmethod
    def resolve_agreed(measure: Any) -> bool:
        """Tell whether the office agreed to the deadline."""
        return measure.agreed_at is not None


class VisitOut(Schema):
    """Somebody who went to look."""

    day: date
    who: str
    found: str


class PictureOut(Schema):
    """A picture, which the pages show without what its file says of place and camera."""

    id: int
    moment: Literal["before", "after"]
    caption: str


class QuestionOut(Schema):
    """What a guard asked about words of the petition, and what was answered."""

    id: int
    part: str
    kind: str
    words: str
    answer: str
    why: str


class DeskPetitionOut(DeskPetitionBrief):
    """A petition with what was asked, found, done and shown."""

    batch: int
    day: date
    channel: str
    types: list[str]
    co_handlers: list[str]
    summary: str = Field(description="redacted, as the unit sees it")
    demand: str
    plan: str
    finding: str
    cause: str
    handling: str
    accountability: str
    sites_ordered: int
    sites_punished: int
    fines: Decimal
    criminal_cases: int
    detained: int
    admonished: int
    held_accountable: int
    revisit_on: date | None
    reply_stopped_on: date | None
    submitted_on: date | None
    rejected: int
    reopened: int
    task: int | None
    measures: list[MeasureOut]
    visits: list[VisitOut]
    pictures: list[PictureOut]
    questions: list[QuestionOut]

    @staticmethod
    def resolve_batch(petition: Petition) -> int:
        """Return the batch's number."""
        return petition.batch.number

    @staticmethod
    def resolve_day(petition: Petition) -> date:
        """Return the day it was handed over."""
        return petition.batch.day

    @staticmethod
    def resolve_types(petition: Petition) -> list[str]:
        """Return the names of all its types."""
        return [term.label for term in petition.types.all()]

    @staticmethod
    def resolve_co_handlers(petition: Petition) -> list[str]:
        """Return the units' codes."""
        return [unit.code for unit in petition.co_handlers.all()]

    @staticmethod
    def resolve_task(petition: Petition) -> int | None:
        """Return the task's id."""
        return petition.task_id

    @staticmethod
    def resolve_measures(petition: Petition) -> list[Any]:
        """Return the measures."""
        return list(petition.measures.all())

    @staticmethod
    def resolve_visits(petition: Petition) -> list[Any]:
        """Return the visits."""
        return list(petition.visits.all())

    @staticmethod
    def resolve_pictures(petition: Petition) -> list[Any]:
        """Return the pictures."""
        return list(petition.pictures.all())

    @staticmethod
    def resolve_questions(petition: Petition) -> list[GuardQuestion]:
        """Return the questions that stand."""
        return list(petition.guard_questions.filter(gone=False))


class Moved(Schema):
    """Where a petition stands after a write; its texts are asked for apart, so that no answer kept for a key holds them."""

    id: int
    number: str
    state: str
    version: int


class FindingsIn(Versioned):
    """What was found and done; a field left out stays as it is."""

    plan: Text | None = None
    finding: Text | None = Field(None, examples=["经现场核查，该厂夜间筛砂，未采取降尘措施。"])
    verdict: VERDICTS | None = None
    cause: Text | None = None
    handling: Text | None = Field(None, examples=["责令立即停止夜间作业，安装喷淋设施。"])
    conclusion: CONCLUSIONS | None = None
    accountability: Text | None = None
    sites_ordered: Count | None = None
    sites_punished: Count | None = None
    fines: Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)] | None = None
    criminal_cases: Count | None = None
    detained: Count | None = None
    admonished: Count | None = None
    held_accountable: Count | None = None
    revisit_on: date | None = None


class MeasureIn(Schema):
    """A measure; a lasting one needs a deadline, to which the office agrees."""

    kind: Literal["immediate", "lasting"] = "immediate"
    what: Annotated[str, Field(min_length=1, max_length=500)] = Field(examples=["建成封闭料棚"])
    due: date | None = None
    done_on: date | None = None


class VisitIn(Schema):
    """A visit: who by post, never a private person."""

    day: date
    who: Annotated[str, Field(min_length=1, max_length=120)] = Field(examples=["县生态环境局执法人员"])
    found: Annotated[str, Field(max_length=500)] = ""


Why = Annotated[
    str,
    Field(
        max_length=LONGEST,
        examples=["逐家核查，证照齐全的不停产"],
        description=f"at least {SHORTEST} characters that are no punctuation, as on the page; the action refuses less (409)",
        json_schema_extra={"minLength": SHORTEST},  # told, not asked here: the refusal comes in the page's own words
    ),
]


class AnswerIn(Schema):
    """The answer to a guard's question, and why."""

    answer: Literal["lawful_compliant", "lawful_not_compliant", "neither", "unlawful_compliant", "not_such", "kept"] = (
        Field(examples=["lawful_not_compliant"])
    )
    why: Why
