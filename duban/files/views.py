"""Downloading a stored file."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from duban.files.models import StoredFile, path_of
from duban.files.permissions import may_download


@require_safe
def download(request: HttpRequest, pk: int) -> FileResponse:
    """Send the file as an attachment, never shown in the page; not found for those who may not have it."""
    file = get_object_or_404(StoredFile, pk=pk)
    if not may_download(request.user, file):
        raise Http404
    response = FileResponse(path_of(file).open("rb"), as_attachment=True, filename=file.name)
    response.headers["Content-Type"] = file.media_type
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
