"""What stands around a name and tells whose it is: cues of private persons, posts of officials, names of firms and places."""

from __future__ import annotations

import re

from duban.redaction.folding import GONE
from duban.redaction.name_tables import listed

# A person follows. The number is how many bits the cue is worth.
_BEFORE_STRONG = listed("before_strong")
_BEFORE_WEAK = tuple(listed("before_weak"))
_AFTER_STRONG = listed("after_strong")
_AFTER_WEAK = tuple(listed("after_weak"))
# What a sentence says of the person it begins with, and who else it may say so of.
REPORTS = frozenset(listed("reports"))
GROUPS = frozenset(listed("groups"))
_LABELS = tuple(listed("labels"))
_AFTER_MOST, _BEFORE_MOST = 4, 6
_BITS_BEFORE = {**dict.fromkeys(_BEFORE_WEAK, 2.5), **dict.fromkeys(_BEFORE_STRONG, 10.0)}
_BITS_AFTER = {
    **dict.fromkeys(_AFTER_WEAK, 2.0),
    **dict.fromkeys(_AFTER_STRONG, 5.0),
    **dict.fromkeys(
        (
            "先生",
            "女士",
            "同志",
            "老师",
            "师傅",
            "大爷",
            "阿姨",
            "大妈",
            "大叔",
            "老人",
            "家门口",
            "家门前",
            "家里",
            "家中",
            "家的",
        ),
        8.0,
    ),
    **dict.fromkeys((",男", ",女", "(男", "(女"), 14.0),
}
_BEHIND_MASKED = 3.0  # behind a home or a telephone its owner may follow
_LINKS = ":： \t为是叫即(,“\"'【[系"

POSTS = (
    r"(?:[市县区州]长助理|市长|县长|区长|州长|省长|镇长|乡长|村长|旗长|盟长|专员|书记|局长|厅长|处长|科长|股长|部长|司长|署长|秘书长|主席|院长|检察长|检察官|审判长|审判员|法官|所长|站长|支队长|大队长|中队长|政委|司令员|"
    r"常委|委员|委员长|总理|巡视员|调研员|督察长|督察专员|总督察|行长|校长|台长|关长|馆长|会长|理事长|民警|警官|交警|辅警|村支书|支书|村主任|县委常委|党组成员|代表团团长|(?<!班)(?<!村民小)(?<!村民)组长|团长|总工程师|总规划师|总经济师|"
    r"总会计师|督学|参事|办事处主任|副主任|(?<!班)(?<!车间)(?<!物业)(?<!部)主任|主任科员|科员|第一书记|驻村干部|干事|指挥长|总指挥|网格长|治保主任|河长|湖长|林长|田长|链长|路长|专班班长|发言人|新闻发言人|人大代表|政协委员|村官|教导员|指导员|协理员|纪检监察员|(?:执法|监察|监测|检查|督察|巡查)(?:人员|队员|员))"
)
_POST_BEFORE = re.compile(
    rf"{POSTS}(?:\(?(?:兼|副|正|厅|处|县|科|局)[^\ue000,，。;)]{{0,8}}\)?|\([^\ue000,，。;()]{{1,10}}\))?[ \t:“]{{0,2}}$"
)
_POST_AFTER = re.compile(rf"[ \t]{{0,2}}(?:同志)?\(?(?:原|副|时任|市|县|区|镇|省|州|常务){{0,3}}{POSTS}")
_POST_GIVEN = re.compile(
    rf"(?:同志)?(?:任|担任|当选为?|兼任|拟任|挂任|履新|被任命为|被免去|,|\(|,?现任|,?时任|,?原任)[^\ue000,，。;\n]{{0,18}}{POSTS}(?![为是:：])|(?:同志)?(?:主持|指出[,，]|强调[,，]|在(?:听取|主持)|出席|讲话|主持召开|作报告|传达|安排部署|调研|批示|签发)"
)
_PRIVATE_POST = re.compile(
    r"(?:业委会|业主委员会|业主大会|小区|楼|物业|公司|项目部|车间|合作社|商会|协会)[^\ue000,，。;\n]{0,4}$"
)
# 住建局朱琳汇报: whoever speaks for an office.
_OF_AN_OFFICE = re.compile(r"[\u3400-\u9fff](?:局|委|厅|办|办公室|政府|街道办)$")
_IN_A_MEETING = re.compile(r"、|作?了?(?:汇报|发言|解读)|分别|参加|列席")

