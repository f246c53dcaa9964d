"""Every address of Duban; the only place that knows all apps' pages."""

from django.urls import include, path

urlpatterns = [
    path("", include("duban.web.urls")),
    path("", include("duban.organizations.urls")),
    path("api/", include("duban.api.urls")),
    path("audit/", include("duban.audit.urls")),
    path("board/", include("duban.dashboard.urls")),
    path("files/", include("duban.files.urls")),
    path("inspections/", include("duban.inspections.urls")),
    path("jobs/", include("duban.jobs.urls")),
    path("meetings/", include("duban.meetings.urls")),
    path("notifications/", include("duban.notifications.urls")),
    path("petitions/", include("duban.petitions.urls")),
    path("search/", include("duban.search.urls")),
    path("vault/", include("duban.vault.urls")),
    path("workbooks/", include("duban.workbooks.urls")),
    path("tasks/", include("duban.tasks.urls")),
]
