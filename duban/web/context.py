"""What every page's frame shows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from duban.web.menu import menu_for


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the office's name, the menu of this person, and the other language."""
    person = getattr(request, "user", None)
    menu = menu_for(person) if person else ()
    search = next((entry for entry in menu if entry.search), None)
    return {"office": settings.OFFICE, "user": person, "menu": menu, "top_search": search}
