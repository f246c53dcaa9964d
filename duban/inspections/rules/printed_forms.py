"""A form a petition, as a PDF prints it: labels with their values beside them, two pairs a line perhaps, as lines 标签：值."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from duban.inspections.rules.headings import field_of, is_heading_word

_CLEARER = 0.2  # characters by which a line stands nearer to one label than to the other
_COLONS = "：:"


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of a page: where it stands (upwards, counted on over pages), how wide a character is, its pieces."""

    base: float
    em: float
    pieces: Sequence[str]


@dataclass(slots=True)
class _Pair:
    line: PrintedLine
    label: str
    value: str
    flows: bool  # the value begins right behind the label: it goes on below
    rest: list[PrintedLine] = field(default_factory=list)


class Unclear(ValueError):
    """A line stands between two labels and may belong to either; the message names them."""


def is_label(words: str) -> bool:
    """Tell whether a piece is the label of a form's field, with or without its colon."""
    plain = words.rstrip(_COLONS)
    return field_of(plain) is not None and is_heading_word(plain)


def form_lines(lines: Sequence[PrintedLine]) -> list[str]:
    """Return the form's fields, one a line; raise Unclear where a line may belong to the label over or under it."""
    pairs: list[_Pair] = []
    head: list[str] = []
    for line in lines:
        found = list(_pairs(line))
        if found:
            pairs += found
        elif pairs:
            pairs[-1].rest.append(line)
        else:
            head += line.pieces
    for above, below in pairwise(pairs):
        _settle(above, below)
    return [*head, *(f"{pair.label}：{pair.value}{''.join(_words(pair.rest))}" for pair in pairs)]


def _pairs(line: PrintedLine) -> Iterator[_Pair]:
    """Yield the pairs of a line; none where it begins with no label."""
    open_pair: _Pair | None = None
    for place, piece in enumerate(line.pieces):
        label, colon, value = piece.replace(":", "：").partition("：")
        beside = place + 1 < len(line.pieces) and (open_pair is None or bool(open_pair.value))
        if is_label(label) and (colon or beside):
            if open_pair:
                yield open_pair
            open_pair = _Pair(line, label, value, bool(value))
        elif open_pair is None:
            return
        else:
            open_pair.value += piece
    if open_pair:
        yield open_pair


def _settle(above: _Pair, below: _Pair) -> None:
    """Leave the lines between two labels with the upper one where they are its own; raise Unclear where nobody can tell.

    A value that begins right behind its label goes on below it. Beside a label of a column of its own it may stand around it.
    """
    between = above.rest
    if not between or below.flows or not below.rest or above.flows:
        return
    over = above.line.base - between[0].base
    under = between[-1].base - below.line.base
    if over > under - _CLEARER * between[0].em:
        raise Unclear(f"“{above.label}”和“{below.label}”之间的文字看不出属于哪一项")


def _words(lines: Sequence[PrintedLine]) -> Iterator[str]:
    for line in lines:
        yield from line.pieces
