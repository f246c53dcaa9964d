"""The values a reading is made of. Frozen, without behaviour beyond their own consistency, without Django.

Every span is half-open and counts code points of `Reading.restored.text`; `restored.text[start:end]` is the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Span = tuple[int, int]
MeetingKind = Literal["executive", "party_group", "standing_committee", "plenary", "special", "dispatch", "other"]
AgendaKind = Literal["convey", "hear", "deliberate", "arrange", "study", "appoint", "other"]
RequirementKind = Literal["require", "prohibit", "decide"]
RepairKind = Literal["gloss", "byte_shift", "script", "punctuation", "boilerplate", "spacing", "width"]
UnitRole = Literal["lead", "responsible", "supporting"]


@dataclass(frozen=True, slots=True)
class Quote:
    """A piece of the restored text with its place."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning: a code of `warning_codes`, a Chinese sentence, and the place it speaks of where there is one."""

    code: str
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where the text came from: name as given, digest of the bytes, media type, encoding (None for binary formats)."""

    name: str
    sha256: str
    media_type: str
    encoding: str | None


@dataclass(frozen=True, slots=True)
class Intake:
    """A decoded document on its way to restoration: line ends are `\\n`, a BOM is gone, nothing else was changed."""

    source: Source
    text: str
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Repair:
    """One damaged place: `original` stood at `original_span` of the decoded text, `restored` stands at `span` now."""

    kind: RepairKind
    span: Span
    original: str
    restored: str
    original_span: Span
    certain: bool


@dataclass(frozen=True, slots=True)
class Restored:
    """The restored text, its repairs in order without overlap, and what could not be repaired."""

    text: str
    repairs: tuple[Repair, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingDate:
    """The day of the meeting. `text`/`span` are None where only the file's name gave it."""

    text: str | None
    span: Span | None
    value: date
    year_inferred_from: Quote | None = None


@dataclass(frozen=True, slots=True)
class Chair:
    """Who chaired (主持), with posts as printed; `span` is that of the name."""

    name: str
    posts: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Meeting:
    """The head of the meeting; every field is None where the text does not give it."""

    title: str | None = None
    kind: MeetingKind | None = None
    convener: str | None = None
    ordinal: int | None = None
    term: int | None = None
    date: MeetingDate | None = None
    chair: Chair | None = None


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A matter on the agenda (议题); `span` is the topic's. `rule` names what decided."""

    id: str
    kind: AgendaKind
    topic: str
    span: Span
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time limit (办理时限): the last day of the period named, or None where the text gives none by itself."""

    text: str
    span: Span
    value: date | None
    recurring: str | None = None
    explanation: tuple[str, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """A number to reach: `quantity` is a decimal string, `unit` as written."""

    text: str
    span: Span
    quantity: str
    unit: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class UnitMention:
    """A responsible organisation as written; `role` as the text gives it (由A牵头，B配合)."""

    text: str
    span: Span
    role: UnitRole = "responsible"
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """One clause somebody could be asked to carry out."""

    text: str
    span: Span
    trackable: bool = False
    deadline: Deadline | None = None
    targets: tuple[Target, ...] = ()
    units: tuple[UnitMention, ...] = ()
    rule: str = ""
    trackable_rule: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One sentence, or one `;` part of one, that asks, forbids or decides; `agenda` holds agenda ids."""

    id: str
    agenda: tuple[str, ...]
    kind: RequirementKind
    text: str
    span: Span
    actions: tuple[Action, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the text and why nothing was proposed in it: `dropped` is a rule's code, or None if something was.

    The confirm page counts these. `paragraph` numbers the non-empty lines from 1.
    """

    span: Span
    paragraph: int
    dropped: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one document."""

    source: Source
    restored: Restored
    meeting: Meeting
    agenda: tuple[AgendaItem, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    citations: tuple[Quote, ...] = ()
    warnings: tuple[Notice, ...] = ()
    sentences: tuple[Sentence, ...] = ()


class CannotRead(Exception):  # noqa: N818 — the name says what happened
    """The input cannot be read. `code` is stable, `message` names the thing, the cause and the next step."""

    def __init__(self, code: str, message: str, english: str = "") -> None:
        super().__init__(code, message, english)
        self.code = code
        self.message = message
        self.english = english or message

    def __str__(self) -> str:
        return self.message
