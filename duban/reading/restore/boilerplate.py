"""What a copying site put around or into the text: navigation, page furniture, related headlines, forum strings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from duban.reading.restore.edits import Draft, Edit, Findings
from duban.reading.restore.looks import RARE_SYMBOLS, SYMBOLS

_SEPARATED = r"[ \t\u3000|\uff5c/·、]*"
_BOX = r"[\[【(（<〈]?", r"[\]】)）>〉]?"
# Pieces of a line: cut wherever they stand in a short line without a full stop.
_PIECES = re.compile(
    rf"[ \t\u3000|\uff5c]*(?:"
    rf"{_BOX[0]}(?:字号|字体(?:大小|显示)?|文字大小)[：: ]*{_BOX[0]}{_SEPARATED}(?:特大|超大|大){_SEPARATED}中{_SEPARATED}小{_SEPARATED}{_BOX[1]}{_BOX[1]}"
    rf"|{_BOX[0]}[ ]*(?:我要)?(?:打印(?:本页|此页|文章|正文|文本)?|关闭(?:窗口|本页|此页)?|收藏(?:本页|此页|本文)?|加入收藏|设为首页|返回(?:顶部|列表|首页|上一页))[ ]*{_BOX[1]}(?=[ \t\u3000|\uff5c\[【(（<〈]|$)"
    rf"|{_BOX[0]}(?:分享(?:到|至|文章)?[：:]?)(?:[ \t]*(?:微信|微博|新浪微博|QQ空间|QQ|朋友圈|复制链接))*[ ]*{_BOX[1]}(?=[ \t\u3000|\uff5c\[【]|$)"
    rf"|(?:浏览|点击|阅读|访问)(?:次数|数|量|率)?[：:][ ]*\d[\d,]*[ ]*次?|访问量[：:]?[ ]*\d[\d,]*[ ]*次?"
    rf")"
)
_WHOLE_LINE = re.compile(
    r"(?:(?:当前|您(?:现在|当前)?(?:所在)?的?|所在)位置[：:].*"
    r"|首页[ ]*(?:[>\uff1e»\u203a/|\uff5c-].*|(?:[ \t\u3000]+\S{2,6}){2,})"
    r"|.*(?:版权所有|[Cc]opyright|©|ICP备|公网安备|网站标识码).*"
    r"|(?:网站地图|联系我们|关于我们|法律声明|隐私声明|站点地图)(?:[ |\uff5c\u3000]+(?:网站地图|联系我们|关于我们|法律声明|隐私声明|站点地图|版权声明))*"
    r"|[【\[]?(?:上一[篇条页]|下一[篇条页])[】\]]?[：:\s].*"
    r"|(?:微信|手机)?(?:扫一扫|扫描二维码).*|技术支持[：:].*|您是第.{0,12}位访客.*|转载请注明.*|.*不代表本站.*|本站声明.*"
    r"|false(?:\s*false)*|本作品在.*公有领域.*|分享到[：:]?.*)"
)
_LIST_HEAD = re.compile(
    r"[【\[]?(?:相关(?:阅读|链接|新闻|文章|推荐|信息|报道|稿件|内容)|(?:推荐|延伸)阅读|热门(?:推荐|文章|新闻|点击|阅读)|(?:精彩|为您|猜你)(?:推荐|喜欢))[】\]]?[：:]?(?P<rest>.*)"
)
_ENDS_A_SENTENCE = re.compile("[。；！？…]$")
# Above the text, where its own title follows, a headline is known by its date or bullet.
_MARKED = re.compile(r"\d{4}[-/.年]\d{1,2}|^[·•▪●◆■>»\-]")
_SIGNATURE = re.compile(
    r"(?:附件|附：|（此件|\(此件|责任编辑|编辑|记者|抄送|印发|主办|出席|参加|列席|.{0,30}\d{4}年\d{1,2}月\d{1,2}日$)"
)
_LONGEST_LINE, _LONGEST_HEADLINE = 160, 48
_STOPS = frozenset("。；！？”）")
# The first token of a forum string may stand against the last character; a word or a number of the text's own does not look so.
_GLUED = re.compile(r"[a-zA-Z]|(?=.*[^a-zA-Z0-9]).*[^a-zA-Z0-9%.)\]：:].*|[^a-zA-Z0-9%.)\]]")
_FEWEST_TOKENS, _LONGEST_TOKEN, _FEWEST_MIXED = 8, 3, 3
# A wiki's licence stands below the text and goes on to the end.
_LICENCE = re.compile(r"^本作品(?:是|在|来自|依据|符合).*", re.MULTILINE)
_LONGEST_LICENCE = 2000


def find_furniture(draft: Draft) -> Findings:
    """Find the lines and pieces of lines that a copying site added."""
    text = draft.text
    cuts: list[tuple[int, int]] = []
    in_list = False
    last_prose = text.rfind("。")
    for start, end in _lines(text):
        line = text[start:end]
        stripped = line.strip(" \t\u3000")
        if not stripped:
            continue
        opens = _opens_list(stripped)
        goes_on = in_list and _is_headline(stripped) and (0 <= last_prose < start or _MARKED.search(stripped))
        in_list = bool(opens or goes_on)
        if in_list or _is_furniture(stripped):
            cuts.append((start, end + 1))
        else:
            cuts += _in_line(start, line)
    licence = _LICENCE.search(text, max(0, len(text) - _LONGEST_LICENCE)) if "公有领域" in text else None
    if licence:
        cuts = [cut for cut in cuts if cut[1] <= licence.start()] + [(licence.start(), len(text))]
    return Findings(tuple(Edit(start, end, "", "boilerplate") for start, end in _as_one(cuts, text)))


def _opens_list(line: str) -> bool:
    head = _LIST_HEAD.fullmatch(line) if len(line) <= _LONGEST_LINE else None
    return head is not None and not _ENDS_A_SENTENCE.search(line) and len(head["rest"]) <= _LONGEST_HEADLINE


def _is_furniture(line: str) -> bool:
    return len(line) <= _LONGEST_LINE and "。" not in line and _WHOLE_LINE.fullmatch(line) is not None


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1


def _is_headline(line: str) -> bool:
    return len(line) <= _LONGEST_HEADLINE and not _ENDS_A_SENTENCE.search(line) and not _SIGNATURE.match(line)


def _in_line(start: int, line: str) -> Iterable[tuple[int, int]]:
    """Return the pieces of a line to cut: buttons of a short line, and a forum string at its end."""
    forum = _forum_string(line)
    if forum is not None:
        whole = not line[:forum].strip(" \t\u3000")
        return [(start, start + len(line) + 1)] if whole else [(start + forum, start + len(line))]
    if len(line) > _LONGEST_LINE or "。" in line:
        return []
    pieces = [(start + match.start(), start + match.end()) for match in _PIECES.finditer(line) if match[0].strip()]
    if not pieces or not _PIECES.sub("", line).strip(" \t\u3000|\uff5c"):
        return [(start, start + len(line) + 1)] if pieces else []
    # A lone word such as 打印 in a line of the text's own is no button: buttons come in a row or with a size choice.
    certain = (
        len(pieces) > 1 or "字" in line[pieces[0][0] - start : pieces[0][1] - start] or "：" in line or "【" in line
    )
    return pieces if certain else []


def _forum_string(line: str) -> int | None:
    """Return where the anti-copy string at the line's end begins: eight or more short tokens, symbols among them."""
    tail = len(line)
    while tail and line[tail - 1] < "\x7f":
        tail -= 1
    tokens = list(re.finditer(r"\S+", line[tail:]))
    first = len(tokens)
    while first and len(tokens[first - 1][0]) <= _LONGEST_TOKEN:
        first -= 1
    glued = first == 0 and tail and tokens and tokens[0].start() == 0
    if glued and line[tail - 1] not in _STOPS and not _GLUED.fullmatch(tokens[0][0]):
        first = 1
    run = tokens[first:]
    mixed = [token[0] for token in run if _is_mixed(token[0])]
    distinct = {character for token in mixed for character in token if not character.isalnum()}
    if len(run) < _FEWEST_TOKENS or len(mixed) < _FEWEST_MIXED or len(distinct) < _FEWEST_MIXED:
        return None
    begin = tail + run[0].start()
    return len(line[:begin].rstrip(" \t"))


def _is_mixed(token: str) -> bool:
    """Tell whether a token is of a symbol and a letter, or a symbol no sentence has."""
    symbols = not SYMBOLS.isdisjoint(token)
    return symbols and (any(map(str.isalpha, token)) or not RARE_SYMBOLS.isdisjoint(token))


def _as_one(cuts: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Return the cuts with those that adjoin, or stand only blank lines apart, as one."""
    result: list[tuple[int, int]] = []
    for start, end in cuts:
        if result and not text[result[-1][1] : start].strip(" \t\u3000\n"):
            result[-1] = (result[-1][0], end)
        else:
            result.append((start, end))
    return [(start, min(end, len(text))) for start, end in result]
