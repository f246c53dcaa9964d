"""Trackable or not: which document, count or inspection would prove the action?

A decision list. What already names its proof (a date, a number, a prohibition, a sanction) is trackable; otherwise the main verb and the
last object after it decide, by the classes of `lexicon/trackable_words.py`.
"""

from __future__ import annotations

import re

from duban.reading.lexicon import trackable_words as words
from duban.reading.lexicon.tables import either
from duban.reading.model import Action, Deadline, Requirement, Target

_CLASSES: dict[str, str] = {
    word: name
    for name, table in (
        ("deliver", words.DELIVER),
        ("record", words.RECORD),
        ("build", words.BUILD),
        ("change", words.CHANGE),
        ("effort", words.EFFORT),
        ("light", words.LIGHT),
        ("stance", words.STANCE),
        ("document", words.DOCUMENT),
        ("policy", words.POLICY),
        ("institution", words.INSTITUTION),
        ("works", words.WORKS),
        ("counted", words.COUNTED),
        ("quality", words.QUALITY),
        ("tail", words.TAIL),
    )
    for word in table
}
_VERBS = frozenset({"deliver", "record", "build", "change", "effort", "light", "stance"})
_THINGS = frozenset({"document", "policy", "institution", "works", "counted"})


# By first character, how long the words are, longest first: a look into a dict per place is faster than one large pattern.
_LENGTHS: dict[str, tuple[int, ...]] = {}
for _word in sorted(_CLASSES, key=len, reverse=True):
    if len(_word) not in _LENGTHS.setdefault(_word[0], ()):
        _LENGTHS[_word[0]] += (len(_word),)
# A first verb of these classes settles the matter, whatever stands after it.
_AT_ONCE = frozenset({"stance", "record"})
_PROHIBITION = re.compile(f"(?<!令行)(?:{either(words.PROHIBITION)})")
_SANCTION = re.compile(either(words.SANCTION))
_PROOF = re.compile("|".join(words.PROOF))
# Every branch begins with a character: the search then skips what cannot match.
_SETTLED = re.compile(
    "|".join((*(f"{word}(?<!令行{word})" for word in words.PROHIBITION), _SANCTION.pattern, _PROOF.pattern))
)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_ORDER = re.compile(
    r"要(?<![需主重必纪概摘纲卡]要)(?![求素闻点件])|须(?!知)|应(?<![响相反供效适对顺呼回感因]应)(?!急|用|对|有|付|收|届|税|聘|诉|变|力)"
)
_FRONTED = re.compile(
    r"(?:要|并|再|也|均|须|应|或|还|可|同时|切实|真正|始终|继续|坚决|及时|积极|依法|依规|依法依规|抓紧|尽快|进一步)*(?:对(?!接|标)|将|把|在(?!线)|以(?!上|下|点)|从(?!严)|向|为(?!民)|按|依(?!法)|由|用(?!好|足|活|心|情|力)|通过|根据)"
)
# 征地由各区负责: a decision on who answers.
_BY_WHOM = re.compile(r"由[^，]{2,24}(?:负责|承担|解决)$")
# 所需经费由县财政局保障: money that somebody is to give.
_PAID_BY = re.compile(r"(?:经费|资金|费用)[^，]{0,6}由[^，]{2,24}(?:保障|安排|列支|承担|解决|负担|统筹)$")
# 以高度的政治自觉扛起责任: the attitude first, what is to be done after it.
_ATTITUDE = re.compile(
    r"以[^，、]{1,10}?(?:自觉|态度|决心|担当|作风|姿态|状态|责任感|使命感|紧迫感|危机感)(?=[^的、和]{3})"
)
_POINTED = re.compile(f"(?:{either(words.POINTING)})[^，]{{2,}}?(?=(?:{either(words.ACTS)})[^，]{{2}})")
# 引导平台等向农村延伸: the thing is who acts, and what it is to do follows.
_ACTOR = re.compile(r"等?(?:向|与|以|通过|主动|积极|参与|到)")
# 需长期坚持的建章立制: the verb of a case says nothing of what is done in it.
_CASE = re.compile(r"(?:[能需凡属]|可以|涉及|无法)[^，的]{1,14}的(?=[^的]{2})")
_FRONTED_STARTS = frozenset("要并再也均须应或还可同切真始继坚及积依抓尽进对将把在以从向为按由用通根")
_NAMED = re.compile(rf"(?!(?:{'|'.join(words.UNNAMED)}|[、的和与等])*$)")
# A policy with a name of its own: 落实农机购置补贴政策, not 落实各项政策.
_NAMED_POLICY = re.compile(r"落实(?![^政]*(?:各项|相关|有关))[^政]{4,}政策")
# A word of this length is a name by itself (联席会议, 专职人员).
_LONG_NAME = 4
_Word = tuple[str, str, int]
_Verdict = tuple[bool, str]


