"""Damage as copying programs do it, made from the bytes up; what each lost byte was is kept, and whether it can be proven.

The program of this module walks the GBK bytes of a page in traditional script one at a time. Where two bytes that
follow one another are a character it glosses, it writes the reading after the second byte, whether the two bytes were
one character or the halves of two. The page is then decoded, and bytes that no longer make a character are lost.
Nothing here knows how the repair works.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import product

from opencc import OpenCC
from pypinyin.constants import PINYIN_DICT

LEADS = range(0x81, 0xFF)
TRAILS = [*range(0x40, 0x7F), *range(0x80, 0xFF)]
EAT, KEEP, REPLACE, DROP = "eat", "keep", "replace", "drop"  # what a decoder does with a byte that fits nowhere


@dataclass(frozen=True)
class Damaged:
    """A damaged text, the text it came from (simplified), and what is known of the damage.

    `lost` counts bytes that the copy no longer shows, `provable` tells whether exactly one choice of bytes for them
    agrees with every reading printed, `kinds` names what happened.
    """

    text: str
    clean: str
    kinds: tuple[str, ...]
    lost: int = 0
    provable: bool = True


@cache
def converters() -> tuple[Callable[[str], str], Callable[[str], str]]:
    """Return simplified → traditional and back."""
    return OpenCC("s2t").convert, OpenCC("t2s").convert


@cache
def readings(character: str) -> tuple[str, ...]:
    """Return every reading of the character."""
    return tuple(filter(None, str(PINYIN_DICT.get(ord(character or " "), "")).split(",")))


@cache
def character_of(pair: bytes) -> str | None:
    """Return the character of two GBK bytes, if they are one."""
    try:
        text = pair.decode("gbk")
    except UnicodeDecodeError:
        return None
    return text if len(text) == 1 else None


def is_traditional(character: str) -> bool:
    """Tell whether the glossing program has the character in its list: traditional ones."""
    return "一" <= character <= "鿿" and converters()[1](character) != character


@dataclass(frozen=True)
class _Byte:
    value: int
    source: int | None  # its place among the page's bytes; None in what the program wrote


def gloss(clean: str, wanted: Callable[[str], bool], decoder: str = EAT) -> Damaged | None:
    """Gloss a page as the walking program does and decode it; None where the page is not all GBK or stays whole."""
    traditional = converters()[0](clean)
    try:
        page = traditional.encode("gbk")
    except UnicodeEncodeError:
        return None
    if converters()[1](traditional) != clean:
        return None
    starts = _starts(page)
    stream: list[_Byte] = []
    checks: list[tuple[int, str]] = []
    kinds: list[str] = []
    for place, value in enumerate(page):
        stream.append(_Byte(value, place))
        character = character_of(page[place - 1 : place + 1]) if place else None
        if character and is_traditional(character) and wanted(character) and readings(character):
            reading = readings(character)[0]
            try:
                printed = f"({reading})".encode("gbk")
            except UnicodeEncodeError:
                continue
            stream += [_Byte(byte, None) for byte in printed]
            checks.append((place, reading))
            kinds.append("gloss" if place - 1 in starts else "straddle")
    if not checks:
        return None
    text, seen = decode(stream, decoder)
    lost = [place for place in range(len(page)) if place not in seen]
    if traditional != clean:
        kinds.append("script")
    return Damaged(text, clean, tuple(kinds), len(lost), _is_provable(page, starts, lost, checks))


def decode(stream: list[_Byte], decoder: str) -> tuple[str, set[int]]:
    """Decode as GBK with one of the ways decoders treat what fits nowhere; return the text and the bytes it shows."""
    text: list[str] = []
    seen: set[int] = set()
    at = 0
    while at < len(stream):
        byte = stream[at]
        if byte.value < 0x80:
            text.append(chr(byte.value))
            seen |= {byte.source} if byte.source is not None else set()
            at += 1
            continue
        after = stream[at + 1] if at + 1 < len(stream) else None
        character = character_of(bytes((byte.value, after.value))) if after else None
        if after and character:
            text.append(character)
            seen |= {source for source in (byte.source, after.source) if source is not None}
            at += 2
            continue
        text.append({EAT: "?", KEEP: "?", REPLACE: "\ufffd", DROP: ""}[decoder])
        at += 2 if decoder == EAT and after and after.value < 0x80 else 1
    return "".join(text), seen


def _starts(page: bytes) -> set[int]:
    starts, at = set(), 0
    while at < len(page):
        starts.add(at)
        at += 1 if page[at] < 0x80 else 2
    return starts


def _is_provable(page: bytes, starts: set[int], lost: list[int], checks: list[tuple[int, str]]) -> bool:
    """Try every value for every lost byte: is the page's own the only one that all readings agree with?"""
    if any(page[place] < 0x80 and place in starts for place in lost):
        return False  # a digit or a mark of its own: nothing can say which
    return all(_has_one_choice(page, starts, group, checks) for group in _near(lost))


