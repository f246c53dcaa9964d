"""Boards over the ledger."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duban.web.menu import MenuEntry


class DashboardConfig(AppConfig):
    name = "duban.dashboard"
    menu = (
        MenuEntry(
            _("统计"), "dashboard:board", 60, roles=("clerk", "supervision_desk", "leader", "liaison", "unit_head")
        ),
    )
    today_sections = ("duban.dashboard.today.sections",)
    worker_rounds = ("duban.dashboard.actions.go_round",)
