"""Cue verbs: what a meeting is said to do, and what follows from it for the words after."""

from __future__ import annotations

from duban.reading.model import AgendaKind

# Verbs that introduce what the meeting said. The value is the mode of the words after them.
SAYING: dict[str, str] = {
    "指出": "assess", "认为": "assess", "表示": "assess", "提出": "propose", "通报": "report", "分析": "report",
    "强调": "require", "要求": "require", "号召": "require", "部署": "require", "希望": "require", "说": "assess",
    "决定": "decide", "确定": "decide", "明确": "decide", "议定": "decide", "商定": "decide",
}  # fmt: skip

# Verbs that take up a matter. Longest first when they are compiled.
MATTERS: dict[str, AgendaKind] = {
    "传达学习贯彻": "convey", "传达学习": "convey", "学习传达": "convey", "传达贯彻": "convey", "传达": "convey",
    "学习贯彻": "convey", "学习领会": "convey", "深入学习贯彻": "convey", "贯彻落实": "convey", "贯彻": "convey",
    "听取": "hear", "听取并审议": "hear", "听取和审议": "hear", "书面听取": "hear",
    "审议通过": "deliberate", "审议并通过": "deliberate", "审议并原则通过": "deliberate", "审议并原则同意": "deliberate",
    "审议原则通过": "deliberate", "审议": "deliberate", "书面审议": "deliberate", "审定": "deliberate", "审查": "deliberate",
    "讨论通过": "deliberate", "讨论并原则通过": "deliberate", "讨论并原则同意": "deliberate", "讨论并通过": "deliberate",
    "讨论": "deliberate", "研究并原则通过": "deliberate", "研究并原则同意": "deliberate", "研究通过": "deliberate",
    "研究审议": "deliberate", "研究讨论": "deliberate", "原则通过": "deliberate", "原则同意": "deliberate", "原则审议通过": "deliberate",
    "一致通过": "deliberate", "通过": "deliberate", "修订": "deliberate", "批准": "deliberate", "审核": "deliberate",
    "研究部署": "arrange", "部署安排": "arrange", "安排部署": "arrange", "研究确定": "arrange",
    "专题研究": "arrange", "研究": "arrange", "进一步部署": "arrange",
    "专题部署": "arrange", "再部署": "arrange", "动员部署": "arrange", "部署": "arrange", "安排": "arrange",
    "分析研判": "arrange", "分析": "arrange", "确定": "arrange", "决定": "arrange", "要求": "arrange", "推出": "arrange",
    "明确": "arrange", "核准": "arrange", "谋划": "arrange", "总结": "arrange", "调度": "arrange", "通报": "hear",
    "集体学习": "study", "专题学习": "study", "会前学法": "study", "学习": "study",
    "任免": "appoint", "任命": "appoint",
}  # fmt: skip
