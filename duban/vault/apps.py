"""The petitioner vault."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duban.web.access import ADMINISTRATOR, AUDITOR
from duban.web.menu import MenuEntry


class VaultConfig(AppConfig):
    name = "duban.vault"
    menu = (
        MenuEntry(_("保险箱读取"), "vault:reads", 77, roles=(AUDITOR,)),
        MenuEntry(_("身份保管人"), "vault:custodians", 78, roles=(ADMINISTRATOR, "security", "supervision_desk")),
        MenuEntry(_("保险箱密钥"), "vault:keys", 79, roles=(ADMINISTRATOR,)),
    )
    today_sections = ("duban.vault.today.sections",)
    installation_checks = ("duban.vault.checks.problems",)
    vault_kinds = {"identity": _("来访人信息"), "text": _("信访原文"), "original": _("原件")}
    audit_verbs = {
        "vault.seal": _("封存"),
        "vault.replace": _("更正封存内容"),
        "vault.purge": _("清除封存内容"),
        "vault.read": _("读取封存内容"),
        "vault.used": _("程序使用封存内容"),
        "vault.refused": _("拒绝读取封存内容"),
        "vault.purged": _("读取已清除的内容"),
        "vault.lost": _("读取失败：密钥缺失"),
        "vault.damaged": _("读取失败：内容损坏"),
        "vault.name_custodian": _("指定保管人"),
        "vault.end_custodian": _("收回保管人"),
        "vault.add_key": _("更换密钥"),
        "vault.rotate": _("用新密钥重新封存"),
        "vault.confirm_copy": _("确认密钥副本"),
    }
    audit_fields = {"resealed": _("重新封存件数"), "unreadable": _("读不出的件数")}
