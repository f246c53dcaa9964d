"""Cues: the clauses in which the text says that the meeting pointed out, demanded or decided something."""

from __future__ import annotations

import re
from typing import NamedTuple

from duban.reading.extract.command import opens_with_verb
from duban.reading.lexicon.cues import SAYING


class Cue(NamedTuple):
    """A cue in a clause: the mode of what follows, where the cue ends, and its verb."""

    mode: str
    end: int
    verb: str


_VERBS = "|".join(SAYING)
_MEETING = re.compile(
    r"(?:(?![将把按根对要以由标])[^，。、“”贯彻落实学习精神]){0,16}?(?:会议|全会|大会|会上|会前|与会人员|会议同时)(?:还|又|同时|一致|特别|最后|研究|讨论|经研究|原则|并|再次|分别)*"
    rf"(?P<verb>{_VERBS})(?P<rest>了)?"
)
_PERSON = re.compile(
    r"(?:[^，。、]{0,24}?)(?:在[^，。]{2,24}(?:时|中|后|上))?(?:还|也|最后|同时|着重|反复|进一步|并|特别)?(?P<verb>强调|指出|要求|表示|提出|认为|说|号召)$"
)
_BARE = re.compile(
    r"(?:并|还|同时|并且|也)?(?P<verb>强调|指出|要求|认为|决定|议定|商定|号召)(?P<rest>$|(?=要|必须|务必|将|由|把|对|各)|(?<=要求)(?=(?:有关|相关|[全市县区省州])[^，]{1,16}?(?:局|委|办|厅|部门|单位|政府|公司)))"
)
_MEASURED = ("结合", "按照", "根据", "围绕", "对照")
# A clause with none of these at its ends and without 会 holds no cue.
CUE_STARTS = frozenset("并还同也强指要认决议商号")
CUE_ENDS = frozenset("调出求示为说召")
_SPEAKER = re.compile(
    r"(?:他|她|[一-龥]{2,4}|[^，。]{2,24}(?:时|中|后|上|书记|市长|县长|区长|省长|主席|主任|总理))(?:还|也|最后|同时|着重|进一步|并|特别)?(?:要求|表示|提出|认为|说|号召)$"
)
_NOT_CUE = re.compile(
    r"(?:按照?|根据|落实|符合|达到|适应|满足|有关|相关|严格|明确|工作|硬性|法定|目标|部署|各项|新|总|任务|质量|标准|时限|序时进度|进度|具体|基本|更高|的|锚定|对照|对标|指示|决策|为|这|是|所|不)(?:要求|决定|说|提出)$"
)
_NOUN_AFTER = re.compile(r"事项|的|精神|意见|如下")
# 会议明确了以下工作：: what was settled stands in the list that follows.
_LIST_FOLLOWS = re.compile(r"了?(?:以下|如下|下列)[^，。]{0,10}$")
_SPOKEN = re.compile(r"(?:批示|讲话|指示|公报)(?:中)?(?:指出|强调|要求)$")
_TEXT_OF = re.compile(r"会议(?:要求|精神|决定|确定的|明确的)(?:的|是|，落实)")


def find_cue(words: str) -> Cue | None:
    """Return the cue with which a clause begins, or None; `end` is where what was said begins."""
    if "会" in words[:30]:
        found = _MEETING.match(words)
        if found and not _TEXT_OF.match(words, found.start()):
            verb = found["verb"]
            if _LIST_FOLLOWS.match(words, found.end("verb")):
                return Cue(SAYING[verb], len(words), verb)
            if _NOUN_AFTER.match(words, found.end()) or (
                verb in ("确定", "明确") and "研究" in found.group() and words[found.end() :]
            ):
                return None
            if found["rest"] and found.end() < len(words):
                return None
            return Cue(SAYING[verb], found.end(), verb)
    found = _BARE.match(words) if words[0] in CUE_STARTS else None
    if found:
        return Cue(SAYING[found["verb"]], found.end("verb"), found["verb"])
    if words[:2] in ("要求", "强调") and (opens_with_verb(words[2:]) or words.startswith(_MEASURED, 2)):
        return Cue("require", 2, words[:2])
    if words[-1] in CUE_ENDS and not _NOT_CUE.search(words):
        found = _PERSON.match(words)
        plain = found and (found["verb"] in ("强调", "指出") or _SPEAKER.match(words))
        if found and ((plain and len(words) < 30) or _SPOKEN.search(words)):
            return Cue(SAYING[found["verb"]], len(words), found["verb"])
    return None
