"""How the ledger says things to people: the clock, the fields of a change."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from duban.settings import setting
from duban.tasks.life import Who, allowed_from
from duban.tasks.models import STATE_LABELS, VERB_LABELS
from duban.tasks.rules import Clock
from duban.tasks.rules.clashes import ClashKind
from duban.tasks.rules.rule_sets import BadRuleSet, load_rule_set, own_rules_folder, rule_set_names
from duban.tasks.states import TaskState, Verb

FIELD_LABELS = {
    "title": gettext_lazy("事项"),
    "lead_unit": gettext_lazy("牵头单位"),
    "responsible_units": gettext_lazy("责任单位"),
    "supporting_units": gettext_lazy("配合单位"),
    "data_units": gettext_lazy("数据提供单位"),
    "leading_official": gettext_lazy("牵头领导"),
    "priority": gettext_lazy("紧急程度"),
    "deadline": gettext_lazy("办理时限"),
    "deadline_text": gettext_lazy("时限原文"),
    "deadline_explanation": gettext_lazy("时限推算"),
    "deliverable": gettext_lazy("成果形式"),
    "reporting_rhythm": gettext_lazy("反馈频次"),
    "fan_out_to": gettext_lazy("分解到"),
    "origins": gettext_lazy("来源"),
    "signed": gettext_lazy("签收单位"),
    "merged_into": gettext_lazy("并入"),
    "approver": gettext_lazy("批准领导"),
    "leader": gettext_lazy("批示领导"),
    "solved": gettext_lazy("问题确已解决"),
    "unit": gettext_lazy("单位"),
    "wanted_deadline": gettext_lazy("申请改的时限"),
    "wanted_lead_unit": gettext_lazy("申请改的牵头单位"),
    "wanted_target": gettext_lazy("申请改的目标"),
    "start": gettext_lazy("起算日期"),
    "direction": gettext_lazy("目标类型"),
    "target": gettext_lazy("目标值"),
    "milestones": gettext_lazy("节点"),
    "budget": gettext_lazy("年初预算安排数（万元）"),
    "roll_up": gettext_lazy("汇总办法"),
    "roll_up_weight": gettext_lazy("汇总权重"),
    "rule_set": gettext_lazy("亮灯规则"),
    "as_of": gettext_lazy("数据截至"),
    "actual": gettext_lazy("完成值"),
    "allotted": gettext_lazy("资金下达数（万元）"),
    "paid": gettext_lazy("拨付数（万元）"),
    "typed_percent": gettext_lazy("自报进度"),
    "text_met": gettext_lazy("文字目标已达到"),
    "evidence": gettext_lazy("佐证材料"),
    "added_measure": gettext_lazy("增添措施"),
    "carried_into": gettext_lazy("结转到"),
    "person_in_charge": gettext_lazy("承办人"),
    "telephone": gettext_lazy("联系电话"),
    "paper": gettext_lazy("督办单"),
    "breakdown": gettext_lazy("层层加码提示"),
    "breakdown_answer": gettext_lazy("对提示的说明"),
    "opened": gettext_lazy("新开事项"),
}


CONSEQUENCES = {
    Verb.HAND_BACK: gettext_lazy("退回后由督查室答复或改派，在此之前不能报送。"),
    Verb.REASSIGN: gettext_lazy("改派后由新的牵头单位重新签收；没有审完的申请作废，原牵头单位不再看到这个事项。"),
    Verb.REQUEST_COMPLETION: gettext_lazy("申请后等待核查，核查前不能再报送；要补充可以先撤回申请。"),
    Verb.VERIFY: gettext_lazy("六项都达到才能核查通过；有一项没有达到，请用“核查退回”。"),
    Verb.CLOSE_OUT: gettext_lazy("销号后单位不能再报送；以后回头看发现问题可以重新办理。"),
    Verb.SUSPEND: gettext_lazy("暂停期间灯不变，不计天数；恢复时按暂停的天数顺延时限。"),
    Verb.MERGE: gettext_lazy("并入后本事项结束，不能恢复；来源原文抄到并入的事项里。"),
    Verb.TERMINATE: gettext_lazy("终止后本事项和分解到单位的事项都结束，不能恢复。"),
    Verb.WITHDRAW: gettext_lazy("撤回后本事项和分解到单位的事项都结束，不能恢复，台账里留有记录。"),
    Verb.REOPEN: gettext_lazy("重新办理会计入次数，由原牵头单位按新的时限办理。"),
}
POINT_LABELS = {
    "facts_clear": gettext_lazy("事实清楚"),
    "problem_solved": gettext_lazy("问题解决"),
    "task_done": gettext_lazy("任务完成"),
    "conclusion_accurate": gettext_lazy("结论准确"),
    "measures_lawful": gettext_lazy("措施合法"),
    "form_right": gettext_lazy("形式规范"),
}

CLASH_LABELS = {
    ClashKind.SAME_MATERIAL: gettext_lazy("近期已要过同样的内容"),
    ClashKind.OTHER_LEVEL: gettext_lazy("同一事项的上级或下级也要同样的内容"),
    ClashKind.SAME_PERIOD: gettext_lazy("同一报送期内已有定期报送"),
    ClashKind.SAME_DAY: gettext_lazy("同一天已有别的要求"),
    ClashKind.DAY_OFF: gettext_lazy("时限在休息日"),
}


def clash_words(kind: ClashKind) -> str:
    """Say what stands against a demand."""
    return str(CLASH_LABELS[kind])


SOURCE_LABELS = {
    "meeting": gettext_lazy("会议"),
    "directive": gettext_lazy("批示"),
    "manual": gettext_lazy("手工立项"),
    "ledger": gettext_lazy("台账导入"),
    "petition": gettext_lazy("督察信访件"),
    "citizen": gettext_lazy("群众信访件"),
    "finding": gettext_lazy("督察反馈问题"),
}


HELD_LABELS = {
    "children": gettext_lazy("其中上级事项分解来的"),
    "requests": gettext_lazy("等审定的申请"),
    "wanted": gettext_lazy("申请改由它牵头的变更"),
    "drafts": gettext_lazy("未报出的草稿"),
    "demands": gettext_lazy("未办完的要求"),
}


def rule_set_choices() -> list[tuple[str, str]]:
    """Return name and title of every rule set that can be read, the office's own default first as the empty choice."""
    folder, english = own_rules_folder(), get_language() == "en"
    titles = {}
    for name in rule_set_names(folder):
        with suppress(BadRuleSet):
            titles[name] = load_rule_set(name, folder).title[english]
    default = setting("DUBAN_LAMP_RULES")
    return [("", _("本办公室的规则：%(title)s") % {"title": titles.get(default, default)}), *titles.items()]


