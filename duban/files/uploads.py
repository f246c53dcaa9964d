"""Taking uploads in: straight to disk, or nowhere but in memory where they are to be sealed; no further than the limit."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers, TemporaryFileUploadHandler
from django.urls import Resolver404, resolve

View = TypeVar("View", bound=Callable[..., Any])


def kept_in_memory(limit: int) -> Callable[[View], View]:
    """Mark a view whose uploads, up to `limit` bytes, must never lie readable on the disk; outermost of its decorators."""

    def mark(view: View) -> View:
        view.uploads_in_memory = limit  # type: ignore[attr-defined]
        return view

    return mark


class SealedUploadHandler(FileUploadHandler):
    """Holds the files of marked views in memory; past the view's limit it only counts, so that the refusal can name it."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file, and let no other handler have it where the view is marked."""
        super().new_file(*args, **kwargs)
        self.limit = self._limit()
        self.stream, self.count = io.BytesIO(), 0
        if self.limit is not None:
            raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Hold a piece, or hand it on to the other handlers."""
        if self.limit is None:
            return raw_data
        self.count += len(raw_data)
        if self.count <= self.limit:
            self.stream.write(raw_data)
        else:
            self.stream = io.BytesIO()
        return None

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        """Return the file with its true size; over the limit without its bytes."""
        if self.limit is None:
            return None
        self.stream.seek(0)
        return InMemoryUploadedFile(
            self.stream, self.field_name, self.file_name or "", self.content_type or "", self.count, self.charset,
            self.content_type_extra,
        )  # fmt: skip

    def _limit(self) -> int | None:
        request = self.request
        if request is None:
            return None
        try:
            view = (request.resolver_match or resolve(request.path_info)).func
        except Resolver404:
            return None
        limit: int | None = getattr(view, "uploads_in_memory", None)
        return limit


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
