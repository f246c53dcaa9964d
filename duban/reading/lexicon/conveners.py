"""Words of a meeting's head: kinds of meetings, bodies that convene, posts of those who chair."""

from __future__ import annotations

from duban.reading.model import MeetingKind

# What ends the meeting's name decides its kind; the first pattern that is found counts.
KINDS: tuple[tuple[str, MeetingKind], ...] = (
    (r"党组(?:理论学习中心组)?[^，。]{0,14}(?:会议|会)", "party_group"),
    (
        r"(?:常委会|常务委员会)(?:第?[^，。]{0,12})?(?:[（(]扩大[）)])?会议|常委[（(]?扩大[）)]?会议?",
        "standing_committee",
    ),
    (r"常务(?:[（(]扩大[）)]|扩大)?会议?", "executive"),
    (r"全体(?:[（(]扩大[）)]|扩大)?会议|全会", "plenary"),
    (
        r"(?:调度|推进|攻坚|督办|督导|督查)(?:视频|电视电话|工作|专题|现场)?会议?|(?:推进|调度)[^，。]{0,6}会议?",
        "dispatch",
    ),
    (r"(?:专题|专项|专题研究|专题协调)(?:工作)?会议?", "special"),
)

# Posts end in one of these; what follows is the name.
POSTS = (
    "总理", "国务委员", "书记", "省长", "市长", "县长", "区长", "州长", "盟长", "旗长", "镇长", "乡长", "主席", "主任", "组长",
    "委员长", "秘书长", "常委", "局长", "厅长", "部长", "院长", "检察长", "专员", "行长", "成员", "委员", "指挥长", "总指挥",
    "会长", "司长", "处长", "科长", "负责人", "巡视员", "董事长", "总经理", "人",
)  # fmt: skip

# Meetings that a sentence can say were held.
MEETING_NOUNS = (
    "常务会议", "党组会议", "常委会会议", "全体会议", "专题会议", "办公会议", "工作会议", "电视电话会议", "视频会议",
    "调度会", "推进会", "座谈会", "动员会", "部署会", "协调会", "现场会", "例会", "联席会议", "分析会", "汇报会", "通报会", "研判会", "恳谈会", "论证会", "总结会", "交流会", "务虚会", "誓师会", "专题会", "大会", "会议",
)  # fmt: skip
