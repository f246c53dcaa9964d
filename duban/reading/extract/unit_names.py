"""Names of organisations by their shape: a list of them at a given place of a clause."""

from __future__ import annotations

import re
from dataclasses import dataclass

from duban.reading.lexicon import trackable_words as verbs
from duban.reading.lexicon import unit_names as words
from duban.reading.lexicon.tables import by_first, either
from duban.reading.model import Span

_LONGEST_NAME, _LONGEST_OFFICE, _LONGEST_PLACE = 30, 10, 5
_VERBS = verbs.DELIVER + verbs.RECORD + verbs.BUILD + verbs.CHANGE + verbs.EFFORT + verbs.LIGHT
_ENDING = re.compile(either(words.BODIES + words.PLACES))
_BRACKET = re.compile(r"[（(〔][^（）()〔〕，。；]{1,12}[）)〕]")
_JOIN = re.compile(r"、|以及|和|与|及(?!时|早|其)")
_ETC = re.compile(r"等(?:有关|相关)?(?:部门|单位|地区|企业|地)*")
_ORDER = re.compile(rf"(?:{either(words.TIMES)})?(?:{either(words.ORDERS)})(?<!负责(?=[人制]))|的主要负责")
_MANNER = re.compile(rf"(?!设在)(?:{either(words.MANNERS + words.TIMES + _VERBS)})(?!人)|[\d两三四五六七八九十“]")
_VERB = re.compile(either(tuple(word for word in _VERBS if word not in words.IN_NAMES)))
_CONTINUED = re.compile(
    rf"(?:{either(words.CONTINUED)})[一-龥]{{0,4}}?(?:室|局|处|中心|支队|大队|办|委|组|部(?!署|门)|站|院|所|厅)"
)
_SHARED_HEAD = re.compile(
    r"[一-龥]{2,8}(?:、[一-龥]{2,8})+?(?:等(?:有关|相关)?(?:部门|[一-龥]{0,4}单位|地区)|部门)(?=和|及|以及|要|应|须|必须|务必|负责|不得|严禁|密切|加强|抓紧|做好|配合)"
)
_LATER_ORDER = re.compile(r"(?<![需主重必纪概摘纲])要(?![求素闻点件])")
_PARTY = re.compile(r"[一-龥]{2,8}?[要应须]")
_STOPS = frozenset("，,。；;：:“”《》！？!? \n的")
_NOT_NAMES = by_first(words.NOT_NAMES)
_NOT_INSIDE = re.compile(either(words.NOT_INSIDE))
_PERSON = re.compile(either(words.PERSONS))
_SHARING = re.compile(r"各(?:省|市|县|区|乡|镇)|省|市|县|区")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Names:
    """Names that stand together, and where what follows them starts."""

    found: tuple[tuple[str, Span], ...]
    end: int


def names_at(text: str, start: int, end: int, *, sure: bool = False) -> Names | None:
    """Return the list of names that starts at `start`; `sure` where a word before it (由, 会同) already promises one."""
    spans: list[Span] = []
    place = start
    while (stop := _name_end(text, place, end, sure=sure)) is not None:
        _add(text, spans, (place, stop))
        join = _JOIN.match(text, stop, end)
        place = join.end() if join else stop
        if join is None:
            break
    if not spans or (stop is None and not sure and not _PARTY.match(text, place, end)):
        return _shared_head(text, start, end)
    if etc := _ETC.match(text, place, end):
        place = etc.end()
    return Names(tuple((text[a:b], (a, b)) for a, b in spans), place)


def _shared_head(text: str, start: int, end: int) -> Names | None:
    """Return 发展改革、财政等部门, or 水务、农业部门, as the one name it is."""
    if text.find("、", start, end) < 0 or _begins_no_name(text, start):
        return None
    shared = _SHARED_HEAD.match(text, start, end)
    if shared is None:
        return None
    one = (shared.group(), shared.span())
    if (join := _JOIN.match(text, shared.end(), end)) is None:
        return Names((one,), shared.end())
    others = names_at(text, join.end(), end)
    return Names((one, *others.found), others.end) if others else None


