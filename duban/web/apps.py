"""The shared look."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duban.web.menu import MenuEntry


class WebConfig(AppConfig):
    name = "duban.web"
    menu = (MenuEntry(_("今日"), "web:today", 0),)
