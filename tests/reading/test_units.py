"""Units by example: who answers for each action, with the role the wording gives."""

from __future__ import annotations

import pytest

from duban.reading.extract.units import assign_units
from duban.reading.lexicon.rules_units import UNIT_RULES
from duban.reading.model import Action, Requirement

# Text (the requirement is all before a closing bracket), its actions, and for each the units with their roles.
CASES = [
    ("市水务局要清淤疏浚，年底前验收", ["市水务局要清淤疏浚", "年底前验收"], ["市水务局:responsible"] * 2),
    (
        "由市商务局牵头，市财政局、市税务局配合，制定消费券方案，报市政府审定",
        ["制定消费券方案", "报市政府审定"],
        ["市商务局:lead 市财政局:supporting 市税务局:supporting"] * 2,
    ),
    (
        "市商务局要会同市税务局核对名单，按月公示",
        ["市商务局要会同市税务局核对名单", "按月公示"],
        ["市商务局:responsible 市税务局:supporting", "市商务局:responsible"],
    ),
    (
        "望川区要备足沙袋，市应急局派出工作组",
        ["望川区要备足沙袋", "市应急局派出工作组"],
        ["望川区:responsible", "市应急局:responsible"],
    ),
    (
        "市自然资源和规划局牵头编制图则，其余经费由市城投集团解决",
        ["市自然资源和规划局牵头编制图则", "其余经费由市城投集团解决"],
        ["市自然资源和规划局:lead", "市城投集团:responsible"],
    ),
    (
        "由镇环卫所牵头，各村配合，清理沟渠",
        ["清理沟渠"],
        ["镇环卫所:lead 各村:supporting"],
    ),
    ("所需经费由县财政列支", ["所需经费由县财政列支"], ["县财政:responsible"]),
    ("有关地区、部门和单位要自查", ["有关地区、部门和单位要自查"], ["有关地区、部门和单位:responsible"]),
    ("各市、县政府要落实经费", ["各市、县政府要落实经费"], ["各市、县政府:responsible"]),
    ("各街道、各部门要自查", ["各街道、各部门要自查"], ["各街道:responsible 各部门:responsible"]),
    (
        "市教育局、市体育局等部门要开放场馆",
        ["市教育局、市体育局等部门要开放场馆"],
        ["市教育局:responsible 市体育局:responsible"],
    ),
    ("水务、农业部门要编制方案", ["水务、农业部门要编制方案"], ["水务、农业部门:responsible"]),
    ("要素保障专班要逐项销号", ["要素保障专班要逐项销号"], ["要素保障专班:responsible"]),
    ("由海关直接使用企业数据", ["由海关直接使用企业数据"], ["海关:responsible"]),
    ("由市司法局修改，按程序提请市委审定", ["由市司法局修改", "按程序提请市委审定"], ["市司法局:responsible"] * 2),
    ("交通、铁路、民航等单位要调配运力", ["交通、铁路、民航等单位要调配运力"], ["交通、铁路、民航等单位:responsible"]),
    ("由市质监局修改，经市法制办审核后印发", ["由市质监局修改", "经市法制办审核后印发"], ["市质监局:responsible"] * 2),
    ("市住建局作为牵头部门要统筹调度", ["市住建局作为牵头部门要统筹调度"], ["市住建局:responsible"]),
    ("所需经费由县财政局予以保障", ["所需经费由县财政局予以保障"], ["县财政局:responsible"]),
    (
        "教育、水务等部门和各乡镇要巡查",
        ["教育、水务等部门和各乡镇要巡查"],
        ["教育、水务等部门:responsible 各乡镇:responsible"],
    ),
    ("县（市、区）政府要包片", ["县（市、区）政府要包片"], ["县（市、区）政府:responsible"]),
    ("抢险工作机制要每日调度", ["抢险工作机制要每日调度"], ["抢险工作机制:responsible"]),
    (
        "由市住建局牵头，会同各街道办，逐户核实",
        ["逐户核实"],
        ["市住建局:lead 各街道办:supporting"],
    ),
    ("机场、车站等口岸单位必须查验", ["机场、车站等口岸单位必须查验"], ["机场、车站等口岸单位:responsible"]),
    ("委托其开展评估，市科技局要公布结果", ["市科技局要公布结果"], ["市科技局:responsible"]),
    (
        "清理占道围挡，恢复路面。（责任单位：市住房城乡建设局，各县（市、区）政府）",
        ["清理占道围挡", "恢复路面"],
        ["市住房城乡建设局:responsible 各县（市、区）政府:responsible"] * 2,
    ),
    (
        "清理占道围挡〔牵头领导：副市长；牵头单位：市城管局；配合单位：市公安局、各街道〕",
        ["清理占道围挡"],
        ["市城管局:lead 市公安局:supporting 各街道:supporting"],
    ),
    # Recipients, bodies that are guided, persons, parties, places and things are no units.
    ("每周五向市政府督查室报送进展", ["每周五向市政府督查室报送进展"], [""]),
    ("推动各部门共享数据", ["推动各部门共享数据"], [""]),
    ("要强化部门协同，拨付补贴", ["强化部门协同", "拨付补贴"], ["", ""]),
    ("各级领导干部要带头", ["各级领导干部要带头"], [""]),
    ("由企业和银行自主协商", ["由企业和银行自主协商"], [""]),
    ("全市要清理围挡", ["全市要清理围挡"], [""]),
    ("补贴资金要直达农户", ["补贴资金要直达农户"], [""]),
    ("行政机关负责人出庭应诉", ["行政机关负责人出庭应诉"], [""]),
    ("城镇新增就业稳定增长", ["城镇新增就业稳定增长"], [""]),
    ("税率由从量改为从价", ["税率由从量改为从价"], [""]),
]


