"""Stored files."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "duban.files"
