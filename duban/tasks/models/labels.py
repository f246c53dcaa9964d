"""The states and verbs of the ledger in words, as choices."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from duban.tasks.states import TaskState, Verb

STATE_LABELS = {
    TaskState.PROPOSED.value: _("拟立项"),
    TaskState.ASSIGNED.value: _("已交办"),
    TaskState.SIGNED_FOR.value: _("已签收"),
    TaskState.HANDED_BACK.value: _("已退回"),
    TaskState.IN_PROGRESS.value: _("办理中"),
    TaskState.COMPLETION_REQUESTED.value: _("申请办结"),
    TaskState.VERIFIED.value: _("已核查"),
    TaskState.SUSPENDED.value: _("已暂停"),
    TaskState.CLOSED_OUT.value: _("已销号"),
    TaskState.MERGED.value: _("已并入"),
    TaskState.TERMINATED.value: _("已终止"),
    TaskState.WITHDRAWN.value: _("已撤回"),
}
VERB_LABELS = {
    Verb.OPEN.value: _("立项交办"),
    Verb.PROPOSE.value: _("拟立项"),
    Verb.ASSIGN.value: _("交办"),
    Verb.CHANGE.value: _("变更"),
    Verb.WITHDRAW.value: _("撤回"),
    Verb.SIGN_FOR.value: _("签收"),
    Verb.HAND_BACK.value: _("退回"),
    Verb.ASSIGN_ANEW.value: _("重新交办"),
    Verb.REPORT.value: _("报送进展"),
    Verb.CORRECT_REPORT.value: _("更正报送"),
    Verb.ATTACH.value: _("补充佐证"),
    Verb.REQUEST_COMPLETION.value: _("申请办结"),
    Verb.WITHDRAW_REQUEST.value: _("撤回办结申请"),
    Verb.VERIFY.value: _("核查通过"),
    Verb.SEND_BACK.value: _("核查退回"),
    Verb.CLOSE_OUT.value: _("销号"),
    Verb.LOOK_BACK.value: _("回头看"),
    Verb.REOPEN.value: _("重新办理"),
    Verb.SUSPEND.value: _("暂停计时"),
    Verb.RESUME.value: _("恢复计时"),
    Verb.REQUEST_CHANGE.value: _("申请变更"),
    Verb.WITHDRAW_CHANGE.value: _("撤回变更申请"),
    Verb.DECIDE_CHANGE.value: _("审定变更"),
    Verb.REASSIGN.value: _("改派牵头单位"),
    Verb.MERGE.value: _("并入另一事项"),
    Verb.TERMINATE.value: _("终止"),
    Verb.FAN_OUT.value: _("分解到单位"),
    Verb.INSTRUCT.value: _("批示"),
    Verb.ANSWER_INSTRUCTION.value: _("答复批示"),
    Verb.ADD_MEASURE.value: _("增添措施"),
    Verb.LOG_CALL.value: _("电话催办"),
    Verb.SET_MEASURES.value: _("设定指标"),
    Verb.URGE.value: _("发督办单"),
    Verb.RECOUNT.value: _("按放假通知重算时限"),
    Verb.REORGANIZE.value: _("机构调整移交"),
    Verb.CARRY_OVER.value: _("跨年结转"),
}
