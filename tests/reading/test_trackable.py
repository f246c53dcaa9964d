"""Trackable or not, by example: one table a rule, so that a clerk's objection has a place to go."""

from __future__ import annotations

from datetime import date

import pytest

from duban.reading.extract.trackable import judge_trackable
from duban.reading.lexicon.rules_trackable import TRACKABLE_RULES
from duban.reading.model import Action, Deadline, Requirement, RequirementKind, Target

CASES = [
    ("由市水务局印发节水手册", "trackable.deliver"),
    ("尽快拨付校舍加固补助", "trackable.deliver"),
    ("把沿河摊点纳入疏导区管理", "trackable.deliver"),
    ("为返乡青年提供创业贷款贴息", "trackable.deliver"),
    ("对老旧电梯开展安全评估", "trackable.record"),
    ("组织银企对接", "trackable.record"),
    ("需常年坚持的建章立制", "trackable.record"),
    ("在大厅设置意见箱", "trackable.deliver"),
    ("审批时限再压缩三分之一", "trackable.proof"),
    ("汇总后报市政府", "trackable.deliver"),
    ("全面推开老年助餐", "trackable.deliver"),
    ("加强应急值守", "trackable.recorded_work"),
    ("确保校舍按时投入使用", "trackable.kept"),
    ("统筹制定用水方案", "trackable.deliver"),
    ("统筹防汛和项目建设", "untrackable.effort"),
    ("兴起宣传贯彻热潮", "untrackable.stance"),
    ("防汛物资统一采购", "trackable.deliver"),
    ("尽快形成审计报告", "trackable.named_thing"),
    ("大力建设充电桩", "trackable.named_thing"),
    ("增加客运航班", "trackable.countable"),
    ("加大小额贷款投放力度", "untrackable.quality"),
    ("推进集采制度化", "untrackable.effort"),
    ("明确主攻方向", "untrackable.quality"),
    ("大力发展普惠保险", "untrackable.effort"),
    ("确保政令畅通、令行禁止", "untrackable.effort"),
    ("贯彻中央八项规定精神", "untrackable.stance"),
    ("所需经费由县财政局予以保障", "trackable.thing"),
    ("做到专款专用", "trackable.proof"),
    ("为商户办事提供便利", "untrackable.backing"),
    ("封堵非法排污口", "trackable.deliver"),
    ("申报省级示范项目", "trackable.deliver"),
    ("落实河湖长制", "trackable.named_thing"),
    ("建设标准化卫生室", "trackable.thing"),
    ("打通断头路", "trackable.thing"),
    ("走和平发展道路", "untrackable.effort"),
    ("逐步排查桥下空间用电", "trackable.record"),
    ("市政府督查室要跟踪问效", "trackable.record"),
    ("守住不发生规模性返贫底线", "trackable.proof"),
    ("保障泵站用电", "trackable.kept"),
    ("培育骨干旅游企业", "trackable.countable"),
    ("培育文旅产业", "untrackable.effort"),
    ("坚决整治吃拿卡要", "trackable.record"),
    ("严查超员超载", "trackable.record"),
    ("该转移的坚决转移", "trackable.proof"),
    ("加密重点时段班次", "trackable.countable"),
    ("一经发现严肃处理", "trackable.sanction"),
    ("紧盯供水薄弱环节开展排查", "trackable.record"),
    ("市城管专班要坚持周会商、月通报", "trackable.proof"),
    ("将保函视为保证金", "trackable.deliver"),
    ("及时开辟绿色通道", "trackable.named_thing"),
    ("强化河道采砂专项治理", "trackable.recorded_work"),
    ("加大校舍维修投入", "trackable.countable"),
    ("鼓励各街道出台停车优惠政策", "trackable.pivot"),
    ("引导电商平台等向乡镇延伸", "untrackable.effort"),
    ("以高度的政治自觉扛牢整改责任", "untrackable.stance"),
    ("注重回应群众关切", "untrackable.stance"),
    ("加快管网建设进度", "untrackable.quality"),
    ("加强村医轮训", "trackable.recorded_work"),
    ("强化督导和服务", "trackable.recorded_work"),
    ("健全渔船进出港报备制度", "trackable.named_thing"),
    ("打造茶产业检验平台", "trackable.named_thing"),
    ("严格落实《云陵市犬只管理办法》", "trackable.named_text"),
    ("压减行政审批环节", "trackable.countable"),
    ("扩大免费营养餐覆盖面", "trackable.countable"),
    ("对公交票价进行动态调整", "trackable.countable"),
    ("确保冬季供暖补贴及时发放", "trackable.kept"),
    ("鼓励村集体设立公益金发展服务", "trackable.pivot"),
    ("加快推进环城管网建设", "trackable.thing"),
    ("不得擅自更改线路走向", "trackable.prohibition"),
    ("对弄虚作假的严肃问责", "trackable.sanction"),
    ("做到应报尽报", "trackable.proof"),
    ("逐户上门登记", "trackable.proof"),
    ("做到漏电一处、维修一处", "trackable.proof"),
    ("实现工地噪声“零投诉”", "trackable.proof"),
    ("牢固树立过紧日子思想", "untrackable.stance"),
    ("把群众满意作为根本标准", "untrackable.stance"),
    ("提升基层治理能力", "untrackable.effort"),
    ("确保电网建设平稳有序", "untrackable.effort"),
    ("加强统筹协调", "untrackable.effort"),
    ("推动文旅产业高质量发展", "untrackable.effort"),
    ("提高城市形象和品质", "untrackable.quality"),
    ("加快构建现代水网格局", "untrackable.quality"),
    ("用好用足各项惠企政策", "untrackable.policy"),
    ("为乡村振兴提供坚强保障", "untrackable.backing"),
    ("完善相关制度", "untrackable.unnamed"),
    ("心往一处想、劲往一处使", "untrackable.no_verb"),
]


def verdict(
    clause: str, kind: RequirementKind = "require", *, deadline: bool = False, target: bool = False
) -> tuple[bool, str]:
    span = (0, len(clause))
    return judge_trackable(
        clause,
        Requirement("R1", (), kind, clause, span),
        Action(clause, span),
        Deadline("年底", (0, 2), date(2030, 12, 31)) if deadline else None,
        (Target("3个", (0, 2), "3", "个"),) if target else (),
    )


@pytest.mark.parametrize(("clause", "rule"), CASES)
def test_the_verdict_names_its_rule(clause: str, rule: str) -> None:
    assert verdict(clause) == (rule.startswith("trackable."), rule)


def test_a_deadline_or_a_number_decides_before_the_words_do() -> None:
    assert verdict("提升基层治理能力", deadline=True) == (True, "trackable.deadline")
    assert verdict("提升基层治理能力", target=True) == (True, "trackable.target")


def test_a_clause_of_a_decision_is_trackable_where_no_verb_says_otherwise() -> None:
    assert verdict("首期市县六四分担", "decide") == (True, "trackable.decided")
    assert verdict("由两家公司统筹推进", "decide") == (True, "trackable.decided")
    assert verdict("财政及相关政策", "decide") == (False, "untrackable.no_verb")
    assert verdict("首期市县六四分担") == (False, "untrackable.no_verb")


def test_words_of_a_quoted_slogan_decide_nothing() -> None:
    assert verdict("弘扬“完成一项算一项”的作风") == (False, "untrackable.stance")


def test_every_rule_has_a_sentence_and_every_sentence_an_example() -> None:
    shown = {rule for _, rule in CASES} | {"trackable.deadline", "trackable.target", "trackable.decided"}
    assert shown == set(TRACKABLE_RULES)
