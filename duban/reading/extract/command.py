"""What a clause is: a command, a prohibition, a circumstance or a fact."""

from __future__ import annotations

import re

from duban.reading.lexicon import clause_words as words_of
from duban.reading.lexicon.verbs import ADVERBS, CLEAR_ADVERBS, SINGLE_VERBS, VERBS

VERB_PAIRS = frozenset(word[:2] for word in VERBS.split())
_ADVERBS = frozenset(ADVERBS.split())
_ADVERB_LENGTHS = sorted({len(word) for word in _ADVERBS}, reverse=True)
_ADVERB_STARTS = frozenset(word[:2] for word in _ADVERBS if len(word) > 1)
_SHORT_ADVERBS = frozenset("再均更也还都须")
_CLEAR = tuple(CLEAR_ADVERBS.split())
_SINGLE = frozenset(SINGLE_VERBS)

MODAL = re.compile(f"{words_of.WANT}|{words_of.MUST}|{words_of.PROHIBITED}")
FORBIDS = re.compile(words_of.FORBIDS)
FACT = re.compile(words_of.FACTS)
# 该转移的坚决转移: asked, and no statement on 该项….
_WHAT_IS_DUE = re.compile(r"该[^，的]{1,8}的")
_LET = re.compile(words_of.LET)
_FACT_HEAD = re.compile(words_of.FACT_HEADS)
_FACT_HEAD_WORD = re.compile("|".join(words_of.FACT_HEAD_WORDS))
_FACT_STARTS = words_of.FACT_STARTS
_FACT_FIRST = frozenset(word[0] for word in _FACT_STARTS)
_BARE_TIME = re.compile(
    r"(?:力争|争取|确保|努力|并)?[在到于至自从分别]*(?:[\d一二三四五六七八九十两]+(?:个)?(?:工作日|小时|天|周|月|年|季度|日)|“?十[一二三四五六]五”?|今年|明年|本月|本周|下周|年内|年底|年末|月底|上半年|下半年"
    r"|[前上下]?[一二三四]季度|汛期|主汛期|春节|元旦|国庆|清明节?|端午节?|中秋节?|今冬明春|今后|近期|[上中下]旬|[至到和、—－-]|底|末|初|前|后|内|起|止|之|以|期间|时期|开始|左右|每)+$"
)
_LEADING = re.compile(
    rf"(?:(?:{words_of.CONNECTIVES}|(?:{words_of.PERIODS})(?=要|必须|务必))[，,]?)*(?:也|都|还|就|更(?![多好加大高])|又|均|同样|同时|并|并且|而且)?(?:要|必须|务必|应当|应)?"
)
_CONNECTIVE = re.compile(rf"(?:{words_of.CONNECTIVES}|{words_of.PERIODS}|要|也要)+$")
_CONNECTIVE_STARTS = frozenset(word[0] for word in f"{words_of.CONNECTIVES}|{words_of.PERIODS}".split("|")) | frozenset(
    "要也"
)
_LEADING_STARTS = _CONNECTIVE_STARTS | frozenset("也都还就更又均同并而要必务应")
_TIME_STARTS = frozenset(
    "力争确努并在到于至自从分0123456789一二三四五六七八九十两半“今明来当本全下次上第每主汛春国元清端中近年月周即前后内期秋"
)
_START_CHARS = frozenset(
    "以其预截特委不有一个少部但然虽尽无即哪只如倘若凡未由因随鉴之主原包除所按依遵根参本基面围针结对关在于为通并将把继自从经待"
)
_END_CHARS = frozenset(word[-1] for word in words_of.CIRCUMSTANCE_ENDS)
# Last characters of clauses that may hold no predicate in spite of the verb they begin with.
CLOSING = _END_CHARS | frozenset("头责合办等")
_JOINED = re.compile(
    r"会同[^，]{2,40}?(?:局|委|办|厅|院|部门|单位|公司|政府|街道|乡镇|镇|乡|县|区|中心|方面|等)(?:[（(][^）)]*[）)])?$"
)
_LEAD_ENDS = ("牵头", "牵头负责", "配合", "主办", "协办", "具体负责")
_ALL = re.compile("一律|不予|不再|均可|可予")
_NO_LEADS = ("积极", "主动", "密切", "加强")
_PHRASE_NOUN = re.compile(rf"(?P<sure>{words_of.SURE_PHRASE_NOUNS})|(?:{words_of.PHRASE_NOUNS})")
_STRONG = re.compile(words_of.STRONG_VERBS)
_PLACE = re.compile(r"(?:上|下|中(?!小)|内|里|前|后|方面|领域|期间|时|处|范围|地区|区域|基础|同时)(?!的)")
_PLACE_END = re.compile(r"(?:上|下|中|内|里|前|后|方面|领域|期间|时|处|范围|地区|区域|环节|省份|城市)$")
_AS_POINT = re.compile(r"以[^，]+为[^，]{1,8}$")
_WITH = re.compile(
    r"[^，]*(?:精神|责任感|态度|作风|力度|举措|标准|姿态|状态|决心|担当|形式|方式|名义|理念|思维|勇气|韧劲|干劲|劲头|气魄|魄力|自觉|紧迫感|使命感|危机感|行动|招法|要求|步伐|速度|质效)$"
)
_FOR = re.compile(
    r"解决|提供|创造|奠定|作出|做出|贡献|注入|营造|打下|赢得|争取|做好|搭建|护航|减负|解忧|纾困|办实事|办好|服务|谋|助力|履行|开辟|开展|积累|打造|增添|撑腰|树立|发放|配备|办理|赋能|松绑|拓展|补贴|留|建立|设立|增加"
)
_MEANS = re.compile(r"(?:办法|方式|形式|途径|手段|措施|政策|渠道|机制|等|举措|活动|平台|改革|载体)$")
_MOVED = re.compile(words_of.MOVED_VERBS)
_MOVED_NOUN = re.compile(r"(?:政策|区域|时间|范围|限额|企业|项目|资金|地区|群众|人员|部门|事项|问题|工作|措施)$")
_REACHES = re.compile(
    r"至|到|为|成(?!本|果|员)|给|列入|纳入|用于|作为|交|报(?!酬)|抓|做好|办|落实|融入|贯穿|推向|转|延"
)
_TOWARDS = re.compile(words_of.TOWARDS_VERBS)
_STARTS = re.compile(
    r"(?P<skip>以及|及其|其中|预计|截至|特别是对于|委托其|不利于|有利于|有的|一些|个别|少数|部分(?=地|单|干|领)|但|然而|虽然|尽管|不论|无论|不管|即使|哪怕|一旦|只要|只有|如果|倘若|若(?!干)"
    r"|如(?!期|数|实|何)|凡(?!事)|未经|由于|因为|随着|鉴于|之所以|主要是|原因是|包括将.*的政策$|除.+外$|所谓)"
    r"|(?P<phrase>按照|依照|遵照|根据|依据|参照|本着|基于|面对|围绕|针对|结合|依托|对于|关于|对照(?!检查|剖析|检视))"
    r"|(?P<at>在|于(?!是))|(?P<with>以(?!人为本|下))"
    r"|(?P<for>为(?!期|主|民|先|何|此))|(?P<means>通过(?!率))|(?P<move>(?:并)?(?:将|把)(?!来|军))|(?P<towards>(?:并|继续)?对(?!标|照|接|准(?!入)|外(?![来出商籍贸资地迁])|口(?!岸)|内(?![部容河需涝])|症|表(?![现彰])|上(?![述报级年市规])|下(?![放岗达沉乡属辖列一])|账(?!户)|冲))"
    r"|(?P<from>自(?!觉|主|我|信|然|身|治|贸|动)|从(?!严|快|紧|优|实|重|细|速|业|容|事|根|源|小|政|教|宽))|(?P<after>经(?!济|营|常|费|开|贸|受|信|典|办)|待(?!遇|业|办))"
)
_UNIT = (
    r"(?:[一-龥、（）()“”和及与/]|\d)*?(?:局|委|办|厅|院|部|所|队|站|处|部门|单位|公司|集团|政府|办公室|中心|街道|乡镇|镇|乡|县|区|市|银行|机构|工作组|指挥部|专班|领导小组|各地|地区|企业|学校|医院"
    r"|（区）|\(区\)|(?:街道[）)])|(?:市、区[）)])|(?:开发区[）)])|负责人|领导|干部|同志|牵头人|成员|主体|县区|各级|各方|机制|双方|村|社区|网点|党委|党组|党组织|组长|书记|基金|专家组|联席会议)"
)
_SUBJECT = re.compile(rf"(?:各|全)?{_UNIT}(?=(?P<rest>.{{2,}}))")
_TIME_UNIT = (
    r"(?:20\d\d年度?|今年|明年|来年|当年|本年度?|全年|\d{1,2}月份?|本月|下个?月|次月|当月|[上下]半年|[第前]?[一二三四]季度|\d{1,2}日|[上中下]旬|本周[一二三四五六日末]?|下周[一二三四五六日]?"
    r"|每[年月周日天旬](?:\d{1,2}日|[一二三四五六日])?|每季度末?月?(?:\d{1,2}日)?|每半年|“?十[三四五六]五”?|[\d一二三四五六七八九十两半]+个?(?:工作日|小时|分钟|天|日|周|月|年)|主?汛期|春节|国庆节?|元旦|清明节?|端午节?|中秋节?"
    r"|今晚|明早|今天|明天|即日|\d{1,2}时|今冬明春|今春|今秋|近期|[春秋]季学期|年[底末内初]|月[底末]|周[一二三四五六日末])"
)
_TIME_FIRST = re.compile(
    rf"(?:在|于|到|至|自|从|力争|争取|确保|力争到|力争在)?(?:{_TIME_UNIT}[至到和、—~～-]?)+(?:[底末初中]|下班)?(?:之前|以前|以内|前|内|期间|时期|起|后|止)?"
)


