"""Background work people can see."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duban.web.access import ADMINISTRATOR
from duban.web.menu import SETTINGS, MenuEntry


class JobsConfig(AppConfig):
    name = "duban.jobs"
    worker_rounds = ("duban.jobs.checks.sign_of_life",)
    installation_checks = ("duban.jobs.checks.problems",)
    menu = (MenuEntry(_("后台任务"), "jobs:jobs", 80, roles=(ADMINISTRATOR,), group=SETTINGS),)