def split_names(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Return the spans of the names of a labelled list, where every part is a name."""
    spans: list[Span] = []
    depth, place = 0, start
    for index in range(start, end + 1):
        mark = text[index] if index < end else "、"
        if mark in "（(〔":
            depth += 1
        elif mark in "）)〕":
            depth -= 1
        elif mark in "、，, " and depth == 0:
            if index > place:
                _add(text, spans, (place, index))
            place = index + 1
    return tuple(spans)


def _add(text: str, spans: list[Span], span: Span) -> None:
    """Add a name, or lengthen the one before where they share a head noun."""
    name = text[slice(*span)]
    if spans:
        before = text[slice(*spans[-1])]
        shares_place = _SHARING.fullmatch(before) and name[0] in "省市县区乡镇街"
        if name in words.SHARED or _BRACKET.sub("", name) in words.SHARED or shares_place:
            spans[-1] = (spans[-1][0], span[1])
            return
    spans.append(span)


def _name_end(text: str, start: int, end: int, *, sure: bool) -> int | None:
    """Return where the name that starts at `start` ends, or None."""
    if start >= end or _begins_no_name(text, start):
        return None
    limit = min(end, start + _LONGEST_NAME)
    fallback = None
    for ending in _ENDING.finditer(text, start, limit):
        stop = ending.end()
        if not _STOPS.isdisjoint(text[start : ending.start()]):
            break
        if text[stop : stop + 1] in ("局", "厅") and stop < end:
            continue  # 县财政局 is no 县财政
        if stop - start < 2 and text[stop : stop + 1] not in ("、", "（", "("):
            continue
        if bracket := _BRACKET.match(text, stop, end):
            stop = bracket.end()
        name = text[start:stop]
        if name.endswith(words.NOT_BODIES) or _open_bracket(name):
            continue
        if _NOT_INSIDE.search(name) or "、" in _BRACKET.sub("", name):
            break
        if not sure and not _ORDER.match(text, stop, end) and not _looks_like_a_name(name, ending.group()):
            continue
        if _follows(text, start, stop, end):
            return stop
        if (
            sure
            and fallback is None
            and stop - start > 2
            and ending.group() not in words.PLACES
            and not _PERSON.match(text, stop)
        ):
            fallback = stop
    return fallback


def may_hold_name(text: str, start: int, end: int) -> bool:
    """Tell cheaply whether a name can stand between two places: one ends there."""
    return _ENDING.search(text, start, end) is not None


def may_begin_name(text: str, start: int, end: int) -> bool:
    """Tell cheaply whether a name can start at `start`: nothing says that none does, and the end of one stands near."""
    if _begins_no_name(text, start):
        return False
    return _ENDING.search(text, start, min(end, start + _LONGEST_NAME)) is not None or text.find("等", start, end) >= 0


def _begins_no_name(text: str, start: int) -> bool:
    return text.startswith(_NOT_NAMES.get(text[start], ()), start) and not text.startswith(
        words.NAMES_ALL_THE_SAME, start
    )


def _open_bracket(name: str) -> bool:
    return name.count("（") != name.count("）") or name.count("(") != name.count(")")


def _looks_like_a_name(name: str, ending: str) -> bool:
    """Say whether a name that no order follows has a name's own beginning."""
    if name[0] in words.FIRST or len(name) <= len(ending):
        return True
    if ending in words.PLACES:
        return len(name) <= _LONGEST_PLACE and not _VERB.match(name)
    return ending not in words.ORDERED_ENDS and (
        not _VERB.search(name) or (ending in words.OFFICES and len(name) <= _LONGEST_OFFICE)
    )


def _follows(text: str, start: int, stop: int, end: int) -> bool:
    """Say whether what stands at `stop` follows a subject."""
    if stop == end:
        return False
    if _JOIN.match(text, stop, end) or _ORDER.match(text, stop, end) or _ETC.match(text, stop, end):
        return True
    if not _MANNER.match(text, stop, end) or _CONTINUED.match(text, stop, end):
        return False
    return not _LATER_ORDER.search(text, stop, end)
