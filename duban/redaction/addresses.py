"""The part of a home's address below estate or village, in folded text; the estate's name and public buildings stay."""

from __future__ import annotations

import re

from duban.redaction.model import Redaction

_N = r"(?:[A-Za-z]?-?\d{1,4}[A-Za-z]?|[一二三四五六七八九十百]{1,4}|[A-Za-z甲乙丙丁东西南北])"
_BLOCK = rf"{_N}(?:栋|幢|号楼|座|#楼|#|号院)"
_UNIT = rf"{_N} ?(?:单元|门洞|(?<![东西南北])门(?=\d))"
_FLOOR = rf"{_N} ?(?:层|楼|梯(?=\d))"
_PART = rf"(?:{_N}号院(?=[\d一二三四五六七八九十])|(?:[A-Za-z东西南北甲乙丙丁]|{_N}|[东西南北]北?)[区期]|{_N}组团|职工楼|家属楼|教工楼|老(?=[\d一二三四五六七八九十])|[甲乙丙丁](?=\d))"  # of an estate
_ROOM = rf"{_N} ?(?:室|号房|房|户(?!型|籍|主|外)|号(?!楼|院|线|文|公告))"
_BARE_ROOM = r"[A-Za-z]?\d{3,4}(?![\d年元月米人吨亩万千个块瓦家次件平%.-])"
_SPELT_ROOM = r"[一二三四五六七八九][零〇一二三四五六七八九]{2,3}(?![零〇一二三四五六七八九年月日元])"
_TAIL = rf"(?:{_SPELT_ROOM}|[ ,，\-]?(?:{_UNIT}|{_FLOOR}(?!顶|下|上|梯|道|栋)|{_ROOM})|[ \-]?\d{{1,2}}-\d{{1,4}}(?![\d层楼栋])(?:室|号)?|[ \-]?{_BARE_ROOM}|(?:左边|右边|左侧|右侧|东|西|中间|左|右)(?:户|手|{_FLOOR})|(?<=[楼层])(?:左边|右边|左侧|右侧|左|右)|附\d{{1,3}}号|[ \-]?\d{{1,3}}[A-Z](?![A-Za-z0-9])|(?:左手|右手)?第[一二三四五]户|{_N}门(?![口前外窗面市店卫诊])|地下(?:室|车库) ?[A-Za-z]?\d{{1,4}}(?:号|室)?|地下室)"
_ROW = rf"(?:{_PART})?(?:{_N}|第{_N})排 ?{_N}号(?!文|线|楼)"
_FULL = re.compile(
    rf"(?<![0-9A-Za-z一二三四五六七八九十])(?<![^门]第){_PART}?(?:{_N}号院)?{_BLOCK}(?:{_BLOCK})?{_TAIL}{{1,4}}|(?:{_PART}|(?<![0-9A-Za-z一二三四五六七八九十第])){_UNIT}{_TAIL}{{1,3}}|[东西南北前后]楼{_UNIT}{_TAIL}{{0,3}}|(?<![0-9A-Za-z一二三四五六七八九十第]){_ROW}"
)
_DASHED = re.compile(
    r"(?<![\dA-Za-z-])(?:[A-Z一二三四五六东西南北]区)?\d{1,3}-\d{1,2}-\d{1,4}(?:室|号|房|户|[A-F])?(?![\d-]|号?[栋楼])"
)
_SHORT = re.compile(
    r"(?:苑|花园|家园|小区|公寓|华府|名邸|雅居|新城|新村|嘉园)(\d{1,2}-\d{3,4})(?![\d\-A-Za-z米元吨]|号?[栋楼])"
)
_ROOM_ALONE = re.compile(
    rf"(?:地址|住|租)[^\ue000,，。;\n]{{0,16}}(?:苑|花园|家园|小区|公寓|华府|名邸|雅居|新城|新村|嘉园)({_BARE_ROOM})(?![\u3400-\u9fff]{{0,2}}套)"
)
# Of a village: a hamlet's group and a door, rows behind it, the end where a house stands.
_HAMLET = re.compile(
    r"(?:村|寨|屯|社区|嘎查)((?:[东西南北上下前后中大小老新]?[\u4e00-\u9fff]{1,2}组|[东西南北上下前后中老新](?:街|巷|院|排|头|沟)|[村东西南北]{1,2}头(?:第?[一二三四五六七八九十\d]{1,3}排)?)(?:门牌)?\d{1,4}号(?:附\d{1,3}号?)?(?!楼|线|文|公告))"
)
_ESTATE = r"(?:小区|花园|家园|新村|公寓|新城|名苑|雅苑|佳苑|嘉园|家苑|苑|宿舍|家属院|家属楼|府|湾|城|庭|都|郡|居|安置房|安置点|公馆|名邸|华庭|院|园|村|社区|里|坊|期|区|大厦|广场)"
_BUILDING = re.compile(rf"{_ESTATE} ?({_BLOCK}|{_UNIT}|\d{{1,3}}-\d{{1,2}}(?:-\d{{3,4}})?(?![\d-])(?:室|号|房|户)?)")
_GROUP_NO = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[东西南北上下中前后])"
_VILLAGE = re.compile(
    rf"(?:村|社区|屯|庄|寨|居委会|村委会|小区|家园|新村|嘎查) ?((?:第?{_GROUP_NO} ?(?:村民小组|村民组|小组|组|社|队|屯))(?:[ ,，]?(?:\([^\ue000()\n]{{1,8}}\)|[\u4e00-\u9fff]{{0,4}}?旁)?(?:门牌)?(?:{_GROUP_NO} ?(?:附\d{{1,2}})?|附\d{{1,3}})(?:号|户)(?:附\d{{1,3}}号?)?|(?:门牌)\d{{1,4}}(?:号)?)?(?!长)"
    rf"|(?:门牌号?)?\d{{1,4}}(?:-\d{{1,3}})?(?:附\d{{1,2}})? ?(?:号(?!楼|院|线|公告|文|地块|井|泵|坑|厂)))"
)
_PUBLIC = re.compile(
    r"(?:[县市区州省镇乡]委大院|政府|医院|卫生院|学校|小学|中学|大学|学院|幼儿园|法院|检察院|公安局|派出所|局|委|厅|中心|大楼|办公|机关|车站|机场|码头|图书馆|体育馆|博物馆|商场|市场|超市|酒店|宾馆|厂|公司|园区|产业园|工业园|孵化园|创业园|科技园|广场|写字楼|教室|教学|门诊|住院|基地|仓库|车间|景区|养老院|敬老院|福利院)[^\ue000,，。;\n]{0,4}$"
)
_REMARK = re.compile(
    r"\([^\ue000()\n]{0,14}(?:后面|旁|隔壁|对面|左|右|第.家|东侧|西侧|南侧|北侧|楼上)[^\ue000()\n]{0,10}\)"
)
_COUNTED = re.compile(r"[共有建计][ ]?$")
_SO_MANY = re.compile(r"\d{1,3}[栋幢]\d{1,4}户")
_QUARTERS = re.compile(r"(?:(?<![县市区州省镇乡]委)(?<!政府)(?<!机关)大院|家属[院区楼]|宿舍)$")
_TOWN = re.compile(
    rf"(?:家住|住在|住|住址)[:：]?[^\ue000,，。;\n]{{0,16}}[乡镇]((?:第?{_GROUP_NO} ?(?:村民小组|村民组|小组|组|社)))"
)
_NOT_HOME = re.compile(
    r"(?:开发区|园区|厂区|校区|院区|景区|工业区|高新区|库区|矿区|营区|库房区|医院|学院|法院|检察院|公园|产业园|工业园|幼儿园|科技园|广场|大厦|商城|商场)$"
)
_HOME = re.compile(r"(?:住|家|户籍|居住|地址|住址)[^\ue000,，。;\n]{0,24}$")
_GROUP_AND_DOOR = re.compile(
    r"(?<![第\dA-Za-z])(\d{1,2}(?:村民小?|小)?组\d{1,3}号)(?!楼|线|文|公告|选手|车|机|井|桩|样|地块|设备)"
)
_OURS = re.compile(rf"(?:我|他|她|本人|其)家((?:第?{_GROUP_NO} ?(?:村民小组|村民组|小组|组|社|队))\d{{1,4}}号)")
_ON_TOP = re.compile(rf"{_ESTATE}({_BLOCK})(?=天台|楼顶|楼道)")
_AT_THE_END = re.compile(rf"(?<![\u3400-\u9fff])(村[东西南北]头第?{_N}排{_N}号)")
_LIVES = re.compile(rf"住(?:在|于|的是)?({_BLOCK})(?!的?(?:隔壁|对面|旁|楼下|附近))")
_DOOR = re.compile(
    r"(?:家住|现住|住址|住在|居住在|家庭住址|户籍地址|户籍地|户籍所在地|家住在|居住于|暂住)[^\ue000,，。;\n]{0,30}?(?:村|巷|弄|胡同|里|组|屯|社区|小区)((?:第?\d{1,4}(?:-\d{1,3})?号)(?:附\d{1,2}号)?)"
)


