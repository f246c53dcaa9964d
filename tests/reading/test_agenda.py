"""The agenda, and which requirement belongs to which item."""

from __future__ import annotations

import pytest

from duban.reading.extract import Extracted, extract

OPENING = "2025年4月11日，市委副书记、市长沈知行主持召开市政府第52次常务会议"


def read(text: str) -> Extracted:
    found = extract(text, name="", on=None)
    for item in found.agenda:
        assert text[slice(*item.span)] == item.topic
    return found


def items(found: Extracted) -> list[tuple[str, str]]:
    return [(item.kind, item.topic) for item in found.agenda]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("听取全市防汛备汛工作情况的汇报", [("hear", "全市防汛备汛工作情况")]),
        ("传达学习全省林长制会议精神、市委农村工作会议精神", [("convey", "全省林长制会议精神"), ("convey", "市委农村工作会议精神")]),
        ("审议《云陵市供水条例（草案）》和《云陵市路灯管理办法》", [("deliberate", "《云陵市供水条例（草案）》"), ("deliberate", "《云陵市路灯管理办法》")]),
        ("听取污水管网、老旧小区改造推进情况汇报", [("hear", "污水管网、老旧小区改造推进情况")]),
        ("传达学习省委全会精神和省委书记调研讲话精神", [("convey", "省委全会精神"), ("convey", "省委书记调研讲话精神")]),
        ("研究讨论《云陵市路灯管理办法》《云陵市停车管理办法》等文件", [("deliberate", "《云陵市路灯管理办法》"), ("deliberate", "《云陵市停车管理办法》")]),
        ("研究讨论夏粮收购工作", [("arrange", "夏粮收购工作")]),
        ("学习《信访工作条例》", [("study", "《信访工作条例》")]),
        ("研究人事任免事项", [("appoint", "人事任免事项")]),
        ("部署根据巡查发现的问题，进一步规范招标投标活动", [("arrange", "进一步规范招标投标活动")]),
        ("决定设立应急周转资金，帮助企业渡过难关", [("arrange", "设立应急周转资金")]),
        ("听取清欠工作汇报，要求加大清欠力度；通过《云陵市农贸市场管理办法》", [("hear", "清欠工作"), ("deliberate", "《云陵市农贸市场管理办法》")]),
        ("审议市教育局提交的《云陵市校车管理办法》", [("deliberate", "《云陵市校车管理办法》")]),
        ("研究环境整治、夏粮收购两项工作", [("arrange", "环境整治、夏粮收购")]),
        ("研究人事任免事项（略）", [("appoint", "人事任免事项")]),
        ("听取春耕备耕情况汇报并研究粮食收储工作", [("hear", "春耕备耕情况"), ("arrange", "粮食收储工作")]),
        ("确定进一步优化审批流程、压缩办理时限的措施", [("arrange", "进一步优化审批流程、压缩办理时限的措施")]),
    ],
)  # fmt: skip
def test_matters_of_the_opening_sentence(words: str, expected: list[tuple[str, str]]) -> None:
    assert items(read(f"{OPENING}，{words}。\n会议强调，要抓好落实。\n")) == expected


def test_headings_of_minutes_are_the_agenda_and_hold_what_follows() -> None:
    found = read(
        f"云陵市人民政府常务会议纪要\n{OPENING}。现纪要如下：\n"
        "一、审议《云陵市烟花爆竹管理办法》\n会议原则同意《云陵市烟花爆竹管理办法》，由市应急局修改完善后印发。\n"
        "二、关于公交线网优化\n会议要求，市交通运输局要在5月底前完成12条线路调整。\n"
        "三、其他事项\n"
    )
    assert items(found) == [
        ("deliberate", "《云陵市烟花爆竹管理办法》"),
        ("arrange", "公交线网优化"),
        ("other", "其他事项"),
    ]
    assert [r.agenda for r in found.requirements] == [("A1",), ("A2",)]


def test_an_opening_that_sums_up_adds_nothing_to_what_the_body_names() -> None:
    found = read(
        f"{OPENING}，研究乡村道路养护、校园食品安全等工作。\n"
        "会议听取了关于乡村道路养护情况的汇报，指出，要抓紧补齐养护短板。\n"
        "会议听取了市教育局关于校园食品安全管理情况的汇报。会议强调，要压实学校主体责任。\n"
        "会议还研究了其他事项。\n"
    )
    assert items(found) == [("hear", "乡村道路养护情况"), ("hear", "校园食品安全管理情况"), ("other", "其他事项")]
    assert [r.agenda for r in found.requirements] == [("A1",), ("A2",)]


def test_paragraphs_without_a_matter_of_their_own_go_by_their_words() -> None:
    found = read(
        f"{OPENING}，听取防洪堤加固进展情况汇报，研究夜间经济发展有关工作。\n"
        "会议指出，汛期将至，要加快防洪堤加固施工。\n"
        "会议指出，夜间经济大有可为，要培育特色街区。\n"
    )
    assert [r.agenda for r in found.requirements] == [("A1",), ("A2",)]


def test_a_closing_that_names_no_item_belongs_to_all() -> None:
    found = read(
        f"{OPENING}。\n会议听取了护林防火情况汇报。会议要求，要严管火源。\n"
        "会议审议了《云陵市渔业规划》。会议要求，要保护渔民权益。\n会议强调，要严肃工作纪律。\n"
    )
    assert found.requirements[-1].agenda == ("A1", "A2")


def test_an_item_for_the_coming_period_concerns_every_requirement() -> None:
    found = read(
        f"{OPENING}，通报上半年招商引资情况，安排部署下半年重点工作。\n会议强调，要突出招商实效。\n一要紧盯龙头企业。\n二要办好推介活动。\n"
    )
    assert all("A2" in r.agenda for r in found.requirements)
    assert len(found.requirements) == 3


def test_matters_that_share_a_noun_are_several_where_the_body_gives_each_a_paragraph() -> None:
    found = read(
        f"{OPENING}，听取城区雨污管网修复、农村敬老院提升改造工作情况汇报。\n"
        "会议强调，要抓紧修复雨污管网，汛期前打通断头管。\n会议要求，各县要把敬老院提升改造列入计划，配齐护理员。\n"
    )
    assert items(found) == [("hear", "城区雨污管网修复"), ("hear", "农村敬老院提升改造工作情况")]
    assert [requirement.agenda for requirement in found.requirements] == [("A1",), ("A2",)]


def test_what_was_named_before_is_no_matter_of_its_own() -> None:
    found = read(f"{OPENING}。\n一、审议《云陵市公厕建设计划》\n会议审议通过了该计划。\n")
    assert items(found) == [("deliberate", "《云陵市公厕建设计划》")]
    found = read(
        f"{OPENING}，审议了3个议题。\n一、审议《云陵市公厕建设计划》\n会议研究了有关事项。\n二、人事任免事项\n三、其他\n"
    )
    assert items(found) == [("deliberate", "《云陵市公厕建设计划》"), ("appoint", "人事任免事项"), ("other", "其他")]


def test_no_meeting_has_no_agenda() -> None:
    assert read("关于印发工作要点的通知\n要加强组织领导。\n").agenda == ()


def test_appointments_ask_for_nothing() -> None:
    found = read(
        f"{OPENING}，研究秋季防疫工作，研究人事任免事项。\n会议要求，要抓紧组织免疫。\n会议强调，要严肃工作纪律。\n"
    )
    assert [item.kind for item in found.agenda] == ["arrange", "appoint"]
    assert [requirement.agenda for requirement in found.requirements] == [("A1",), ("A1",)]
