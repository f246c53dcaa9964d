"""Kept files."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duban.web.access import ADMINISTRATOR, AUDITOR
from duban.web.menu import SETTINGS, MenuEntry


class FilesConfig(AppConfig):
    name = "duban.files"
    menu = (MenuEntry(_("文件"), "files:files", 75, roles=(ADMINISTRATOR, AUDITOR), group=SETTINGS),)
    installation_checks = ("duban.files.checks.problems",)
    worker_rounds = ("duban.files.actions.clear_up",)
    audit_verbs = {"store": _("存入文件"), "files.refuse": _("拒收文件")}
    audit_fields = {"sha256": _("摘要"), "size": _("大小（字节）"), "shown": _("所在处"), "code": _("原因代码")}
