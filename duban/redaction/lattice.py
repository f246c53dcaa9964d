"""The cheapest way to read a run of characters as words and names: what it costs in bits decides whether a name is one."""

from __future__ import annotations

from duban.redaction.name_tables import (
    KNOWN_TO_ALL,
    LINKING_WORDS,
    LITTLE_WORDS,
    NEVER_GIVEN,
    NICKNAME_HEADS,
    NO_SURNAMES,
    SHORT_TITLES,
    TITLES,
    given_characters,
    surnames,
    words,
)
from duban.redaction.surroundings import GROUPS, REPORTS, bits_after, bits_before, labelled

NAME_BITS = 4.0  # a name against any word
ONE_CHARACTER_BITS = 3.5  # what a given name of one character must make up for
TITLE_BITS = 6.0
NICKNAME_BITS = 11.0
_FONDLY_BITS = 4.0  # 阿珍 is nothing else
_SUBJECT_FROM, _SUBJECT_BITS = 2.0, 22.0  # a sentence that begins: who reports, lives, calls
_UNKNOWN_WORD = 21.0
_RARE_GIVEN = 17.0
_USUAL_GIVEN = 11.0
_LONGEST_WORD = 4
_LONGEST_TITLE = 3
_STRONG = 9.0
_RARE_SURNAME = 9.0
_ODD_SURNAME = 13.0
_DOUBT_BITS, _LINKED_BITS = 3.0, 3.0
_ALONE_BITS, _AFTER_PLACE_BITS = 2.0, 4.0
_COMMON_WORD = 14.0
_SURE_AFTER = 5.0
_DIVISIONS = frozenset("市区县镇乡州省街道路")
_POST_WORDS = frozenset(
    [
        "科长",
        "局长",
        "处长",
        "股长",
        "所长",
        "队长",
        "站长",
        "院长",
        "校长",
        "部长",
        "主任",
        "书记",
        "县长",
        "市长",
        "区长",
        "镇长",
        "乡长",
        "组长",
        "班长",
        "厂长",
        "店长",
        "村长",
        "行长",
        "经理",
        "会计",
        "警官",
    ]
)
_PLACE_ENDS = frozenset("园苑岛桥站村沟岗湾庄屯坝镇乡")
_GROUND = frozenset("村沟坝渡湾院庄河桥坪塘坡岭寨营屯沱咀嘴岩垭山冲铺店集堡圩埠滩洼崖楼巷口场坑浜港桠大老小上下里外门")
_USUAL_WORD, _USUAL_BITS = 14.5, 8.0
_LABEL_BITS = 8.0
# Of the rarest surnames these are words first of all: behind a cue, too, they need a given name of usual characters and an end.
_ODD_WORDS = frozenset("年但位元公况初利区国宣容富居帅干平幸强支於权束来栗楼由相计那都暴占百畅藏昂")
_NO_GIVEN_NAMES = frozenset(["小学", "中学", "大学", "安置", "小区", "社区", "花园", "国际", "公司", "世纪"])
_WORD_BITS = 16.0
_SAID_OF_WORDS = frozenset(["不满", "咨询", "拨打"])  # 管理咨询, 成立不满三年
_MEASURES = frozenset("张段项方户门支卷件匹顿路条部家车位")
_COUNTING = frozenset("这那一两几每各半0123456789二三四五六七八九十百多")
_WHERE = frozenset(
    ["位于", "地处", "途经", "前往", "来自", "驶往", "发往", "开往", "抵达", "坐落", "毗邻", "辖区", "到达"]
)
_WHERE_BITS = 8.0
_TITLES = frozenset(TITLES)

# Characters around a run that cues may take.
_SEEN_BEFORE, _SEEN_AFTER = 12, 8
Span = tuple[int, int, str]  # start, end, what it is
Node = tuple[int, float, str]  # end, bits, what it is: full, titled, nickname


