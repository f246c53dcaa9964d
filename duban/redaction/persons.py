"""Private persons, in folded text: names by their likeness and cues, and then every mention of each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duban.redaction.borrowed_names import borrowed_names
from duban.redaction.fields import attendance, form_names
from duban.redaction.lattice import Readings
from duban.redaction.model import Redaction
from duban.redaction.name_tables import KNOWN_TO_ALL, surnames, words
from duban.redaction.score_card import Weighed
from duban.redaction.surroundings import (
    PLACE_LAST,
    PLACE_LAST_UNCUED,
    bits_after,
    bits_before,
    is_official,
    labelled,
    names_a_thing,
    near_a_place,
)

_RUN = re.compile(r"[\u3400-\u9fff×*]{2,}")
_NUMBERED = re.compile(r"[\u3400-\u9fff]{1,7}[〔\[(【]\d{4}[〕\])】]")  # the sign of an office in a document's number
_STRONG = 9.0
_UNCOMMON = 15.0  # bits
_LONGEST_RUN = 400  # a text without any punctuation is read in pieces
# What the score card must say at least, in hundredths: to find alone, to leave the rules their name.
_SURE, _UNCUED_FROM, _CUED_FROM, _BORROWED_FROM = 0, -150, -350, -400
_PLACE_BELOW = 400  # a name more sure than this begins no place's
_WATER_BELOW = 200  # and one more sure than this is none: 鹿长河
_LISTED_FROM = 500  # in a list of which the greater part is no names
_LIST = re.compile(r"[\u3400-\u9fff]{1,8}(?:、[\u3400-\u9fff]{1,8}){2,60}")
_ITEM = re.compile(r"[^、]+")
_SHOPS = re.compile(
    r"[两三四五六七八九十\d][家处个](?:门店|店铺|商户|店面|餐馆|饭店|企业|作坊|景区|公园|品牌|地名|村|县|区)"
)
_LEAST_LISTED, _MOST_THINGS = 3, 0.6
_LIKELY = frozenset(["full", "weighed"])
Span = tuple[int, int]


def persons(plain: str, read: Readings, weighed: Weighed) -> list[Redaction]:
    """Return every mention of a private person; officials with their post and things named after people stay.

    `read` and `weighed` keep how each run of characters was read, for the next round over the same text.
    """
    listed = {place for span in attendance(plain) for place in range(*span)}
    spans: list[Span] = []
    private: set[str] = set()
    public: set[str] = set()
    last_official = -1
    candidates = list(_candidates(plain, read, weighed))
    among_things = _among_things(plain, candidates, weighed)
    for start, end, what in candidates:
        name = plain[start:end]
        worth = weighed.worth(start, end)
        if what in _LIKELY and worth < _PLACE_BELOW and near_a_place(plain, start, end):
            continue
        cued = bits_before(plain, start) >= _STRONG
        if not cued and ((start, end) in among_things or name[1:] == "记" or _known_to_all(plain, start)):
            continue
        if what in _LIKELY and worth < _WATER_BELOW and _place_by_its_end(plain, start, end):
            continue
        if what != "form" and (
            names_a_thing(plain, end, cued=cued or (what == "titled" and name[-1] != "氏"))
            or (not cued and _NUMBERED.match(plain, start))
        ):
            continue
        if what != "form" and (
            (start in listed and not cued)
            or (not cued and plain[last_official:start] == "、")
            or (what != "nickname" and is_official(plain, start, end))
        ):
            public.add(name)
            last_official = end
            continue
        spans.append((start, end))
        if what in ("full", "form", "borrowed") or (what == "weighed" and words().get(name, _UNCOMMON) >= _UNCOMMON):
            private.add(name)
    private -= public
    spans = [span for span in spans if plain[span[0] : span[1]] not in public]
    spans += _every_mention(plain, private, spans)
    return [Redaction("person", *span) for span in spans]


def _known_to_all(plain: str, start: int) -> bool:
    """Tell whether somebody of history or letters is named: 林则徐, 雷锋."""
    return any(plain[start : start + size] in KNOWN_TO_ALL for size in (2, 3, 4))


def _place_by_its_end(plain: str, start: int, end: int) -> bool:
    """Tell whether three characters like a name are the name of a water, a temple or an estate: 白水河, 李公庙."""
    named = labelled(plain, start) or plain[max(0, start - 1) : start] == "叫"
    if plain[end : end + 1] == "期" and plain[end - 1] in "一二三四五六七八九十":  # 金桂苑三期
        return True
    return (
        end - start > 2
        and not named
        and (
            plain[end - 1] in PLACE_LAST
            or (plain[end - 1] in PLACE_LAST_UNCUED and bits_before(plain, start) < _STRONG)
        )
    )


def _candidates(plain: str, read: Readings, weighed: Weighed) -> Iterator[tuple[int, int, str]]:
    """Yield what the rules and the score card take for a name; the rules' word is taken where the card does not say no."""
    second = weighed.names_in(plain)
    taken: set[int] = set()
    for start, end, what in [*form_names(plain), *borrowed_names(plain)]:
        if taken.isdisjoint(range(start, end)) and (what == "form" or weighed.worth(start, end) > _BORROWED_FROM):
            taken.update(range(start, end))
            yield start, end, what
    rules = [found for found in _read(plain, read) if taken.isdisjoint(range(found[0], found[1]))]
    rules = [found for found in rules if _stands(plain, found, weighed)]
    kinds = {(start, end): what for start, end, what in rules}
    doubted = {place for start, end, _ in rules for place in range(start, end)}
    both = []
    for start, end, given in second:
        places = range(start, end)
        if taken.isdisjoint(places) and (given >= _SURE or not doubted.isdisjoint(places)):
            both.append((start, end, kinds.get((start, end), "weighed")))
            taken.update(places)
    both += [found for found in rules if taken.isdisjoint(range(found[0], found[1]))]
    yield from sorted(both)


