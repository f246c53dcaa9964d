"""Files the unit has shown before, searched by name, as a fragment of a form."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from duban.tasks.evidence import recent_evidence


@require_safe
def choices(request: HttpRequest) -> HttpResponse:
    """Show a box for each file whose name holds the words, those ticked first."""
    chosen = [int(pk) for pk in request.GET.getlist("reused") if pk.isdigit()]
    words = request.GET.get("named", "").strip()[:100]
    pieces = [(piece, piece.file_id in chosen) for piece in recent_evidence(request.user, words, chosen)]
    return render(request, "tasks/_choices.html", {"pieces": pieces, "name": "reused"})
