"""The head of the meeting: title, kind, convener, number, date, chair."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice

from duban.reading.extract.meeting_date import find_date, number
from duban.reading.extract.outline import Paragraph
from duban.reading.lexicon.conveners import KINDS, MEETING_NOUNS, POSTS
from duban.reading.model import Chair, Meeting, MeetingKind, Notice, Span

_HEAD_PARAGRAPHS = 10
_HEAD_LENGTH = 3000
_NOUN = "|".join(MEETING_NOUNS)
_MARKS = "，,。；;：:！？\n"
_DAY = r"(?:\d{1,2}月)?\d{1,2}日"
_HELD = re.compile(
    rf"(?:召开|举行|召集)(?:了|的)?(?P<after>[^{_MARKS}]{{0,70}}?(?:{_NOUN})(?:[（(][^）)]{{1,6}}[）)])?)(?![厅室场议])"
    rf"|(?P<before>[^{_MARKS}]{{2,46}}?(?:会议|(?<!委员)会))(?:{_DAY}|今天|昨天|近日|[上下]午|在[^，。]{{1,14}}?|于[^，。]{{1,16}}?)*(?:召开|举行)"
)
_HEADER = re.compile(
    rf"(?P<name>[^{_MARKS}]{{2,50}}?(?:会议|会))(?:会议)?(?:纪要|决定事项|议定事项|议题|公报|简报|通报|要点)"
)
_LEARNT = re.compile(r"主持(?P<after>[^，。\n]{0,16}专题学习)|(?P<before>[^，。\n]{2,30}专题学习)")
_TOPIC = re.compile(r"传达|学习|研究|部署|听取|审议")
_SPEAKS = re.compile(
    r"会议(?:还|同时|一致|并|分别)?(?:指出|强调|要求|认为|决定|确定|听取|审议|传达|研究|讨论|通过|明确|议定|学习|通报|提出|原则)|主持"
)
_ARTICLE = re.compile(r"第[一二三四五六七八九十]+[条章][\s　]")
_RULES_OF_PROCEDURE = re.compile(r"(?:^|\n)\s*第[一二三四五六七八九十]+[条章][\s　]")
_REPORT = re.compile(
    r"各位代表[：:，,！!]|\A(?![^\n]*(?:会议|召开|座谈|专题学习))[^，。]{0,40}政府工作报告[^，。]{0,40}\n"
)
_ORDINAL = re.compile(r"第\s?(\d{1,4}|[一二三四五六七八九十百]{1,5})\s?次|(?<=届)\s?(\d{1,3})\s?次")
_TERM = re.compile(
    r"(?<![新本上下换])第?([一二三四五六七八九十]{1,3}|\d{1,2})届(?!全国|省委|市委|县委|区委|中央|中共|\d|[一二三四五六七八九十])"
)
_PLACE_POWER = re.compile(
    r"(自治区|自治州|自治县|[省市县区州盟旗镇乡])(?:第?[一二三四五六七八九十百\d]{1,3}届)?(?:人民)?政府(党组)?"
)
_PARTY_BODY = re.compile(
    r"(自治区|[省市县区州盟旗镇乡])委(?!员|办|副|书记|常委、|组织|宣传|统战|政法|托)(?:常委会|常务委员会)?"
)
_OTHER_BODY = re.compile(r"(经开区|高新区|开发区|新区|景区|园区)?(?:党工委、?)?管委会|街道办事处|行政公署|行署")
_STATE = re.compile(r"国务院(?:(?=党组)党组)?")
_POST = "|".join(sorted(POSTS, key=len, reverse=True))
_LAST_OF_POST = "[长记任席员理]"  # before a comma: posts in several bodies (市委副书记、市长，高新区党工委书记某某)
_TIMES = rf"(?:{_DAY}|今天|昨天|昨日|今日|近日|当天)?(?:[上下]午|晚上?|凌晨|中午)?"
_CHAIR = re.compile(
    rf"(?:^|[{_MARKS}\s（(]|日|[上下]午|晚|由|今天|昨天|近日)"
    rf"(?P<posts>(?:[^{_MARKS}、\s\d]{{1,30}}(?:、|(?<={_LAST_OF_POST}),|(?<={_LAST_OF_POST})，))*[^{_MARKS}、\s\d]{{0,30}}?(?:{_POST}))[ 　]?"
    rf"(?P<name>[一-龥·]{{2,4}}?)(?:同志)?(?={_TIMES}(?:(?:在|于)[^，。\n]{{0,25}}?)?(?:出席[^，。]{{0,6}}并)?主持)",
    re.MULTILINE,
)
_NAME = r"(?P<name>[一-龥][ 　]{1,4}[一-龥](?![一-龥])|[一-龥·]{2,4})"  # 沈　岳: names of two characters are often set apart
_POSTS_LENGTH = 160  # no chair's posts are longer


@cache
def _unusual_chairs() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of 主持人：…, of a name before its post and of one without posts; few texts need them."""
    named = re.compile(
        rf"主持(?:人)?[：:][ 　]?(?P<posts>(?:[^{_MARKS}、\s\d]{{1,20}}、)*[^{_MARKS}、\s\d]{{0,20}}?(?:{_POST}))?[ 　]?{_NAME}"
        rf"(?=[\s，,。；;（(、\n]|$)(?:[（(](?P<after>[^）)\n]{{2,40}})[）)])?"
    )
    before = re.compile(
        rf"(?:^|[{_MARKS}\s（(]|日|[上下]午)(?P<name>[一-龥]{{2,3}}?)(?P<posts>(?:代|副|常务副)?(?:市长|县长|区长|州长|省长|书记|主任|秘书长))主持",
        re.MULTILINE,
    )
    return named, before, re.compile(r"(?:^|[，。\s])(?P<name>[一-龥·]{2,4}?)(?:同志)?主持(?:召开|会议)", re.MULTILINE)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Lead:
    """Where the meeting says that it was held: the sentence, the meeting's name, and the end of both verbs."""

    sentence: Span
    name: str
    name_span: Span
    paragraph: int


