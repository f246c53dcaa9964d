"""Names of other peoples, in folded text: with a dot between their parts, Tibetan ones of known parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duban.redaction.name_tables import listed, surnames, words

_USUAL, _USUAL_WORD = 9.0, 15.0  # bits
# Characters that transcribe; a name with a dot reaches as far as they do.
_SOUNDS = (
    "彼得罗夫涅伏柳鲍瑟娅伽蒂弗辛莱恩史密怀琼翰逊荪皆什孜不都阿艾爱安奥巴白拜班鲍贝比别宾波伯博卜布才措达代丹当德登迪丁多尔恩法凡方菲费夫弗福嘎盖甘冈高格葛根贡古瓜哈海汗赫黑亨胡花霍基吉加贾坚江杰金居卡凯坎康考科克肯孔库夸拉莱赖兰朗劳勒雷里力丽利莉连列林琳隆卢鲁路伦罗洛"
    "玛马麦曼茂梅门蒙米密敏明莫默木姆穆纳娜乃奈南尼妮尼宁纽努诺欧帕潘佩彭皮平珀普齐其奇恰强乔切琴曲然让仁日荣如若萨赛桑色森沙山尚少舍申圣施什仕史斯思松苏索塔泰坦汤唐特提帖廷图土吐托瓦万汪旺威维韦翁沃乌吾武西希席夏"
    "先祥肖谢辛欣雄许雅亚延扬央耶叶伊依因英于玉约孜再扎泽曾扎占詹张珍支志珠竹朱祖佐茨次仓措卓热买合孙则孜提孜牙尤尔买江力甫拍提迪帕沙坎迪麦孜仙娅丝夏珂蕾莎琪朵努孜帕古丽苏木哈斯青格呼其尕才让昂旺"
)
_DOTTED = re.compile(rf"[{_SOUNDS}]{{1,6}}(?:·[{_SOUNDS}]{{1,7}}){{1,3}}")
_PARTS = listed("parts")
_TIBETAN = re.compile(f"(?:{'|'.join(_PARTS)}){{2,3}}(?!路|街|村|镇|乡|市|县|区|旗|矿|水库|大桥)")
_SINGLE = re.compile(
    "(?:(?<=牧民)|(?<=村民)|(?<=居民)|(?<=反映人)|(?<=我叫)|(?<=邻居)|(?<=户主)|(?<=[人名]:)|(?<=群众))"
    f"(?:{'|'.join(_PARTS)}|[{_SOUNDS}]{{1,4}}(?:江|古丽|买买提|汗|别克|拜|提|巴特尔|其木格|花尔|高娃|图雅|木呷|阿木|日古|尔布|拉铁|伍各))(?![{_SOUNDS}路街村镇乡店旗市县区盟州苏])"
)
_STEMS = re.compile(
    f"(?<![{_SOUNDS}])(?:阿不都|阿卜杜|买买提|艾合买提|吐尔逊|玉素甫|依布拉音|热合曼|司马义|努尔买|祖丽|迪丽|热依汗|帕提|布威|麦麦提|图尔荪|巴哈尔|赛买提)[{_SOUNDS}]{{1,5}}(?![{_SOUNDS}路街村镇乡店旗市县区盟州苏])|(?<![{_SOUNDS}])[{_SOUNDS}]{{1,4}}(?:图雅|托娅|高娃|格日勒|朝鲁)(?![{_SOUNDS}路街村镇乡店旗市县区盟州苏])"
)
_PLAIN = re.compile(
    f"(?<![{_SOUNDS}])(?:(?:古丽[娜努]尔?|[阿艾古努买热帕玛迪再孜布赛麦米吾依祖肉图巴木沙塔哈][{_SOUNDS}]{{0,3}}(?:古丽|娜尔|买提|古力|罕|尼沙|别克|尔江))|买买提[{_SOUNDS}]{{0,3}}|[{_SOUNDS}]{{2,4}}(?:其木格|其其格|巴特尔|巴雅尔))(?![{_SOUNDS}路街村镇乡店旗市县区盟州苏])"
)
# Behind the name of a people or a label that announces a name, whatever transcribes is one.
_YI = (
    "海来约地赤果体史威呷惹牛火莫沙马且曲俄狄井日者哈依果批立黑布木阿吉克尔古伍各拉铁子洛普惹支呷伙嘎乌甲比补姑勒罗措英"
)
_PEOPLES = "彝族|藏族|维吾尔族|维族|哈萨克族|蒙古族|柯尔克孜族|塔吉克族|羌族|哈尼族|景颇族|傈僳族|佤族|回族|撒拉族|东乡族|土族|锡伯族|鄂温克族|达斡尔族|裕固族"
_WHO = "群众|村民|牧民|居民|老人|妇女|男子|女子|青年|店主|老乡|小伙|姑娘|商户|学生|的|老板|干部"
_FOLLOWS = r"(?=反映|来[电访信]|投诉|举报|诉?称|说|[,，。、;；:：()（）]|和|与|等|在|家|住|的|是|合[伙办开]|开|经营|因|将|于|向|已|$)"
_ANNOUNCED = re.compile(
    rf"(?:(?:{_PEOPLES})(?:{_WHO}){{0,2}}[:：“]?|(?:反映人|投诉人|举报人|求助人|诉求人|来访人|来信人|来电人|信访人|申请人|当事人|联系人|户主|牧民|我叫|本人|姓名|舅妈|岳母|妻子|丈夫|儿媳|女婿|老板|店主|摊主|司机|邻居|同学|乘客|村民|居民)[:：]? ?)([{_SOUNDS}{_YI}]{{3,6}}){_FOLLOWS}"
)
_AND = re.compile(rf"[、和与及]([{_SOUNDS}{_YI}]{{3,6}}){_FOLLOWS}")
_CUT = re.compile(
    r"^(?:(?:由|与|和|及|向|对|据|经|让|被|把|将|在|名叫|我叫|叫|是|为|邻居|村民|牧民|居民|业主|反映人|户主|市民|群众|租户|老板|店主|家属|女儿|儿子|妻子|丈夫|老人)+)"
)


def borrowed_names(plain: str) -> list[tuple[int, int, str]]:
    """Return names of other peoples than the Han, each as a whole."""
    found = []
    if "·" in plain:
        for one in _DOTTED.finditer(plain):
            cut = _CUT.match(one[0])
            start = one.start() + (cut.end() if cut and plain[one.start() + cut.end()] != "·" else 0)
            found.append((start, one.end(), "borrowed"))
    for pattern in (_TIBETAN, _SINGLE, _STEMS, _PLAIN):
        for one in pattern.finditer(plain):
            found += [(*one.span(), "borrowed"), *_and_more(plain, one.end())]
    found += [span for span in _announced(plain) if span[1] - span[0] > 3 or plain[span[0]] not in _usual_surnames()]
    return found


def _and_more(plain: str, end: int) -> Iterator[tuple[int, int, str]]:
    """Yield the names that 、 or 和 adds to one."""
    while following := _AND.match(plain, end):
        yield *following.span(1), "borrowed"
        end = following.end(1)


def _announced(plain: str) -> Iterator[tuple[int, int, str]]:
    """Yield names a people or a label announces, and those that 、 or 和 adds to them."""
    for one in _ANNOUNCED.finditer(plain):
        if words().get(one[1][:2], _USUAL_WORD) < _USUAL_WORD:
            continue
        yield *one.span(1), "borrowed"
        yield from _and_more(plain, one.end(1))


def _usual_surnames() -> frozenset[str]:
    return frozenset(name for name, bits in surnames().items() if bits < _USUAL)
