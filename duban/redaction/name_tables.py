"""Knowledge of names as data: how common a surname, a character of given names and a competing word are, in bits."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

_TABLES = Path(__file__).parent / "tables"
_DICTIONARY_BITS = 25.84  # binary logarithm of all the words the dictionary counted


def _lines(name: str) -> list[tuple[int, str]]:
    rows = (_TABLES / name).read_text(encoding="utf-8").splitlines()
    return [(int(number), rest) for number, _, rest in (row.partition(" ") for row in rows if row[:1] != "#")]


@cache
def _lists(table: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    words_of: list[str] = []
    for row in (_TABLES / table).read_text(encoding="utf-8").splitlines():
        if row.startswith("["):
            words_of = found.setdefault(row.strip("[]"), [])
        elif not row.startswith("#"):
            words_of += [word for word in row.replace("\\n", "\n").split(" ") if word]
    return found


def listed(name: str) -> list[str]:
    """Return a list of `tables/cues.txt`."""
    return _lists("cues.txt")[name]


@cache
def name_parts() -> frozenset[str]:
    """Return names and parts of names of other peoples than the Han."""
    peoples = {people: parts for people, parts in _lists("name_parts.txt").items() if people != "rare_surnames"}
    return frozenset(part for parts in [*peoples.values(), listed("parts")] for part in parts)


@cache
def rare_surnames() -> frozenset[str]:
    """Return surnames that stand in no census table."""
    return frozenset(_lists("name_parts.txt")["rare_surnames"])


@cache
def surnames() -> dict[str, float]:
    """Return each surname with the bits of how rare it is."""
    return {name: math.log2(10_000 / share) for share, rest in _lines("surnames.txt") for name in rest.split()}


@cache
def given_characters() -> dict[str, int]:
    """Return each character of given names with the bits of how rare it is there."""
    return {character: bits for bits, rest in _lines("given_names.txt") for character in rest}


def _word_rows() -> list[tuple[int, str, list[str]]]:
    rows = (row.partition(" ") for row in (_TABLES / "words.txt").read_text(encoding="utf-8").splitlines()[1:])
    return [(int(head.partition("/")[0]), head.partition("/")[2], rest.split()) for head, _, rest in rows]


@cache
def words() -> dict[str, float]:
    """Return the words that compete with names, each with the bits of how rare it is in running text."""
    return {word: _DICTIONARY_BITS - bits for bits, _, listed_words in _word_rows() for word in listed_words}


@cache
def word_classes() -> dict[str, str]:
    """Return the class of each word, as the dictionary has it (v, n, ns …); of places and bodies that compete with no name, too."""
    places = (row.partition(" ") for row in (_TABLES / "places.txt").read_text(encoding="utf-8").splitlines()[1:])
    classes = {word: kind for kind, _, rest in places for word in rest.split()}
    return classes | {word: kind for _, kind, listed_words in _word_rows() for word in listed_words}


# Never part of a given name, unless a form says that this is one.
NEVER_GIVEN = frozenset(
    "的了在是不我你他她它们您个些每各某该没别让请给跟但使已曾得过着去下后前边时候日号点分角亿件辆户人名位座栋楼层间"
    "室路街镇乡县市区省组队局厅部委办院所站店厂司校说称讲问答告诉反映投诉举报住打买卖吃喝对将把被从与及或因所等种这那"
    "砂粉漆渣泥污垢粪尿烟臭毒钱税费款账债罪警轮"
    "哪什么怎也都就还又再很太吗呢吧啊有无非未能会可要到之其至只向由于当既若如及以且而何如"
) - frozenset("可如之其若有能会以当")
# Rare in a given name although the tables of old newspapers know them.
# Of these little words only a cue makes a surname.
LINKING_WORDS = frozenset("祝依石代信经海花满练衣宿门展印奉植闭全和向于从应付时任顾官")
# These are never a surname in running text.
NO_SURNAMES = frozenset("和经官应")
TITLES = tuple(listed("titles"))
# People of history and letters: their name alone is nobody's secret.
KNOWN_TO_ALL = frozenset(listed("known_to_all"))
# Surnames that are little words or parts of many: without a cue they need more to be believed.
LITTLE_WORDS = frozenset(
    "代信经海花满练衣宿门展印奉植闭付顾惠普夏侯施应于向时任方成全安高平万明和关白连常江水阳云路乐易应解管项单党经温金石田黄古双左边沙牛马米麦花农游商文武包柴冷严严荣庞宁幸房甘从步车谷木"
)
SHORT_TITLES = frozenset("工总妈爷伯婆嫂哥姐叔婶姨氏")
NICKNAME_HEADS = "老小大阿"
