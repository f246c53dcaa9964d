"""What the large city's tasks and reports say: sentences of our own, put together by chance."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

# topic | what is done, with {place} and {n} | measure | least and most
_MATTERS = """
城区排水 | 清掏{place}雨水管网{n}公里 | 公里 | 5 400
城区排水 | 完成{place}等{n}处易涝点整治 | 处 | 2 40
城区排水 | 更换{place}破损雨水箅子{n}套 | 套 | 50 3000
供水保障 | 改造{place}老旧供水管网{n}公里 | 公里 | 3 120
供水保障 | 新建{place}二次供水泵房{n}座 | 座 | 1 30
供热保障 | 完成{place}供热管网检修{n}公里 | 公里 | 4 90
燃气安全 | 排查{place}餐饮场所燃气隐患{n}户 | 户 | 60 4000
燃气安全 | 更换{place}居民用户橡胶软管{n}户 | 户 | 200 9000
老旧小区 | 开工改造{place}老旧小区{n}个 | 个 | 1 60
老旧小区 | 加装{place}既有住宅电梯{n}部 | 部 | 2 80
保障住房 | 交付{place}保障性住房{n}套 | 套 | 50 2600
交通运输 | 建成{place}农村公路{n}公里 | 公里 | 6 260
交通运输 | 整治{place}国省道平交路口{n}处 | 处 | 3 50
公共交通 | 优化{place}公交线路{n}条 | 条 | 1 24
停车治理 | 新增{place}公共停车泊位{n}个 | 个 | 80 5000
水环境 | 完成{place}入河排污口整治{n}个 | 个 | 4 150
水环境 | 消除{place}黑臭水体{n}条 | 条 | 1 18
大气治理 | 完成{place}加油站油气回收改造{n}座 | 座 | 3 60
大气治理 | 淘汰{place}国三及以下营运柴油货车{n}辆 | 辆 | 20 900
固废处置 | 清运{place}历史遗留固体废物{n}吨 | 吨 | 300 80000
垃圾分类 | 建成{place}生活垃圾分类示范小区{n}个 | 个 | 5 120
园林绿化 | 新增{place}口袋公园{n}个 | 个 | 1 36
森林防火 | 新建{place}防火隔离带{n}公里 | 公里 | 8 200
农田建设 | 新建和提升{place}高标准农田{n}亩 | 亩 | 2000 90000
粮食生产 | 落实{place}粮食播种面积{n}亩 | 亩 | 9000 400000
畜牧养殖 | 完成{place}规模养殖场粪污设施配套{n}家 | 家 | 4 160
乡村建设 | 改造{place}农村户用厕所{n}户 | 户 | 100 6000
乡村建设 | 建设{place}和美乡村示范村{n}个 | 个 | 1 24
就业 | 组织{place}专场招聘活动{n}场 | 场 | 4 90
就业 | 开展{place}职业技能培训{n}人次 | 人次 | 200 12000
教育 | 新增{place}公办幼儿园学位{n}个 | 个 | 90 3600
教育 | 改善{place}寄宿制学校宿舍{n}间 | 间 | 20 600
卫生健康 | 升级{place}村卫生室{n}个 | 个 | 5 140
卫生健康 | 完成{place}适龄妇女两癌筛查{n}人 | 人 | 800 30000
养老服务 | 新建{place}社区老年食堂{n}个 | 个 | 2 60
养老服务 | 完成{place}困难老人家庭适老化改造{n}户 | 户 | 60 2400
托育服务 | 新增{place}普惠托位{n}个 | 个 | 60 2000
残疾人服务 | 为{place}残疾人适配辅助器具{n}件 | 件 | 100 3000
医疗保障 | 兑付{place}职工生育津贴{n}人 | 人 | 200 6000
社会救助 | 核查{place}低保对象家庭状况{n}户 | 户 | 300 9000
招商引资 | 签约{place}亿元以上项目{n}个 | 个 | 1 30
项目建设 | 推动{place}重点项目开工{n}个 | 个 | 2 50
工业经济 | 走访{place}规模以上工业企业{n}户 | 户 | 10 260
工业经济 | 实施{place}技术改造项目{n}个 | 个 | 2 80
科技创新 | 培育{place}高新技术企业{n}家 | 家 | 2 60
消费促进 | 发放{place}家电以旧换新补贴{n}份 | 份 | 500 20000
文化旅游 | 修缮{place}文物保护单位{n}处 | 处 | 1 20
文化旅游 | 举办{place}惠民演出{n}场 | 场 | 8 200
体育 | 更新{place}全民健身路径{n}套 | 套 | 10 300
政务服务 | 梳理{place}高频事项办理指南{n}项 | 项 | 20 400
数据治理 | 归集{place}公共数据目录{n}类 | 类 | 10 260
营商环境 | 清理{place}拖欠企业账款{n}笔 | 笔 | 3 160
安全生产 | 检查{place}危险化学品企业{n}家 | 家 | 4 120
安全生产 | 整改{place}重大事故隐患{n}处 | 处 | 1 60
消防安全 | 打通{place}消防生命通道{n}处 | 处 | 4 180
道路安全 | 治理{place}临水临崖路段{n}处 | 处 | 2 70
食品安全 | 抽检{place}校园食堂食品{n}批次 | 批次 | 40 1200
信访积案 | 化解{place}信访积案{n}件 | 件 | 1 40
审计整改 | 完成{place}审计问题整改{n}项 | 项 | 3 90
国土资源 | 处置{place}批而未供土地{n}亩 | 亩 | 100 6000
地质灾害 | 搬迁{place}地质灾害避险户{n}户 | 户 | 5 300
防汛抗旱 | 除险加固{place}小型水库{n}座 | 座 | 1 16
民族团结 | 办好{place}惠民实事{n}件 | 件 | 2 20
退役军人 | 走访{place}优抚对象{n}户 | 户 | 60 1800
"""
# matters without a figure
_WORDED = """
营商环境 | 制定{place}政务服务“一件事”实施方案 | 实施方案
数据治理 | 公布{place}公共数据授权运营目录 | 目录
财政金融 | 提出{place}化解债务风险工作方案 | 工作方案
项目建设 | 编制{place}重点项目前期工作推进清单 | 推进清单
城市更新 | 完成{place}城市体检并形成报告 | 体检报告
交通运输 | 开展{place}治超站点布局论证 | 论证报告
水环境 | 建立{place}河湖长制问题销号台账 | 台账
应急管理 | 修订{place}突发事件总体应急预案 | 应急预案
教育 | 出台{place}集团化办学考核办法 | 考核办法
卫生健康 | 组建{place}紧密型医共体并理顺财务管理 | 组建文件
农业农村 | 核定{place}撂荒地复耕任务并落图 | 任务图表
文化旅游 | 策划{place}冬季文旅活动 | 活动方案
安全生产 | 约谈{place}隐患整改滞后的企业 | 约谈记录
政务公开 | 督促{place}按期公开重大决策事项 | 公开链接
工业经济 | 建立{place}停产半停产企业帮扶机制 | 帮扶台账
人才工作 | 落实{place}引进人才安家补助 | 拨付凭证
"""
_FIRST = "青澄松丹洛禾石云白柳桃枫竹兰溪雾岚翠碧锦玉银金清永长安宁平康泰和瑞福嘉景春秋新"
_SECOND = "河桥山溪湾坪岭坡塘渡口泉谷洲滩沟坝台源川林原岩垣阜浦港湖堰井丘畈垭坳冲"
_KINDS = ("路", "大道", "片区", "社区", "园区", "街道", "村", "新城", "老城", "流域", "沿线", "镇")
_MANNERS = (
    "",
    "",
    "",
    "，经验在全市推开",
    "，资金足额到位",
    "，做到应改尽改",
    "，不留死角",
    "，同步做好群众工作",
    "，确保质量和安全",
)
_DONE = (
    "已完成{done}{unit}",
    "累计完成{done}{unit}，占目标的{percent}%",
    "本月新增完成，累计{done}{unit}",
    "{done}{unit}已通过现场验收",
)
_WORK = (
    "召开专题调度会，压实{place}各方责任。", "派出工作组驻点{place}推进。", "{place}施工单位已进场，每日调度。",
    "与{place}所在县区会商，明确分工和节点。", "按照周报告、月通报制度推进。", "组织技术力量对{place}逐一复核。",
    "完成招标并签订合同。", "图纸审查已通过，材料陆续进场。", "联合有关部门开展现场督导。", "群众代表参加了{place}现场查看。",
)  # fmt: skip
_PROBLEMS = (
    "", "", "", "", "征地拆迁个别户尚未签约。", "上级资金尚未下达。", "阴雨天气影响{place}室外作业。", "部分设备到货推迟。",
    "产权资料不全，需多部门会商。", "设计变更手续尚在办理。",
)  # fmt: skip
_NEXT = (
    "抓紧完成剩余任务。",
    "下月底前完成收尾和资料归档。",
    "对滞后点位倒排工期。",
    "做好验收准备。",
    "继续协调资金拨付。",
    "增派力量，赶回进度。",
)
REASONS = {
    "hand_back": ("职责不在本单位，建议由主管部门牵头。", "事项与本单位在办事项重复，建议并入。", "缺少立项依据，请明确任务来源。"),
    "suspend": ("等待上级批复规划调整。", "因诉讼未决暂停。", "汛期暂停涉水施工。"),
    "terminate": ("政策已调整，不再实施。", "项目取消。"),
    "withdraw": ("立项有误，重新立项。", "与上级统一部署合并安排。"),
    "merge": ("与另一事项内容相同。", "并入总任务统一推进。"),
    "send_back": ("佐证材料只有照片，缺少验收单。", "抽查发现两处未完成。", "数字与统计口径不一致。"),
    "extend": ("雨季停工四十日。", "设备到货推迟。", "征地手续延期办结。"),
}  # fmt: skip
OFFICIALS = (
    "常务副市长",
    "分管城建的副市长",
    "分管农业的副市长",
    "分管工业的副市长",
    "分管民生的副市长",
    "市政府秘书长",
    "",
)
LEADERS = ("市长", "常务副市长", "分管副市长")


@dataclass(frozen=True, slots=True)
class Matter:
    """What one task asks for: its wording, and a target with its measure where it has one."""

    topic: str
    title: str
    place: str
    target: int | None = None
    unit: str = ""
    deliverable: str = ""


def _table(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


_COUNTED, _WRITTEN = _table(_MATTERS), _table(_WORDED)


def place(random: Random) -> str:
    """Return a place's name: a few thousand are possible."""
    return random.choice(_FIRST) + random.choice(_SECOND) + random.choice(_KINDS)


