"""Taking uploads in: straight to disk, and no further than the limit."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Writes a file to disk as it comes; past the limit it only counts, so that the refusal can name the size."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.count = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a piece, or only count it."""
        self.count += len(raw_data)
        if self.count <= settings.LARGEST_FILE:
            super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        """Return the file with its true size; over the limit its bytes are dropped at once."""
        file = super().file_complete(file_size)
        if self.count > settings.LARGEST_FILE:
            self.file.truncate(0)
        return file
