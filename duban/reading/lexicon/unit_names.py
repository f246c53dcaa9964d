"""How names of organisations end, what they never are, and what may follow one that is the subject of a clause."""

from __future__ import annotations

from duban.reading.lexicon.tables import words
from duban.reading.model import UnitRole

# Ends of names that are organisations wherever they are the subject.
BODIES = words(
    "局 委 办 厅 部 总署 审计署 政府 管委会 委员会 村委会 办公室 办公厅 督查室 研究室 分局 总局 总队 支队 大队 集团 公司 "
    "中心 法院 检察院 国务院 人民银行 银保监会 证监会 机关 部门 单位 专班 领导小组 工作组 督导组 指导组 检查组 专家组 指挥部 "
    "机制 联席会议 协会 总工会 残联 妇联 团委 纪委 监委 党委 党工委 党组 党组织 政府系统 供销社 服务网点 园区 高新区 开发区 经开区 "
    "新区 新城 街道办 街道办事处 各村 村居 派出所 司法所 环卫所 财政所 粮站 水利站 农技站 卫生院 乡镇 镇街 街道 社区 海关 中央财政 省财政 市财政 县财政 区财政 省级财政 县级财政 地方财政 各级财政 安委会 防总 防指 协调小组 有关方面 红十字会 工商联 贸促会 管理局 医院 学校 中央企业 国有企业 央企国企 国企 央企 "
    "各地 地方 地区 各级 管理处 管理站 管理机构 指挥机构 气象台 水文站 执法队 医保局 税务局 供电公司 信访局 平台公司"
)

# Ends of place names: a county or a town that is told to act is a responsible unit.
PLACES = words("县 区 市 州 旗 镇 乡 省")

# Ends that name a subject only before 要 and its like: 学校要每天自查, not 新建学校开展试点.
ORDERED_ENDS = words("机制 学校 医院 园区 社区 地区 地方 中心 新区 开发区 乡镇 街道 单位 公司")

# What ends like a name and is none: persons, parties, things.
NOT_BODIES = words(
    "干部 全部 内部 外部 局部 总部 城市 超市 全市 全县 全区 全省 全乡 布局 格局 大局 全局 开局 "
    "代办 主办 承办 协办 督办 交办 举办 创办 兴办 查办 快办 好办 通办 帮办 网办 小区 灾区 库区 景区 片区 山区 "
    "农村地区 辖区 城镇 法治政府 创新政府 数字政府 效能政府 服务型政府 廉洁政府 新一届政府 棚户区 大湾区 都市圈 强省 强市 强县 强区 我省 我市 我县 我区 自贸区 示范区 试验区 市场机制 企事业单位 中小城市 试点城市 都市 上市 股市 楼市 房市 下乡 返乡 城乡 家乡"
)

# Nouns that take the name before them: 有关地区、部门和单位 is one.
SHARED = words(
    "部门 单位 地区 政府 县 区 市 乡 镇 街道 乡镇 机构 县区 区县 党委 社区 村 园区 县级政府 企业 企事业单位 人民政府 省 州"
)

# Ends of offices whose names may begin with a verb: 发展改革委, 审计局.
OFFICES = words("局 委 办 厅 部 总局 总署 支队 中心")

# First characters of names that stand within a government.
FIRST = "市县区省州国各有相本其乡镇"

# What follows a subject for certain.
ORDERS = words(
    "要 应 须 必须 将 作为 也要 都要 均要 负责 牵头 会同 配合 不得 共同 具体负责 分别 按职责 严禁 协同 密切 联合 务必 每 即日起"
)

# What may follow a subject that is not ordered by 要, beside the verbs of `trackable_words`.
MANNERS = words(
    "不仅 既 持续 予以 立即 直接 对 把 按 于 依法 依规 全面 根据 结合 逐 赴 统一 认真 切实 进一步 定期 提前 同步 继续 并行 从 在 向 以 可 承担 按照 及时 及早 "
    "审核 审定 核发 采取 再 带头 优先 全程 跟踪 参加 发函 选取 选定 汇总 联合 加大 靠前 全力 轮流 抓好 作 做 实地 现场 即时 迅速 尽快 会商 安排 筹措 派员 拿出 带队 主动"
)

