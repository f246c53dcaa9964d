"""The numbers an action is to reach or to cover, as quantity and unit. A new unit is a word in lexicon/target_units.py."""

import pytest

from duban.reading.extract.targets import find_targets
from duban.reading.model import Action, Requirement


def _targets(text: str, *actions: str) -> list[list[tuple[str, str]]]:
    """Return quantity and unit of each action's targets; without actions the text is one action."""
    whole = f"会议指出，{text}。"
    placed, place = [], 0
    for action in actions or (text,):
        place = whole.index(action, place)
        placed.append(Action(action, (place, place + len(action))))
        place += len(action)
    requirement = Requirement("R1", (), "require", text, (5, 5 + len(text)), tuple(placed))
    found = [find_targets(whole, requirement, action) for action in placed]
    assert all(whole[slice(*target.span)] == target.text for targets in found for target in targets)
    return [[(target.quantity, target.unit) for target in targets] for targets in found]


REACHED = [
    ("新建口袋公园12个", [("12", "个")]),
    ("每月至少安排2天接访", [("2", "天")]),
    ("室内温度不得低于18℃", [("18", "℃")]),
    ("完成高标准农田建设15.5万亩", [("15.5", "万亩")]),
    ("规上工业增加值增长７．５％以上", [("7.5", "％")]),
    ("群众满意率提高2个百分点", [("2", "个百分点")]),
    ("实现 1500 万元投资", [("1500", "万元")]),
    ("完成1,200户厕所改造", [("1200", "户")]),
    ("将管道气价每方降低约5分钱", [("5", "分钱")]),
    ("把原料库存提高到12天以上", [("12", "天")]),
    ("对全市58座桥梁逐一检测", [("58", "座")]),
    ("把占比提到四成以上", [("4", "成")]),
    ("改造一万二千亩低产田", [("12000", "亩")]),
    ("新增停车位800余个", [("800", "个")]),
    ("按照不低于5%的比例抽查", [("5", "%")]),
    ("全市12个县区均要建成1个以上示范点", [("1", "个")]),
    ("开展6轮次巡查", [("6", "轮次")]),
    ("推广两项经验", [("2", "项")]),
    ("每季度至少开展一次联合演练", [("1", "次")]),
    ("建成一座调蓄池", [("1", "座")]),
    ("浓度控制在30微克/立方米以内", [("30", "微克/立方米")]),
    # ranges and shared units
    ("利率下降0.5%—1%", [("0.5", "%"), ("1", "%")]),
    ("培育龙头企业5至8家", [("5", "家"), ("8", "家")]),
    ("盘活厂房2万至3万平方米", [("2", "万平方米"), ("3", "万平方米")]),
    ("时限分别压缩至8个和3个工作日", [("8", "个工作日"), ("3", "个工作日")]),
    ("合格率、覆盖率分别达到90%和85%", [("90", "%"), ("85", "%")]),
    # a process to be shortened; what it starts from is not a target
    ("将审批时限由20个工作日压缩至7个工作日", [("7", "个工作日")]),
    ("将补助标准从3000元提高到3600元", [("3600", "元")]),
    # the limit of a class is none, the counted thing is
    ("新引进亿元以上项目6个", [("6", "个")]),
    ("新签约5000万元以上项目9个", [("9", "个")]),
    ("引进30家以上新材料、6G通信企业", [("30", "家")]),
    ("增加2000万元以上周转资金", [("2000", "万元")]),
]

NOT_REACHED = [
    "对总投资5000万元以上的项目实行专班服务", "对不超过10万元的贷款给予贴息", "落实“四个不摘”要求", "抓好三个方面工作", "严格执行24小时值班制度", "保持24小时通信畅通",
    "11月底前完成整改", "居民同意率达到三分之二、面积占比达到70%以上方可申报", "不得收取超过3个月或60课时的费用", "3个工作日内反馈意见", "实施一批重点项目", "实现“零事故”", "做到成熟一个推出一个", "完善12345热线", "推进5G应用", "创建4A级景区",
    "用好第2批资金", "分两批实施", "落实中央八项规定精神", "推动三次产业融合", "规范二次供水管理", "5家银行要主动对接", "降低手续费等6方面措施", "围绕300亿元产值目标加强招商", "目前已开工40个项目", "连续3年保持增长", "21个省份要加快进度", "支持年销售收入2000万元以上企业上市", "发挥市县两个积极性", "派到4个县的督导组要尽快提交清单", "约谈排名后5位的县区", "围绕两条主导产业链编制招商图谱", "约谈排名倒数后三位的县区",
    "实行“一件事一次办”", "一次性告知材料", "2025年重点工作要提早谋划", "印发《稳就业十二条措施》",
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), REACHED)
def test_a_number_to_reach_or_to_cover_is_a_target(text: str, expected: list[tuple[str, str]]) -> None:
    assert _targets(text) == [expected]


@pytest.mark.parametrize("text", NOT_REACHED)
def test_other_numbers_are_none(text: str) -> None:
    assert _targets(text) == [[]]


def test_a_breakdown_goes_to_the_clause_before_it() -> None:
    text = "新增学位3000个，其中东湖区1200个、西山县800个，优先保障随迁子女"
    assert _targets(text, "新增学位3000个", "优先保障随迁子女") == [[("3000", "个"), ("1200", "个"), ("800", "个")], []]


def test_a_fronted_object_goes_to_the_clause_after_it() -> None:
    text = "对排查出的23处隐患点，逐一制定方案，落实责任人"
    assert _targets(text, "逐一制定方案", "落实责任人") == [[("23", "处")], []]


def test_a_clause_that_only_names_a_ground_gives_nothing() -> None:
    text = "根据今年下达的6000万元资金情况，加快拨付"
    assert _targets(text, "加快拨付") == [[]]