_ENDINGS = (
    r"(?:有限责任公司|有限公司|公司|集团|企业|工厂|厂|店|超市|商店|商行|商场|商贸|餐馆|饭馆|饭店|酒店|宾馆|旅馆|茶馆|茶楼|面馆|火锅|串串|烧烤|小吃|早餐|烧腊|酒楼|餐厅|食府|农家乐|山庄|民宿|客栈|网吧|棋牌室|麻将馆|"
    r"诊所|医院|药房|药店|卫生室|门诊|口腔|理发店|美发|发廊|养殖场|养猪场|养鸡场|猪场|鸡场|农场|牧场|林场|砂场|采石场|石料场|砖厂|加工坊|作坊|豆腐坊|酒坊|榨油坊|油坊|磨坊|汽修|修理厂|修理部|洗车场|废品站|回收站|收购站|合作社|工作室|事务所|经营部|门市部|门市|商铺|批发部|专卖|"
    r"道(?![歉理路具了])|茶城|茶庄|布庄|饭庄|银楼|生煎|烟酒|路|街|巷|弄|大道|胡同|桥|村|镇|乡|屯|庄|湾|沟(?!通)|坪|坝|寨|营|岭|山|河|湖|江|水库|公园|广场|故居|故里|纪念馆|纪念堂|墓|祠堂|宗祠|家庙|故宅|老宅|祠|庙|陵园|陵|小学|中学|大学|学校|学院|幼儿园|图书馆|体育馆|站|港|塘|园|岛(?!上)|郡|庭(?!审)|圩|坡|坳|洞|岗|家园|花园|小区|苑|大厦|家具|建材|五金|装饰|服饰|眼镜|珠宝|律所|律师事务所|培训|画室|书店|基金会|基金|奖|杯|定理|剧团|"
    r"烤鱼|凉粉|酸汤|烧饼|刺绣|美容|家政|豆腐脑|糯米|红烧|奶茶|快餐|早点|馄饨|水饺|煎饼|拉面|酸嘢|石业|石化|石材|铸造|大?舞台|书屋|音乐厅|点将台|钓台|电器|水产|"
    r"修车行|车行|琴行|大?排档|(?:修理|维修|裁缝|杂货|肉|饼|锁|鞋|药|花)铺|铺子|汤圆|彩印|牙科|钟表|门窗|轮胎|渔具|炒货|砂锅|大虾|家常菜|小龙虾|酸辣粉|螺蛳粉|米粉|汤锅|冒菜|麻辣|精神|像|连队|连(?![续日夜着])|志愿|思想|诗|奖学|市(?!民|里|长|场)|县(?!里|长)|州(?!长)|区(?!长|里)|省(?!长|里)|豆腐|酒|牛肉|羊肉|鸭|鸡|鱼(?![苗塘])|面|粉|包子|馒头|豆花|米线|凉皮|卤味|剪刀|药业|矿业|渡口|码头|酱园|酒业|茶业|食品|餐饮|汽贸|便利|百货|副食|水果|生鲜|粮油|农资|蔬菜|牌(?![照号桌局坊子])|家(?:拉面|早餐|面馆|饭馆|餐馆|小吃|烧烤|火锅|豆花|米粉|包子|卤菜|菜馆))"
)
_TRADE = r"[^的在开办了是系把被将向与和及从到为家对就也都还说称有于因要不住租等进 ,，。;:、()“”\ue000\n]{0,7}?"
_TRADE_LONG = _TRADE.replace("{0,7}", "{0,14}")
_OWN_VERBS = re.compile(
    r"证实|经营|承包|投诉|反映|举报|该|此|其|同时|旁边|隔壁|附近|门口|违建|私拆|占用|带人|进入|来到"
)
# 李家布行, 韩梅梅教育咨询部: no verb between a name and a place of business, and the sentence goes on about the place.
_BUSINESS = (
    r"[^的在开办了是系把被将向与及从到为对就也都还说称有于因要不住租等进卖买去来出找问看打砸拆送拿交付欠借吃喝骂写给帮让请怕想会能可曾又再才刚没未已正 ,，。;:、()“”\ue000\n]{0,5}"
    r"(?:[布车银商茶]行|银号|游戏厅|歌厅|舞厅|茶餐厅|加工户|专业户|个体户|[锁修询理营训务销介]部|奶站|加油站|养护站|车队|船队|施工队|合唱队|工程队|装修队|艺术团|剧团|戏班|[头车棚]棚|蛋糕坊|染坊|茶坊|酒吧|书吧|书院|武馆|会馆|客栈|书局|商会|堂口|火锅|地产)"
)
_NAMED_AFTER = re.compile(
    rf"{_ENDINGS}|{_BUSINESS}|{_TRADE_LONG}有限(?:责任)?公司|{_TRADE}(?:公司|集团|店|超市|厂|饭庄|酒楼|餐厅|农家乐|养殖场|合作社|经营部|门市部|工作室|事务所|诊所|小学|中学|学校|幼儿园|纪念馆|大道|修理部|批发部|作坊|药房|馆|大桥|广场|坊|排档|车行|铺(?![设路装地开垫张平满盖]))"
)
# Behind a name these say that it is a place's: 万荣居民, 张家川境内.
_OF_PLACE = re.compile(
    r"居民|村民|市民|段(?![落时])|组(?![长织成建])|立交|高架|校区|驾校|铺[村乡镇]|家(?:社区|小区)|置业|壹[品号]|群众(?!反映)|旅游|境内|地区|一带|片区|管委会|(?:经济|工业|产业|开发|管理|度假|高新|示范|飞地)[^,，。;；:()]{0,6}区|农场|林场|苏木|嘎查|[左右前后中]?旗|自治|[^,，。;；:()、的]{1,5}族|方向|至|到[\u3400-\u9fff]{2}(?:段|路)"
)
_NOT_ENDING = re.compile(
    r"(?:路过|站在|站出|店里没|面前|面对|面临|鱼塘边|鸡蛋|粉刷|奖金|站起|村组|面积|山林|湖里|杯子|江边|面条|乡亲|面色|粉尘|路边|路口|鸡鸭|养的)"
)


