"""The stories of the demo's ledger, as data. Days count from the demo's today: -30 is a month ago, 60 two months ahead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from duban.demo.steps import Step, step


@dataclass(frozen=True, slots=True)
class Story:
    """One task: how it is opened, and what happens to it. `lead` and the others are codes of units.

    `{limit}` in the quote is the day of its deadline: what is told on another day has other limits.
    """

    title: str
    lead: str
    opened: int
    deadline: int | None
    steps: tuple[Step, ...] = ()
    quote: str = ""
    source: str = "市政府专题会议"
    supporting: tuple[str, ...] = ()
    fan_out: tuple[str, ...] = ()
    rhythm: str = ""
    deliverable: str = ""
    official: str = "分管副市长"
    priority: str = "normal"
    by: str = "desk"
    measures: dict[str, Any] = field(default_factory=dict)


def monthly(
    first: int, actuals: Iterable[int | str | None], text: str = "按计划推进", *, every: int = 30
) -> tuple[Step, ...]:
    """Return a report every month with its figure; the last shows a picture."""
    values = list(actuals)
    return tuple(
        step(
            first + every * place,
            "report",
            actual=value,
            text=f"{text}，第{place + 1}次报送。",
            picture=place == len(values) - 1,
        )
        for place, value in enumerate(values)
    )


def signed(day: int) -> Step:
    """Return the lead's signature."""
    return step(day, "sign_for")


