"""The values a reading is made of. Frozen, without behaviour beyond their own consistency, without Django.

Every span is half-open and counts code points of `Reading.restored.text`; `restored.text[start:end]` is the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeVar

Span = tuple[int, int]
MeetingKind = Literal["executive", "party_group", "standing_committee", "plenary", "special", "dispatch", "other"]
AgendaKind = Literal["convey", "hear", "deliberate", "arrange", "study", "appoint", "other"]
RequirementKind = Literal["require", "prohibit", "decide"]
RepairKind = Literal["gloss", "byte_shift", "script", "punctuation", "boilerplate", "spacing", "width"]
UnitRole = Literal["lead", "responsible", "supporting"]


_V = TypeVar("_V")


class Value:
    """Equality, hash and print of every value below, written once: made class by class they cost 7 ms of a start."""

    __slots__: tuple[str, ...] = ()

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__slots__)

    def __hash__(self) -> int:
        return hash(tuple(getattr(self, name) for name in self.__slots__))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
        return f"{self.__class__.__name__}({fields})"


def _filled_open(frozen: type[_V]) -> type[_V]:
    """Let the objects of a frozen class be filled as those of an open twin, in a third of the time: a reading makes hundreds."""
    names: tuple[str, ...] = frozen.__slots__  # type: ignore[attr-defined]
    twin = type(frozen.__name__, frozen.__bases__, {"__slots__": names})
    scope: dict[str, Any] = {"become": object.__setattr__, "twin": twin, "frozen": frozen}
    lines = (
        f"def __init__(self, {', '.join(names)}):",
        "become(self, '__class__', twin)",
        *(f"self.{name} = {name}" for name in names),
        "self.__class__ = frozen",
    )
    exec("\n ".join(lines), scope)  # noqa: S102 — as dataclasses makes the one it replaces
    made = scope["__init__"]
    made.__defaults__ = frozen.__init__.__defaults__
    made.__annotations__ = frozen.__init__.__annotations__
    frozen.__init__ = made  # type: ignore[method-assign]
    return frozen


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Quote(Value):
    """A piece of the restored text with its place."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Notice(Value):
    """A warning: a code of `warning_codes`, a Chinese sentence, and the place it speaks of where there is one."""

    code: str
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Source(Value):
    """Where the text came from: name as given, digest of the bytes, media type, encoding (None for binary formats)."""

    name: str
    sha256: str
    media_type: str
    encoding: str | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Intake(Value):
    """A decoded document on its way to restoration: line ends are `\\n`, a BOM is gone, nothing else was changed."""

    source: Source
    text: str
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Repair(Value):
    """One damaged place: `original` stood at `original_span` of the decoded text, `restored` stands at `span` now."""

    kind: RepairKind
    span: Span
    original: str
    restored: str
    original_span: Span
    certain: bool


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Restored(Value):
    """The restored text, its repairs in order without overlap, and what could not be repaired."""

    text: str
    repairs: tuple[Repair, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class MeetingDate(Value):
    """The day of the meeting. `text`/`span` are None where only the file's name gave it."""

    text: str | None
    span: Span | None
    value: date
    year_inferred_from: Quote | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Chair(Value):
    """Who chaired (主持), with posts as printed; `span` is that of the name."""

    name: str
    posts: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Meeting(Value):
    """The head of the meeting; every field is None where the text does not give it."""

    title: str | None = None
    kind: MeetingKind | None = None
    convener: str | None = None
    ordinal: int | None = None
    term: int | None = None
    date: MeetingDate | None = None
    chair: Chair | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class AgendaItem(Value):
    """A matter on the agenda (议题); `span` is the topic's. `rule` names what decided."""

    id: str
    kind: AgendaKind
    topic: str
    span: Span
    rule: str = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Deadline(Value):
    """A time limit (办理时限): the last day of the period named, or None where the text gives none by itself."""

    text: str
    span: Span
    value: date | None
    recurring: str | None = None
    explanation: tuple[str, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Target(Value):
    """A number to reach: `quantity` is a decimal string, `unit` as written."""

    text: str
    span: Span
    quantity: str
    unit: str
    rule: str = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class UnitMention(Value):
    """A responsible organisation as written; `role` as the text gives it (由A牵头，B配合)."""

    text: str
    span: Span
    role: UnitRole = "responsible"
    rule: str = ""


@_filled_open
@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Action(Value):
    """One clause somebody could be asked to carry out."""

    text: str
    span: Span
    trackable: bool = False
    deadline: Deadline | None = None
    targets: tuple[Target, ...] = ()
    units: tuple[UnitMention, ...] = ()
    rule: str = ""
    trackable_rule: str = ""


@_filled_open
@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Requirement(Value):
    """One sentence, or one `;` part of one, that asks, forbids or decides; `agenda` holds agenda ids."""

    id: str
    agenda: tuple[str, ...]
    kind: RequirementKind
    text: str
    span: Span
    actions: tuple[Action, ...] = ()
    rule: str = ""

    def with_actions(self, actions: list[Action]) -> Requirement:
        """Return the same requirement with other actions."""
        return Requirement(self.id, self.agenda, self.kind, self.text, self.span, tuple(actions), self.rule)


@_filled_open
@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Sentence(Value):
    """A sentence of the text and why nothing was proposed in it: `dropped` is a rule's code, or None if something was.

    The confirm page counts these. `paragraph` numbers the non-empty lines from 1.
    """

    span: Span
    paragraph: int
    dropped: str | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Reading(Value):
    """All that was read from one document."""

    source: Source
    restored: Restored
    meeting: Meeting
    agenda: tuple[AgendaItem, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    citations: tuple[Quote, ...] = ()
    warnings: tuple[Notice, ...] = ()
    sentences: tuple[Sentence, ...] = ()


class CannotRead(Exception):
    """The input cannot be read. `code` is stable, `message` names the thing, the cause and the next step."""

    def __init__(self, code: str, message: str, english: str = "") -> None:
        super().__init__(code, message, english)
        self.code = code
        self.message = message
        self.english = english or message

    def __str__(self) -> str:
        return self.message
