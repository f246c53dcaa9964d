"""How a deadline or a target was found: a sentence for each rule, as `--explain` and the confirm page print it."""

from __future__ import annotations

VALUE_RULES: dict[str, str] = {
    "period.date": "写明了日期。",
    "period.week": "写明了星期几，按会议日期推算。",
    "period.month": "写明了月份，取当月最后一天。",
    "period.month_end": "写明了月底，取当月最后一天。",
    "period.ten_days": "上旬至10日，中旬至20日，下旬至月底。",
    "period.quarter": "写明了季度，取季度最后一天。",
    "period.half": "上半年至6月30日，下半年至12月31日。",
    "period.year": "写明了年份，取当年12月31日。",
    "period.year_end": "年底即当年12月31日。",
    "period.plan": "五年规划期，取规划最后一年12月31日。",
    "period.festival": "节日之前，取节日前一天。",
    "period.day": "按会议日期推算的某一天。",
    "period.day_word": "今天、明天等，按会议日期推算。",
    "period.next_festival": "下一个节日之前，取节日前一天。",
    "period.unsettled": "季节或事件，没有固定日期，只保留原文。",
    "period.no_day": "缺少会议日期，推算不出，只保留原文。",
    "limit.working_days": "从会议次日起数工作日。",
    "limit.days": "从会议次日起数日历天数。",
    "limit.hours": "从会议次日起，满24小时算一天。",
    "limit.minutes": "不足一天的时限，以会议当日计。",
    "limit.weeks": "从会议当日起数周。",
    "limit.years": "从会议当日起数年。",
    "limit.months": "从会议当日起数月。",
    "limit.event": "从某一事件起算，没有单一日期，只保留原文。",
    "limit.no_day": "缺少会议日期，推算不出，只保留原文。",
    "recurring": "周期性时限，每个周期都有一次，没有单一日期。",
    "target.number": "带单位的数字，是要达到或覆盖的数量。",
}