def matter(random: Random) -> Matter:
    """Return a matter; three in four have a target in figures."""
    where = place(random)
    if random.random() < 0.75:
        topic, wording, unit, limits = random.choice(_COUNTED)
        least, most = map(int, limits.split())
        target = round(least * (most / least) ** random.random())  # small ones are many, large ones few
        return Matter(topic, wording.format(place=where, n=target), where, target, unit)
    topic, wording, deliverable = random.choice(_WRITTEN)
    return Matter(topic, wording.format(place=where), where, deliverable=deliverable)


def quoted(random: Random, wanted: Matter, unit: str, limit: str) -> tuple[str, str]:
    """Return a paragraph of minutes and the sentence in it that asks for the matter."""
    sentence = f"{unit}要{limit or '抓紧'}{wanted.title}{random.choice(_MANNERS)}"
    return f"会议强调，要抓好{wanted.topic}工作。{sentence}。有关县区和部门要密切配合。", sentence


def report_text(random: Random, wanted: Matter, done: int | None) -> str:
    """Return what a unit writes of its progress."""
    work = random.choice(_WORK).format(place=wanted.place)
    if not done or not wanted.target:
        return f"{wanted.topic}：{work}{wanted.title}正在推进。"
    said = random.choice(_DONE).format(done=done, unit=wanted.unit, percent=round(100 * done / wanted.target))
    return f"{said}。{work}"


def problems(random: Random, wanted: Matter) -> str:
    """Return what stands in the way, often nothing."""
    return random.choice(_PROBLEMS).format(place=wanted.place)


def next_steps(random: Random) -> str:
    """Return what the unit means to do next."""
    return random.choice(_NEXT)