def adverb_end(words: str, start: int = 0) -> int:
    """Return where the adverbs at `start` end."""
    at = start
    for _ in range(5):
        if words[at : at + 2] not in _ADVERB_STARTS:
            if words[at : at + 1] in _SHORT_ADVERBS and words[at + 1 : at + 3] in VERB_PAIRS:
                at += 1
            break
        for length in _ADVERB_LENGTHS:
            if words[at : at + length] in _ADVERBS:
                at += length
                break
        else:
            break
        if words[at : at + 1] in "、地":
            at += 1
    return at


def opens_with_verb(words: str) -> bool:
    """Say whether the words begin with a verb of command, with or without adverbs."""
    if words[:2] in VERB_PAIRS:
        return True
    at = adverb_end(words)
    if at and words.startswith(_CLEAR):
        return True
    if at and words[at : at + 2] in VERB_PAIRS:
        return True
    return words[at : at + 1] in _SINGLE and len(words) > at + 2


def leading_end(words: str) -> int:
    """Return where connectives and the modal at the clause's start end."""
    if words[0] not in _LEADING_STARTS:
        return 0
    found = _LEADING.match(words)
    end = found.end() if found else 0
    return 0 if end == len(words) else end


def is_circumstance(words: str, *, plain: bool = False) -> bool:
    """Say whether a clause (without its leading connectives and modal) has no predicate of its own.

    `plain` says that the clause is known to hold no modal.
    """
    first = words[0]
    if first in _TIME_STARTS and len(words) < 26 and _BARE_TIME.match(words):
        return True
    if first in _CONNECTIVE_STARTS and len(words) < 16 and _CONNECTIVE.match(words):
        return True
    if (
        words[-1] in _END_CHARS
        and words.endswith(words_of.CIRCUMSTANCE_ENDS)
        and not words.endswith(words_of.NO_CIRCUMSTANCE_ENDS)
    ):
        return not (words.endswith("前") and len(words) > 24)
    if not plain and MODAL.search(words):
        return False
    if (
        words[-1] in "头责合办"
        and words.endswith(_LEAD_ENDS)
        and 3 < len(words) < 40
        and not words.startswith(_NO_LEADS)
    ):
        return True
    if first == "会" and _JOINED.match(words):
        return True
    if first not in _START_CHARS and first not in _TIME_STARTS and words[-1] != "等":
        return False
    found = _STARTS.match(words)
    if not found:
        at = time_end(words)
        if at:
            rest = words[at:]
            return bool(rest) and (rest[0] in "在对按围根针结" and is_circumstance(rest))
        return words.endswith("等") and not opens_with_verb(words)
    return _opened(words, found)


