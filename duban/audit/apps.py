"""The audit trail."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duban.web.access import AUDITOR
from duban.web.menu import MenuEntry


class AuditConfig(AppConfig):
    name = "duban.audit"
    menu = (MenuEntry(_("审计"), "audit:entries", 90, roles=(AUDITOR,)),)
    today_sections = ("duban.audit.today.sections",)
    installation_checks = ("duban.audit.checks.problems",)
    worker_rounds = ("duban.audit.heads.note_down_now_and_then",)
    audit_verbs = {"purge": _("清除"), "audit.settle": _("重定审计记录链尾")}
    audit_fields = {"purged": _("清除了内容的记录"), "rows": _("条数")}
