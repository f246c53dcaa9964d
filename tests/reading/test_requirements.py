"""Which sentences ask, forbid or decide, of what kind, and why the others do not."""

from __future__ import annotations

import pytest

from duban.reading.extract import Extracted, extract
from duban.reading.lexicon.rules import RULES

OPENING = "2025年4月11日，市长沈知行主持召开市政府第52次常务会议，研究城市更新工作。\n"


def read(body: str) -> Extracted:
    text = OPENING + body
    found = extract(text, name="", on=None)
    for requirement in found.requirements:
        assert text[slice(*requirement.span)] == requirement.text
        assert requirement.rule in RULES
    return found


def kinds(found: Extracted) -> list[tuple[str, str]]:
    return [(requirement.kind, requirement.text) for requirement in found.requirements]


def reasons(found: Extracted) -> list[str | None]:
    return [sentence.dropped for sentence in found.sentences][1:]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("会议强调，要加快旧管网改造，年底前完成80公里。", [("require", "要加快旧管网改造，年底前完成80公里")]),
        ("会议强调要加快旧管网改造。", [("require", "要加快旧管网改造")]),
        ("会议指出，消防安全人命关天。市教育局把逃生演练列入开学第一周。", [("require", "市教育局把逃生演练列入开学第一周")]),
        ("会议要求在6月底前完成普查。", [("require", "在6月底前完成普查")]),
        ("会议决定核准两个水源工程，强调要守住质量底线。", [("decide", "核准两个水源工程"), ("require", "要守住质量底线")]),
        ("会议同意建设计划，要求市住建、规划等部门提前介入。", [("require", "市住建、规划等部门提前介入")]),
        ("会议通过《更新办法》，要求结合实际细化措施。", [("require", "结合实际细化措施")]),
        ("会议要求，各区普查；市住建局核查。", [("require", "各区普查"), ("require", "市住建局核查")]),
        ("会议强调，严禁虚报普查数据，务必真查真改。", [("prohibit", "严禁虚报普查数据，务必真查真改")]),
        ("会议强调，未经批准，不得新设收费项目。", [("prohibit", "未经批准，不得新设收费项目")]),
        ("会议强调，要坚持分类施策，不得搞一刀切。", [("require", "要坚持分类施策，不得搞一刀切")]),
        ("会议决定，成立城市更新专班，由市住建局牵头。", [("decide", "成立城市更新专班，由市住建局牵头")]),
        ("会议决定核准两个水源工程。", [("decide", "核准两个水源工程")]),
        ("会议原则同意《城市更新办法》，由市司法局修改后印发。", [("decide", "会议原则同意《城市更新办法》，由市司法局修改后印发")]),
        ("为缓解停车难，会议决定，新建停车场5座。", [("decide", "新建停车场5座")]),
        ("会议提出，到2027年全市绿化率达到45%。", [("require", "到2027年全市绿化率达到45%")]),
        ("会议指出，更新是民生，也是发展，要稳妥推进更新。", [("require", "更新是民生，也是发展，要稳妥推进更新")]),
        ("沈知行强调，要抓好收尾工程。", [("require", "要抓好收尾工程")]),
        ("会议强调，要办好以下实事：一要改造公厕。二要增设座椅。", [("require", "要办好以下实事"), ("require", "要改造公厕"), ("require", "要增设座椅")]),
        ("会议确定，一是增设站点，二是延长运营时间。", [("decide", "增设站点"), ("decide", "延长运营时间")]),
        ("会议决定，一是增设站点。有关部门要同步公示。二是延长运营时间。", [("decide", "增设站点"), ("require", "有关部门要同步公示"), ("decide", "延长运营时间")]),
        ("会议强调，一是改造公厕。二是改造旧小区9个，其中城东5个。", [("require", "改造公厕"), ("require", "改造旧小区9个，其中城东5个")]),
        ("会议原则同意《城市更新办法》。由市司法局根据会议意见修改后印发。", [("decide", "由市司法局根据会议意见修改后印发")]),
        ("会议指出，要稳定预期。通过将停车优惠政策延长至年底，减轻商户负担。", [("require", "要稳定预期"), ("require", "通过将停车优惠政策延长至年底，减轻商户负担")]),
        ("会议强调，要增绿。结合道路改造推动管线入地，补种行道树。", [("require", "要增绿"), ("require", "结合道路改造推动管线入地，补种行道树")]),
        ("会议强调，要增绿。更多用市场化办法养护绿地。", [("require", "要增绿"), ("require", "更多用市场化办法养护绿地")]),
        ("会议明确了以下工作：\n1.修补破损路面。市住建局6月底前完成。\n2.增设座椅。", [("decide", "修补破损路面"), ("decide", "市住建局6月底前完成"), ("decide", "增设座椅")]),
        ("会议研究了停车管理工作，决定成立停车专班，年底前启用停车平台。", [("decide", "成立停车专班，年底前启用停车平台")]),
        ("会议议定如下：\n一、修补破损路面。\n二、市住建局6月底前完成。", [("decide", "修补破损路面"), ("decide", "市住建局6月底前完成")]),
        ("会议通过《更新办法》，指出，要方便群众。由市司法局会同市住建局修改后印发。", [("require", "要方便群众"), ("decide", "由市司法局会同市住建局修改后印发")]),
        ("会议指出，要增绿。全年新增绿地不少于40公顷，其中口袋公园9公顷。", [("require", "要增绿"), ("require", "全年新增绿地不少于40公顷，其中口袋公园9公顷")]),
        ("会议指出，各项任务由市督查室全程跟踪，对排名末位的启动约谈程序。", [("require", "各项任务由市督查室全程跟踪，对排名末位的启动约谈程序")]),
        ("会议强调，要增绿。持续修补破损路面。", [("require", "要增绿"), ("require", "持续修补破损路面")]),
        ("市政府将在年底前向市人大常委会专题报告。", [("require", "市政府将在年底前向市人大常委会专题报告")]),
    ],
)  # fmt: skip
def test_requirements_of_each_kind(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(read(sentence + "\n")) == expected


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("会议指出，前三季度城市更新投资同比增长一成。", "fact"),
        ("会议认为，做好城市更新，是改善民生的重要举措。", "assessment"),
        ("会议通报，截至三月底已完成两成任务。", "fact"),
        ("会议审议通过《城市更新办法》。", "agenda"),
        ("会议通过《城市更新办法》，突出老旧片区改造，强化了历史街区保护要求。", "description"),
        ("会议分析了形势，主要体现在：一是更新投资稳步增长。", "fact"),
        ("会议指出，当前更新任务十分繁重。", "fact"),
        ("会议还研究了其他事项。", "other_matters"),
        ("出席：沈知行、孟书澜。", "attendance"),
        ("会议指出，主要问题不少，重要性不言而喻。", "assessment"),
        ("会议指出，更新要不要推进，关键看群众。", "fact"),
        ("会议指出，推进老城更新，各方积极响应。", "assessment"),
        ("（责任单位：市住建局）", "responsibility"),
    ],
)
def test_sentences_that_propose_nothing_say_why(sentence: str, reason: str) -> None:
    found = read(sentence + "\n")
    assert kinds(found) == []
    assert reasons(found) == [reason]
    assert reason in RULES


