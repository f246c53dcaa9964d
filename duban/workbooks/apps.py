"""Ledgers from spreadsheets."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duban.web.menu import MenuEntry


class WorkbooksConfig(AppConfig):
    name = "duban.workbooks"
    menu = (MenuEntry(_("导入台账"), "workbooks:imports", 25, roles=("clerk", "supervision_desk")),)
    audit_verbs = {
        "workbooks.take_in": _("上传台账"),
        "workbooks.map": _("设置台账列的对应"),
        "workbooks.name_unit": _("说明台账里的单位名称"),
        "workbooks.import": _("导入台账"),
        "workbooks.undo": _("撤销导入台账"),
    }