def _opened(words: str, found: re.Match[str]) -> bool:
    """Judge a clause that begins with a preposition or a conjunction: has it a predicate after the phrase?"""
    kind = found.lastgroup
    if kind == "skip":
        return not _ALL.search(words, found.end())
    if kind == "phrase":
        return not _after_phrase(words)
    if kind == "at":
        return not _after_place(words)
    if kind == "with":
        return bool(_AS_POINT.match(words) or (_WITH.match(words) and not _STRONG.search(words, 6)))
    if kind == "for":
        return not _FOR.search(words)
    if kind == "means":
        if words.startswith(("将", "把"), 2):
            return not _moves(words[2:])
        return bool(_MEANS.search(words)) or not any(m.start() >= 5 for m in _STRONG.finditer(words))
    if kind == "move":
        return not _moves(words)
    if kind == "towards":
        return not _TOWARDS.search(words, max(found.end(), words.rfind("的") + 1))
    if kind == "from":
        return bool(re.search(r"起(?:施行|执行|实施|生效)?$|角度$|出发点$|^从[^，]{1,8}到[^，]{1,8}$", words))
    return bool(re.search(r"(?:同意|批准|审核|审定|评估|研究|核实|成熟|验收|努力|后)$", words))


def _after_phrase(words: str) -> bool:
    """Say whether a predicate follows the phrase that 按照, 围绕 and the like open."""
    if words.endswith("等"):
        return False
    last = None
    for found in _PHRASE_NOUN.finditer(words, 2):
        rest = words[found.end() :]
        if not rest:
            return False
        if found["sure"] and (opens_with_verb(rest) or rest[0] in "将把对由向"):
            return True
        last = rest
    if last and len(last) > 2 and last[0] not in "、和与及的等，":
        return True
    strong = next((m for m in _STRONG.finditer(words, 5) if words[m.start() - 1] not in "、的和"), None)
    return strong is not None and strong.end() < len(words)


