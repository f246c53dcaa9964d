"""Units, posts, people, sign-in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duban.web.access import ADMINISTRATOR
from duban.web.menu import MenuEntry


class OrganizationsConfig(AppConfig):
    name = "duban.organizations"
    menu = (
        MenuEntry(_("单位"), "organizations:units", 60),
        MenuEntry(_("用户"), "organizations:users", 70, roles=(ADMINISTRATOR,)),
    )
