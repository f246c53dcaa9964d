"""Stored files."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "duban.files"
    audit_verbs = {"store": _("存入文件")}
    audit_fields = {"sha256": _("摘要")}
