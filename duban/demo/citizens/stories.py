"""The stories of the demo's petitions, as data. Days count from the demo's today: -30 is a month ago. People are invented."""

from __future__ import annotations

from dataclasses import dataclass

from duban.demo.steps import Step, step


@dataclass(frozen=True, slots=True)
class Story:
    """One petition: how it came, who from, and what became of it. Units are codes."""

    day: int
    title: str
    summary: str
    type: str
    unit: str
    steps: tuple[Step, ...] = ()
    channel: str = "call"
    nature: str = "demand"
    area: str = ""
    urgent: bool = False
    accused: str = ""
    person: tuple[str, str] = ("", "")


def _road(*days: int) -> tuple[Step, ...]:
    """Return the steps of the common road, as many as days are given."""
    verbs = ("accept", "refer", "take_up", "reply", "conclude", "call_back")
    return tuple(step(day, verb) for day, verb in zip(days, verbs, strict=False))


STORIES = (
    Story(0, "路口红绿灯时间过短", "反映青珑县文化路口行人绿灯只有十二秒，老人来不及过街，要求延长。", "transport", "215", person=("何秋禾", "13800002201")),
    Story(-1, "小区电梯停运", "反映雾溪区迎春花园二期电梯停运九天，高层住户出行困难，要求尽快修复。", "property", "213", urgent=True, channel="hotline", person=("苗小枝", "13900003302")),
    Story(-3, "拖欠装修工钱", "反映某商场装修工程结束四个月，十一名工人的工钱没有结清。", "labour", "210", _road(-1), urgent=True, channel="visit", person=("田大生", "13700004403")),
    Story(-8, "农村饮水时断时续", "反映青珑县石桥村自来水每天只来两小时，要求恢复供水。", "rural", "216", _road(-6, -3), area="306", urgent=True, person=("石桥村村民代表", "13600005504")),
    Story(-9, "学校门口早晚高峰拥堵", "反映第三小学门口接送车辆占道，要求设置临时停车区。", "education", "203", (*_road(-7, -6), step(-4, "return", reason="占道停车属公安交管部门职责")), channel="web"),
    Story(-25, "烧烤店油烟扰民", "反映滨河路一排烧烤店夜间油烟直排，楼上住户无法开窗。", "environment", "212", _road(-22, -20, -18), channel="web", person=("孟晚亭", "13500006605")),
    Story(-40, "老旧小区排水管堵塞返水", "反映梧桐里小区排水管堵塞三个月，一楼多户返水，要求疏通并更换。", "urban", "213", (*_road(-38, -36, -35), step(-12, "extend", days=20, reason="主管道要开挖更换，需避开雨天施工", approved_by="市住房城乡建设局局长"), step(-1, "draft")), area="302", urgent=True, channel="letter", person=("柳如霜", "13400007706")),
    Story(-75, "公交线路撤销后出行不便", "反映12路公交撤销后，城北三个小区到市医院要换乘两次，要求恢复或调整线路。", "transport", "215", _road(-70, -68, -66), channel="letter", person=("向北望", "13300008807")),
    Story(-50, "工地夜间施工噪声", "反映城东某工地夜间十一点后仍在打桩，影响休息。", "environment", "212", _road(-48, -46, -45, -20), channel="hotline", person=("闻静夜", "13200009908")),
    Story(-60, "医保报销材料反复补交", "反映异地住院报销材料先后补交三次，要求一次告知。", "health", "220", _road(-58, -55, -54, -30, -25), channel="visit", person=("路长安", "13100001109")),
    Story(-90, "路灯不亮", "反映雾溪区南环路八盏路灯不亮半年。", "urban", "214", (*_road(-88, -86, -85, -70, -66), step(-60, "call_back", satisfied="satisfied", solved=True, note="已全部修好")), area="302", person=("灯下客", "13000002210")),
    Story(-85, "垃圾中转站臭味", "反映垃圾中转站夏天臭味大，渗滤液流到路上，要求整改。", "environment", "214", (*_road(-83, -80, -79, -60, -55), step(-45, "call_back", satisfied="unsatisfied", solved=False, note="臭味仍在"), step(-44, "reopen", reason="回访反映臭味没有解决，渗滤液收集池未建", until=14)), urgent=True, person=("清风里住户", "13911110011")),
    Story(-100, "宅基地审批久拖不决", "反映青珑县宅基地申请递交一年没有答复。", "land", "211", (*_road(-97, -95, -94, -50, -45), step(-30, "ask_review", reason="认为答复没有说明法律依据")), area="306", channel="letter", person=("田埂", "13811110012")),
    Story(-160, "征收补偿面积认定", "反映征收时阳台面积没有计入补偿。", "land", "211", (*_road(-157, -155, -154, -120, -110), step(-95, "ask_review", reason="不同意面积认定"), step(-75, "decide_review", upheld=True, reason="测绘成果和计算规则无误")), channel="letter", person=("方寸", "13711110013")),
    Story(-20, "建议增设社区食堂", "建议在老年人较多的社区增设食堂，提供上门送餐。", "civil", "207", _road(-18, -16, -14), nature="suggestion", channel="web"),
    Story(-12, "要求改判已生效案件", "要求改判一起已经生效的民事判决。", "justice", "206", (step(-8, "refuse", reason="属于诉讼事项，应向人民法院申请再审"),), channel="letter", person=("沈知白", "13611110014")),
    Story(-15, "反映招标走过场", "反映某改造工程招标条件为个别企业量身定做，要求调查。", "conduct", "223", _road(-13, -12, -11), nature="accusation", accused="213", channel="letter", person=("知情人", "13511110015")),
)  # fmt: skip
