"""The cheap look before each pass: may the text hold what the pass undoes?

`present` are the unusual characters of the text. Nothing here compiles a pattern that a clean text would not need,
and a pass that is not wanted is not even imported: clean texts are the rule.
"""

from __future__ import annotations

import re
from collections.abc import Set

from duban.reading.lexicon.readings import TONED
from duban.reading.lexicon.readings_script import simplified_forms
from duban.reading.lexicon.tables import either
from duban.reading.restore.edits import Draft
from duban.reading.restore.phrases import PHRASES

_INVISIBLE_SET = frozenset("\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff\u00ad\x0b\x0c\x7f")
RARE_SYMBOLS = frozenset("^~`{}|#$\\@_")
SYMBOLS = frozenset("&^!'\\~`{}|#$*+=<>@_;\"/?,.:-%()[]")
ANY_TONED = frozenset(TONED + TONED.upper() + "\u0300\u0301\u0304\u030c")
_VOWELS = frozenset("aeiouv")
_TONE_DIGIT = r"[(（\[〔【] ?[a-zA-ZüÜ:]{1,6}[1-4] ?[)）\]〕】]"
_SPACED_DIGITS = "[0-9０-９] [0-9０-９] [0-9０-９]"
_LATIN_SIGNS = frozenset(map(chr, range(0xC0, 0x100)))
# What the commonest characters' first bytes look like when UTF-8 is read as GBK: 的 。 ， 国 政 中 市 会.
GBK_SIGNS = frozenset("銆锛鐨鍥鏀涓甯浼")
SHORTEST_REPEAT = 200
_MANY_SYMBOLS = 8
# Words that can stand in furniture; a text without any is not looked at further.
_CUES = (
    "字号", "字体", "打印", "关闭", "上一篇", "上一条", "下一篇", "下一条", "相关", "推荐", "热门", "延伸阅读", "猜你喜欢",
    "分享", "版权所有", "opyright", "ICP备", "公网安备", "网站标识码", "位置：", "位置:", "首页", "浏览", "点击", "阅读次数", "访问量",
    "返回顶部", "返回列表", "扫一扫", "二维码", "网站地图", "收藏", "技术支持", "不代表本站", "本站声明", "false", "公有领域", "转载请注明",
    "来源网站", "下载文档", "百度文库", "访客",
)  # fmt: skip
# One pattern of many words is three times as fast as a look for each.
_ANY_CUE, _ANY_PHRASE = re.compile(either(_CUES)), re.compile(either(PHRASES))


def may_hold_furniture(draft: Draft, present: Set[str]) -> bool:
    """Tell cheaply whether any furniture or forum string can stand in the text."""
    if not RARE_SYMBOLS.isdisjoint(present) or len(SYMBOLS & present) >= _MANY_SYMBOLS:
        return True
    return _ANY_CUE.search(draft.text) is not None


def may_hold_mended_furniture(draft: Draft, present: Set[str]) -> bool:
    """Tell whether the repairs so far may have brought furniture to light."""
    return draft.is_damaged and _ANY_CUE.search(draft.text) is not None


def may_repeat(draft: Draft, present: Set[str]) -> bool:
    """Tell whether the text is long enough to hold itself twice."""
    return len(draft.text) > 2 * SHORTEST_REPEAT


def may_hold_byte_shifts(draft: Draft, present: Set[str]) -> bool:
    """Tell cheaply whether anything in the text was cut between two bytes."""
    return not present.isdisjoint("?\ufffd") or not present.isdisjoint(ANY_TONED)


def may_hold_glosses(draft: Draft, present: Set[str]) -> bool:
    """Tell cheaply whether any gloss can stand in the text."""
    return not present.isdisjoint(ANY_TONED) or (
        not present.isdisjoint(_VOWELS) and re.search(_TONE_DIGIT, draft.text) is not None
    )


def may_hold_markup(draft: Draft, present: Set[str]) -> bool:
    """Tell cheaply whether marks, tags or look-alikes can stand in the text."""
    if (
        not _INVISIBLE_SET.isdisjoint(present)
        or min(present, default=" ") < "\t"
        or ("&" in present and ";" in present)
    ):
        return True
    return ("<" in present and ">" in present) or any(
        "\u2e80" <= character <= "\u2fd5" or "\uf900" <= character <= "\ufaff" for character in present
    )


def may_hold_spaced_digits(draft: Draft, present: Set[str]) -> bool:
    """Tell cheaply whether digits can stand each apart."""
    return " " in present and re.search(_SPACED_DIGITS, draft.text) is not None


def may_hold_traditional(draft: Draft, present: Set[str]) -> bool:
    """Tell cheaply whether anything in the text is in traditional script."""
    if draft.is_damaged and "着" in draft.text:
        return True
    # Chinese characters are unusual only outside GB 2312; the table is opened for those alone.
    rare = [character for character in present if "一" <= character <= "鿿"]
    return bool(rare) and not simplified_forms().keys().isdisjoint(rare)


def may_hold_phrases(draft: Draft, present: Set[str]) -> bool:
    """Tell cheaply whether a phrase in Taiwan's usage stands in the text."""
    return _ANY_PHRASE.search(draft.text) is not None


def may_hold_wrong_encoding(draft: Draft, present: Set[str]) -> bool:
    """Tell cheaply whether the text shows the signs of a wrong table."""
    return not present.isdisjoint(_LATIN_SIGNS) or len(present & GBK_SIGNS) > 1 or "锟" in present
