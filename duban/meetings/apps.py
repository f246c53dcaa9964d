"""Sources of tasks: meetings."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duban.web.menu import MenuEntry


class MeetingsConfig(AppConfig):
    name = "duban.meetings"
    file_purgers = ("duban.meetings.actions.forgetting.forget_file",)
    file_uses = ("duban.meetings.queries.files.file_uses",)
    verbose_name = _("会议")
    menu = (MenuEntry(_("会议"), "meetings:meetings", 10, roles=("clerk", "supervision_desk", "leader")),)
    search_sources = ("duban.meetings.searching.MeetingSource",)
    audit_things = {"meetings": _("会议")}
    today_sections = ("duban.meetings.queries.lists.today_sections",)
    unit_holders = ("duban.meetings.actions.handing_over",)
    audit_verbs = {
        "meetings.reorganize": _("机构调整移交"),
        "meetings.bring_in": _("送入会议材料"),
        "meetings.read": _("解读"),
        "meetings.refuse": _("退回无法解读的材料"),
        "meetings.discard": _("删去会议"),
        "meetings.correct_text": _("更正文字"),
        "meetings.correct_head": _("更正会议信息"),
        "meetings.accept_repair": _("采纳一处修复"),
        "meetings.keep": _("保留"),
        "meetings.drop": _("舍去"),
        "meetings.reopen": _("改为待定"),
        "meetings.drop_sentence": _("舍去整句"),
        "meetings.set_trackable": _("改可督办判断"),
        "meetings.edit": _("修改行动"),
        "meetings.keep_rest": _("保留其余"),
        "meetings.assign_item": _("整个议题指定单位"),
        "meetings.mark_requirement": _("标出要求"),
        "meetings.split": _("拆分"),
        "meetings.merge": _("合并"),
        "meetings.part": _("取消合并"),
        "meetings.confirm_matches": _("核对两份材料的同一事项"),
        "meetings.join": _("并入另一会议"),
        "meetings.undo": _("撤销"),
        "meetings.release": _("发布为任务"),
    }
    audit_fields = {
        "requirement": _("要求"),
        "action": _("行动"),
        "sentence": _("句子"),
        "decision": _("决定"),
        "drop_reason": _("舍去理由"),
        "opened": _("新开事项"),
        "sentences": _("句数"),
        "lead_unit": _("牵头单位"),
        "responsible_units": _("责任单位"),
        "supporting_units": _("配合单位"),
        "data_units": _("数据提供单位"),
        "leading_official": _("牵头领导"),
        "origins": _("出处"),
    }