def read(text: str, clauses: list[str]) -> Requirement:
    end = text.find(clauses[-1]) + len(clauses[-1])
    actions = tuple(Action(clause, (text.find(clause), text.find(clause) + len(clause))) for clause in clauses)
    return assign_units(text, (Requirement("R1", (), "require", text[:end], (0, end), actions),))[0]


@pytest.mark.parametrize(("text", "clauses", "expected"), CASES)
def test_units_of_each_action(text: str, clauses: list[str], expected: list[str]) -> None:
    found = [" ".join(f"{unit.text}:{unit.role}" for unit in action.units) for action in read(text, clauses).actions]
    assert found == expected


def test_every_unit_quotes_its_text_and_names_a_rule_with_a_sentence() -> None:
    rules = set()
    for text, clauses, _ in CASES:
        for action in read(text, clauses).actions:
            for unit in action.units:
                assert text[slice(*unit.span)] == unit.text
                rules.add(unit.rule)
    assert rules == set(UNIT_RULES)


def test_a_bracket_answers_for_its_own_measure_only() -> None:
    text = "修复栈道。（责任单位：市文旅局）\n清理河面。（责任单位：市水务局）\n加固护栏。"
    requirements = []
    for number, sentence in enumerate(("修复栈道", "清理河面", "加固护栏")):
        start = text.index(sentence)
        span = (start, start + len(sentence))
        requirements.append(Requirement(f"R{number}", (), "require", sentence, span, (Action(sentence, span),)))
    found = [
        [unit.text for unit in requirement.actions[0].units] for requirement in assign_units(text, tuple(requirements))
    ]
    assert found == [["市文旅局"], ["市水务局"], []]


def test_a_bracket_within_the_bracket_stays_with_its_name() -> None:
    text = "修复栈道。（牵头单位：市文旅局；配合单位：各县〔市、区〕政府）"
    requirement = Requirement("R1", (), "require", "修复栈道", (0, 4), (Action("修复栈道", (0, 4)),))
    (found,) = assign_units(text, (requirement,))
    assert [unit.text for unit in found.actions[0].units] == ["市文旅局", "各县〔市、区〕政府"]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("发展改革部门要核对清单", "发展改革部门"),
        ("各地要制定办法", "各地"),
        ("云陵海关要公布流程", "云陵海关"),
        ("市商务局全年引进企业12家", "市商务局"),
        ("各部门年内要自查一遍", "各部门"),
        ("有关部门和企业要签订协议", "有关部门"),
        ("市审计局抽查账目", "市审计局"),
        ("住房城乡建设部门公开房源", "住房城乡建设部门"),
    ],
)
def test_a_subject_is_known_by_its_shape(text: str, unit: str) -> None:
    assert [found.text for found in read(text, [text]).actions[0].units] == [unit]
