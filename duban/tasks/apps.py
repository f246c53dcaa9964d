"""The ledger."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duban.web.menu import PAPERWORK, SETTINGS, MenuEntry


class TasksConfig(AppConfig):
    name = "duban.tasks"
    menu = (
        MenuEntry(
            _("台账"),
            "tasks:list",
            20,
            roles=("clerk", "supervision_desk", "leader", "liaison", "unit_head"),
            search="q",
        ),
        MenuEntry(
            _("批示"),
            "tasks:instructions",
            24,
            roles=("clerk", "supervision_desk", "leader", "liaison", "unit_head"),
        ),
        MenuEntry(_("督办单"), "tasks:papers", 26, roles=("clerk", "supervision_desk", "leader"), group=PAPERWORK),
        MenuEntry(
            _("减负台账"),
            "tasks:calendar",
            28,
            roles=("clerk", "supervision_desk", "leader", "liaison", "unit_head"),
            group=PAPERWORK,
        ),
        MenuEntry(_("本单位"), "tasks:own_unit", 22, roles=("liaison", "unit_head")),
        MenuEntry(
            _("放假通知"), "tasks:notices", 75, roles=("administrator", "supervision_desk", "clerk"), group=SETTINGS
        ),
    )
    worker_rounds = ("duban.tasks.actions.lighting.queue_night",)
    audit_things = {"task": _("事项"), "tasks": _("批示、督办单")}
    today_sections = ("duban.tasks.today.sections",)
    unit_page = "tasks:unit"
    duty_holders = ("duban.tasks.actions.duties",)
    unit_holders = ("duban.tasks.actions.handing_over",)
    file_readers = ("duban.tasks.evidence.reads_evidence",)
    installation_checks = ("duban.tasks.checks.problems",)
    file_uses = ("duban.tasks.evidence.file_uses",)
    file_purgers = ("duban.tasks.actions.forgetting.forget_file",)

    @property
    def audit_verbs(self) -> dict[str, Any]:
        """The verbs of the ledger, with what else is recorded of it."""
        from duban.tasks.models import VERB_LABELS  # models are there only once the apps are

        others = {
            "task.return_report": _("退改报送"),
            "tasks.carry_over": _("结转"),
            "tasks.set_practice": _("改单位内部办理"),
            "tasks.ask": _("提要求"),
            "tasks.answer_demand": _("要求记为完成"),
            "tasks.drop_demand": _("取消要求"),
            "tasks.issue_paper": _("发督办单"),
            "tasks.note_receipt": _("登记回执"),
            "tasks.record_instruction": _("登记批示"),
            "tasks.open_from_instruction": _("批示立项"),
            "tasks.answer_instruction": _("答复批示"),
            "tasks.add_notice": _("录入放假通知"),
            "tasks.batch": _("批量变更"),
            "tasks.undo_batch": _("撤销批量变更"),
            "tasks.save_view": _("保存视图"),
            "tasks.rename_view": _("视图改名"),
            "tasks.delete_view": _("删除视图"),
        }
        return {**{f"task.{verb}": label for verb, label in VERB_LABELS.items()}, **others}

    @property
    def audit_fields(self) -> dict[str, Any]:
        """The names of changed fields that are not a model's own."""
        from duban.tasks.wording import FIELD_LABELS

        return dict(FIELD_LABELS)
