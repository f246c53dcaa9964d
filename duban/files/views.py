"""Downloading a kept file, its small picture, and the pages of those who look after kept files."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from duban.files.actions import NotPurged
from duban.files.actions import purge as purge_file
from duban.files.forms import FileFilterForm, PurgeForm
from duban.files.models import StoredFile, path_of, preview_path_of
from duban.files.permissions import may_download
from duban.files.queries import files_matching, uses_of
from duban.web.access import ADMINISTRATOR, AUDITOR, requires
from duban.web.paging import page_of


@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send the file as an attachment, never shown in the page; not found for those who may not have it."""
    file = _file(request, pk)
    if file.purged_at:
        return render(request, "files/purged.html", {"file": file}, status=410)
    try:
        content = path_of(file).open("rb")
    except FileNotFoundError:
        return render(request, "files/missing.html", {"file": file}, status=404)
    response = FileResponse(content, as_attachment=True, filename=file.name)
    response.headers["Content-Type"] = file.media_type
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def preview(request: HttpRequest, pk: int) -> FileResponse:
    """Send the small picture, which we drew ourselves."""
    file = _file(request, pk)
    try:
        content = preview_path_of(file).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(content, content_type="image/jpeg")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


@require_safe
@requires(ADMINISTRATOR, AUDITOR)
def files(request: HttpRequest) -> HttpResponse:
    """List all kept files, or the purged ones, with where they are shown."""
    form = FileFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = page_of(request, files_matching(**wanted))
    uses = uses_of([file.pk for file in page.object_list])
    rows = [(file, uses[file.pk]) for file in page.object_list]
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "filtered": any(wanted.values()),
        "purged": wanted.get("purged"),
    }
    return render(request, "files/files.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ADMINISTRATOR, AUDITOR)
def purge(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason, naming the consequence, and purge the file."""
    file = get_object_or_404(StoredFile.objects.select_related("uploaded_by"), pk=pk)
    form = PurgeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                purge_file(file, actor=request.user, reason=cast(str, form.cleaned_data["reason"]))
            except NotPurged as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("已清除，留有清除记录。"))
                return redirect("files:purge", pk=pk)
    file.refresh_from_db()
    context = {"file": file, "form": form, "uses": uses_of([file.pk])[file.pk]}
    return render(request, "files/purge.html", context, status=status)


def _file(request: HttpRequest, pk: int) -> StoredFile:
    file = get_object_or_404(StoredFile, pk=pk)
    if not may_download(request.user, file):
        raise Http404
    return file
