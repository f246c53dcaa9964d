"""Stored files: kept once by their digest, never changed; a purged one leaves its row."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """One uploaded file; its bytes lie in the data folder under their SHA-256. Purged: name blank, bytes gone."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(_("文件名"), max_length=255)
    size = models.PositiveBigIntegerField(_("大小（字节）"))
    media_type = models.CharField(max_length=100)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    purged_at = models.DateTimeField(_("清除时间"), null=True)
    purged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    purged_by_name = models.CharField(_("清除人"), max_length=120, blank=True)
    purge_reason = models.CharField(_("清除理由"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(purged_at=None) | Q(name=""), name="purged_file_has_no_name"),
        ]

    def __str__(self) -> str:
        return self.name or gettext("已清除的文件 %s") % self.sha256[:8]


class FilePreview(models.Model):
    """The small picture of a file: of a photograph, or of a PDF's first page."""

    file = models.OneToOneField(StoredFile, models.CASCADE, primary_key=True, related_name="preview")
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.width}×{self.height}"


class FileText(models.Model):
    """The words of a document, for the search."""

    file = models.OneToOneField(StoredFile, models.CASCADE, primary_key=True, related_name="words")
    text = models.TextField()

    def __str__(self) -> str:
        return self.text[:60]


def path_of(file: StoredFile) -> Path:
    """Return where the file's bytes lie."""
    return path_of_digest(file.sha256)


def path_of_digest(sha256: str) -> Path:
    """Return where the bytes of this digest lie."""
    folder: Path = settings.FILES_FOLDER
    return folder / sha256[:2] / sha256


def preview_path_of(file: StoredFile) -> Path:
    """Return where the file's small picture lies."""
    folder: Path = settings.FILES_FOLDER
    return folder / "previews" / file.sha256[:2] / f"{file.sha256}.jpg"


def incoming_folder() -> Path:
    """Return where files lie that are not kept yet."""
    folder: Path = settings.FILES_FOLDER
    return folder / "incoming"