def _among_things(plain: str, found: list[tuple[int, int, str]], weighed: Weighed) -> set[Span]:
    """Return the names that stand in a list whose greater part is no names: 齐河、临邑、夏津."""
    ends = {end for _, end, _ in found}
    at = {start: (end, what) for start, end, what in found}
    among: set[Span] = set()
    for one in _LIST.finditer(plain):
        items = [item.span() for item in _ITEM.finditer(plain, *one.span())]
        named = sum(start in at or end in ends for start, end in items)
        shops = bool(_SHOPS.search(plain, items[-1][0], items[-1][1] + 4))
        if not shops and (len(items) < _LEAST_LISTED or named > len(items) * _MOST_THINGS):
            continue
        for start in range(*one.span()):
            end, what = at.get(start, (start, ""))
            if what in _LIKELY and weighed.worth(start, end) < _LISTED_FROM:
                among.add((start, end))
    return among


def _read(plain: str, read: Readings) -> Iterator[tuple[int, int, str]]:
    for run in _RUN.finditer(plain):
        for start in range(run.start(), run.end(), _LONGEST_RUN):
            yield from read.names_in(plain, start, min(start + _LONGEST_RUN, run.end()))


def _stands(plain: str, found: tuple[int, int, str], weighed: Weighed) -> bool:
    """Tell whether a name of the rules stands against the score card: with a cue it must be more against it."""
    start, end, what = found
    cued = bits_before(plain, start) >= _STRONG or what == "titled"
    return weighed.worth(start, end) > (_CUED_FROM if cued else _UNCUED_FROM)


def _every_mention(plain: str, private: set[str], spans: list[Span]) -> Iterator[Span]:
    """Yield further mentions of names already found: the whole name, and a given name of two characters."""
    wanted = {name for name in private if len(name) > 1}
    givens = {name[1:] for name in private if len(name) == 3 and name[0] in surnames() and name[1:] not in words()}
    have = {place for start, end in spans for place in range(start, end)}
    for start, end in _mentions(plain, wanted | givens):
        if start in have or names_a_thing(plain, end, cued=False) or is_official(plain, start, end):
            continue
        if end - start == 2 and plain[start:end] in words() and not _stands_as_a_name(plain, start, end):
            continue
        yield start, end


def _mentions(plain: str, names: set[str]) -> Iterator[Span]:
    """Yield where names stand, of those that begin at one place the longest, in one pass however many there are."""
    lengths: dict[str, list[int]] = {}
    for name in names:
        lengths.setdefault(name[0], []).append(len(name))
    known = {first: sorted(set(sizes), reverse=True) for first, sizes in lengths.items()}
    if not known:
        return
    done = 0
    for first in re.compile(f"[{re.escape(''.join(known))}]").finditer(plain):
        start = first.start()
        if start < done:
            continue
        for size in known[first[0]]:
            if plain[start : start + size] in names:
                done = start + size
                yield start, done
                break


def _stands_as_a_name(plain: str, start: int, end: int) -> bool:
    """Tell whether a name that is a word, too, is the name here: an uncommon word, with something for it on both sides."""
    uncommon = words()[plain[start:end]] > _UNCOMMON
    return uncommon and bits_before(plain, start) > 0 and bits_after(plain, end) > 0
