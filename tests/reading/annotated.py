"""Meetings of our own writing with what a careful clerk writes down from them, in `annotated.txt`.

Each was annotated before the reader saw it. A meeting is `=== name`, its head and agenda, `---`, and the text with marks:

    M kind|convener|number|date|where the date comes from|chair|posts     @ kind topic
    {r1,2:…}   a requirement (r), prohibition (p) or decision (d) with the numbers of its agenda items
    [+…|甲局、乙局]   an action, trackable (+) or not (-), with who answers for it (=… where the list is one name)
    <d 2025-06-30:6月底前>   a deadline, `-` where it has no single day
    <t 5 个:5个>   a target: number and unit, a second pair where the words name two
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).with_name("annotated.txt")
KINDS = {"r": "require", "p": "prohibit", "d": "decide"}


@dataclass(frozen=True)
class Marked:
    """An action as the clerk marked it."""

    text: str
    trackable: bool
    deadline: tuple[str, str | None] | None
    targets: tuple[tuple[str, str], ...]
    units: frozenset[str]


@dataclass(frozen=True)
class Annotated:
    """A meeting's text and what stands in it."""

    name: str
    text: str
    head: dict[str, str]
    agenda: tuple[tuple[str, str], ...]
    requirements: tuple[tuple[str, str], ...]
    actions: tuple[Marked, ...]


def annotated() -> list[Annotated]:
    """Return the meetings in order."""
    blocks = re.split(r"^=== ", SOURCE.read_text("utf-8"), flags=re.MULTILINE)[1:]
    return [_meeting(*block.split("\n", 1)) for block in blocks]


def _meeting(name: str, rest: str) -> Annotated:
    lines, marked = rest.split("\n---\n", 1)
    head: dict[str, str] = {}
    agenda = []
    for line in lines.splitlines():
        if line.startswith("M "):
            fields = ("kind", "convener", "ordinal", "date", "basis", "chair", "posts")
            head = dict(zip(fields, line[2:].split("|"), strict=True))
        elif line.startswith("@ "):
            kind, topic = line[2:].split(" ", 1)
            agenda.append((kind, topic))
    requirements: list[tuple[str, str]] = []
    actions: list[Marked] = []

    def requirement(found: re.Match[str]) -> str:
        words = re.sub(r"\[([^\[\]]*)\]", action, found[2])
        requirements.append((KINDS[found[1]], words))
        return words

    def action(found: re.Match[str]) -> str:
        actions.append(_action(found[1]))
        return actions[-1].text

    text = re.sub(r"\{([rpd])[\d,]*:([^{}]*)\}", requirement, marked)
    return Annotated(name, text, head, tuple(agenda), tuple(requirements), tuple(actions))


def _action(mark: str) -> Marked:
    words, _, names = mark[1:].partition("|")
    deadline: tuple[str, str | None] | None = None
    targets: list[tuple[str, str]] = []

    def value(found: re.Match[str]) -> str:
        nonlocal deadline
        kind, *terms = found[1].split()
        if kind == "d":
            deadline = (found[2], None if terms == ["-"] else terms[0])
        else:
            targets.extend(zip(terms[::2], terms[1::2], strict=True))
        return found[2]

    text = re.sub(r"<([^:<>]*):([^<>]*)>", value, words)
    units = {names[1:]} if names.startswith("=") else set(re.split("、(?![^（]*）)", names)) - {""}
    return Marked(text, mark[0] == "+", deadline, tuple(sorted(targets)), frozenset(units))
