"""Ledgers from spreadsheets, and a unit's month as one."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duban.web.menu import PAPERWORK, MenuEntry


class WorkbooksConfig(AppConfig):
    name = "duban.workbooks"
    menu = (
        MenuEntry(_("导入台账"), "workbooks:imports", 25, roles=("clerk", "supervision_desk"), group=PAPERWORK),
        # a unit comes here every month: not folded away
        MenuEntry(_("报送表"), "workbooks:months", 26, roles=("clerk", "supervision_desk", "liaison", "unit_head")),
    )
    worker_rounds = ("duban.workbooks.rounds.go_round",)
    unit_pointers = (("UnitAlias", "unit"), ("UnitReturn", "unit"))
    audit_verbs = {
        "workbooks.take_in": _("上传台账"),
        "workbooks.map": _("设置台账列的对应"),
        "workbooks.name_unit": _("说明台账里的单位名称"),
        "workbooks.import": _("导入台账"),
        "workbooks.undo": _("撤销导入台账"),
        "workbooks.take_in_return": _("上传报送表"),
        "workbooks.receive_return": _("从收件文件夹收到报送表"),
        "workbooks.send_return": _("按报送表报送"),
    }
    audit_fields = {"reports": _("报送的事项")}