def test_a_title_and_the_opening_are_read_for_the_agenda_only() -> None:
    found = extract("云陵市政府召开第52次常务会议\n" + OPENING + "会议强调，要增绿。\n", name="", on=None)
    assert [sentence.dropped for sentence in found.sentences] == ["title", "agenda", None]
    assert [sentence.paragraph for sentence in found.sentences] == [1, 2, 3]


def test_description_of_a_passed_text_is_not_a_decision() -> None:
    found = read("会议通过《物业管理办法（草案）》。草案坚持业主自治，明确了各方职责。允许业主自行选聘管家。\n")
    assert kinds(found) == []
    assert reasons(found) == ["agenda", "description", "description"]


def test_lists_may_stand_in_paragraphs_of_their_own() -> None:
    found = read("会议决定：\n（一）设立专项资金3000万元。\n（二）严禁挤占资金。\n")
    assert kinds(found) == [("decide", "设立专项资金3000万元"), ("prohibit", "严禁挤占资金")]


def test_without_a_cue_only_sentences_with_a_modal_are_taken() -> None:
    found = extract("工作情况\n全市经济平稳。推进各项工作。要加快补齐短板。\n", name="", on=None)
    assert kinds(found) == [("require", "要加快补齐短板")]


def test_numbered_lines_of_minutes_are_decisions_and_their_headings_say_nothing() -> None:
    found = read(
        "现将会议议定事项纪要如下：\n一、加快管网改造\n（一）6月底前完成12公里旧管更换。\n（二）市水务局要按周公布停水安排。\n"
        "二、严格资金管理\n1.实行专户管理，按月对账。\n"
    )
    assert kinds(found) == [
        ("decide", "6月底前完成12公里旧管更换"),
        ("require", "市水务局要按周公布停水安排"),
        ("decide", "实行专户管理，按月对账"),
    ]
    assert reasons(found)[1] == "heading"


def test_matters_named_beside_a_passed_text_are_no_disposition() -> None:
    found = read("会议审议通过《云陵市绿道规划》，讨论《云陵市犬只管理办法》，研究垃圾清运有关事项。\n")
    assert (kinds(found), reasons(found)) == ([], ["agenda"])


def test_a_narrow_full_stop_closes_a_sentence_where_the_line_has_no_other() -> None:
    found = read("会议强调,要抓紧清淤,年底前完成3.5公里.市水务局要按月公布进度.严禁占用河道.\n")
    assert kinds(found) == [
        ("require", "要抓紧清淤,年底前完成3.5公里"),
        ("require", "市水务局要按月公布进度"),
        ("prohibit", "严禁占用河道"),
    ]


def test_every_sentence_is_kept_or_dropped_with_a_reason() -> None:
    found = read("会议指出，更新成效明显。要压实责任；严禁推诿。\n记者 苏暮\n")
    kept = [s for s in found.sentences if s.dropped is None]
    assert len(kept) + len([s for s in found.sentences if s.dropped]) == len(found.sentences)
    assert all(any(k.span[0] <= r.span[0] < k.span[1] for k in kept) for r in found.requirements)
