"""Every address of Duban; the only place that knows all apps' pages."""

from importlib.util import find_spec

from django.urls import include, path

urlpatterns = [
    path("", include("duban.web.urls")),
    path("", include("duban.organizations.urls")),
    path("audit/", include("duban.audit.urls")),
    path("files/", include("duban.files.urls")),
    path("jobs/", include("duban.jobs.urls")),
    *(path(f"{app}/", include(f"duban.{app}.urls")) for app in ("meetings", "tasks") if find_spec(f"duban.{app}.urls")),
]
