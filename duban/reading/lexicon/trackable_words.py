"""Words by which an action is judged trackable: verbs, objects and set phrases, by what they leave behind.

A class is named after the proof it leads to. Each word stands in one class. The order of words in a class means nothing: the longest
word that stands at a place wins.
"""

from __future__ import annotations

from duban.reading.lexicon.tables import words

# Verbs whose result is a paper, a payment, a site or a changed rule: the thing exists afterwards or it does not.
DELIVER = words(
    "制定 制订 拟定 拟订 修订 编制 修编 起草 出台 印发 公布 发布 颁布 公告 公示 公开 报送 上报 报告 "
    "汇报 提交 提请 报请 报批 报市 报县 报区 报省 报国务院 报备 备案  移交 移送 交办 建成 完成 开工 竣工 复工 投产 投用 投入使用 投运 "
    "通车 封顶 交付 交工 竣工验收 启动 启用 取消 废止 停止 停征 终止 撤销 吊销 免征 减征 征收 拨付 下达 "
    "下拨 兑付 兑现 退还 返还 偿还 清偿 清零 发放 支付 缴纳 安排资金 筹集 募集 列出 列入 纳入 建档 入库 "
    "设立 增设 新设 开设 开通 组建 成立 新建 新增 改建 扩建 改造 修建 修复 拆除 关停 淘汰 腾退 下放 "
    "承接 放开 放宽 延长 延续 延期  推迟 上调 下调  降至 降为 提至 核准 批准 批复 审定 签订 "
    "签署 商签 签约 招标 采购 储备 备足 配足 配备 配齐 配建  派出 派驻 选派 抽调 招聘 招录 引进 引入 "
    "新签 举办 召开 承办 试点 试行  推广 推开 推行 推出 提出 拿出  细化 分解 明确 划定 划分 "
    "核定 核实 核查 核减 核销 认定 登记 清理 清查 清退 清收 清欠 清缴 盘活 收回 收购 追缴 追回 合并 "
    "整合 归并 撤并 划转 转隶 转为 改为 替代 实行 实施 执行  办结 办理 受理 答复 回复 反馈 回访 "
    "立案 结案 征求 征集 调配 补齐 补足 补贴 补助 奖励 给予 赋予 允许   享受 缴存 并网 接入 "
    "贯通 互联互通 上线 暂停 恢复 续建 迁建 搬迁 安置  疏散 供应 投放 收储 提供  签发 设定 "
    "规定 制作 转交 抄送 通报 归集 普及  发行 谋划 测算 减免 减按 缓缴 免收 免除 抵扣 扣除 置换 "
    " 计入 设置 设在 限额 分期 解决 修改完善 修改 信息共享 数据共享 汇聚共享 互认 建造 立法 实时共享 视为 下发 清淤 疏浚 封堵 申报 同步建设 精简 确定 更新 安排 结算"
)

# Work that leaves records: who, when, where, what was found.
RECORD = words(
    "排查 检查 督查 督导 督办 巡查 抽查 核验 摸底 摸排 普查 统计 审计 评估 考核 验收 监测 预警 预报 "
    "会商 调度 演练 培训 轮训 宣传 宣讲 宣介 解读 普法 执法 整治 整改 纠正 查处 严查 约谈 巡察 起底 过筛 "
    "溯源 回头看 监督检查 督促检查 评议 评审 评价 评选 论证 值班   走访 慰问 面试 救助 救治 "
    "抢修 复核 抽检 检测 检验 检疫 检修  征求意见 征集意见 值守 调研 复盘 试验  销号 挂牌 追溯 "
    " 联合惩戒 惩戒 跟踪问效 跟踪督办 政策解释 专项治理  举报  专题党课  建账 清运 消杀 接种 开展 宣传引导 边督边改 "
    "立行立改 即知即改 照单全收 沟通 梳理 听取 听证 参加 集采 审计监督 建章立制 座谈会 对接会 推介会 现场会 招聘会 洽谈会 发布会 银企对接 供需对接 产销对接"
)

# Verbs that set up or perfect something: trackable if the thing has a name of its own.
BUILD = words(
    "建立健全 建立完善   建立 健全 完善 建设 构建 打造 搭建 建好 创建 形成 创设 筹建 布局建设 建强 共建 统一 开辟"
)

# Verbs of more and less: trackable if the object can be counted.
CHANGE = words(
    "增加 扩大 提高 减少 降低 压减 压缩 缩短 拓宽 减轻  控制 严控  下浮 提升至 扩面 扩围 调整 "
    "增发 加大 加密 补充 扩展 拓展 稳定在 保持在 缩减 削减 压降 降  简并 合理扩大 覆盖 缩小"
)

