"""Background work people can see."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duban.web.access import ADMINISTRATOR
from duban.web.menu import MenuEntry


class JobsConfig(AppConfig):
    name = "duban.jobs"
    menu = (MenuEntry(_("后台任务"), "jobs:jobs", 80, roles=(ADMINISTRATOR,)),)
