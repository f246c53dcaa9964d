"""Addresses of the API, which asks for its own keys, and of the pages about it."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, include, path

from duban.api import views
from duban.api.endpoints import api


def _by_key(patterns: list[Any]) -> list[Any]:
    """Let requests reach the API without a session: each needs its key instead."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern) and pattern.name not in ("openapi-view", "openapi-json"):
            pattern.callback = login_not_required(pattern.callback)
    return patterns


_patterns, _app, _namespace = api.urls
pages = (
    [
        path("tokens/", views.tokens, name="tokens"),
        path("tokens/<int:pk>/revoke/", views.revoke, name="revoke"),
        path("webhooks/", views.webhooks, name="webhooks"),
        path("webhooks/new/", views.webhook, name="new_webhook"),
        path("webhooks/<int:pk>/", views.webhook, name="webhook"),
    ],
    "api_pages",
)
urlpatterns = [
    path("manage/", include(pages)),
    path("", (_by_key(_patterns), _app, _namespace)),
]
