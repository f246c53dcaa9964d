"""Which clauses of a requirement are actions, and how they are cut."""

from __future__ import annotations

import pytest

from duban.reading.extract import extract
from duban.reading.extract.outline import clauses, outline
from duban.reading.lexicon.rules import RULES

OPENING = "2025年4月11日，市长沈知行主持召开市政府第52次常务会议，研究城市更新工作。\n"


def actions(sentence: str) -> list[str]:
    text = f"{OPENING}{sentence}\n"
    found = [action for requirement in extract(text, name="", on=None).requirements for action in requirement.actions]
    assert all(text[slice(*action.span)] == action.text and action.rule in RULES for action in found)
    return [action.text for action in found]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("会议强调，要按照市委部署，加快改造，确保质量。", ["加快改造", "确保质量"]),
        ("会议强调，要围绕交通、教育等，补齐短板。", ["补齐短板"]),
        ("会议强调，做好汛前工作，要清淤疏浚。", ["清淤疏浚"]),
        ("会议强调，要抓好监管，坚决堵住“关系户”漏洞。", ["抓好监管", "坚决堵住“关系户”漏洞"]),
        ("会议强调，要结合实际制定细则。", ["结合实际制定细则"]),
        ("会议强调，要以老城区为重点，推进微更新。", ["推进微更新"]),
        ("会议强调，要在摸清底数基础上，编制清单。", ["编制清单"]),
        ("会议强调，要在源头治理上下功夫，堵住漏洞。", ["在源头治理上下功夫", "堵住漏洞"]),
        ("会议强调，要通过政企联动，降低成本。", ["降低成本"]),
        ("会议强调，对逾期未改的，严肃问责。", ["严肃问责"]),
        ("会议强调，对312家食堂逐一检查，对不合格企业，依法查处。", ["对312家食堂逐一检查", "依法查处"]),
        ("会议强调，要把好事办好，让群众满意。", ["把好事办好"]),
        ("会议强调，雨季将至，要清淤疏浚。", ["清淤疏浚"]),
        ("会议强调，各级要以“慢不得”的危机感，抢抓工期。", ["抢抓工期"]),
        ("会议强调，要对照《普查方案》确定的任务，逐户登记。", ["逐户登记"]),
        ("会议强调，今年按照省里的要求，要逐户登记。", ["逐户登记"]),
        ("会议强调，要严格按照普查方案要求，逐户登记。", ["逐户登记"]),
        ("会议要求，对存在隐患的9家企业实行挂牌督办。", ["对存在隐患的9家企业实行挂牌督办"]),
        ("会议要求，对下放的事项，要加强指导。", ["加强指导"]),
        ("会议要求，6月底前对无争议欠款应付尽付。", ["6月底前对无争议欠款应付尽付"]),
        ("会议要求，文件数量同比压减5%以上。", ["文件数量同比压减5%以上"]),
        ("会议要求，由市住建局牵头，会同各街道办，两周内逐户核实。", ["两周内逐户核实"]),
        ("会议决定，符合条件的中小企业，均可申请贴息。", ["均可申请贴息"]),
        ("会议要求，剩余补贴要在7月份退到位。", ["剩余补贴要在7月份退到位"]),
        ("会议同意按照“一楼一策”原则，对9栋危楼分类处置。", ["对9栋危楼分类处置"]),
        ("会议要求，由市住建局牵头，市财政局配合，5月底前完成普查。", ["5月底前完成普查"]),
        ("会议要求，各区要完成改造9万户，其中望川区3万户、岚溪县2万户。", ["各区要完成改造9万户"]),
        ("会议决定，自2026年1月1日起，上调补助标准。", ["上调补助标准"]),
        ("会议通过《更新办法》，由市司法局修改后公布，自2026年1月1日起施行。", ["由市司法局修改后公布"]),
        ("会议决定将草案提请市人大常委会审议。", ["将草案提请市人大常委会审议"]),
        (
            "会议同意从预备费中安排300万元，由市水务局尽快组织施工。",
            ["从预备费中安排300万元", "由市水务局尽快组织施工"],
        ),
        ("会议强调，要推动共建共治，这有利于凝聚合力，促进社区和谐。", ["推动共建共治"]),
        ("会议强调，汛期临近，要备足物资，力争到6月底前，各县建成仓库。", ["备足物资", "各县建成仓库"]),
        (
            "会议强调，各级要做到“应改尽改，能快则快”，不得推诿、扯皮。",
            ["各级要做到“应改尽改，能快则快”", "不得推诿、扯皮"],
        ),
        ("会议强调，要完善1,200个点位（含公厕，不含商铺）台账。", ["完善1,200个点位（含公厕，不含商铺）台账"]),
        ("会议要求,要严格值守,严禁脱岗。", ["严格值守", "严禁脱岗"]),
        ("会议强调，严格把关，也要看到，当前隐患仍然不少。", ["严格把关"]),
    ],
)
def test_actions_of_a_sentence(sentence: str, expected: list[str]) -> None:
    assert actions(sentence) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲，乙；丙：丁", ["甲", "乙", "丙", "丁"]),
        ("“甲，乙”，《丙，丁》，（戊，（己））", ["“甲，乙”", "《丙，丁》", "（戊，（己））"]),
        ("1,200户, 8:30前", ["1,200户", "8:30前"]),
        ("“没有合上，也要切开", ["“没有合上", "也要切开"]),
    ],
)
def test_clauses_are_cut_outside_quotes_and_brackets(text: str, expected: list[str]) -> None:
    found = clauses(text, 0, len(text))
    assert [clause.text for clause in found] == expected
    assert all(text[clause.start : clause.end] == clause.text for clause in found)


def test_sentences_keep_quotes_and_give_unit_brackets_their_own() -> None:
    text = "  甲说“乙。丙！”丁。（责任单位：戊局）己？\n\n　　庚　　　辛\n"
    found = [(p.line, [text[slice(*s)] for s in p.sentences]) for p in outline(text)]
    assert found == [(1, ["甲说“乙。丙！”丁。", "（责任单位：戊局）", "己？"]), (2, ["庚"]), (2, ["辛"])]
