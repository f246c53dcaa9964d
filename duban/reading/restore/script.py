"""Traditional characters to simplified ones, where the copy is in them; names and old forms in clean texts stay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from duban.reading.lexicon.readings import follow
from duban.reading.lexicon.readings_script import simplified_forms, simplify
from duban.reading.restore.edits import Draft, Edit, Findings

# Also good simplified characters, or parts of place names: converted only inside traditional paragraphs.
KEEP = frozenset("乾昇濛塚於藉洩著徵麼瞭夥後鍾薹餘甦彷吒拚摺捱榘菸袷醣麴麽氾祕")
_HAN = re.compile("[一-鿿]")
# What t2s leaves as 著 and simplified texts write 着.
_ZHE = re.compile(
    "(?<=[沿随接向本有朝凭跟顺照带抱围绕怀拿为冒乘趁靠味])著(?![作名称述者录书])|著(?=[力眼手重实急想陆火落装床色])"
)
# 着 for 著, as programs that know only one of the two print it; none of these is a word.
_ZHU = re.compile("(?<![彰凸突浮][顯显])(?<=[顯显])着|(?<=卓)着(?=成|的|有)")
_SPARSE_MINIMUM = 5
_DENSE_MINIMUM, _DENSE_SHARE = 3, 20


def find_traditional(draft: Draft) -> Findings:
    """Find traditional characters to simplify: whole paragraphs of them, and single ones on a page that has many."""
    text = draft.text
    here = simplified_forms().keys() & frozenset(text)
    edits: list[Edit] = []
    widespread = draft.is_damaged
    if here:
        any_traditional = re.compile(f"[{''.join(sorted(here))}]")
        widespread = widespread or (len(here - KEEP) >= _SPARSE_MINIMUM and _has_words(text, any_traditional))
        for start, paragraph in _paragraphs(text, any_traditional):
            edits += _in_paragraph(start, paragraph, any_traditional, widespread)
    if widespread or edits:
        edits += [Edit(match.start(), match.end(), "著", "script") for match in _ZHU.finditer(text)]
    return Findings(tuple(sorted(edits, key=lambda edit: edit.start)))


def _paragraphs(text: str, wanted: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines that hold a wanted character, each with its start."""
    end = -1
    for match in wanted.finditer(text):
        if match.start() < end:
            continue
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.start())
        end = len(text) if end < 0 else end
        yield start, text[start:end]


def _in_paragraph(start: int, paragraph: str, traditional: re.Pattern[str], widespread: bool) -> Iterable[Edit]:
    plain = [match.start() for match in traditional.finditer(paragraph) if match[0] not in KEEP]
    simplified, alone = simplify(paragraph), simplified_forms()
    dense = len(plain) >= _DENSE_MINIMUM and len(plain) * _DENSE_SHARE >= len(_HAN.findall(paragraph))
    # Three names in traditional forms fill a short line too; they make no words.
    dense = dense and (widespread or any(_makes_word(simplified, at) for at in plain))
    if dense:
        simplified = _ZHE.sub("着", simplified)
        places = [at for at, (old, new) in enumerate(zip(paragraph, simplified, strict=True)) if old != new]
    elif widespread:
        changed = [at for at, (old, new) in enumerate(zip(paragraph, simplified, strict=True)) if old != new]
        # A phrase of the table (答覆) decides by itself; a lone character needs a word.
        places = [
            at
            for at in changed
            if paragraph[at] not in KEEP or paragraph[at] not in alone or _makes_word(simplified, at)
        ]
    else:
        places = _whole_words(plain, simplified)
    return [Edit(start + at, start + at + 1, simplified[at], "script") for at in places]


def _has_words(text: str, traditional: re.Pattern[str]) -> bool:
    """Tell whether traditional characters make common words with their neighbours, as those of names do not."""
    found = 0
    for match in traditional.finditer(text):
        around = simplify(text[max(0, match.start() - 1) : match.end() + 1])
        found += _makes_word(around, min(match.start(), 1))
        if found >= _DENSE_MINIMUM:
            return True
    return False


def _makes_word(simplified: str, at: int) -> bool:
    """Tell whether the character makes a common word with a neighbour (瞭解, 答覆), as one of a place name does not."""
    before = follow(simplified[at - 1], simplified[at]) if at else 0
    after = follow(simplified[at], simplified[at + 1]) if at + 1 < len(simplified) else 0
    return max(before, after) == 2


def _whole_words(places: list[int], simplified: str) -> list[int]:
    """Return the places that make up a common word by themselves (會議); a lone character may be of a name."""
    neighbours = pairwise(places)
    words = [
        (at, after) for at, after in neighbours if after == at + 1 and follow(simplified[at], simplified[after]) == 2
    ]
    return sorted({at for word in words for at in word})