def state_name(state: TaskState) -> str:
    """Return the state in words."""
    return str(STATE_LABELS[state.value])


def verb_name(verb: Verb) -> str:
    """Return the verb in words."""
    return str(VERB_LABELS[verb.value])


def deed_words(verb: str, fields: Iterable[str]) -> str:
    """Return what was done in words, with the fields it changed: 变更：办理时限、牵头单位."""
    names = "、".join(str(FIELD_LABELS[field]) for field in fields if field in FIELD_LABELS)
    return f"{VERB_LABELS.get(verb, verb)}：{names}" if names else str(VERB_LABELS.get(verb, verb))


def ago(then: datetime, now: datetime) -> str:
    """Return how long ago that was: minutes within the hour, else the day and the time."""
    minutes = int((now - then).total_seconds()) // 60
    if minutes < 1:
        return _("刚才")
    if minutes < 60:
        return ngettext("%(n)d 分钟前", "%(n)d 分钟前", minutes) % {"n": minutes}
    return timezone.localtime(then).strftime("%m-%d %H:%M ")


def why_not(verb: Verb, state: TaskState, who: Collection[Who] | None = None) -> str:
    """Say why the verb is no move from the state, and from which it is one."""
    allowed = "、".join(f"“{state_name(source)}”" for source in allowed_from(verb, who))
    words = _("事项现在是“%(state)s”，不能办“%(verb)s”；要在%(allowed)s时才能办。")
    return words % {"state": state_name(state), "verb": verb_name(verb), "allowed": allowed}


def clock_words(clock: Clock) -> str:
    """Return what the clock says: 余 3 个工作日, 今天到期, 逾 2 个工作日."""
    if clock.is_today:
        return _("今天到期")
    if clock.late:
        words = ngettext("逾 %(days)d 个工作日", "逾 %(days)d 个工作日", clock.working_days)
    else:
        words = ngettext("余 %(days)d 个工作日", "余 %(days)d 个工作日", clock.working_days)
    return words % {"days": clock.working_days}