class Readings:
    """The names in runs of characters already read: what stands far from a run changes nothing about it."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int, int], list[Span]] = {}

    def names_in(self, plain: str, start: int, end: int) -> list[Span]:
        """Return the names on the cheapest way through `plain[start:end]`, with what each of them is."""
        near = max(0, start - _SEEN_BEFORE)
        key = (plain[near : end + _SEEN_AFTER], start - near, end - near)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = names_in(*key)
        return [(one + near, other + near, what) for one, other, what in found]


def names_in(plain: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Return the names on the cheapest way through `plain[start:end]`, with what each of them is."""
    known = words()
    length = end - start
    best: list[float] = [0.0] + [1e9] * length
    back: list[tuple[int, str]] = [(0, "")] * (length + 1)
    for place in range(length):
        bits = best[place]
        at = start + place
        for size in range(1, min(_LONGEST_WORD, length - place) + 1):
            cost = known.get(plain[at : at + size])
            if cost is None:
                if size > 1:
                    continue
                cost = _UNKNOWN_WORD
            if bits + cost < best[place + size]:
                best[place + size], back[place + size] = bits + cost, (place, "")
        for name_end, cost, what in name_nodes(plain, at, end):
            goal = name_end - start
            if bits + cost < best[goal]:
                best[goal], back[goal] = bits + cost, (place, what)
    found, place = [], length
    while place:
        before, what = back[place]
        if what:
            found.append((start + before, start + place, what))
        place = before
    return found[::-1]


def name_nodes(plain: str, at: int, end: int) -> list[Node]:
    """Return the names that may begin at a place, each with its cost."""
    known = surnames()
    nodes: list[Node] = []
    for size in (2, 1):
        rare = known.get(plain[at : at + size]) if at + size <= end else None
        if rare is None:
            continue
        before = bits_before(plain, at)
        base = rare + NAME_BITS - before
        if (
            (rare > _ODD_SURNAME and not _odd_surname_stands(plain, at, size, before))
            or _counts(plain, at)
            or (plain[at] in NO_SURNAMES and size == 1)
        ):  # believed in forms only
            continue
        if before < _STRONG and (rare > _RARE_SURNAME or plain[at] in LITTLE_WORDS):
            base += _DOUBT_BITS * (2 if plain[at] in LINKING_WORDS else 1)
        elif plain[at] in LINKING_WORDS and not labelled(plain, at):
            base += _LINKED_BITS
        nodes += _given(plain, at + size, end, base, before)
        nodes += _titled(plain, at + size, end, rare, before)
    if (
        plain[at] in NICKNAME_HEADS
        and at + 2 <= end
        and (plain[at] == "老" or plain[at : at + 2] not in words())
        and (rare := known.get(plain[at + 1])) is not None
        and rare < 9
    ):
        cost = rare + NICKNAME_BITS - bits_before(plain, at) - bits_after(plain, at + 2)
        nodes.append((at + 2, cost, "nickname"))
    if (
        plain[at] in "阿小"
        and (plain[at] == "阿" or bits_before(plain, at) >= _STRONG or bits_after(plain, at + 2) >= _SURE_AFTER)
        and at + 2 <= end
        and plain[at : at + 2] not in words()
        and (_ends(plain, at + 2) or bits_after(plain, at + 2))
    ):
        rare_given = given_characters().get(plain[at + 1], _RARE_GIVEN)
        nodes.append((at + 2, rare_given + NICKNAME_BITS - _FONDLY_BITS - bits_before(plain, at), "nickname"))
    return nodes


def _no_reporter(plain: str, start: int, stop: int) -> bool:
    """Tell whether these characters are a group or a usual word: who reports is none of them, whatever follows."""
    word = plain[start:stop]
    if word in GROUPS or plain[stop : stop + 2] in _SAID_OF_WORDS:
        return word in GROUPS or word in words()
    begins = not start or plain[start - 1] in "\n。;；"
    return words().get(word, 99.0) < _WORD_BITS and not (begins or labelled(plain, start))


