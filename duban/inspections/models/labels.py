"""The states and verbs of a petition in words, as choices."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from duban.inspections.states import PetitionState, PetitionVerb

STATE_LABELS = {
    PetitionState.RECEIVED.value: _("待分派"),
    PetitionState.ASSIGNED.value: _("办理中"),
    PetitionState.SUBMITTED.value: _("待核查"),
    PetitionState.CHECKED.value: _("待签发"),
    PetitionState.SIGNED_OFF.value: _("待回复督察组"),
    PetitionState.REPLIED.value: _("已回复督察组"),
    PetitionState.RETURNED.value: _("已退回督察组"),
}
VERB_LABELS = {
    PetitionVerb.ACCEPT.value: _("受理"),
    PetitionVerb.ASSIGN.value: _("交办"),
    PetitionVerb.HAND_BACK.value: _("单位退回"),
    PetitionVerb.WRITE.value: _("填写办理情况"),
    PetitionVerb.ADD.value: _("补充材料"),
    PetitionVerb.DROP.value: _("取下材料"),
    PetitionVerb.AGREE_DEADLINE.value: _("确认长效整改时限"),
    PetitionVerb.DECLINE_DEADLINE.value: _("退回长效整改时限"),
    PetitionVerb.SUBMIT.value: _("上报办理结果"),
    PetitionVerb.RECALL.value: _("撤回上报"),
    PetitionVerb.CHECK.value: _("核查通过"),
    PetitionVerb.SEND_BACK.value: _("退回重办"),
    PetitionVerb.SIGN_OFF.value: _("签发"),
    PetitionVerb.REPLY.value: _("回复督察组"),
    PetitionVerb.REJECT.value: _("督察组退回重报"),
    PetitionVerb.FOLLOW_UP.value: _("续报"),
    PetitionVerb.REOPEN.value: _("回头看重新办理"),
    PetitionVerb.RETURN.value: _("退回督察组"),
    PetitionVerb.TAKE_BACK.value: _("收回办理"),
    PetitionVerb.LINK.value: _("认定为重复件"),
    PetitionVerb.UNLINK.value: _("取消重复认定"),
    PetitionVerb.ANSWER_GUARD.value: _("回答提示"),
    PetitionVerb.CORRECT.value: _("更正登记信息"),
}
