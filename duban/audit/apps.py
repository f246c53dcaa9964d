"""The audit trail."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duban.web.access import AUDITOR
from duban.web.menu import MenuEntry


class AuditConfig(AppConfig):
    name = "duban.audit"
    menu = (MenuEntry(_("审计"), "audit:entries", 90, roles=(AUDITOR,)),)