def addresses(plain: str) -> list[Redaction]:
    """Return what names a home below its estate or village."""
    spans = []
    for one in _FULL.finditer(plain):
        counted = _COUNTED.search(plain[max(0, one.start() - 3) : one.start()]) or _SO_MANY.fullmatch(one[0])
        if counted and not _HOME.search(plain[max(0, one.start() - 26) : one.start()]):
            continue
        if not _public(plain, one.start()):
            spans.append(one.span())
    for one in _DASHED.finditer(plain):
        before = plain[max(0, one.start() - 10) : one.start()]
        lives = _HOME.search(plain[max(0, one.start() - 26) : one.start()])
        dwellers = plain[one.end() : one.end() + 3].startswith(("的住户", "住户", "的业主", "业主", "的房"))
        if (
            lives
            or dwellers
            or (
                re.search(rf"{_ESTATE} ?$|(?:[住址室]|房号|门牌号?|房间号?):? ?$", before)
                and not _public(plain, one.start())
            )
        ):
            spans.append(one.span())
    for pattern in (
        _BUILDING,
        _VILLAGE,
        _HAMLET,
        _SHORT,
        _DOOR,
        _LIVES,
        _TOWN,
        _OURS,
        _ON_TOP,
        _AT_THE_END,
        _ROOM_ALONE,
        _GROUP_AND_DOOR,
    ):
        for one in pattern.finditer(plain):
            if pattern is _BUILDING and not _HOME.search(plain[max(0, one.start(1) - 26) : one.start(1)]):
                continue
            if not _public(plain, one.start(1)):
                spans.append(one.span(1))
    return [Redaction("address", start, _with_remark(plain, end)) for start, end in spans]


def _with_remark(plain: str, end: int) -> int:
    """Return the end of an address with a remark in brackets that tells the way to it."""
    remark = _REMARK.match(plain, end)
    return remark.end() if remark else end


def _public(plain: str, start: int) -> bool:
    """Tell whether the building belongs to a public place or an enterprise."""
    before = plain[max(0, start - 16) : start]
    if _QUARTERS.search(before):
        return False
    return bool(_PUBLIC.search(before) or _NOT_HOME.search(before)) and not _HOME.search(before)