def find_meeting(
    text: str, paragraphs: list[Paragraph], *, name: str, on: date | None
) -> tuple[Meeting, Lead | None, tuple[Notice, ...]]:
    """Return the meeting's head, the sentence that opens it and the warnings; an empty Meeting where none was found."""
    head = paragraphs[:_HEAD_PARAGRAPHS]
    end = min(head[-1].end, _HEAD_LENGTH) if head else 0
    report = ("各位代表" in text or "政府工作报告" in text) and bool(_REPORT.search(text, 0, min(len(text), 1500)))
    lead = None if report or _is_rules(text) else _find_lead(text, head)
    if lead is None or not _SPEAKS.search(text, 0, min(len(text), 6000)):
        return Meeting(), None, _no_meeting(report)
    title = _title(text, head)
    region = _region(text, head, lead)
    day, notices = find_date(text, region, name=name, on=on)
    named = [lead.name, title or ""]
    subject = re.split(f"[{_MARKS}]", text[lead.sentence[0] : lead.name_span[0]])[-1]
    return (
        Meeting(
            title=title,
            kind=_kind(lead.name, subject + lead.name, _TOPIC.split(title or "")[0], title or ""),
            convener=_convener(text, lead, title or ""),
            ordinal=_counted(_ORDINAL, named),
            term=_counted(_TERM, named),
            date=day,
            chair=_chair(text, end),
        ),
        lead,
        notices,
    )


def _no_meeting(report: bool) -> tuple[Notice, ...]:
    notice = Notice("no_meeting_found", "没有找到会议：正文没有写明召开了什么会议。请确认文件是会议报道或纪要。")
    if report:
        return notice, Notice("work_report", "这是一份政府工作报告，不是会议文本；仍列出其中的要求，请核对。")
    return (notice,)


def _is_rules(text: str) -> bool:
    """Say whether the text is a set of articles, such as rules of procedure."""
    if _ARTICLE.search(text, 0, 6000) is None:
        return False
    articles = _RULES_OF_PROCEDURE.finditer(text, 0, 6000)
    return len(tuple(islice(articles, 3))) == 3


