"""Why a lexicon entry stands though it is rare in the corpus: by module, the reason and the words it holds for.

An entry needs two texts outside the tuning part or a place here; `scripts/rules-over-corpus --weak` lists those with neither.
The corpus holds meetings and reports of the state and the provinces; the language of cities, counties and towns is thin in it.
"""

from __future__ import annotations

_COUNTY = "市县、乡镇会议的用语，国务院和省级文本少见"
_COMPLETE = "与同表其他词同类，补全一组固定说法"
_STATE = "国务院会议的固定说法，历年只偶尔出现"

REASONS: dict[str, dict[str, str]] = {
    "clause_words": {
        _COMPLETE: (
            "此举 事实证明 调查显示 采取上述 采取以上 以上措施 之际 将至 将临 来临 为止 为宜 天起 季起 底起 初起 准时 另外 下一阶段 "
            "接下来 下步 会后 一句话 具体来说 具体而言 不仅如此 其间 从现在起 从今天起"
        ),
    },
    "conveners": {
        _COUNTY: "县长 区长 州长 盟长 旗长 镇长 乡长 委员长 检察长 指挥长 总指挥 董事长 总经理 办公会议 动员会 分析会 汇报会 通报会 研判会 恳谈会 论证会 总结会 务虚会 誓师会",
    },
    "cues": {
        _COUNTY: (
            "传达学习贯彻 传达学习 学习传达 传达贯彻 审议并原则通过 审议并原则同意 审议原则通过 审议并通过 原则同意 "
            "原则审议通过 一致通过 部署安排 研究讨论 专题部署 任免 书面听取 书面审议"
        ),
        _COMPLETE: "听取并审议 听取和审议 讨论并原则同意 讨论并通过 研究并原则通过 研究并原则同意 研究通过 研究审议",
    },
    "target_units": {
        _COMPLETE: "MW GW 欧元 平方千米 千米 千克 毫克/升 毫克/立方米 分贝 摄氏度 百分点之",
        _COUNTY: "栋 棵 户次 架次 盏 宗地 班次 个床位 张床位 车次 趟 人份 家次 会诊 轮次",
    },
    "trackable_words": {
        _COUNTY: (
            "清退 追缴 转隶 过筛 抢修 征集意见 复盘 专题党课 清运 边督边改 即知即改 照单全收 以身作则 率先垂范 以上率下 "
            "责任状 一本账 党课 尾矿库 班次 开门红 应.尽. 不漏 配足 报市 报区 配送网络 封堵 阅览室 水站 泵站 水渠 水井 政策解释 该[^，的]{1,8}的(?:坚决|及时|严肃|尽快|立即|一律) "
            "一(?P<each>[处个起户件家例项])、?[^，、一]{1,4}一(?P=each)"
        ),
        _COMPLETE: "汇聚共享 简并 不许 彻查",
        _STATE: "领导职数 购物额 违规审批 一律视作",
    },
    "unit_names": {
        _COUNTY: (
            "各村 环卫所 财政所 粮站 水利站 农技站 分局 督导组 指导组 监委 防总 气象台 水文站 供电公司 我县 会后 统战 报市 县长 区长 落实单位 配合单位 "
            "协办单位 交警 交管 经信"
        ),
    },
    "verbs": {
        _COMPLETE: "慎终如始 争分夺秒 精准稳妥 不遗余力 以上率下 勤于 摒弃 戒除 提防 唤醒 后置 练就 磨砺 乐于 甘于 并入 简并",
        _COUNTY: (
            "因企施策 因地施策 因类施策 逐户 逐村 逐家 按周 派发 巡河 备勤 联演 复盘 包抓 呼吁 跑赢 "
            "抓牢 抓严 避让 撤离 预置 备齐 配足 清运 清退 征迁 封堵 看住 看紧 守稳 站稳 拧紧 上紧 夯牢 扎紧 筑起 "
            "养好 用准 盘清 摸准 弄清 划清 提拔 树好 开足 修补 复绿 亮化 分片 收割 抢收 抢种 浇灌 泄洪 防抗 抢修 "
            "抢通 学好 悟透 吃透 做足 做准 做亮 抓常 抓长 抓建 拿准 反思 警醒 敲响 拉紧 挺起 归还 试产 满产 利旧 "
            "挖深 开挖 治超 稳供"
        ),
    },
}
