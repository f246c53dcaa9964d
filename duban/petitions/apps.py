"""Sources of tasks: ordinary petitions."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duban.web.menu import MenuEntry


class PetitionsConfig(AppConfig):
    name = "duban.petitions"
    verbose_name = _("群众信访")
    menu = (
        MenuEntry(
            _("群众信访"),
            "petitions:petitions",
            14,
            roles=("clerk", "supervision_desk", "leader", "liaison", "unit_head"),
        ),
    )
    audit_things = {"petitions": _("群众信访件")}
    today_sections = ("duban.petitions.today.sections",)
    waiting = ("duban.petitions.waiting.waiting_for",)
    reminders = ("duban.petitions.reminders.running_clocks",)
    search_sources = ("duban.petitions.searching.PetitionSource",)
    unit_holders = ("duban.petitions.actions.handing_over",)
    task_guards = ("duban.petitions.actions.referring.why_barred",)
    closing_guards = ("duban.petitions.actions.following.why_open",)
    task_followers = ("duban.petitions.actions.following.follow_task",)
    vault_guards = ("duban.petitions.permissions.keeps_back",)
    vault_kinds = {"petition_list": _("信访件清单")}
    vault_purposes = {
        "petitions.preview_import": _("预览批量登记的清单（已隐去个人信息）"),
        "petitions.register_import": _("批量登记清单里的信访件"),
        "petitions.correct": _("更正信访件，核对原文里的个人信息"),
    }

    @property
    def audit_verbs(self) -> dict[str, Any]:
        """The verbs of a petition's life."""
        from duban.petitions.models import VERB_LABELS  # models are there only once the apps are

        others = {
            "petitions.reorganize": _("机构调整移交"),
            "petitions.draft_reply": _("草拟答复意见"),
            "petitions.return_reply": _("退回修改答复意见"),
            "petitions.import": _("送入信访件清单"),
            "petitions.register_import": _("批量登记"),
            "petitions.drop_import": _("放弃批量登记"),
            "petitions.undo_import": _("撤销批量登记"),
            "petitions.undo_register": _("撤销登记信访件"),
        }
        return {**{f"petitions.{verb}": label for verb, label in VERB_LABELS.items()}, **others}

    audit_fields = {
        "told_on": _("告知日期"),
        "on": _("日期"),
        "unit": _("承办单位"),
        "task": _("台账事项"),
        "late": _("超期"),
        "approved_by": _("批准人"),
        "limit": _("办结期限"),
        "delivered_on": _("送达日期"),
        "how": _("送达方式"),
        "note": _("说明"),
        "deadline": _("新的办理时限"),
        "times": _("第几次重新办理"),
        "count": _("件数"),
        "drafted_by": _("草拟人"),
        "unfinished": _("台账事项未办结"),
        "heading": _("标题"),
        "kept": _("核对后保留的文字处数"),
        "distinct_from": _("核对过不是重复的"),
        "long_ago": _("确认收到日期很早"),
        "sealed": _("重新封存"),
        "also": _("另有改动"),
        "opened": _("恢复显示"),
        "masked": _("再隐去"),
    }
