"""The open door for other programs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duban.web.menu import SETTINGS, MenuEntry


class ApiConfig(AppConfig):
    name = "duban.api"
    menu = (
        MenuEntry(
            _("接口密钥"), "api_pages:tokens", 97, roles=("administrator", "supervision_desk", "clerk"), group=SETTINGS
        ),
        MenuEntry(_("事件推送"), "api_pages:webhooks", 98, roles=("administrator",), group=SETTINGS),
    )
    worker_rounds = ("duban.api.rounds.go_round",)
    audit_verbs = {
        "api.issue_token": _("新发接口密钥"),
        "api.revoke_token": _("作废接口密钥"),
        "api.save_webhook": _("设置推送地址"),
    }
    audit_fields = {
        "read_only": _("只读"), "expires_on": _("有效期至"), "url": _("地址"), "allow_private": _("允许内网地址"),
    }  # fmt: skip