# Verbs of effort: trackable only through an object that leaves a record or a thing.
EFFORT = words(
    "加强 强化 优化 提升 推动 推进 促进 深化 做好 抓好 抓实 办好 搞好 落实 支持 鼓励 引导 帮助 "
    "规范 创新 改进 改善 保障 保证 确保 保持 稳定 发展 培育 壮大 做大 做强 做优 增强 巩固 丰富 运用 "
    "用好 用足 发挥 协调 对接 开发 利用 带动 拉动 吸引 扶持 激励 处理 处置 化解 防范 应对 指导 督促 "
    "监督 管理 畅通 打通 维护 保护 治理 修缮 挖掘 调动 简化 方便 满足 扩容 提质  升级 整顿 加力 "
    "狠抓 落地 参与 服务 倡导 动员 振兴 建言 融入 协同 疏解 遏制 缓解 消除 破除 破解 打破 纠 减负 落细 培养 创造 稳住 疏通"
)

# Attitudes, principles and directions: nothing to show.
STANCE = words(
    "兴起 掀起 坚持 树立 牢记 重视 聚焦 锚定 紧盯 紧扣 围绕 立足 着眼 突出 把握 领会 领悟 践行 弘扬 发扬 贯彻 "
    "学习贯彻 深入贯彻 深刻 切实增强 增进 凝聚 激发 释放 营造 彰显 适应 顺应 统一思想 高度重视 统一到 转变 "
    "改变 秉持 尊重 拥护  对标对表 对标 高举 夯实 筑牢 扛牢 扛起 担当 勇于 敢于 善于 牢牢把握 "
    "压实 压紧 守牢 守住 兜牢 守好 扎牢 抢抓 抓住 用心 用情 用力 咬定 以身作则 率先垂范 以上率下 靠前 "
    "下沉 挂帅 过问 发力 协力 齐抓共管 同向 携手 密切配合 积极配合 密切协同 主动作为 担责 尽责 履行 "
    "保持清醒 自觉 力戒 反对 克服 汲取 吸取 谱写 助力 赋能 奋力 奠定 塑造 争当 争创 走好 走在 开创 展现 "
    "提振 关心 关爱 关注 体现 引领 注重 惠及 增添 抓 纠治 作为 摆在 摆到 摆上 放在 挺在 贯穿 结合起来 "
    "严格规范公正文明执法"
)

# Papers, lists and rules.
DOCUMENT = words(
    "方案 办法 细则 意见建议 反馈意见 意见 规划 计划 清单 台账 目录 条例 法规 法规制度 规章 草案 法律 预案 标准 "
    "指南 指引 手册 通知 文件 时间表 路线图 任务书 责任状 责任书 协议 协定 合同 章程 规程 名录  预算 "
    "决算 请示 纪要 总结 报表 材料 一本账 档案 图谱 任务清单 指标 蓝图 书面 名单 办事指南  手续 "
    "许可 许可证 资质 证照 建议提案 提案 议案 典型案例 案例 教材 课程 预决算 定额 问卷 标准规范 技术规范 "
    "行为规范"
)

# Arrangements with a name: they are set up by a paper or an office.
INSTITUTION = words(
    "机制 制度 责任制 长制 负责制 体制 专班 领导小组 工作组 机构 平台 系统 窗口 基金 数据库 信息库 示范区 试验区 "
    "实验区 开发区 保税区 基地 园区 网点 账户 保险 考核指标 评价体系 指标体系 标准体系  管理平台 "
    "岗位 队伍 专职人员 示范点 保证金 联盟 智库 实验室 研究院 创新中心 服务中心 分中心 综合体 专户 通道 "
    "专线 热线 医共体 医联体 一窗 一网 一站式 联席会议 联络员  党课 负面清单 绿色通道  三年行动 专项行动 行动计划 行动方案 产业园 创业园 研发中心 交易市场"
)

# Works and things: an inspector can stand in front of them.
WORKS = words(
    "工程 项目 设施 设备 公路 铁路 高速 桥梁 水库 管网 电网 物流网  住房 房源 床位 泊位 停车场 "
    "学校 学位 医院 厂房 电站 核电 机组 港口 码头 机场 河道 堤防 管道 管廊 场馆 场所 公园 绿地 小区 "
    "社区 厕所 农田 高标准农田   仓库 驿站 物资 装备 机具 车辆 充电桩 基站 光伏 风电 储能 油品 "
    "柴油 煤炭 粮油 种子 化肥 疫苗 药品 矿山 尾矿库 垃圾 污水 排污口 黑臭水体 棚户区 老旧小区 危房 农房 "
    "征地 拆迁 用地 土地 耕地 口岸 免税店 航线 班列 线路 枢纽 仓储 幼儿园 养老院 食堂 文物   "
    "规划建设  渣土 保交楼 货物 民生实事 惠民实事 路网 通信网 算力网 保障房 公租房 廉租房 公寓 宿舍 校舍 骨干网 海外仓 配送网络 物流网络"
)

