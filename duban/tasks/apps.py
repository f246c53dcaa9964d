"""The ledger."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duban.web.menu import MenuEntry


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
        MenuEntry(_("放假通知"), "tasks:notices", 75, roles=("administrator", "supervision_desk", "clerk")),
    )
    today_sections = ("duban.tasks.today.sections",)
    file_readers = ("duban.tasks.permissions.reads_evidence",)
    audit_verbs = {
        "task.open": _("立项交办"),
        "task.change": _("变更事项"),
        "task.withdraw": _("撤回事项"),
        "tasks.add_notice": _("录入放假通知"),
    }