def judge_trackable(
    text: str, requirement: Requirement, action: Action, deadline: Deadline | None, targets: tuple[Target, ...]
) -> _Verdict:
    """Return the verdict and the rule that gave it."""
    clause = action.text
    if deadline is not None:
        return True, "trackable.deadline"
    if targets:
        return True, "trackable.target"
    if requirement.kind == "prohibit" and clause.startswith(words.AVOIDING):
        return True, "trackable.prohibition"
    quotes = "“" in clause or '"' in clause
    if quotes or _SETTLED.search(clause):
        settled = _by_phrase(clause)
        if settled:
            return settled
    return _by_verb(_QUOTED.sub(_masked, clause) if quotes else clause, requirement.kind == "decide")


def _masked(quoted: re.Match[str]) -> str:
    """Return a quoted slogan with its words hidden and its length kept."""
    return "“" * len(quoted.group())


def _by_phrase(clause: str) -> _Verdict | None:
    """Return the verdict of a phrase that settles the matter wherever it stands."""
    bare = _QUOTED.sub("“”", clause) if "“" in clause or '"' in clause else clause
    if _PROHIBITION.search(bare):
        return True, "trackable.prohibition"
    if _SANCTION.search(bare):
        return True, "trackable.sanction"
    if _PROOF.search(bare):
        return True, "trackable.proof"
    if "“零" in clause or "“应" in clause or '"零' in clause:
        return True, "trackable.proof"
    return None


def _by_verb(clause: str, decided: bool) -> _Verdict:
    """Return the verdict of the main verb and its object."""
    if decided and (clause.startswith("由") or _BY_WHOM.search(clause)):
        return True, "trackable.decided"
    if "由" in clause and _PAID_BY.search(clause):
        return True, "trackable.thing"
    if (before := _ATTITUDE.match(clause) or _POINTED.match(clause)) is not None:
        return _by_verb(clause[before.end() :], decided)
    fronted = _is_fronted(clause, 0)
    order = None if fronted else _ORDER.search(clause, 0, 24)
    case = None if order else _CASE.match(clause)
    start = order.end() if order else case.end() if case else 0
    fronted = _is_fronted(clause, start) if start else fronted
    found, verbs = _words(clause, start, whole=fronted)
    if len(found) > 1 and found[-1][1] == "建设":
        del found[-1], verbs[-1]
    if not verbs:
        done = decided and not clause.endswith(words.HEADING_ENDS)
        return (True, "trackable.decided") if done else (False, "untrackable.no_verb")
    head = verbs[0]
    if fronted:
        shown = [verb for verb in verbs if verb[0] in ("deliver", "record", "change")]
        if any(verb[0] == "stance" and (not shown or verb[2] > shown[-1][2]) for verb in verbs):
            return False, "untrackable.stance"
        head = shown[-1] if shown else verbs[-1]
        if head[0] == "change" and clause[start] in words.OBJECT_FIRST:
            return True, "trackable.countable"
    elif head[1] == "统一" and len(verbs) > 1 and verbs[1][2] == head[2] + len(head[1]):
        head = verbs[1]  # 统一采购: it says how
    elif head[0] == "light" and len(verbs) > 1:
        head = next((verb for verb in verbs if verb[0] != "light"), verbs[-1])
    if head[0] in _AT_ONCE:
        return _by_classes(clause, head, [])
    return _by_classes(
        clause, head, [word for word in found if word[2] > head[2] and word[0] != "tail" and word[1] != "建设"]
    )


