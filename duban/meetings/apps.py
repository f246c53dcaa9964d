"""Sources of tasks: meetings."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duban.web.menu import MenuEntry


class MeetingsConfig(AppConfig):
    name = "duban.meetings"
    verbose_name = _("会议")
    menu = (MenuEntry(_("会议"), "meetings:meetings", 10, roles=("clerk", "supervision_desk", "leader")),)
    today_sections = ("duban.meetings.queries.lists.today_sections",)
