"""Fields of forms: a name after its label and a colon, names in a signature, and the lists of who attended."""

from __future__ import annotations

import re

from duban.redaction.name_tables import NEVER_GIVEN, given_characters, listed, surnames, words
from duban.redaction.surroundings import GROUPS

_LABEL = (
    r"(?:反映人|投诉人|举报人|来电人|来信人|来访人|信访人|检举人|联系人|申请人|当事人|户主|业主|姓名|署名|签名|签字|收款人|户名|开户名|持卡人|被举报人|被投诉人|被反映人|被访人|回访对象|委托人|代理人|"
    r"法定代表人|法人代表|法人|经营者|监护人|受害人|求助人|咨询人|报案人|原告|被告|落款|车主|房主|租户|承租人|出租人|诉求人|经办村民|村民代表|代表签名|群众代表|知情人|证人|家属|配偶|学生姓名|家长|甲方|乙方|反映者|投诉者|举报者|来电者|来信者)"
)
_COMMON_CLASS = "".join(name for name, bits in surnames().items() if len(name) == 1 and bits < 10)
_SURNAME_CLASS = "".join(name for name in surnames() if len(name) == 1)
_NAME = rf"(?:[\u3400-\u9fff]{{2}} ?[\u3400-\u9fff]{{1,2}}|[{_SURNAME_CLASS}] {{1,4}}[\u3400-\u9fff](?: {{1,2}}[\u3400-\u9fff](?![\u3400-\u9fff]))?|[\u3400-\u9fff]{{2,4}})"
_FIELD = re.compile(
    rf"{_LABEL}(?:姓名|签名|签字|\(签[名字]\)|\(盖章\))?[ ]?[:：][ ]*({_NAME}(?:[ ]*[、,/和 ][ ]*{_NAME}){{0,30}})(?=[ ,，。;；、(\n)）\ue000\d]|等|先生|女士|$)"
)
_FOREIGN = re.compile(
    rf"(?:{_LABEL}|乘客|旅客|游客|外籍人员|外教|租客|房客|顾客|患者|护照姓名)[ ]?:?[ ]*([A-Z][a-z]+(?:[ ·][A-Z][a-z.]+){{1,3}})"
)
_PET = re.compile(
    r"(?:孩子|小孩|女儿|儿子|孙子|孙女|家长|学生|幼儿|宝宝|小名|乳名|昵称|化名)[叫为是:“\"(]{0,2}(([\u3400-\u9fff])\2)(?=[,。，(（的妈爸、在被说 ]|$)|(?<![\u3400-\u9fff])(?!爷爷|奶奶|妈妈|爸爸|姐姐|哥哥|弟弟|妹妹|叔叔|伯伯|姑姑|舅舅|婆婆|公公|宝宝|天天|常常|刚刚|往往|仅仅|偏偏|渐渐|处处|人人|家家|个个|年年|时时)(([\u3400-\u9fff])\4)(?=的?(?:妈妈|爸爸|奶奶|爷爷|家长))|(?<![\u3400-\u9fff])([\u3400-\u9fff]{2,3})(?=\((?:小名|乳名|化名)\))"
)
_PIECE = re.compile(_NAME)
# 王 小 明, 李  娜: set apart to fill a column.
_SPACED = re.compile(
    rf"(?:^|(?<=[\n、,，:：。 (（人主名者]))[{_SURNAME_CLASS}] {{1,4}}[\u3400-\u9fff](?: {{1,4}}[\u3400-\u9fff])?(?! {{1,4}}[\u3400-\u9fff](?![\u3400-\u9fff]))(?=[\n、,，。;；(（)） \ue000]|$)",
    re.M,
)
# What is said right behind a name and behind hardly any other word: 反映人和平，男.
_TOLD_OF = r"(?=[,，] ?(?:男|女|汉族|[藏彝回羌苗]族|电话|手机|身份证|住|系|现住|家住)|\((?:男|女|电话|手机|身份证|\ue000)|(?:家|现)?住(?!院|建|房|户|宅|宿)|诉?称|反映(?!强烈|问题|的)|来[电访](?!人)|来信)"
_LABELLED = re.compile(rf"{_LABEL}(?:为|是|叫|系)?([\u3400-\u9fff]{{2,3}}){_TOLD_OF}")
_CALLED = re.compile(r"(?:绰号|外号|诨号|人称|人送外号)[为是叫:“\"]{0,2}([\u3400-\u9fff]{2,4})(?=[”\",。;、的 ]|$)")
# A name that its telephone or its part follows in brackets: 方圆（业主代表，电话…）.
_BRACKETED = re.compile(
    r"(?:^|(?<=[\n,，。;；、:：和与]))([\u3400-\u9fff]{2,3})(?=先生|女士|[,，](?:男|女)[,，（(。]|\((?:[^()\n]{0,10}(?:业主代表|村民代表|群众代表|电话|手机|身份证|联系)|男|女|\ue000))",
    re.M,
)
_MASKED = re.compile(
    rf"(?<![A-Za-z0-9])[{_COMMON_CLASS}](?:[xX]{{1,2}}(?![A-Za-z0-9])[\u3400-\u9fff]?|[×*]{{1,2}}[\u3400-\u9fff]?|[\u3400-\u9fff][×*]{{1,2}}|某[\u3400-\u9fff])"
)
_ATTENDANCE = re.compile(
    r"(?m)^[ \t]*[（(【]?(?:出席|列席|参会|参加|与会|请假|缺席|主持|记录|参加人员|出席人员|列席人员|参会人员|与会人员|请假人员|主持人|记录人|召集人|整理|审核|签发|签到表?|签到人|点名册?|值班表|带班表|参会名单|参会人员名单|出席人员名单|与会专家|参会专家|评审专家|专家组?成员|参会各组召集人|(?:应到|实到)[^:：\n]{0,16}|到会领导|参会领导|出席领导|会议主持|会议记录|督查组成员|检查组成员|领导小组成员|组长|副组长|成员|主任|副主任|主任委员|副主任委员|委员|承办人|核稿|校对|签发人|发言人|责任领导|分管领导|包案领导|包保领导|责任人|牵头领导|值班领导|带班领导|县级领导)(?:单位)?(?:会议)?(?:的?(?:同志|领导|人员)?有)?[）)】]?[ \t]*(?:[（(][^（()）\n]{1,10}[)）])?[:：][^\n]*(?:\n(?![^\n]{0,12}[:：])(?![ \t]*\n)[^\n。]{2,}(?=\n|$))*"
)


