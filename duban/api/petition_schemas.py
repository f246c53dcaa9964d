"""What the API gives and takes of ordinary petitions: never who petitioned; a unit gets exactly what was sent to it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from ninja import Field, Schema


class CitizenPetitionBrief(Schema):
    """A petition as a list shows it."""

    id: int
    number: str
    title: str
    type: str
    channel: str
    state: str = Field(examples=["in_handling"])
    handler: str | None = Field(examples=["216"])
    received_on: date
    due_on: date | None
    due_clock: str
    urgent: bool


class CitizenPetitionPage(Schema):
    """One page of petitions."""

    total: int
    page: int
    next: int | None
    petitions: list[CitizenPetitionBrief]


class CitizenPetitionOut(CitizenPetitionBrief):
    """A petition in the words that may stand in the open."""

    nature: str
    area: str
    summary: str
    instruction: str
    conclude_by: str
    reply: str
    conclusion: str
    task: int | None
    satisfied: str | None = Field(None, description="told to the office alone")
    solved: bool | None = Field(None, description="told to the office alone")
    reopened: int


class PetitionMoved(Schema):
    """Where a petition stands after a write."""

    id: int
    number: str
    state: str


class ReasonIn(Schema):
    """A move with its reason."""

    reason: Annotated[str, Field(min_length=1, max_length=500)] = Field(examples=["不属本单位职责，建议转市城管局"])


class ReplyIn(Schema):
    """What is to be answered to the petitioner, without any private person's name or number."""

    text: Annotated[str, Field(min_length=1, max_length=8000)] = Field(examples=["经查，该小区排水管已于本月疏通。"])
    conclusion: Literal["supported", "partly", "not_supported", "adopted"]
