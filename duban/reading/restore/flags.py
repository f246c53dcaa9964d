"""Texts to be wary of as a whole: said, never changed."""

from __future__ import annotations

import re

from duban.reading.lexicon.tables import either
from duban.reading.restore.edits import Draft, Findings
from duban.reading.warning_codes import notice

# What document mills put for 发展, 服务, 安全, 基础, 贡献, 建设; two different ones are no accident.
_SUBSTITUTED = (
    "根底设施", "奉献率", "科学开展观", "经济社会开展", "可持续开展", "高质量开展", "经济开展", "公共效劳", "效劳业", "效劳型政府",
    "平安生产", "根底教育", "根底建立", "现代化建立", "精神文明建立", "开展阶段", "开展战略", "协调开展", "开展规划",
)  # fmt: skip
_SUBSTITUTED_WHOLE = ("开展阶段", "开展战略", "协调开展", "开展规划", "经济开展")
# One of these stands in every text with a substitute that is no accident.
_SUBSTITUTED_SIGNS = (
    "根底设施", "根底教育", "根底建立", "奉献率", "科学开展观", "社会开展", "持续开展", "质量开展", "效劳", "平安生产", "代化建立", "文明建立"
)  # fmt: skip
_BLANKED = r"(?<![A-Za-z0-9×＊*])[XxＸ×＊*]{1,4}(?:[.．][XxＸ×＊*]{1,2})?(?=(?:万|亿)?(?:元|亩|吨|人次|平方米|公里|千瓦)|亿|％|%|个百分点)"
_BLANKS = frozenset("XxＸ×＊*")
_DAMAGE = frozenset(
    [
        "?",
        "\ufffd",
        *map(chr, range(0x3041, 0x3100)),
        *map(chr, range(0x3105, 0x312A)),
        *map(chr, range(0x250C, 0x254C)),
    ]
)
_CHAPTER = r"^[ \u3000]*第\d{1,4}章(?!.{0,6}(?:总则|附则))"
_HIJACKED = ("博彩", "娱乐城", "棋牌", "真人视讯", "体育投注", "百家乐", "老虎机", "线上赌", "私服", "成人视频", "六合彩", "开户送")  # fmt: skip
_TOO_MANY = 2
_ANY_SUBSTITUTED, _ANY_HIJACKED = re.compile(either(_SUBSTITUTED_SIGNS)), re.compile(either(_HIJACKED))
# Bopomofo, kana and box corners among Chinese characters are halves of characters that nothing put together again.
# Two narrow question marks amid a clause stand for the two bytes of a character, unless a question ends there.
_LOST = "[一-鿿]?\ufffd+[一-鿿]?|[一-鿿，、；：）](?<![吗呢么吧啊啥谁何])[?]{2}[一-鿿]"
_LOST_IN_DAMAGED = "[一-鿿]?\ufffd+[一-鿿]?|[一-鿿][?]+[一-鿿0-9]"
_LEFT_OVER = "[一-鿿][ㄅ-ㄩぁ-んァ-ヶ┌-╋][一-鿿ㄅ-ㄩぁ-んァ-ヶ┌-╋]"


def find_flags(draft: Draft) -> Findings:
    """Mark rewritten texts, blanked figures, pages of hijacked sites, novels and what stayed damaged."""
    text = draft.text
    marks = []
    found = [words for words in _SUBSTITUTED if words in text] if _ANY_SUBSTITUTED.search(text) else []
    if len(found) >= _TOO_MANY and any(words not in _SUBSTITUTED_WHOLE for words in found):
        marks.append(notice("synonyms_substituted", first=found[0], second=found[1]))
    present = draft.present
    if not present.isdisjoint(_BLANKS):
        marks += [notice("blanked_data", match.span(), original=match[0]) for match in re.finditer(_BLANKED, text)]
    if not present.isdisjoint(_DAMAGE):
        lost = _LOST_IN_DAMAGED if draft.is_damaged else _LOST
        for match in (*re.finditer(_LEFT_OVER, text), *re.finditer(lost, text)):
            marks.append(notice("unreadable", match.span(), original=match[0]))
    found = [words for words in _HIJACKED if words in text] if _ANY_HIJACKED.search(text) else []
    if len(found) >= _TOO_MANY:
        marks.append(notice("hijacked_site", first=found[0], second=found[1]))
    chapter = re.search(_CHAPTER, text, re.MULTILINE) if "章" in text else None
    if chapter:
        marks.append(notice("not_official", chapter.span()))
    return Findings((), tuple(marks))
