"""What the demo's clerk decides of two meetings, as data: found by a piece of the quote, units by code."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Matter:
    """One task to be: the action whose quote holds `quote`, what is merged into it, what the clerk writes.

    The deadline of the last merged action becomes the task's. A field left empty stays as it was read.
    """

    quote: str
    wording: str = ""
    merged: tuple[str, ...] = ()
    lead: str = ""
    responsible: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    deliverable: str = ""
    rhythm: str = ""
    limit: str = ""
    fan_out: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """A change after release: the action's deadline by other words."""

    quote: str
    limit: str


@dataclass(frozen=True, slots=True)
class ClerkPlan:
    """All decisions of one meeting; `dropped` maps a piece of a quote to a reason, the rest is kept."""

    text: str
    matters: tuple[Matter, ...]
    dropped: dict[str, str]
    correction: Correction | None = None


NEWS = ClerkPlan(
    text="63-news.txt",
    matters=(
        Matter(
            "制定四季度重点项目推进清单", "制定并印发四季度重点项目推进清单",
            merged=("11月20日前印发实施",), deliverable="推进清单", lead="201",
        ),
        Matter("新开工项目不少于42个", "年底前新开工项目不少于42个", rhythm="每月", lead="201"),
        Matter("56户规上企业逐户走访", "逐户走访产值降幅超过10%的56户规上企业", supporting=("231", "506"), lead="202"),
        Matter("建立“一企一策”帮扶台账", "建立规上企业“一企一策”帮扶台账", deliverable="帮扶台账", lead="202"),
        Matter("首批技术改造补助3200万元", "兑付首批技术改造补助3200万元", supporting=("202",), deliverable="拨付凭证", lead="209"),
        Matter("报送项目开工和投资完成情况", "每月报送项目开工和投资完成情况", lead="201", rhythm="每月5日前", fan_out=True),
        Matter("严禁虚报进度、重复填报", "核查项目进度，不得虚报、重复填报", lead="225", supporting=("201",)),
        Matter("编制易涝点整治方案", "编制18处易涝点整治方案", deliverable="整治方案", lead="213"),
        Matter("6处年底前完工", "滨河路、迎春桥等6处易涝点完成整治", supporting=("216", "401"), rhythm="每月", lead="213"),
        Matter("其余12处明年5月底前完成整治", "其余12处易涝点完成整治", supporting=("216",), rhythm="每月", lead="213"),
        Matter("清掏老城区雨水管网", "清掏老城区雨水管网320公里", merged=("12月10日前完成320公里",), rhythm="每周", lead="214"),
        Matter(
            "汛前检查、汛中值守、汛后复盘", "建立排水防涝汛前检查、汛中值守、汛后复盘制度",
            lead="222", supporting=("235", "206"), deliverable="制度文件",
        ),
        Matter("严禁施工泥浆直排雨水管网", "查处施工泥浆直排雨水管网", lead="214", supporting=("213",)),
        Matter("管网打压试水和设备检修", "督促供热企业完成管网打压试水和设备检修", responsible=("404",), lead="213"),
        Matter("储足不少于15天用量的煤炭", "储足不少于15天用量的煤炭", lead="404"),
        Matter("公布24小时报修电话", "向社会公布24小时报修电话", lead="404"),
        Matter("开展入户走访", "入户走访独居老人、特困人员等群体，摸清取暖底数", deliverable="走访名册", lead="207"),
        Matter("供热价格监督检查", "开展供热价格监督检查，防止擅自提高收费标准", merged=("坚决防止擅自提高收费标准",), lead="224"),
        Matter("重点林区火灾隐患排查", "排查重点林区火灾隐患，建立清单并逐项销号", merged=("建立隐患清单并逐项销号",), lead="227"),
        Matter("增设检查站26个", "在进山路口增设检查站26个", lead="305", responsible=("306", "308"), supporting=("227",)),
        Matter("野外用火审批制度", "严格落实野外用火审批制度", lead="227", supporting=("222",)),
        Matter("扑火演练", "138个林区村各组织一次扑火演练", lead="227", supporting=("222",), deliverable="演练记录"),
        Matter(
            "会同市司法局", "修改完善《云陵市生活垃圾分类管理办法》并报备案",
            merged=("报送市人大常委会备案",), deliverable="正式文本", lead="214",
        ),
    ),
    dropped={
        "将心比心": "attitude",
        "加快惠企资金拨付": "duplicate",
        "一经发现从严查处": "duplicate",
        "配齐护林人员": "routine",
        "加强宣传引导": "routine",
    },
    correction=Correction("建立“一企一策”帮扶台账", "10月30日前"),
)  # fmt: skip

