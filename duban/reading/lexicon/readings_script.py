"""Traditional characters and their simplified forms: one to one, with the phrases that go another way.

The table is written by scripts/build-readings from opencc's; read at the first question, never at import
(opencc itself costs 30 ms and this project's whole start-up 50).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from duban.reading.lexicon.readings import table_lines


@cache
def _lines() -> list[str]:
    return table_lines("readings_script.txt")


@cache
def simplified_forms() -> Mapping[str, str]:
    """Return the simplified form of every traditional character that has one."""
    traditional, simplified = _lines()[:2]
    return dict(zip(traditional, simplified, strict=True))


def simplify(text: str) -> str:
    """Return the text in simplified characters, as long as it was: the longest phrase first, then each character."""
    by_head, heads = _phrases()
    pieces: list[str] = []
    end = 0
    for head in heads.finditer(text):
        start = head.start()
        if start < end:
            continue
        found = next((pair for pair in by_head[head[0]] if text.startswith(pair[0], start)), None)
        if found:
            pieces += (text[end:start].translate(_codes()), found[1])
            end = start + len(found[0])
    pieces.append(text[end:].translate(_codes()))
    return "".join(pieces)


@cache
def _phrases() -> tuple[dict[str, list[tuple[str, str]]], re.Pattern[str]]:
    by_head: dict[str, list[tuple[str, str]]] = {}
    for line in sorted(_lines()[2:], key=len, reverse=True):
        phrase, _, simplified = line.partition(" ")
        by_head.setdefault(phrase[0], []).append((phrase, simplified))
    return by_head, re.compile(f"[{''.join(by_head)}]")


@cache
def _codes() -> dict[int, str]:
    return {ord(character): simplified for character, simplified in simplified_forms().items()}