def _odd_surname_stands(plain: str, at: int, size: int, before: float) -> bool:
    """Tell whether one of the rarest surnames is one here: behind a cue, or before what persons do."""
    if before >= _STRONG and plain[at] not in _ODD_WORDS:
        return True
    start = at + size
    tiers = given_characters()
    if any(tiers.get(character, _RARE_GIVEN) > _USUAL_GIVEN for character in plain[start : start + 2]):
        return False
    after = bits_after(plain, start + 2)
    if before >= _STRONG:
        return _ends(plain, start + 2) or after >= _SURE_AFTER
    return plain[at] not in _ODD_WORDS and before >= _SUBJECT_FROM and after >= _SURE_AFTER


def _counts(plain: str, at: int) -> bool:
    """Tell whether a surname is a measure word here: 这张, 一段, 两项."""
    return plain[at] in _MEASURES and at > 0 and plain[at - 1] in _COUNTING


def _given(plain: str, at: int, end: int, base: float, before: float) -> list[Node]:
    tiers, nodes = given_characters(), list[Node]()
    if before < _STRONG and any(plain[at - 1 : at + size] in KNOWN_TO_ALL for size in (1, 2)):
        return nodes
    bits = base
    for size in (1, 2):
        if at + size > end:
            break
        character = plain[at + size - 1]
        stop = at + size
        if character in NEVER_GIVEN and not (
            before >= _STRONG and (character in tiers or _ends(plain, stop) or (size == 1 and _ends(plain, stop + 1)))
        ):
            break
        if (character == "记" and size == 1) or (character == "家" and size == 2):
            break
        if character in _PLACE_ENDS and before < _STRONG:
            continue
        if size == 2 and plain[at : at + 2] in _NO_GIVEN_NAMES:
            break
        if size == 2 and plain[at] == "家" and character in _GROUND:
            break
        bits += tiers.get(character, _RARE_GIVEN)
        if plain[stop - 1 : stop + 1] in _POST_WORDS:
            break
        if character == "家":
            continue
        after = bits_after(plain, stop)
        if before >= _SUBJECT_FROM and plain[stop : stop + 2] in REPORTS and not _no_reporter(plain, at - 1, stop):
            after += _SUBJECT_BITS
        if before >= _STRONG and _ends(plain, stop) and labelled(plain, at - 1):
            after += _LABEL_BITS
        if plain[at - 3 : at - 1] in _WHERE:
            after -= _WHERE_BITS
        if before < _STRONG:
            after -= _ALONE_BITS * ((not after) + (not before))
        if before < _STRONG and after < _SURE_AFTER and plain[at - 2 : at - 1] in _DIVISIONS:
            after -= _AFTER_PLACE_BITS
        if before >= _STRONG and words().get(plain[at - 1 : stop], 99.0) < _USUAL_WORD and not labelled(plain, at - 1):
            after -= _USUAL_BITS
        if size == 1 and not after:
            after -= _DOUBT_BITS
        if words().get(plain[stop - 1 : stop + 1], 99.0) < _COMMON_WORD:
            after -= _DOUBT_BITS
        nodes.append((stop, bits - after + (ONE_CHARACTER_BITS if size == 1 else 0.0), "full"))
    return nodes


def _ends(plain: str, place: int) -> bool:
    return place >= len(plain) or not "\u3400" <= plain[place] <= "\u9fff"


def _titled(plain: str, at: int, end: int, rare: float, before: float) -> list[Node]:
    nodes: list[Node] = []
    for size in range(1, min(_LONGEST_TITLE, end - at) + 1):
        title = plain[at : at + size]
        if title not in _TITLES or (before < _STRONG and plain[at - 1 : at + size] in words()):
            continue
        cost = rare + TITLE_BITS - before
        if title in SHORT_TITLES:
            cost += 3 - bits_after(plain, at + size)
        nodes.append((at + size, cost, "titled"))
    return nodes