def _find_lead(text: str, head: list[Paragraph]) -> Lead | None:
    """Return the first full sentence that says a meeting was held; a title or a header is the second choice."""
    fallback = None
    for index, paragraph in enumerate(head):
        for start, end in paragraph.sentences[:6]:
            if start > _HEAD_LENGTH:
                return fallback
            found = (
                _HELD.search(text, start, end) or _HEADER.search(text, start, end) or _LEARNT.search(text, start, end)
            )
            if not found:
                continue
            group = found.lastgroup or 0
            lead = Lead((start, end), found[group], found.span(group), index)
            if text[end - 1] in "。；;：:." or index > 3:
                return lead
            fallback = fallback or lead
    return fallback


def _region(text: str, head: list[Paragraph], lead: Lead) -> list[Span]:
    """Return the sentences in which the date may stand, the lead first."""
    spans = [lead.sentence]
    spans += [
        s for p in head[: lead.paragraph + 3] for s in p.sentences[:2] if s != lead.sentence and s[0] < _HEAD_LENGTH
    ]
    return spans


def _title(text: str, head: list[Paragraph]) -> str | None:
    for paragraph in head[:3]:
        line = text[paragraph.start : paragraph.end]
        if len(line) > 90 or line[-1] in "。；，,;":
            return None
        if "会" in line or "专题学习" in line:
            return line
    return None


def _kind(*sources: str) -> MeetingKind:
    """Return the kind that the first of the sources names, by its last words."""
    for source in sources:
        best: tuple[int, MeetingKind] | None = None
        for pattern, kind in KINDS:
            for found in re.finditer(pattern, source):
                if best is None or found.end() > best[0]:
                    best = (found.end(), kind)
        if best:
            return best[1]
    return "other"


def _body_of(words: str) -> str | None:
    """Return the body named in the words, in short form without its place."""
    if found := _STATE.search(words):
        return found.group()
    if found := _PLACE_POWER.search(words):
        return f"{found[1]}政府{found[2] or ''}"
    if found := _PARTY_BODY.search(words):
        return f"{found[1]}委"
    found = _OTHER_BODY.search(words)
    return found.group() if found else None


def _convener(text: str, lead: Lead, title: str) -> str | None:
    """Return the convener: named in the meeting's name, as the subject of 召开, or in the title."""
    if body := _body_of(lead.name):
        return body
    start, end = lead.sentence
    held = text.rfind("召开", start, lead.name_span[0] + 2)
    subject = re.split(rf"[{_MARKS}]", text[start : held if held > 0 else end])[-1]
    if body := _body_of(
        re.sub(r"[^、，]{0,12}(?:书记|市长|县长|区长|省长|主席|常委|主任|组长|总理)[^、]{0,8}(?:主持)?$", "", subject)
    ):
        return body
    return _body_of(re.split(r"主持", title)[-1]) or _body_of(text[start:end] if "政府" in subject else "")


def _counted(pattern: re.Pattern[str], sources: list[str]) -> int | None:
    for source in sources:
        if found := pattern.search(source):
            return number(next(group for group in found.groups() if group))
    return None


def _chair(text: str, end: int) -> Chair | None:
    """Return who chaired, with posts as printed."""
    found = None
    at = text.find("主持", 0, end)
    while at >= 0 and not found:
        found = _CHAIR.search(text, max(0, at - _POSTS_LENGTH), at + 2)
        at = text.find("主持", at + 2, end)
    if not found:
        named, before, plain = _unusual_chairs()
        found = (
            named.search(text, 0, min(len(text), end * 4)) or before.search(text, 0, end) or plain.search(text, 0, end)
        )
    if not found:
        return None
    groups = found.groupdict()
    posts = groups.get("posts") or groups.get("after") or ""
    return Chair(
        re.sub("[ 　]", "", found["name"]), tuple(p for p in re.split("[、，,]", posts) if p), found.span("name")
    )
