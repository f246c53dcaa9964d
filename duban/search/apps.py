"""The search."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duban.web.menu import SETTINGS, MenuEntry


class SearchConfig(AppConfig):
    name = "duban.search"
    document_finders = ("duban.search.actions.tasks_by_documents",)
    file_purgers = ("duban.search.actions.forget_file",)
    worker_rounds = ("duban.search.rounds.go_round",)
    menu = (
        MenuEntry(
            _("查找"),
            "search:search",
            90,
            roles=("clerk", "supervision_desk", "leader", "liaison", "unit_head"),
            search="q",
        ),
        MenuEntry(_("搜索索引"), "search:rebuild", 95, roles=("administrator",), group=SETTINGS),
    )