CLOSING = (
    step(-44, "request_completion", statement="工程全部完成并通过验收，资料已归档。"),
    step(-42, "verify"),
    step(-41, "close_out"),
)
STORIES: tuple[Story, ...] = (
    Story(
        "改造城区供水老旧管网96公里", "403", -330, 35, quote="市水务集团{limit}前完成城区供水老旧管网改造96公里。",
        rhythm="每月", deliverable="竣工验收报告", measures={"target": 96, "unit": "公里"},
        steps=(signed(-329), *monthly(-300, (8, 16, 25, 34, 43, 52, 61, 70, 78, 85, 89))),
    ),
    Story(
        "新建公办幼儿园12所", "203", -320, 45, quote="{limit}前新建公办幼儿园12所，新增学位3600个。", rhythm="每月",
        measures={"target": 12, "unit": "所"}, supporting=("213", "209"),
        steps=(
            signed(-318), step(-317, "sign_for", unit="209"), *monthly(-290, (0, 1, 1, 2, 3, 4, 5, 6, 8, 9)),
            step(-9, "add_measure", what="对3所滞后项目实行驻点督导，增加夜间施工班组", who="基建科科长", until=20),
        ),
    ),
    Story(
        "整治城区黑臭水体7条", "216", -300, 60, quote="{limit}前城区7条黑臭水体全部销号。", rhythm="每月", priority="important",
        measures={"target": 7, "unit": "条"}, supporting=("212", "214"),
        steps=(
            signed(-299), *monthly(-270, (0, 0, 1, 1, 1, 2, 2, 2)),
            step(-20, "call", said="南渠、北渠两段进度滞后，请一周内报赶工计划"),
            step(-14, "instruct", text="黑臭水体整治进展缓慢，请水务局说明原因，倒排工期。", answer_by=-7),
            step(-8, "answer", answer="两段因管线迁改滞后，已与市供电公司商定迁改时间，12月上旬全部进场。"),
            step(-6, "add_measure", what="管线迁改与清淤同步施工，每日调度", who="河湖科科长", until=30),
        ),
    ),
    Story(
        "城镇调查失业率控制在5.5%以内", "210", -325, 30, rhythm="每季度末月20日前", quote="全年城镇调查失业率控制在5.5%以内。",
        measures={"direction": "ceiling", "target": "5.5", "unit": "%"},
        steps=(signed(-323), *monthly(-240, ("5.2", "5.3", "5.1"), every=90)),
    ),
    Story(
        "城乡低保应补尽补", "207", -310, 35, quote="低保对象动态管理，应补尽补、应退尽退。", rhythm="每月",
        measures={"direction": "text", "target_text": "应补尽补"},
        steps=(signed(-309), *monthly(-60, (None, None)), step(-3, "report", text_met=True, text="复核完毕，全部纳入。", picture=True)),
    ),
    Story(
        "建成东湖路过江隧道", "401", -340, 120, quote="东湖路过江隧道{limit}前通车。", rhythm="每月",
        measures={"milestones": ((-200, 20, "完成设计和招标"), (-100, 30, "盾构始发"), (-30, 20, "盾构贯通"), (110, 30, "通车验收"))},
        steps=(
            signed(-339), step(-195, "report", nodes={0: -201}, text="设计和招标完成。"),
            step(-95, "report", nodes={1: -97}, text="盾构始发。", picture=True),
            step(-25, "report", text="盾构掘进因溶洞注浆滞后约20天。", problems="地质条件复杂", next_steps="增加注浆设备"),
        ),
    ),
    Story(
        "拨付老旧小区改造资金8600万元", "209", -200, 40, quote="改造资金{limit}前全部拨付到位。", rhythm="每月",
        measures={"budget": 8600}, supporting=("213",),
        steps=(
            signed(-199), step(-150, "report", allotted=3000, paid=1200, text="首批资金下达。"),
            step(-60, "report", allotted=6600, paid=4100, text="第二批资金下达。", picture=True),
        ),
    ),
    Story(
        "各县（市、区）新建农村公路420公里", "215", -310, 40, quote="各县（市、区）{limit}前新建农村公路420公里。", rhythm="每月",
        fan_out=("301", "302", "303", "304", "305", "306", "307", "308"), measures={"target": 420, "unit": "公里", "roll_up": "sum"},
        steps=(
            signed(-309),
            step(-308, "children", targets=(40, 40, 60, 55, 60, 65, 50, 50), unit="公里"),
            step(-150, "children_report", actuals=(18, 20, 26, 24, 30, 18, 12, 22)),
            step(-149, "report", text="各县均已开工，按月汇总。"), step(-30, "children_report", actuals=(36, 38, 50, 49, 55, 31, 22, 44)),
        ),
    ),
    Story("编制海绵城市建设专项规划", "211", -1, 90, deliverable="规划文本", quote="自然资源部门三个月内编制完成海绵城市建设专项规划。"),
    Story("开展校园周边食品安全检查", "224", -10, 20, quote="开展一次校园周边食品安全专项检查。"),
    Story("摸排沿街店铺用电隐患", "508", -9, 15, steps=(step(-8, "hand_back", reason="沿街店铺用电属物业和城管职责，建议改由市城市管理局牵头"),)),
    Story("建立重点项目要素保障台账", "201", -12, 30, steps=(signed(-11),), deliverable="要素保障台账"),
    Story("更新市级应急物资储备目录", "222", -60, -5, rhythm="每月", steps=(signed(-58),)),
    Story(
        "完成全市桥梁安全检测", "215", -150, -12, measures={"target": 186, "unit": "座"}, rhythm="每月", priority="urgent",
        quote="10月底前完成全市186座桥梁安全检测。",
        steps=(
            signed(-149), *monthly(-120, (40, 88, 120)),
            step(-25, "request_change", deadline=30, reason="汛期水位高，37座涉水桥墩无法检测"),
            step(-23, "decide", granted=False, remark="安全检测不得延后，请增加检测力量"),
        ),
    ),
    Story(
        "推广公共机构垃圾分类", "234", -180, 50, rhythm="每月", measures={"target": 100, "unit": "%"},
        steps=(
            signed(-179), *monthly(-150, (35, 55, 70, 80)),
            step(-20, "request_change", deadline=80, reason="新接收12个单位需要重新布点"),
            step(-18, "decide", granted=True, remark="同意延期一个月", approver="分管副市长"),
        ),
    ),
    Story(
        "清理拖欠民营企业账款", "202", -120, 45, rhythm="每月", measures={"target": 3200, "unit": "万元"}, quote="{limit}前清偿拖欠民营企业账款3200万元。",
        steps=(
            signed(-119), *monthly(-90, (600, 1500, 2400)),
            step(-6, "request_change", target=3000, reason="2户企业注销，核减200万元"),
        ),
    ),
    Story(
        "建设5G基站320座", "228", -200, 20, measures={"target": 320, "unit": "座"},
        steps=(signed(-198), *monthly(-170, (90, 180, 280, 320)), step(-3, "request_completion", statement="320座全部建成开通。")),
    ),
    Story(
        "修订公共场所无障碍导则", "213", -160, 10, deliverable="导则文本",
        steps=(
            signed(-159), step(-100, "report", percent=40, text="完成调研。"), step(-30, "report", percent=100, text="印发实施。", picture=True),
            step(-10, "request_completion", statement="导则已印发。"), step(-8, "send_back", reason="缺专家评审意见，请补充"),
            step(-4, "attach", name="专家评审意见.txt"), step(-3, "request_completion", statement="评审意见已补充。"), step(-2, "verify"),
        ),
    ),
    Story(
        "老城区消防车通道整治", "206", -220, 25, measures={"target": 64, "unit": "处"},
        steps=(signed(-219), *monthly(-190, (12, 25, 38)), step(-70, "suspend", reason="与地下管网改造同步施工，暂停两个月")),
    ),
    Story(
        "三条断头路打通", "401", -330, -45, measures={"target": 3, "unit": "条"}, quote="三条断头路10月中旬前打通。",
        steps=(signed(-328), *monthly(-300, (0, 1, 1, 2, 2, 3)), *CLOSING, step(-20, "look_back", finding="三条路均已通车，标线完好。", solved=True)),
    ),
    Story(
        "取缔滨江露天烧烤23处", "214", -300, -45, measures={"target": 23, "unit": "处"}, priority="important",
        steps=(
            signed(-298), *monthly(-270, (10, 18, 23)), *CLOSING,
            step(-15, "look_back", finding="夜间巡查发现4处反弹。", solved=False),
            step(-14, "reopen", reason="4处反弹，责成重新整治", deadline=20),
            step(-5, "report", actual=21, text="已取缔2处，2处正在谈话。", picture=True),
        ),
    ),
    Story(
        "农村自建房安全隐患排查", "213", -260, -45, measures={"target": 12600, "unit": "户"}, supporting=("301", "305"),
        steps=(
            signed(-259), *monthly(-230, (3000, 6900, 10800)),
            step(-120, "correct", actual=10080, text="数字多写，现更正。", reason="录入错误，10800应为10080"),
            step(-60, "report", actual=12600, text="全部排查完毕。", picture=True), *CLOSING,
        ),
    ),
    Story("汇总沿街店铺用电情况", "508", -8, 20, steps=(step(-7, "merge", into="摸排沿街店铺用电隐患", reason="与用电隐患摸排合并办理"),)),
    Story(
        "举办城市马拉松", "229", -150, 20,
        steps=(signed(-149), step(-60, "terminate", approver="市长", reason="因道路施工取消本年度赛事")),
    ),
    Story("制作宣传展板", "503", -90, 10, steps=(step(-88, "withdraw", reason="与市委宣传部安排重复"),)),
    Story("编制冬季清雪除冰预案", "214", -2, 25, by="clerk", steps=(), source="市长电话交办", priority="urgent"),
)  # fmt: skip
PROPOSED = ("编制冬季清雪除冰预案",)  # opened by a clerk while only the desk assigns