def _words(clause: str, place: int, *, whole: bool) -> tuple[list[_Word], list[_Word]]:
    """Return the words with a class from `place` on, the longest at each place, and the verbs among them.

    Unless `whole`, a first verb that settles the matter by itself is the last word.
    """
    found: list[_Word] = []
    verbs: list[_Word] = []
    end = len(clause)
    while place < end:
        for length in _LENGTHS.get(clause[place], ()):
            word = clause[place : place + length]
            if word in _CLASSES:
                kind = _CLASSES[word]
                if kind in _VERBS:
                    verbs.append((kind, word, place))
                    found.append(verbs[-1])
                    if kind in _AT_ONCE and len(verbs) == 1 and not whole:
                        return found, verbs
                else:
                    if kind in _THINGS and clause.startswith("化", place + length):
                        kind = "quality"
                    found.append((kind, word, place))
                place += length
                break
        else:
            place += 1
    return found, verbs


def _is_fronted(clause: str, start: int) -> bool:
    """Say whether an object, or what is done with it, is put before the verb."""
    return clause[start : start + 1] in _FRONTED_STARTS and _FRONTED.match(clause, start) is not None


def _by_classes(clause: str, head: _Word, after: list[_Word]) -> _Verdict:
    kind = head[0]
    last = after[-1] if after else None
    object_kind = last[0] if last else ""
    if kind == "stance":
        return False, "untrackable.stance"
    if kind == "record":
        return (False, "untrackable.unnamed") if clause.endswith(words.ANY_WORK) else (True, "trackable.record")
    if kind == "deliver":
        if head[1] in words.SETTLING and last is not None and last[1] in words.AIMS:
            return False, "untrackable.quality"
        backing = last is not None and (
            (last[1] in words.BACKING and head[1] in words.GIVING) or last[1] in words.LOFTY
        )
        return (False, "untrackable.backing") if backing else (True, "trackable.deliver")
    if object_kind == "record" or _coordinated_record(clause, after):
        return True, "trackable.recorded_work"
    if clause.endswith(words.BUILT_ENDS) and object_kind not in _THINGS:
        return True, "trackable.thing"
    if kind == "build":
        return _by_name(clause, head, last)
    if kind == "change":
        counted = object_kind in _THINGS | {"deliver"} and not clause.endswith(words.PACE)
        counted = counted or clause.endswith(words.MORE_OF)
        return (True, "trackable.countable") if counted else (False, "untrackable.quality")
    if head[1] in words.ENSURING:
        kept = last is not None and (last[1] in words.KEPT or object_kind == "change")
        return (True, "trackable.kept") if kept else (False, "untrackable.effort")
    if head[1] in words.PIVOTS:
        if last is not None and object_kind in _THINGS and _ACTOR.match(clause, last[2] + len(last[1])):
            return False, "untrackable.effort"
        if any(word[0] == "deliver" for word in after):
            return True, "trackable.pivot"
    if "《" in clause and head[1] in words.CARRYING_OUT:
        return True, "trackable.named_text"
    if object_kind == "policy":
        named = head[1] == "落实" and clause.endswith("政策") and _NAMED_POLICY.search(clause)
        return (True, "trackable.thing") if named else (False, "untrackable.policy")
    if head[1] in words.RAISING and last is not None and last[1] in words.RAISED:
        return True, "trackable.countable"
    if head[1] in words.GROWING:
        return False, "untrackable.effort"
    if last is not None and object_kind == "institution":
        return _by_name(clause, head, last)
    if head[1] in words.BETTERING:
        return False, "untrackable.effort"
    if object_kind in _THINGS or object_kind == "deliver":
        return True, "trackable.thing"
    return False, "untrackable.effort"


def _by_name(clause: str, head: _Word, last: _Word | None) -> _Verdict:
    """Return the verdict on setting up or perfecting something: it needs a name of its own."""
    if last is None or last[0] not in _THINGS | {"deliver"}:
        return False, "untrackable.quality"
    names_itself = (
        last[0] == "document"
        or len(last[1]) >= _LONG_NAME
        or (last[0] == "works" and len(last[1]) == _LONG_NAME - 1)
        or last[1] == "报告"
    )
    if names_itself and last[1] not in words.UNNAMED:
        return True, "trackable.named_thing"
    if _NAMED.match(clause[head[2] + len(head[1]) : last[2]]):
        return True, "trackable.named_thing"
    return False, "untrackable.unnamed"


def _coordinated_record(clause: str, after: list[_Word]) -> bool:
    """Say whether work that leaves records stands beside the last object (督导和服务)."""
    if len(after) < 2 or after[-2][0] != "record":
        return False
    return clause[after[-2][2] + len(after[-2][1]) : after[-1][2]] in ("、", "和", "与", "及")