def _after_place(words: str) -> bool:
    """Say whether a predicate follows the place, time or field that 在 opens."""
    if _PLACE_END.search(words):
        return False
    if (at := time_end(words)) and len(words) - at > 2:
        return True
    if any(len(words) - found.end() >= 3 for found in _PLACE.finditer(words, 2)):
        return True
    return any(words[m.start() - 1] != "、" for m in _STRONG.finditer(words, 3))


def _moves(words: str) -> bool:
    if "把" in words[:2]:
        return bool(_MOVED.search(words, 2))
    tail = words.rfind("的", 0, -2) + 1
    if _MOVED_NOUN.search(words) and not _REACHES.search(words, tail or 1):
        return False
    return bool(_MOVED.search(words, tail or 2))


def time_end(words: str) -> int:
    """Return where a time at the clause's start ends, 0 where there is none."""
    found = _TIME_FIRST.match(words) if words[0] in _TIME_STARTS else None
    return found.end() if found else 0


def is_fact(words: str) -> bool:
    """Say whether a clause states a fact, an assessment or a forecast."""
    if (words[0] in _FACT_FIRST and words.startswith(_FACT_STARTS) and not _WHAT_IS_DUE.match(words)) or FACT.search(
        words
    ):
        return True
    return bool(_FACT_HEAD_WORD.search(words)) and bool(_FACT_HEAD.match(words))


def lets(words: str) -> bool:
    """Say whether a clause only says what others are to be let to have (让群众…, 使政策…)."""
    return ("让" in words or "使" in words) and bool(_LET.match(words))


def has_subject(words: str) -> bool:
    """Say whether a clause begins with a body or people and goes on with what they do."""
    found = _SUBJECT.match(words)
    tries = 0
    while found and tries < 4:
        rest = found["rest"]
        if at := time_end(rest):
            rest = rest[at:] or rest
        if opens_with_verb(rest) or rest[:1] in "要将把对由会按以负每在可一应":
            return True
        found = _SUBJECT.match(words, found.end())
        tries += 1
    return False
