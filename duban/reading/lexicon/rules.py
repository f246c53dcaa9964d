"""What each rule code means, in one Chinese sentence. `duban read --explain` prints these."""

from __future__ import annotations

RULES: dict[str, str] = {
    # agenda
    "lead.verb": "会议首段的议题动词（听取、审议、研究等）后面的事项。",
    "lead.list": "会议首段同一动词下并列的几个事项，各算一项。",
    "body.verb": "正文里会议自己提起的事项（会议听取、会议审议等）。",
    "body.list": "正文里同一动词下并列的几个事项，各算一项。",
    "heading.verb": "纪要小标题写明的议题。",
    "heading.noun": "纪要小标题以名词写明的议题。",
    "other.matters": "“还研究了其他事项”。",
    # requirements
    "cue.require": "句中有“要”“必须”“应当”等要求词。",
    "cue.inherit": "承接前面的会议要求，以动词开头的祈使句。",
    "cue.command": "“会议强调”“会议要求”之后说明谁做什么的句子。",
    "list.ordinal": "“一是”“（一）”等序号引出的一项。",
    "list.head": "序号之前自带谓语的总起句。",
    "prohibit.first": "第一个谓语是严禁、不得、坚决防止等禁止词。",
    "decide.cue": "“会议决定”“会议确定”“会议明确”“会议议定”之后的处理意见。",
    "decide.disposition": "通过或原则同意文本，并写明后续办理。",
    "decide.continue": "承接前一句决定的内容。",
    "commit.future": "写明由谁在何时前做什么的承诺。",
    "propose.goal": "“会议提出”之后写明时间的目标。",
    # actions
    "clause.modal": "带有要求词的分句。",
    "clause.prohibit": "带有禁止词的分句。",
    "clause.verb": "以动词开头的分句。",
    "clause.subject": "主语加动词的分句。",
    "clause.plain": "要求句中自成谓语的分句。",
    "clause.disposition": "决定中的处理分句。",
    # sentences without a proposal
    "agenda": "只说明会议议题，没有提出事项。",
    "assessment": "评价、分析或说明意义，没有提出事项。",
    "fact": "陈述事实或进展，没有提出事项。",
    "forecast": "预计效果，没有提出事项。",
    "purpose": "只说明目的，没有提出事项。",
    "description": "介绍文本内容，没有提出事项。",
    "attendance": "出席、列席和记录情况。",
    "credit": "来源、记者、编辑等署名。",
    "heading": "小标题。",
    "title": "标题。",
    "other_matters": "研究其他事项，没有写明内容。",
    "responsibility": "责任单位说明，已并入前一条。",
    "no_requirement": "没有发现要求、禁止或决定。",
}
