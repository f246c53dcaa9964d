"""The lines of a deadline's explanation, in Chinese and English, by code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Language = Literal["zh", "en"]

MESSAGES: dict[str, tuple[str, str]] = {
    "from": ("起算：{from_}，当日不计", "From {from_}; that day does not count"),
    "on": ("基准日：{from_}", "Reckoned on {from_}"),
    "no_day": ("没有基准日，且文字没有写明年份，不推算日期", "No starting day and no year in the text: no date is inferred"),
    "result": ("结果：{value}", "Result: {value}"),
    "working": ("规则：数满{n}个工作日，周末和法定节假日不计，调休上班日计入", "Rule: {n} working days; weekends and public holidays do not count, make-up days do"),
    "skipped": ("跳过：{days}", "Skipped: {days}"),
    "made_up": ("计入调休上班日：{days}", "Make-up days counted: {days}"),
    "no_notice": ("{year}年没有放假通知，该年只按周末计算；补录通知后应重新计算", "No holiday notice for {year}: weekends only in that year; compute again once it is added"),
    "source": ("依据：{year}年放假安排（{number}）", "Source: holiday notice for {year} ({number})"),
    "days": ("规则：从次日起数{n}个自然日", "Rule: {n} calendar days from the next day"),
    "hours": ("规则：{n}小时按{days}个自然日，从次日起数", "Rule: {n} hours taken as {days} calendar days from the next day"),
    "weeks": ("规则：{n}周，按{days}个自然日，从次日起数", "Rule: {n} weeks, {days} calendar days from the next day"),
    "months": ("规则：{n}个月后的同一日，该月没有此日的取月末", "Rule: the same day {n} months on, cut at the month's end"),
    "half_month": ("规则：半个月按15天另加", "Rule: the half month adds 15 days"),
    "years": ("规则：{n}年后的同一日，没有此日的取月末", "Rule: the same day {n} years on, cut at the month's end"),
    "upper": ("规则：所给为区间，取较长的一端", "Rule: a range was given, its longer end counts"),
    "last_day": ("规则：“{period}”取该时段的最后一天", "Rule: the last day of the period “{period}”"),
    "that_day": ("规则：“{period}”就是该日", "Rule: “{period}” is that day"),
    "tenth": ("规则：上旬到10日、中旬到20日、下旬到月末", "Rule: the three parts of a month end on the 10th, the 20th and the last day"),
    "month_before": ("提示：“{period}前”按该时段最后一天计；若指该时段开始以前，请改", "Note: “before {period}” is read as its last day; change it if its beginning was meant"),
    "plan": ("规则：“{plan}”规划期到{year}年底结束", "Rule: the five-year plan {plan} ends with {year}"),
    "week": ("规则：一周从周一到周日，“{period}”所在周为{monday}这一周", "Rule: weeks run Monday to Sunday; “{period}” is in the week of {monday}"),
    "festival": ("规则：{name}为{day}，“前”到前一日为止", "Rule: {name} is {day}; “before” ends on its eve"),
    "next_festival": ("规则：没有写明节日，按接下来的法定节日{name}计", "Rule: no festival named, the next statutory one ({name}) is taken"),
    "no_festival": ("{name}在该年的日期不在表内（2012—2030年），不推算日期", "The day of {name} in that year is not in the table (2012–2030): no date"),
    "next_year": ("提示：{period}在{year}年已过，按{next}年计，请核对", "Warning: {period} has already passed in {year}; {next} is taken, please check"),
    "next_month": ("提示：本月{n}日已过，按下月计，请核对", "Warning: the {n}th has already passed this month; the next month is taken, please check"),
    "next_week": ("提示：本周该日已过，按下周计，请核对", "Warning: that day has passed this week; the next week is taken, please check"),
    "past": ("提示：该日期早于基准日，请核对", "Warning: this date lies before the starting day, please check"),
    "recurring": ("规则：周期性时限，每个周期都有一次，没有单一日期", "Rule: a recurring limit, due once in each period, has no single date"),
    "event": ("规则：从具体事项发生时起算，文字本身给不出日期", "Rule: counted from an event of each case; the words give no date"),
    "unsettled": ("规则：季节或事件没有固定日期，文字本身给不出日期", "Rule: a season or event without a settled day; the words give no date"),
    "minutes": ("规则：以分钟计的时限针对每一次事件，不给日期", "Rule: a limit in minutes is for each event and gives no date"),
}  # fmt: skip
_WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_REASONS = {
    "周末": "weekend", "元旦": "New Year's Day", "春节": "Spring Festival", "清明节": "Tomb-sweeping Day", "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival", "中秋节": "Mid-autumn Festival", "国庆节": "National Day", "抗战胜利纪念日": "Victory Day",
}  # fmt: skip
_ENGLISH_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an explanation: its code and what fills it in."""

    code: str
    values: tuple[tuple[str, object], ...] = ()

    def line(self, language: Language = "zh") -> str:
        """Return the line in that language."""
        template = MESSAGES[self.code][language == "en"]
        return template.format(**{name: _shown(value, language) for name, value in self.values})


def step(code: str, **values: object) -> Step:
    """Return a line of an explanation; dates are written out with their weekday."""
    return Step(code, tuple(values.items()))


def _shown(value: object, language: Language) -> str:
    if isinstance(value, date):
        if language == "en":
            return f"{value.isoformat()} ({_ENGLISH_DAYS[value.weekday()]})"
        return f"{value.year}年{value.month}月{value.day}日（{_WEEKDAYS[value.weekday()]}）"
    if isinstance(value, tuple):
        return ("、" if language == "zh" else ", ").join(_run(run, language) for run in value)
    return str(value)


def _run(run: tuple[date, date, str], language: Language) -> str:
    first, last, reason = run
    if language == "en":
        days = first.isoformat() if first == last else f"{first.isoformat()}–{last.isoformat()}"
        return f"{days} ({_REASONS.get(reason, reason)})"
    days = f"{first.month}月{first.day}日" + ("" if first == last else f"—{last.month}月{last.day}日")
    return f"{days}（{reason}）"