def _near(lost: list[int]) -> Iterable[list[int]]:
    """Group lost bytes that stand in one character or in adjoining ones."""
    group: list[int] = []
    for place in lost:
        if group and place - group[-1] > 3:
            yield group
            group = []
        group.append(place)
    if group:
        yield group


def _has_one_choice(page: bytes, starts: set[int], group: list[int], checks: list[tuple[int, str]]) -> bool:
    if len(group) > 2:
        return False
    first = max(group[0] - 2, 0)
    window = page[first : group[-1] + 3]
    near = [(place - first, reading) for place, reading in checks if {place, place - 1} & set(group)]
    characters = sorted({(place if place in starts else place - 1) - first for place in group})
    found = 0
    for values in product(*(LEADS if place in starts else TRAILS for place in group)):
        tried = bytearray(window)
        for place, value in zip(group, values, strict=True):
            tried[place - first] = value
        if all(reading in readings(character_of(bytes(tried[at - 1 : at + 1])) or "") for at, reading in near):
            found += all(character_of(bytes(tried[at : at + 2])) is not None for at in characters)
            if found > 1:
                return False
    return found == 1


def cut_byte(clean: str, place: int) -> Damaged:
    """Lose one byte of the page at `place` and leave a `?`: all after it is out of step up to the next ASCII byte."""
    page = clean.encode("gbk")
    stream = [_Byte(byte, at) for at, byte in enumerate(page) if at != place]
    stream.insert(place, _Byte(ord("?"), None))
    text, seen = decode(stream, KEEP)
    return Damaged(text, clean, ("shift",), len(page) - len(seen), False)


def halve_question_marks(clean: str) -> Damaged | None:
    """Turn the bytes of a full-width ？ into a half-width one wherever they follow one another (。縣 holds them)."""
    page = converters()[0](clean).encode("gbk")
    at = page.find(b"\xa3\xbf")
    if at < 0 or at in _starts(page):
        return None
    broken = page[:at] + b"?" + page[at + 2 :]
    text, _ = decode([_Byte(byte, None) for byte in broken], KEEP)
    return Damaged(text, clean, ("halved",), 2, False)


def forum_string(rng: random.Random) -> str:
    """Return an anti-copy string as forum software wrote it at line ends: single symbols split by spaces."""
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    symbols = "&^!'\\~`#$%*+=<>@_;\"/?,.:-|{}()[]"
    tokens = []
    for _ in range(rng.randint(9, 18)):
        shape = rng.random()
        if shape < 0.4:
            tokens.append(rng.choice(letters) + rng.choice(symbols))
        elif shape < 0.8:
            tokens.append(rng.choice(symbols) + rng.choice(letters))
        else:
            tokens.append(rng.choice(symbols + letters))
    return " ".join(tokens)


def with_forum_strings(clean: str, rng: random.Random) -> Damaged:
    """Put an anti-copy string at the end of every line but the first."""
    lines = clean.split("\n")
    damaged = [lines[0], *(f"{line}{rng.choice(['', ' '])}{forum_string(rng)}" if line else line for line in lines[1:])]
    return Damaged("\n".join(damaged), clean, ("forum",))


def hard_wrapped(clean: str, width: int) -> Damaged:
    """Break every paragraph at a width, as copies from fixed pages are; a break after a full stop proves nothing."""
    wrapped, provable = [], True
    for line in clean.split("\n"):
        pieces = [line[at : at + width] for at in range(0, len(line), width)] if len(line) > 4 * width else [line]
        ends = pieces[:-1] if len(pieces[-1]) < width or len(pieces) == 1 else pieces
        provable = provable and all(piece[-1] not in "。）”" for piece in ends)
        wrapped.append("\n".join(pieces))
    return Damaged("\n".join(wrapped), clean, ("wrap",), provable=provable)


FURNITURE_ABOVE = (
    "当前位置：首页 > 政务公开 > 会议",
    "首页 > 新闻中心 > 政务要闻 > 正文",
    "字号：[大 中 小] 【打印本页】 【关闭窗口】",
    "【字体：大 中 小】 打印 收藏",
    "浏览次数：1283次 字号：大 中 小",
)
FURNITURE_BELOW = (
    "上一篇：全市安全生产工作会议召开\n下一篇：云陵港二期工程开工",
    "相关阅读：\n云陵市部署防汛备汛工作 2024-05-11\n全市重点项目观摩会举行 2024-05-09",
    "【打印本页】 【关闭窗口】",
    "版权所有：云陵市人民政府办公室 网站标识码：0000000000 网站地图",
    "分享到：微信 新浪微博 QQ空间",
)


def furnished(clean: str, rng: random.Random) -> Damaged:
    """Put a site's furniture above and below a text."""
    above, below = rng.choice(FURNITURE_ABOVE), rng.choice(FURNITURE_BELOW)
    return Damaged(f"{above}\n{clean}{below}\n", clean, ("furniture",))
