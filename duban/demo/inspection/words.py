"""What the month's petitions say: complaints, findings and measures of our own, put together by chance."""

from __future__ import annotations

from random import Random

# type | site, with {place} | what it does | what was found | what was done at once | what lasts
_MATTERS = """
大气 | {place}的沥青拌合站 | 生产时刺鼻气味飘进周边小区 | 烟气收集罩破损，部分沥青烟未经处理排放 | 责令限期修复收集罩 | 更换密闭输送带，安装在线监测
大气 | {place}的石材加工点 | 切割石材不开喷淋，粉尘落满农田 | 干法切割，无除尘设施 | 当场改为湿法作业 | 建成封闭车间和沉淀池
大气 | {place}的烧烤夜市 | 油烟直排，居民不敢开窗 | 十七户中五户净化器停用 | 督促清洗并开启净化器 | 统一接入公共烟道
大气 | {place}的混凝土搅拌站 | 车辆进出不冲洗，道路扬尘严重 | 冲洗平台排水堵塞，未正常使用 | 疏通冲洗平台，加密洒水 | 硬化进场道路，料场全封闭
水 | {place}的养殖场 | 粪污夜间流入灌溉渠，渠水发黑 | 储粪池防渗膜破裂，污水外溢 | 抽运污水，封堵外溢口 | 重建防渗储粪池，签订还田协议
水 | {place}的洗涤厂 | 污水带泡沫排进河道 | 污水站曝气机故障，出水超标 | 停用超标排口，立案查处 | 更换曝气设备，接入市政管网
水 | {place}的雨水口 | 晴天也往河里流污水，发臭 | 两处小区阳台污水混接雨水管 | 临时截流至污水井 | 完成混接改造
水 | {place}的屠宰点 | 血水未经处理排入沟渠 | 隔油沉淀池满溢，未及时清掏 | 清掏沉淀池，清理沟渠 | 新建一体化处理设备
土壤 | {place}的废旧电池拆解点 | 废酸倒在地上，附近庄稼枯死 | 无证拆解，地面无防渗 | 取缔拆解点，转运危险废物 | 开展土壤调查和修复
土壤 | {place}的废弃矿坑 | 有人夜里倾倒黑色废渣 | 堆存一般工业固体废物约三百吨 | 围挡并覆盖，溯源调查 | 全部清运处置并复绿
噪声 | {place}的建筑工地 | 半夜浇筑混凝土，整夜不停 | 未办理夜间施工证明 | 责令停止违规夜间施工 | 调整工序，公示作业时间
噪声 | {place}的冷库 | 压缩机昼夜轰鸣，老人睡不好 | 夜间噪声超标六分贝 | 夜间关停一台机组 | 加装隔声罩和减振垫
噪声 | {place}的健身广场 | 音响开到很大，一直吵到深夜 | 三支队伍同时使用音响 | 约定音量和结束时间 | 安装定向音响和噪声显示屏
生态 | {place}的采石场 | 越界开采，山体裸露多年不治理 | 越界约两亩，复绿未按期完成 | 停止越界开采，立案调查 | 编制并实施生态修复方案
生态 | {place}的河滩 | 有人私自采砂，河岸垮塌 | 发现采砂坑四处，无许可 | 查扣采砂船一艘 | 回填采砂坑，修复护岸
其他 | {place}的垃圾中转站 | 垃圾堆积外露，渗滤液流到路上 | 压缩设备故障，转运不及时 | 清运积存垃圾，冲洗路面 | 更换设备，增加转运班次
其他 | {place}的加油站 | 油气味大，担心影响健康 | 油气回收装置运行正常，检测达标 | 现场向居民说明检测结果 | 每季度公布检测结果
"""
TYPES = ("大气", "水", "土壤", "噪声", "生态", "其他")
_PLACES = [
    "北关街道",
    "河西街道",
    "槐荫街道",
    "新桥镇",
    "柳溪镇",
    "白沙镇",
    "石门镇",
    "清泉镇",
    "双河镇",
    "马渡镇",
    "龙泉乡",
    "松林乡",
    "云台乡",
    "长岭乡",
    "月牙湾村",
    "三合村",
    "青龙桥",
    "老粮站",
    "东风渠",
    "南门口",
    "客运站",
    "工业路",
    "滨江路",
    "团结路",
    "解放巷",
    "棉纺厂",
    "机械厂",
    "化工园区",
    "物流园",
    "农贸市场",
    "火车站货场",
    "老码头",
    "水库下游",
    "学府路",
    "体育场",
]
_SINCE = ("去年冬天以来", "近半个月来", "两年多来", "今年入夏以后", "自上个月复工后", "长期以来", "最近一周")
_WHEN = ("每天夜里十点以后", "清晨五六点", "下雨天", "周末和节假日", "白天检查一走", "天气闷热时", "每隔两三天")
_TOLD = (
    "多次向当地反映未得到解决", "曾经整治过又反弹", "村里出面协调过两次没有结果", "相关部门来看过但没有下文",
    "周围群众意见很大", "担心污染地下水源", "已影响老人和孩子休息",
)  # fmt: skip
_WANTED = ("请求查处", "希望彻底整治", "要求公开处理结果", "请督察组督办", "盼尽快还居民清静")


def matters() -> list[tuple[str, ...]]:
    """Return the rows of the table: type, site, what it does, found, at once, lasting."""
    return [tuple(cell.strip() for cell in line.split("|")) for line in _MATTERS.strip().splitlines()]


def complaint(random: Random, matter: tuple[str, ...], area: str) -> tuple[str, str]:
    """Return the complaint's text and its place."""
    place = f"{area}{random.choice(_PLACES)}"
    number = random.randint(1, 199)
    text = (
        f"反映{matter[1].format(place=place)}（{random.choice('东西南北')}侧{number}米处）{random.choice(_SINCE)}{matter[2]}，"
        f"{random.choice(_WHEN)}尤其严重，{random.choice(_TOLD)}，{random.choice(_WANTED)}。"
    )
    return text, place


def again(random: Random, text: str) -> str:
    """Return the same complaint as somebody tells it a second time."""
    lead = random.choice(("再次反映：", "与前次相同，", "又有群众来信，"))
    return lead + text.removeprefix("反映").replace("，", random.choice(("，", "、")), 1)