# A likely name that ends so is a water's, a hill's, a temple's or an estate's, unless it is announced as a person's;
# or unless any strong cue stands before it: people are called so, too.
PLACE_LAST = frozenset("河湖溪沟庙寺祠苑湾坝坪桥镇塘崖垭坡馆渡井宅堤巷街")
PLACE_LAST_UNCUED = frozenset("岭庭洲郡岛")

_ALONE = frozenset(["有限公司", "有限责任公司", "农家乐", "经营部", "门市部", "养殖场"])


_PLACE_NEAR = re.compile(
    r"[\u4e00-\u9fff]{0,3}?(?:小区|立交|高架|驾校|壹号|壹品|一品|苑|世纪|花园|家园|新城|新村|校区|社区|街道|大道|派出所|工商所|地铁站|物业|房地产|地产|公寓|广场|商城|小镇|国际|名苑|雅苑|佳苑|公馆|华府|楼盘|庭院|学校|小学|中学|幼儿园|幼稚园|医院|园区|工地|市场|站台|收费站|立交|服务区|项目部|[一二三四五六七八九十]期)"
)


def near_a_place(plain: str, start: int, end: int) -> bool:
    """Tell whether a likely name without a cue is more likely the beginning of an estate's or a public place's name."""
    return bool(_PLACE_NEAR.match(plain, end)) and bits_before(plain, start) < 9 and bits_after(plain, end) < 3


def bits_before(plain: str, start: int) -> float:
    """Return what the words before a place are worth for a name that begins there."""
    if not start or plain[start - 1] == "\n":
        return 2.0
    if plain[start - 1] == GONE:
        return _BEHIND_MASKED
    place, linked = start, False
    while place and start - place < 3 and plain[place - 1] in _LINKS:
        place -= 1
        linked = True
    best = 0.0
    for at in {start, place} if linked else {start}:
        for length in range(min(_BEFORE_MOST, at), 0, -1):
            if (bits := _BITS_BEFORE.get(plain[at - length : at], 0.0)) > best:
                best = bits
    return best


_NO_BEGINNING = "家们的说称在区楼委里等均也已未不很较无有"  # no name begins so: 居民家, 业主们
_CUE = re.compile(
    f"(?:{'|'.join(sorted(_BEFORE_STRONG, key=len, reverse=True))})[{re.escape(_LINKS)}]{{0,2}}(?![{_NO_BEGINNING}])(?=[\\u3400-\\u9fff])"
)


def cued_places(plain: str) -> frozenset[int]:
    """Return the places right behind a cue of a private person."""
    return frozenset(found.end() for found in _CUE.finditer(plain))


def labelled(plain: str, start: int) -> bool:
    """Tell whether the words before a place announce a name and nothing else: 反映人, 姓名, 我叫."""
    return plain[max(0, start - 3) : start].rstrip(": ").endswith(_LABELS)


def bits_after(plain: str, end: int) -> float:
    """Return what the words after a place are worth for a name that ends there."""
    if end >= len(plain):
        return 2.0
    best = 0.0
    for length in range(1, _AFTER_MOST + 1):
        best = max(best, _BITS_AFTER.get(plain[end : end + length], 0.0))
    return best


def is_official(plain: str, start: int, end: int) -> bool:
    """Tell whether a name stands with a public post."""
    before, after = plain[max(0, start - 24) : start], plain[end : end + 28]
    if (post := _POST_BEFORE.search(before)) and not _PRIVATE_POST.search(before[: post.start()]):
        return True
    if _OF_AN_OFFICE.search(before) and _IN_A_MEETING.match(after):
        return True
    return bool(_POST_AFTER.match(after) or _POST_GIVEN.match(after))


def names_a_thing(plain: str, end: int, *, cued: bool) -> bool:
    """Tell whether what follows a name makes it the name of a firm, a shop, a road or a place."""
    after = plain[end : end + 12]
    if not cued and _OF_PLACE.match(after):
        return True
    if not (named := _NAMED_AFTER.match(after)) or _NOT_ENDING.match(after):
        return False
    return not (_OWN_VERBS.search(named[0]) or (cued and named[0] not in _ALONE and len(named[0]) > 3))