def form_names(plain: str) -> list[tuple[int, int, str]]:
    """Return the names that stand as values of a form."""
    found = []
    for field in _FIELD.finditer(plain):
        for piece in _PIECE.finditer(plain, *field.span(1)):
            if (span := _trimmed(plain, *piece.span())) and _like_a_name(plain[span[0] : span[1]]):
                found.append((*span, "form"))
    found += [(*one.span(1), "form") for one in _FOREIGN.finditer(plain)]
    for pattern in (_LABELLED, _BRACKETED):
        found += [(*one.span(1), "full") for one in pattern.finditer(plain) if _is_name_for_sure(one[1])]
    found += [(*one.span(1), "titled") for one in _CALLED.finditer(plain)]
    found += [(*span, "titled") for one in _MASKED.finditer(plain) if (span := _masked_name(plain, *one.span()))]
    found += [(*one.span(), "form") for one in _SPACED.finditer(plain) if _is_name_for_sure(one[0].replace(" ", ""))]
    for one in _PET.finditer(plain):
        group = next(number for number in (1, 3, 5) if one[number])
        found.append((*one.span(group), "titled"))
    return found


_NAMED = re.compile(r"(?:与会|参会|出席会议|列席会议|参加会议)的?(?:人员|领导|同志|嘉宾)?(?:有|为|包括)[^。;\n]{2,120}")
_ROLL = re.compile(r"(?:请假|缺席|参会|出席|列席|实到|应到|签到|点名)(?:人员|领导|同志)?[:：][^。\n]*")
_IN_PROSE = re.compile(
    r"(?:[\u3400-\u9fff·]{2,4}(?:(?<=[^村])、|和|及|以及|与)){0,30}[\u3400-\u9fff·]{2,4}(?:等)?(?:领导|同志|一行)?(?:分别|先后|一同|共同)?"
    r"(?:参加会议|参加座谈|参加调研|参加活动|参加。|出席|列席|陪同|作交流发言|先后发言|发言。|作了?讲解|作了?汇报|作了?讲话|主持会议|主持召开|宣布)"
)


def attendance(plain: str) -> list[tuple[int, int]]:
    """Return where a text lists who attended, chaired or signed for an office: the names there are public."""
    return [one.span() for pattern in (_ATTENDANCE, _NAMED, _ROLL, _IN_PROSE) for one in pattern.finditer(plain)]


def _trimmed(plain: str, start: int, end: int) -> tuple[int, int] | None:
    for tail in ("先生", "女士", "等"):
        if plain[start:end].endswith(tail) and end - start - len(tail) >= 2:
            end -= len(tail)
    return (start, end) if end - start >= 2 else None


def _like_a_name(name: str) -> bool:
    bare = name.replace(" ", "")
    if not 2 <= len(bare) <= 4:
        return False
    if bare[:2] in surnames() and len(bare) > 2:
        return True
    if bare[0] not in surnames():  # a form may hold what is no common surname, but not a word
        return len(bare) < 4 and bare not in words() and bare not in _NOBODY and NEVER_GIVEN.isdisjoint(bare)
    if len(bare) == 4 and bare[1] not in surnames():
        return False
    return (len(bare) < 4 and not (bare in _NOBODY or (len(bare) == 3 and bare in words()))) or len(bare) == 4


def _is_name_for_sure(name: str) -> bool:
    """Return whether these characters behind a label, a word among them, can be a name."""
    usual = words().get(name, 99.0) < _USUAL
    return (
        name[0] in surnames()
        and NEVER_GIVEN.isdisjoint(name[1:])
        and not usual
        and name not in _NOBODY | GROUPS
        and set(name[1:]) <= given_characters().keys()
    )


def _masked_name(plain: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where a masked name stands, without a word behind it: 张X与."""
    if _rest_is_given(plain, start, end):
        return start, end
    return (start, end - 1) if plain[end - 2] in "xX×*" else None


def _rest_is_given(plain: str, start: int, end: int) -> bool:
    """Return whether the characters left in a masked name are such of given names: 卢某军, 尤×芳."""
    shown = [place for place in range(start + 1, end) if plain[place] not in "xX×*某"]
    tiers = given_characters()
    return all(
        plain[place] in tiers and plain[place] not in NEVER_GIVEN and plain[place : place + 2] not in words()
        for place in shown
    )


_USUAL = 12.0  # bits
_NOBODY = frozenset(listed("nobody"))