# What a statistician or an accountant counts.
COUNTED = words(
    "资金 税 税收优惠 所得税 增值税 消费税 关税 费用 收费 费率 税费 税负 规模 比例 比重 率 额度  额 "
    "时限 时间 期限 环节 证明 范围 品种 面积 数量 产量 播种面积 价格 利率 成本 物流成本 投资 债券 "
    "贷款 专项债 国债 转移支付  拖欠 欠款 工资 养老金 待遇 救助标准 支出 经费 存量 增量 库存 产能 "
    "用量 航班 种类 排放 排放量 能耗 浓度 人次 场次  户数 班次 供应量 人员编制 领导职数 覆盖面 审批事项 研发投入 "
    "实物工作量 信用保险 保费 融资 门槛  购物额 名额 招生 满意率 覆盖率 达标率 水质 空气质量 "
    "饮水安全 年度目标 职责 人才培养 养老金水平 待遇水平 工资水平 财政投入 资金投入 政府投入 资本金 用水 用电 用气"
)

# Qualities, conditions and fields of work: better or worse, never finished.
QUALITY = words(
    "热潮 可推广 业绩 确定性 不确定性 能力 水平 格局 环境 活力 动能 动力 监管 责任 合力 作用 意识 认识 站位 质量 安全 支撑 基础 优势 "
    "效能 效率 成效 底线 氛围 体系 思想 作风 导向 信心 潜力 积极性 改革 转型 融合 衔接 领导 需求 责任感 "
    "获得感 幸福感 安全感 素质 素养 布局 结构 秩序 生态 生活 民生 经济 产业 事业 市场 消费 内需 供给 "
    "流通 贸易 外贸 合作 交流 功能 质效 效益 竞争力 影响力 吸引力 韧性 潜能 后劲 障碍 壁垒 堵点 卡点 "
    "难题 困难 问题 短板 矛盾 风险 关系 权益 利益 大局 全局 目标 部署 精神 决策 原则 方向 理念 观念 "
    "思路 方法 模式 业态 新业态 场景 新场景 文化 文明 人才 主体 企业 品牌 集群 链条 产业链 供应链 通畅 "
    "便利化 便利度 法治化 标准化 现代化 规范化 市场化 国际化 数字化 智能化 绿色化 一体化 信息化 高标准 "
    "高质量 高水平 现代 运行 运转 区间 预期 形势 局面 态势 势头 变化 趋势  空间 渠道 资源 要素 "
    "力量 手段 工具 进度 劲头 态度 姿态 速度 节奏 便利 举措落实 政策支持 防护 负担 干预 关切 监督权 自主权 地位 成果 红利 机遇 窗口期 纪律 "
    "规矩 廉洁 腐败 政绩观  教训 情绪 干部 队伍建设 强国 强省 强市 门户 高地 标杆 样板 开局 开门红 "
    "收官战 攻坚战 增长 就业 增收 收入 传承 绿色发展 乡村振兴 脱贫攻坚成果 共同富裕 屏障 竞争 透明度 "
    "支持力度 普惠 公平 正义 诚信 互信 信任 友谊 共识 集聚 向好 回升 审批 价值 经验 战略 有效投资 "
    "民间投资 社会投资 开放 方式 条件 执行力 公信力 勇气 决心 干劲 效应 规模效应 规模化 引力 配置 法治 财政政策 货币政策 宏观政策 就业优先政策 宏观调控 隐患 增长点 新增长点 融资难 融资贵 融资难题 新问题 弱项 线上与线下"
)

# Verbs and adverbs that only say how; the verb after them decides, if there is one.
LIGHT = words("统筹 统筹谋划 加快 抓紧 努力 力争 争取 深入 研究 实现 做到 负责 严格 严肃 从严 组织 探索 大力 积极")

# Policies and measures: issuing one is a paper, carrying "the policies" out is not.
POLICY = words("政策措施 政策举措 政策 措施 举措")

# Nouns that add nothing to the object before them.
TAIL = words("工作 力度 要求 任务 事项 事宜 线上线下 方面 各方面 支付机构")