MINUTES = ClerkPlan(
    text="64-minutes.txt",
    matters=(
        Matter(
            "未开工的6个小区", "未开工的6个老旧小区全部进场施工",
            lead="301", responsible=("302", "213"), rhythm="每周",
        ),
        Matter(
            "今年任务完工率达到95%", "今年老旧小区改造任务完工率达到95%",
            lead="213", responsible=("301", "302"), rhythm="每月",
        ),
        Matter("同步设计、同步施工", "管线改造与小区改造同步设计、同步施工，不反复开挖", merged=("不得反复开挖",), lead="213"),
        Matter(
            "改造工程质量回访制度", "建立改造工程质量回访制度，逐一回访竣工满半年的小区",
            merged=("逐一回访",), deliverable="制度文件", lead="213",
        ),
        Matter("报送回访结果", "按季报送改造工程质量回访结果", rhythm="每季度末月25日前", lead="213"),
        Matter(
            "改造资金使用情况开展专项检查", "专项检查2024年以来老旧小区改造资金使用情况",
            merged=("向市政府提交检查报告",), lead="209", supporting=("223",), deliverable="检查报告",
        ),
        Matter(
            "由市民政局按照会议意见修改完善", "修改印发《云陵市促进养老服务高质量发展若干措施》",
            merged=("以市政府办公室名义印发",), lead="207", deliverable="正式文件",
        ),
        Matter(
            "至少建成1所具备医养结合功能的县级养老院", "每个县（市、区）至少建成1所医养结合县级养老院",
            lead="207", supporting=("220",), rhythm="每季度", limit="2027年底前", fan_out=True,
        ),
        Matter("全市新建社区食堂30个", "新建社区食堂30个", lead="207", rhythm="每季度"),
        Matter(
            "补贴标准由市财政局会同市民政局于12月15日前制定", "制定80岁以上老年人用餐补贴标准",
            lead="209", supporting=("207",), limit="12月15日前", deliverable="补贴标准",
        ),
        Matter(
            "开展养老机构消防安全专项整治", "开展养老机构消防安全专项整治，排查全部112家机构",
            merged=("全部112家机构的隐患排查", "严禁带隐患运营"), lead="207",
        ),
        Matter("年内培训养老护理员2000人次", "年内培训养老护理员2000人次", lead="210", responsible=("203",), rhythm="每月"),
        Matter("首批授权运营目录", "公布首批公共数据授权运营目录，不少于60项", deliverable="目录", lead="228"),
        Matter("成立市公共数据授权运营工作专班", lead="228", supporting=("505",), deliverable="成立文件"),
        Matter("按目录做好数据归集", "按目录做好公共数据归集，更新周期不超过5个工作日", merged=("不超过5个工作日",), lead="228"),
        Matter("涉及个人隐私和商业秘密", "不得授权涉及个人隐私和商业秘密的原始数据", lead="228", supporting=("208",)),
        Matter("不得指定唯一运营单位", lead="228", supporting=("224",)),
    ),
    dropped={"完善养老服务人才培养机制": "routine", "日常工作由市政务和数据局承担": "duplicate"},
)  # fmt: skip

PLANS = (NEWS, MINUTES)
UNDER_WAY = "q4-dispatch.txt"  # left half decided, for the next person to go on
