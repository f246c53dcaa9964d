"""The second reader: every character is weighed as a part of a name, and the best reading of a sentence is taken.

The weights stand in `tables/name_weights.txt` and come from `scripts/weigh-names`; what a name was given is a plain sum.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from duban.redaction.name_features import KINDS_OF_EVIDENCE, keys_of, sentences

# A character is outside of names, or the first, an inner, the last or the only one of a name.
PARTS = ("first", "inner", "last", "only")
_TABLE = Path(__file__).parent / "tables" / "name_weights.txt"
# The four sums of a character travel in one number, each in its own lane.
_LANE = 24
_HALF, _MASK = 1 << (_LANE - 1), (1 << _LANE) - 1
_NEVER = -(10**9)
# Hundredths every name is given beforehand: one too many is seen by whoever confirms the masking, one too few goes out.
_LEAN = 100
_UNHEARD_OF = -500  # a step no table shows
_ZEROS = (0,) * len(KINDS_OF_EVIDENCE)
Named = tuple[int, int, int]  # start, end, the sum of the weights for a name less those against, in hundredths
Sums = tuple[int, int, int, int]


class ScoreCard:
    """Weights of evidence and of the steps from one part of a name to the next; `lean` is added to each name."""

    def __init__(self, rows: list[str], lean: int = 0) -> None:
        self._weights: list[dict[str, int]] = [{} for _ in KINDS_OF_EVIDENCE]
        self._steps: dict[tuple[str, str], int] = defaultdict(lambda: _UNHEARD_OF)
        index = {kind: number for number, kind in enumerate(KINDS_OF_EVIDENCE)}
        kind = ""
        for row in rows:
            if row.startswith("# "):
                continue
            if row.startswith("["):
                kind = row[1:-1]
                continue
            key, *numbers = row.split("\t")
            if kind == "steps":
                before, _, after = key.partition(" ")
                self._steps[before, after] = int(numbers[0]) + (lean if after in ("first", "only") else 0)
            else:
                self._weights[index[kind]][key] = _packed([int(number) for number in numbers])

    def sums(self, sentence: str) -> list[int | None]:
        """Return what the evidence says of each character, four sums in one number; none where no name can be."""
        weights, get = self._weights, dict.get
        return [None if keys is None else sum(map(get, weights, keys, _ZEROS)) for keys in keys_of(sentence)]

    def names(self, sums: list[int | None]) -> Iterator[Named]:
        """Yield the names on the best reading of a sentence."""
        run: list[Sums] = []
        for place, packed in enumerate([*sums, None]):
            if packed is not None:
                run.append(_unpacked(packed))
            elif run:
                for start, end in self._best(run):
                    yield place - len(run) + start, place - len(run) + end, self.worth(run[start:end])
                run = []

    def worth(self, sums: list[Sums]) -> int:
        """Return what a name of these characters is given, against none being there."""
        step = self._steps
        if len(sums) == 1:
            return sums[0][3] + step["outside", "only"] + step["only", "outside"] - 2 * step["outside", "outside"]
        total = sums[0][0] + step["outside", "first"] + sums[-1][2] + step["last", "outside"]
        total += step["first", "last"] if len(sums) == 2 else step["first", "inner"] + step["inner", "last"]
        total += sum(one[1] for one in sums[1:-1]) + max(0, len(sums) - 3) * step["inner", "inner"]
        return total - (len(sums) + 1) * step["outside", "outside"]

    def _best(self, sums: list[Sums]) -> list[tuple[int, int]]:
        """Return the names on the best way through one run of characters: the usual search, part by part."""
        step = self._steps
        to_first, to_only, rest = step["outside", "first"], step["outside", "only"], step["outside", "outside"]
        last_first, last_only, ends = step["last", "first"], step["last", "only"], step["last", "outside"]
        only_first, only_only, only_ends = step["only", "first"], step["only", "only"], step["only", "outside"]
        first_inner, first_last = step["first", "inner"], step["first", "last"]
        inner_inner, inner_last = step["inner", "inner"], step["inner", "last"]
        outside, first, inner, last, only = 0, _NEVER, _NEVER, _NEVER, _NEVER
        back: list[tuple[int, int, int, int, int]] = []  # what stood before outside, first, inner, last, only
        for as_first, as_inner, as_last, as_only in sums:
            free, from_free = max((outside + rest, 0), (last + ends, 3), (only + only_ends, 4))
            begin, from_begin = max((outside + to_first, 0), (last + last_first, 3), (only + only_first, 4))
            alone, from_alone = max((outside + to_only, 0), (last + last_only, 3), (only + only_only, 4))
            going, from_going = max((first + first_inner, 1), (inner + inner_inner, 2))
            closing, from_closing = max((first + first_last, 1), (inner + inner_last, 2))
            back.append((from_free, from_begin, from_going, from_closing, from_alone))
            outside, first, inner, last, only = (
                free,
                begin + as_first,
                going + as_inner,
                closing + as_last,
                alone + as_only,
            )
        state = max((outside + rest, 0), (last + ends, 3), (only + only_ends, 4))[1]
        found: list[tuple[int, int]] = []
        stop = 0
        for place in range(len(sums) - 1, -1, -1):
            if state in (3, 4):
                stop = place + 1
            if state in (1, 4):
                found.append((place, stop))
            state = back[place][state]
        return found[::-1]


class Weighed:
    """A text as the score card reads it; a sentence read once is not read again."""

    def __init__(self, card: ScoreCard) -> None:
        self._card = card
        self._known: dict[str, tuple[list[Named], list[int | None]]] = {}
        self._starts: list[int] = []
        self._sums: list[list[int | None]] = []

    def names_in(self, plain: str) -> list[Named]:
        """Return the names on the best reading of a folded text, each with what it was given."""
        self._starts, self._sums = [], []
        found: list[Named] = []
        for start, end in sentences(plain):
            sentence = plain[start:end]
            read = self._known.get(sentence)
            if read is None:
                sums = self._card.sums(sentence)
                read = self._known[sentence] = list(self._card.names(sums)), sums
            self._starts.append(start)
            self._sums.append(read[1])
            found += [(start + one, start + other, worth) for one, other, worth in read[0]]
        return found

    def worth(self, start: int, end: int) -> int:
        """Return what a name at this place of the text read last is given."""
        number = bisect_right(self._starts, start) - 1
        offset = self._starts[number]
        sums = self._sums[number][start - offset : end - offset]
        if len(sums) < end - start:
            return _NEVER
        return self._card.worth([(_NEVER,) * 4 if packed is None else _unpacked(packed) for packed in sums])


def _packed(numbers: list[int]) -> int:
    return sum(number << (_LANE * lane) for lane, number in enumerate(numbers))


def _unpacked(total: int) -> Sums:
    lanes = []
    for _ in PARTS:
        lane = ((total + _HALF) & _MASK) - _HALF
        total = (total - lane) >> _LANE
        lanes.append(lane)
    return lanes[0], lanes[1], lanes[2], lanes[3]


def read_card(path: Path) -> ScoreCard:
    """Return the score card of a table of weights."""
    return ScoreCard(path.read_text(encoding="utf-8").splitlines(), _LEAN)


@cache
def score_card() -> ScoreCard:
    """Return the score card of the product."""
    return read_card(_TABLE)
