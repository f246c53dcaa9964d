"""Addresses of the boards."""

from django.urls import path

from duban.dashboard import views

app_name = "dashboard"
urlpatterns = [
    path("", views.board, name="board"),
    path("leader/", views.leader, name="leader"),
    path("charts/", views.charts, name="charts"),
    path("calendar/", views.due_calendar, name="calendar"),
]
