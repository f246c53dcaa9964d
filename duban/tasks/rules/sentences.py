"""The sentences in which a lamp explains itself, in Chinese and English, by code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from duban.tasks.rules.shares import half_up, short

SENTENCES: dict[str, tuple[str, str]] = {
    # the first sentence: lamp, figures, the clause that decided
    "behind": ("{lamp}：序时 {schedule}，实际 {actual}，落后 {gap} 个百分点（{title}，{clause}）", "{lamp}: schedule {schedule}, actual {actual}, {gap} points behind ({title}; {clause})"),
    "ahead": ("{lamp}：序时 {schedule}，实际 {actual}，超前 {gap} 个百分点（{title}，{clause}）", "{lamp}: schedule {schedule}, actual {actual}, {gap} points ahead ({title}; {clause})"),
    "even": ("{lamp}：序时 {schedule}，实际 {actual}，与序时持平（{title}，{clause}）", "{lamp}: schedule {schedule}, actual {actual}, on schedule ({title}; {clause})"),
    "scheduled": ("{lamp}：序时 {schedule}，{clause}（{title}）", "{lamp}: schedule {schedule}; {clause} ({title})"),
    "unscheduled": ("{lamp}：{clause}（{title}）", "{lamp}: {clause} ({title})"),
    # clauses
    "gap_green": ("落后不超过 {yellow} 个百分点为绿", "no more than {yellow} points behind is green"),
    "gap_yellow": ("{yellow}–{red} 个百分点为黄", "{yellow}–{red} points behind is yellow"),
    "gap_red": ("超过 {red} 个百分点为红", "more than {red} points behind is red"),
    "near": ("离时限 {near} 个工作日以内、完成不足 {share} 为黄", "within {near} working days of the deadline with less than {share} done is yellow"),
    "ends_green": ("上月末、上季末的序时都达到为绿", "what was due at the last month end and quarter end is done: green"),
    "ends_yellow": ("上月末的序时没有达到为黄", "what was due at the last month end is not done: yellow"),
    "ends_red": ("上季末的序时没有达到为红", "what was due at the last quarter end is not done: red"),
    "nodes_green": ("没有错过的节点为绿", "no node missed is green"),
    "nodes_yellow": ("节点逾期后补上为黄，不再为绿", "a node made good late is yellow, never green again"),
    "nodes_red": ("节点到期次日仍未完成为红", "a node not done by the day after it was due is red"),
    "done": ("已经完成为绿", "done is green"),
    "past_due": ("已过办理时限 {deadline} 没有完成，一律为红", "past the deadline {deadline} and not done is red in every rule set"),
    "past_due_unreported": ("已过办理时限 {deadline}，没有报送也没有完成，一律为红", "past the deadline {deadline}, neither reported nor done, is red in every rule set"),
    "unreported": ("还没有报送，时限未到不亮灯", "nothing reported and the deadline not passed: grey"),
    "lapsed": ("应在 {report_by} 报送而没有报，反馈逾期不亮灯", "the report due on {report_by} has not come: grey"),
    "no_deadline": ("没有办理时限，不评序时，按反馈频次看报送", "no deadline: no schedule to judge by, the reporting rhythm counts"),
    "within_limit": ("限额 {limit}，实际 {value}，没有超过限额为绿", "limit {limit}, actual {value}: at or below the limit is green"),
    "over_limit": ("限额 {limit}，实际 {value}，超过限额为红", "limit {limit}, actual {value}: over the limit is red"),
    "words_open": ("文字目标“{target}”，已报送、时限未到为绿", "target in words “{target}”: reported and the deadline not passed is green"),
    "words_met": ("文字目标“{target}”已达到为绿", "target in words “{target}”: met is green"),
    "bare": ("没有可以计算的指标，按时报送为绿", "no measure to judge by: reporting is green"),
    "verified": ("已核查通过为绿", "verified is green"),
    "amount": ("{value}{unit}", "{value} {unit}"),
    "rule": ("{title}（第 {version} 版）：{clause}", "{title} (version {version}): {clause}"),
    # the arithmetic
    "days": ("序时：{start} 至 {deadline}，首尾都算共 {whole} 天，到 {today} 过了 {gone} 天，{gone}÷{whole}＝{share}", "Schedule: {start} to {deadline}, both included, {whole} days; {gone} gone by the end of {today}; {gone}/{whole} = {share}"),
    "before_start": ("序时：{start} 才开始，到 {today} 为 0", "Schedule: the work begins on {start}; 0 on {today}"),
    "after_end": ("序时：办理时限 {deadline} 已过，为 100%", "Schedule: the deadline {deadline} has passed; 100%"),
    "pauses": ("暂停计时 {paused} 天，不计入序时", "The clock stood still for {paused} days, which leave the schedule"),
    "weights_due": ("序时：到 {today} 应完成 {count} 个节点，权重 {due}，全部权重 {whole}，{due}÷{whole}＝{share}", "Schedule: {count} nodes due by the end of {today}, weight {due} of {whole}; {due}/{whole} = {share}"),
    "quantity": ("实际：{value}÷{target}{unit}＝{share}", "Actual: {value}/{target} {unit} = {share}"),
    "weights_done": ("实际：已完成 {count} 个节点，权重 {done}，全部权重 {whole}，{done}÷{whole}＝{share}", "Actual: {count} nodes done, weight {done} of {whole}; {done}/{whole} = {share}"),
    "typed": ("实际：{share}，是单位自报的百分比，没有指标可以核对", "Actual: {share}, a percentage the unit typed, with no measure to check it by"),
    "rolled_up": ("实际：{share}，由下级事项汇总", "Actual: {share}, rolled up from the children"),
    "quantity_unreported": ("数量目标 {target}{unit} 还没有报完成值，不评", "The target {target} {unit} has no figure reported yet and is not judged"),
    "reported": ("最近报送：{day}", "Last report: {day}"),
    "report_by": ("下次报送时限：{day}", "Next report due: {day}"),
    "report_late": ("反馈逾期：应在 {day} 报送", "Report overdue since {day}"),
    "tolerance": ("容差 {tolerance} 个百分点：落后超过 {yellow} 才为黄，超过 {red} 才为红", "Tolerance {tolerance} point: yellow from more than {yellow} points behind, red from more than {red}"),
    "tolerance_alone": ("容差 {tolerance} 个百分点：差得不超过它，仍算达到", "Tolerance {tolerance} point: a gap no larger still counts as reached"),
    "near_days": ("离办理时限 {deadline} 还有 {days} 个工作日，完成 {share}", "{days} working days to the deadline {deadline}, {share} done"),
    "month_end": ("上月末 {day} 应达 {due}，现在 {actual}，{verdict}", "Last month end {day}: {due} due, {actual} now, {verdict}"),
    "quarter_end": ("上季末 {day} 应达 {due}，现在 {actual}，{verdict}", "Last quarter end {day}: {due} due, {actual} now, {verdict}"),
    "node_missed": ("节点{node}应在 {due} 完成，到 {today} 没有完成", "Node{node} was due on {due} and is not done by {today}"),
    "node_late": ("节点{node}应在 {due} 完成，{done} 才补上", "Node{node} was due on {due} and made good on {done}"),
    "only_node": ("没有设节点，以办理时限 {deadline} 为唯一节点", "No nodes: the deadline {deadline} is the only one"),
    "other": ("另一项指标：{words}", "The other measure: {words}"),
    "history": ("{month} 记录为{lamp}，照原样保留，不影响今天的灯", "{month} stands as {lamp}; the record stays and does not change today's lamp"),
    "rule_set": ("规则：{title}（{name}，第 {version} 版），{source}", "Rule set: {title} ({name}, version {version}). {source}"),
}  # fmt: skip
LAMP_WORDS = {
    "green": ("绿灯", "green"),
    "yellow": ("黄灯", "yellow"),
    "red": ("红灯", "red"),
    "grey": ("未亮灯", "grey"),
}


@dataclass(frozen=True, slots=True)
class Share:
    """A share to be shown in percent."""

    value: Fraction
    places: int = 1


@dataclass(frozen=True, slots=True)
class Points:
    """A gap (a share) to be shown in percentage points, without its sign."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Pair:
    """Words in Chinese and English."""

    chinese: str
    english: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its code and what fills it in; a value may be a sentence itself."""

    code: str
    values: tuple[tuple[str, object], ...] = ()

    def words(self, language: str = "zh") -> str:
        """Return the sentence in that language (zh, en)."""
        template = SENTENCES[self.code][language == "en"]
        return template.format(**{name: _shown(value, language) for name, value in self.values})


def sentence(code: str, **values: object) -> Sentence:
    """Return a sentence of this code."""
    return Sentence(code, tuple(values.items()))


def lamp_words(lamp: str) -> Pair:
    """Return the name of a lamp."""
    return Pair(*LAMP_WORDS[lamp])


def _shown(value: object, language: str) -> str:
    if isinstance(value, Share):
        return f"{half_up(value.value * 100, value.places)}%"
    if isinstance(value, Points):
        return half_up(abs(value.value) * 100, 1)
    if isinstance(value, Fraction):
        return short(value, 4)
    if isinstance(value, Pair):
        return value.english if language == "en" else value.chinese
    if isinstance(value, Sentence):
        return value.words(language)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