# Verbs that are also fields of work and stand in names: 建设局, 市场监管部门.
IN_NAMES = words(
    "建设 管理 监督 服务 保障 发展 规范 保护 审计 统计 检查 执法 协调 评估 监测 培训 改革 创新 规划 登记 公开 组织 研究 检验 检测 检疫 救助 救治 "
    "安置 监管 治理 采购 改造 征收 储备 统筹 调度 督查 督导 宣传 信访 维护 指导 引导 督办 会商 审批 开发 利用 供应 收购 防范 应对 处置"
)

# Times that may stand between a subject and what is ordered.
TIMES = words("全年 上半年 下半年 年内 年底前 年底 今年 明年 近期 当前 会后 下一步 近日")

# Words after a body that go on with its name: 市政府督查室, 市委组织部.
CONTINUED = words(
    "督查 组织 宣传 审计 监督 管理 服务 统计 执法 调度 研究 信访 应急 办公 政策 规划 综合 巡察 督导 检查 指导 协调 "
    "安全 生态 文化 教育 统战 政法 网信 机关 办事 对外 改革 发展"
)

# What a name never begins with: verbs and prepositions before a body that is told, guided or addressed.
NOT_NAMES = words(
    "要 请 第 推动 督促 指导 支持 鼓励 引导 协调 要求 组织 确保 通过 根据 按照 按 对 向 为 在 以 将 把 从 由 使 让 帮助 促进 加强 加快 发挥 完善 与 会同 "
    "不断 授权 转变 逐步 重点 尽快 临时 移交 下放 未经 报 经 报送 报请 报经 提请 抄送 送 交 部署 新建 新增 累计 增强 更好 加大 制定 改革 改进 提高 创建 启动 稳妥 稳步 顺利 成功 圆满 特别 贯彻 学习 我代表 代表 调动 解决 拓展 出台 兑现 有效 有力 紧紧 过去 严控 放宽 用于 用好 暴露 调整 妥善 适时 紧盯 激励 动员 充分 并 坚持 强化 深化 优化 提升 推进 健全 建立 打造 发展 培育 落实 抓好 做好 严格 不得 严禁 依法 依托 会议 取缔 聚焦 围绕 针对 涉及 凡 "
    "进一步 积极 切实 全力 持续 扎实 继续 抓紧 全面 认真 深入 大力 着力 坚决 严肃 开展 实施 完成 赋予 给予 统筹 允许 取消 增加 扩大 减少 保障 反对 形成 集中 率先 连续"
)

# Names that begin so all the same.
NAMES_ALL_THE_SAME = words(
    "要素保障 交通 交警 交管 经信 经开 经济 经贸 经发 对外 发展改革 发展和改革 组织部 协调小组 改革办"
)

# What never stands inside a name.
NOT_INSIDE = words(
    "提请 带队 推动 新增 应当 会同 报市 报县 报省 报国 向 把 须 报告 组建 按照 根据 同意 提出 纳入 结合 坚持 决定 听取"
)

# Persons of a body, who are asked and not the body.
PERSONS = words("分管 领导 主要 副 秘书 书记 市长 县长 区长 负责同志 负责人 同志 党组书记 一把手")

# Labels of a bracket after a measure, with the role they give; persons are named by other labels.
LABEL_ROLES: dict[str, UnitRole] = {
    "牵头单位": "lead",
    "牵头部门": "lead",
    "主办单位": "lead",
    "责任单位": "responsible",
    "责任部门": "responsible",
    "承办单位": "responsible",
    "落实单位": "responsible",
    "配合单位": "supporting",
    "配合部门": "supporting",
    "协办单位": "supporting",
    "参与单位": "supporting",
    "参加单位": "supporting",
}
