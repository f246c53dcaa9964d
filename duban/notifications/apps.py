"""Telling people what waits."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duban.web.menu import SETTINGS, MenuEntry


class NotificationsConfig(AppConfig):
    name = "duban.notifications"
    menu = (
        MenuEntry(_("消息"), "notifications:inbox", 80),
        MenuEntry(_("消息通道"), "notifications:channels", 96, roles=("administrator",), group=SETTINGS),
    )
    unit_pointers = (("Channel", "unit"),)
    worker_rounds = ("duban.notifications.rounds.go_round",)
    audit_verbs = {
        "notifications.save_channel": _("设置消息通道"),
        "notifications.remove_channel": _("删去消息通道"),
        "notifications.test": _("试发消息"),
        "notifications.retry": _("重发消息"),
        "notifications.save_contact": _("设置接收方式"),
    }
    audit_fields = {"on": _("启用"), "address": _("地址"), "to": _("收件人"), "wants_mail": _("每日摘要发到邮箱")}
