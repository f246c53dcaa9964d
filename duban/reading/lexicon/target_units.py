"""Units of targets, and the words around a number that say it is not one to reach or to cover."""

from __future__ import annotations

# Words apart by spaces; their order is free, the expression is built longest first.
MEASURES = (
    "% ％ ‰ 个百分点 百分点 元 美元 欧元 人民币 亩 公顷 平方公里 平方千米 平方米 立方米 方 立方 公里 千米 米 吨 吨标准煤 公斤 千克 斤 升 千瓦 千瓦时 兆瓦 度 "
    "微克/立方米 毫克/升 毫克/立方米 分贝 摄氏度 ℃ 分 分钱 MW GW 平方 倍 成 标箱 标准箱"
)
COUNTERS = (
    "个 人 名 位 户 家 项 座 条 处 件 部 次 遍 轮 套 支 艘 辆 台 张 所 间 场 种 类 门 本 份 株 头 只 羽 篇 起 宗 片 块 栋 幢 棵 人次 户次 架次 例 笔 盏 眼 口 "
    "村 宗地 班 列 架 班次 个床位 床 张床位 款 万 枚 颗 顶 匹 尾 担 袋 箱 罐 瓶 根 面 杆 段 孔 组 队 批次 车次 趟 点位 人份 批 场次 轮次 学时 课时 单 席 层 路 家次 件次"
)
TIMES = "工作日 个工作日 自然日 天 日 小时 分钟 个月 年 周 秒 个环节 环节"
SCALES = {
    "万亿": 10**12,
    "千亿": 10**11,
    "百亿": 10**10,
    "亿": 10**8,
    "千万": 10**7,
    "百万": 10**6,
    "万": 10**4,
    "千": 1000,
    "百": 100,
}

# 一 with these counts an activity (开展一次); 一批, 一个 and the like are mere articles.
ACTIVITY_COUNTERS = "次 遍 轮 场"
ACTIVITY_VERBS = (
    "开展|组织|报送|上报|报告|报|会商|排查|完成|进行|调度|通报|评估|召开|培训|演练|巡查|检查|研究|听取|督导|督查|督办|更新|公布|公示|调研|走访|清理|检测|监测|体检|至少|不少于|举办|汇总|分析|反馈|消杀|"
    "抽查|巡检|回访|梳理|发布|盘点|整理|汇报|考核|安排|通气|会诊|轮训|核查|开|集中|全面"
)
# 一 with these counts a thing where it is built or appointed (建成一座, 明确一名).
BUILT_COUNTERS = "座 处 所 支 辆 台 艘 名 间 家 条"
BUILDING_VERBS = "建成|新建|建设|组建|配备|设立|打造|至少|不少于|新增|明确|确定|改造|配置|安排|选派"
# After 个, 项 …: the number counts aspects of the talk, not things (三个方面).
ASPECTS = "方面|环节|层面|维度|着力点|抓手|关键|一律|确立|维护|毫不动摇|积极性|大局|市场、两种|资源|意识|自信|全面|结合|转变|到位|必须|坚持|问题导向|重大关系|务必|绝不|一体|统一|同步|阶段|人员|百分点之|工作日|月|季度|小时|学年|字|层次"

# Before the number: a starting value, a fact, a condition, a name.
START_VALUES = "(?:由|从|自)[^，,。；;0-9]{0,8}$"
RISING = "(?:以上|以下|左右|余)?[^，,。；;0-9]{0,4}?(?:提高|提升|增加|增至|扩大|降|减|调整|调增|调减|压缩|缩短|上升|升|至|到|延长|增长)"
NOT_BEFORE = '(?:第|连续|排名后|倒数后?|比|较|已|已经|[A-Za-z]|No\\.?|[“"《]|(?<![底日月旬末节周一二三四五六年会])前|每|每隔|隔|国|新|省道|国道|[〔\\[-])$'
FACTS = "已经|已(?=完成|建|投|安排|下达|落实|实现|累计)|截至|测算|目前|预计|可为"
# 围绕100亿元目标: the number of a goal that the clause only names.
NAMED_GOAL = "(?:围绕|锚定|对标|聚焦|紧盯|对照|瞄准)[^，,。；;]{0,12}$"
# 围绕两条主线编制…: the number of what the phrase only names.
NAMED_IN_WORDS = "(?:围绕|聚焦|针对|按照|依托|紧扣)[^，,。；;]{0,20}$"
NAMED_GOAL_AFTER = "(?:以上|左右)?的?[^，,。；;完成]{0,8}(?:目标|任务|要求|定位)"
BOUNDED_AFTER = "(?:及|\\(含\\)|（含）)?(?:以上|以下|以内|之内|之上)"
BOUNDED_BEFORE = "(?:不超过|超过|不足|低于|高于|不满|不低于|达到|大于|小于|满)(?:约|[\\d.]+[^，,。；;\\d]{1,4}或)?$"
# Counted things are seldom the measure of a class: 引进30家以上企业 names a target, 5000万元以上项目 a class.
THINGS = "家 个 项 所 座 场 种 类 条 件 支 套 处"
CONDITION_SUBJECT = "^$|(?:将|把)$|(?:对|凡|给予|价值|投资|年收入|销售收入|营业收入|业务收入|销售额|产值|营收|年产值|总投资|金额|单笔|单户|额度|面积|规模|符合|年营业收入|注册资本)[^，,。；;]{0,4}$"
PROCESS = "(?:压|提|至少安排|至少|压缩|压减|缩短|缩减|控制|压降|精简|减少|降低|减|提速|限定|限|不超过|不得超过|不多于|降|缩|确保在|稳定|延长|少于|不少于|不低于|保持|提高|增加)(?:到|至|在|为|了)?(?:平均)?$"
# Numbers in characters that begin a set phrase: 三支一扶, 五个一, 二次供水.
SET_PHRASES = "一|分之|次(?:会议|全会|全体|产业|分配|供水|污染|创业|利用|装修)|套班子|项规定|头在外"
ACTORS = "省份|地市|城市|部门|单位|银行|县区|县市区|县|区|乡镇|街道|企业|镇街|市州|市|部委|责任单位|专班|工作组|公司"