# How names of buildings and works end: 标准化卫生室, 断头路.
BUILT_ENDS = words("卫生室 阅览室 教室 馆 水站 泵站 车站 文化站 桥 坝 水渠 厂 楼 水井 学校 水闸 断头路 公路 支路 管线")

# Giving verbs whose object may be support and nothing else.
GIVING = words("补齐 补足 拿出 提供 给予 赋予")

PROHIBITION = words("不得 严禁 禁止 杜绝 不准 不许 不允许 坚决防止 严防 坚决遏制 制止")
SANCTION = words(
    "追究 追责 问责 严惩 惩处 惩治 打击 严打 彻查 查处 处罚 取缔 没收 约谈 责令 严肃处理 通报批评 打掉 违规审批 一律视作"
)

# Forms (patterns) that name a count, a rhythm or completeness. Each begins with a character, so that a search is quick.
PROOF = (
    "应.尽.",
    "不漏",
    "专款专用",
    "不发生",
    "该[^，的]{1,8}的(?:坚决|及时|严肃|尽快|立即|一律)",
    "零[投事容拖]",
    "一(?P<each>[处个起户件家例项])、?[^，、一]{1,4}一(?P=each)",
    "逐(?!步|渐|章|字|年)",
    "每[日天周月季年半]",
    "[日周旬月季](?:调度|会商|通报|报告|例会|研判|督查|排名|清零|盘点|小结)",
    "一律",
    "一批",
    *(f"{measure}(?<=[一两二三四五六七八九十百0-9]{measure})(?<![第新].{measure})(?!规定)" for measure in "项次批轮"),
    "分之(?<=[二三四五六七八九十]分之)",
    "全部(?!工作|心|身|精)",
    "24小时",
    "不[少低高超][于过]",
    "倒排",
    "限[时期]",
    "按期",
    "如期",
    "只[减增]不[减增]",
    "足额",
    "全覆盖",
    "一[网窗]通?[办受]",
)
# Words that do not make a name.
UNNAMED = words("运行 工作 相关 有关 制度 法规 政策 体制 各项 机制 配套 长效 管理 法律")

# What such a giving verb gives when it gives nothing to see.
BACKING = words("短板 弱项 劲头 姿态 态度 勇气 决心 干劲 支撑 保障 动力 活力 保证 便利 氛围 环境 条件 遵循 贡献 天地")

# Verbs that make a cited text an obligation to show.
CARRYING_OUT = words("落实 执行 实施 遵守")

# Prepositions that put the object before its verb, unlike those of means (以, 通过).
OBJECT_FIRST = "对把将"

# What is carried out for years and never handed in.
LOFTY = words("战略 财政政策 货币政策 宏观政策 就业优先政策 宏观调控")

# Verbs that promise an outcome, and the outcomes that are counted or inspected.
ENSURING = words("确保 保障 保证 保持 维护 稳定")
KEPT = words(
    "结算 投入使用 投产 拨付 发放 支付 兑付 完成 到位 清零 供应 交付 竣工 通车 投用 办结 解决 用水 用电 用气 饮水安全 年度目标"
)

# What a clause of a prohibition begins with.
AVOIDING = words("防止 避免 杜绝 切忌 力避")

# Verbs that make somebody else act; the other's act decides.
PIVOTS = words("鼓励 支持 引导 督促 激励 指导")

# Verbs of effort that only make better what is there: their object may be a thing and still nothing is handed in.
BETTERING = words("优化 提升 增强 深化 统筹")
# Verbs under which even a named thing is a field of work: 发展普惠保险.
GROWING = words("发展 吸引")

# What more of is only asked for, never counted: 加大…力度, 加快…步伐.
PACE = ("力度", "步伐")

# Bringing these forth is counted: 培育创新主体, unlike 培育产业.
RAISING = words("培育 引进 招引 孵化 培植")
RAISED = words("企业 主体 品牌")

# What more of is counted though by itself it is no thing: 增加人员、机械投入.
MORE_OF = ("投入",)

# Attitudes that point at a matter; what is done about it may follow: 紧盯重点领域开展整治.
POINTING = words("紧盯 聚焦 围绕 突出 锚定 立足 着眼 针对 瞄准")
ACTS = words("开展 制定 出台 编制 推出 建立 组织开展 举办")

# Verbs that settle something, and what is no paper when it is settled.
SETTLING = words("明确 确定")
AIMS = words("方向 思路 重点 原则 理念 导向")

# A decision's item without a verb that ends so is the heading of others.
HEADING_ENDS = ("政策", "措施", "任务", "工程", "产品", "事项", "方面", "设备", "政府")

# Work without a name: carrying it out leaves no record to ask for.
ANY_WORK = words("相关工作 有关工作 各项工作")
